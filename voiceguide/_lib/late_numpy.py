"""numpy, loaded at the first look into it: an export whose frames are all kept needs none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
else:
    from voiceguide._lib.lazy import Late

    np = Late("numpy")

__all__ = ["np"]
