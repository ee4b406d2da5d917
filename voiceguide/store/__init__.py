"""The store: bytes by key and kind, on disk. The one place where the program remembers.

A :class:`Store` keeps clips, MPEG frames and memos. :func:`memo` keeps what a stage of the program made of
its inputs. A key is the hash of all that a result depends on, the program's own code included, so nothing in
a store is ever out of date; anything in it may be removed at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.store._code import code_identity
    from voiceguide.store._dataclass_json import from_json, to_json
    from voiceguide.store._files import Entry
    from voiceguide.store._memo import Stage, json_stage, key_of, memo, own_file, recall, remember
    from voiceguide.store._place import CACHE_VARIABLE, locate, own_store, use_store
    from voiceguide.store._store import CLIP, FRAMES, KINDS, MEMO, Kind, Store

__all__ = [
    "CACHE_VARIABLE", "CLIP", "FRAMES", "KINDS", "MEMO", "Entry", "Kind", "Stage", "Store", "code_identity",
    "from_json", "json_stage", "key_of", "locate", "memo", "own_file", "own_store", "recall", "remember",
    "to_json", "use_store",
]  # fmt: skip

__getattr__ = lazy(
    __name__,
    {
        "_code": "code_identity",
        "_files": "Entry",
        "_dataclass_json": "from_json to_json",
        "_memo": "Stage json_stage key_of memo own_file recall remember",
        "_place": "CACHE_VARIABLE locate own_store use_store",
        "_store": "CLIP FRAMES KINDS MEMO Kind Store",
    },
)
