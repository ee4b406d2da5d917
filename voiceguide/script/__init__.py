"""Scripts: the ordered steps of one session, with elastic times. Model, rules, reading and writing."""

from voiceguide.script.load import parse_script, read_script, write_script
from voiceguide.script.model import Script
from voiceguide.script.parts import parts
from voiceguide.script.sentences import split_sentences

__all__ = ["Script", "parse_script", "parts", "read_script", "split_sentences", "write_script"]
