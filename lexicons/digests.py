"""Short digests: by which two editions of a file are told apart in the versions of a run.

In: bytes. Out: hexadecimal digits.
"""

from __future__ import annotations

import hashlib

# 48 bits: two editions of one study's files never agree by chance, and a person can still compare them by eye.
_DIGITS = 12


def digest_of(*parts: bytes) -> str:
    """Changes with any of the parts, which count as one run of bytes."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:_DIGITS]
