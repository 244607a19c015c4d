"""What a feed or a sitemap says: the addresses it lists and the hints it gives of each.

Filled by ``feeds`` and ``sitemaps``, which run in a reading process, so all of it is plain data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urljoin

# An instant without a time zone may belong to the day before or after at the outlet.
_ZONE_SLACK = timedelta(days=1)


class MalformedListing(ValueError):  # noqa: N818 - it names what was found
    """The listing cannot be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One address with its hints: ``published``, ``lastmod`` (as written), ``title``, ``section``."""

    url: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One feed or sitemap. ``children`` are further sitemaps. ``cut`` says that it holds more than was read."""

    entries: tuple[Listed, ...] = ()
    children: tuple[Listed, ...] = ()
    cut: bool = False

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """The listing again, after its way over the pipe of a reading process."""
        return cls(
            entries=tuple(Listed(**entry) for entry in plain["entries"]),
            children=tuple(Listed(**child) for child in plain["children"]),
            cut=plain["cut"],
        )


def refuse_entities(body: bytes) -> None:
    """Refuse XML that declares entities: no feed needs them, and bombs and file readers do."""
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():  # without zero bytes, UTF-16 reads like ASCII
        raise MalformedListing("it declares XML entities")


def absolute(base: str, link: str) -> str:
    """``link`` as seen from ``base``; as it stands when it cannot be read (it is counted as unreadable later)."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return link


def wanted(hints: Mapping[str, str], since: date | None, until: date | None) -> bool:
    """False when the hints make it certain that an article lies outside the days asked for."""
    published = _day(hints.get("published"))
    if published is not None:
        early = since is not None and published + _ZONE_SLACK < since
        late = until is not None and published - _ZONE_SLACK > until
        return not early and not late
    # an article is never published after it was last changed
    changed = _day(hints.get("lastmod"))
    return changed is None or since is None or changed + _ZONE_SLACK >= since


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
