"""Speech engines, one module each; ``voiceguide.speech.engine`` finds them by name and imports them late."""
