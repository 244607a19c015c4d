"""Identifiers for the public: stable over all publications of one study, and no way back to an address.

In: the study's folder. Out: ``Pseudonyms``. The corpus names an article by a hash of its address, which anybody can
compute from a list of addresses; so the public identifier is a keyed hash, and the key stays in the study.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from lexicons.errors import EncuadreError

KEY_NAME = "publish.key"
_KEY_BYTES = 32
_KEY = re.compile(rf"[0-9a-f]{{{2 * _KEY_BYTES}}}")
# 96 bits: among ten million stories two meet with a chance below one in a thousand million million.
_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Gives public identifiers. The key is never printed."""

    key: bytes = field(repr=False)

    def of(self, kind: str, identifier: str) -> str:
        """The public identifier; ``kind`` (article, story) keeps two kinds apart that share an identifier inside."""
        return hmac.new(self.key, f"{kind}:{identifier}".encode(), hashlib.sha256).hexdigest()[:_DIGITS]


def study_pseudonyms(folder: Path) -> Pseudonyms:
    """The study's identifiers; its key is made at the first publication. Raises E513 when the key does not hold."""
    path = folder / KEY_NAME
    try:
        # Private and exclusive: of two publications at the same time only one makes the key.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_KEY_BYTES) + "\n")
    except FileExistsError:
        pass
    except OSError as error:
        raise EncuadreError("E508", path=path, problem=error.strerror or error) from error
    try:
        text = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EncuadreError("E513", path=path) from error
    if not _KEY.fullmatch(text):
        raise EncuadreError("E513", path=path)
    return Pseudonyms(bytes.fromhex(text))
