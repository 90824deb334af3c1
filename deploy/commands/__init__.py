"""One command a file; the file name is the command, and the file defines ``COMMAND``."""
