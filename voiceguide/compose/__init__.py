"""Compose: from a request and a pack to a script. Choosing points, ordering them, words, and their lint."""

from voiceguide.compose.composer import Composer, Fit, guess
from voiceguide.compose.lint import Finding, lint
from voiceguide.compose.request import Request

__all__ = ["Composer", "Finding", "Fit", "Request", "guess", "lint"]
