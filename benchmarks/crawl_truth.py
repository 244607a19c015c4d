"""Whether what a crawler brought home is what the press printed.

In: what is true of each article, and rows of address, title, body, date and authors. Out: how many were found, and how
many of those have each field right. The same judge for our crawl and for its peers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit

from benchmarks.loopback_site import Story

# Title, body, date as written, authors; of one address.
Row = tuple[str, str | None, str | None, str | None, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a page says."""

    title: str
    body: str
    published: str
    author: str

    @classmethod
    def of(cls, story: Story) -> Self:
        """The readable part of a story."""
        return cls(title=story.title, body=" ".join(story.readable), published=story.published, author=story.author)


def judge(truth: Mapping[str, Truth], rows: Iterable[Row]) -> dict[str, Any]:
    """Counts and shares. An address that is not in ``truth`` is a page taken for an article that it is not."""
    by_place = {_place(url): known for url, known in truth.items()}
    seen: dict[str, Row] = {}
    not_articles = again = 0
    for row in rows:
        place = _place(row[0])
        if place not in by_place:
            not_articles += 1
        elif place in seen:
            again += 1
        else:
            seen[place] = row
    right: Counter[str] = Counter()
    f1 = 0.0
    for place, (_, title, body, published, authors) in seen.items():
        known = by_place[place]
        right["title"] += " ".join((title or "").split()) == known.title
        right["author"] += [name.strip() for name in authors] == [known.author]
        right["day"] += _day(published) == known.published[:10]
        right["instant"] += _instant(published) == datetime.fromisoformat(known.published)
        f1 += token_f1(body or "", known.body)
    found = len(seen)
    shares = {name: round(right[name] / found, 4) if found else None for name in ("title", "author", "day", "instant")}
    return {
        "articles": len(truth),
        "found": found,
        "found_share": round(found / len(truth), 4) if truth else None,
        "taken_twice": again,
        "no_articles_taken": not_articles,
        **shares,
        "body_f1": round(f1 / found, 4) if found else None,
    }


def token_f1(text: str, truth: str) -> float:
    """F1 of the bags of words."""
    mine, theirs = Counter(text.split()), Counter(truth.split())
    both = (mine & theirs).total()
    return 2 * both / (mine.total() + theirs.total()) if mine or theirs else 1.0


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


def _day(text: str | None) -> str | None:
    return text[:10] if text else None


def _instant(text: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return when if when.tzinfo is not None else None
