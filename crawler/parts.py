"""One crawl split over processes or machines: which outlets are whose.

In: ``2/8`` and a registry. Out: the outlets of that part. Outlets of one site always fall into the same part, so that
no host is asked by two processes at once; which part that is depends on the site's name alone, so that a registry
that grows leaves the other outlets where they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from corpus.records import Outlet
from crawler.sites import site_of
from lexicons.errors import UsageError

_WRITTEN = re.compile(r"([0-9]{1,4})/([0-9]{1,4})\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """Part ``number`` of ``of``, counted from 1."""

    number: int
    of: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read ``2/8``. Raises UsageError E370 when it is not such a part."""
        match = _WRITTEN.match(written.strip())
        if match is None or not 1 <= int(match[1]) <= int(match[2]):
            raise UsageError("E370", given=written)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, outlet: Outlet) -> bool:
        """Is this outlet crawled by this part?"""
        digest = sha256(site_of(outlet.homepage).encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def of_outlets(self, outlets: Iterable[Outlet]) -> list[Outlet]:
        """The outlets of this part, in the order given."""
        return [outlet for outlet in outlets if self.holds(outlet)]
