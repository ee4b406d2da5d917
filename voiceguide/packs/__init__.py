"""Packs: points with their facts and sources, in YAML. Here are the model, the loader and the finder."""

from voiceguide.packs.find import find_point, fold
from voiceguide.packs.load import default_pack, load_pack
from voiceguide.packs.model import Pack, Point, Source, Way

__all__ = ["Pack", "Point", "Source", "Way", "default_pack", "find_point", "fold", "load_pack"]
