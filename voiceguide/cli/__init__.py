"""The command line: one module a command. The only code that prints or exits.

Results go to stdout, progress and errors to stderr. Exit codes: 0 done, 1 the machine's fault, 2 the
input's fault, 130 interrupted.
"""

from voiceguide.cli._app import main

__all__ = ["main"]
