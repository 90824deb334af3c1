"""Exit codes of the command line; those of a worker are in ``stream_processors/exits.py``."""

CLEAN = 0
"""Nothing to look at."""

FINDINGS = 1
"""There are findings, or inputs were refused."""

ERROR = 2
"""The command was wrong, or something it needs is."""
