"""Rules of the seal: what was closed at export arrives closed, under the same seal."""
