"""Event ids out of random bits: a UUID of version 4 as text, without the cost of a UUID object."""

from __future__ import annotations

_KEEP = ~((0xF << 76) | (0x3 << 62))
_SET = (0x4 << 76) | (0x2 << 62)


def uuid_text(bits: int) -> str:
    """``bits`` (128 of them) as a UUID of version 4, variant 1."""
    digits = f"{bits & _KEEP | _SET:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
