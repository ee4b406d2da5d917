"""Voice-guided body-work audio: composed from point data, timed to the frame, played or exported."""

__version__ = "0.1.0"
