"""The program's own files in their ready form, written anew: `make ready`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.packs import _load as pack_file
from voiceguide.sound import _bed_data as bed_data
from voiceguide.sound import _chime_data as chime_data
from voiceguide.speech import _lexicon as lexicon
from voiceguide.yamlfile import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

READ: dict[Path, Callable[[Path], Any]] = {
    Path(pack_file.BUILT_IN): pack_file.load_pack,
    Path(lexicon.BUILT_IN): lexicon.read_lexicon,
    Path(chime_data.BUILT_IN): chime_data.read_own,
    Path(bed_data.BUILT_IN): bed_data.read_own,
}
"""Every such file, and what reads and checks it."""


def ready_form(path: Path) -> str:
    """What stands beside a file."""
    return frozen(READ[path](path), of=path.read_bytes()) + "\n"


if __name__ == "__main__":
    for file in READ:
        file.with_suffix(".json").write_text(ready_form(file), encoding="utf-8")
