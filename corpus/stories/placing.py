"""The door of this folder: ``place_stories`` gives every article of a store its story.

In: a store. Out: ``story_id`` and ``wire_agency`` of its articles, and what was counted. It reads the articles twice,
in the order of their days, first for what outlets repeat; when it is stopped half-way, the next run begins anew and
finds the same stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from corpus.storage.articles import count_dated, read_by_day, write_stories
from corpus.storage.database import Database
from corpus.stories.clustering import Clusterer, Placed, story_text
from corpus.stories.furniture import Furniture

# One transaction: a few hundred short updates, well under a second.
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCounts:
    """What placing found. ``copies``: articles that are not the first of their story in their outlet; ``shared``:
    stories that several outlets ran; ``wire``: articles of an agency. An article without any day is in none of them.
    """

    articles: int
    stories: int
    copies: int
    shared: int
    wire: int


def place_stories(
    database: Database, *, again: bool = False, progress: Callable[[int, int], None] | None = None
) -> StoryCounts | None:
    """Place all articles; None when every article has its story already, unless ``again``."""
    if not again and not count_dated(database, unplaced=True):
        return None
    total = count_dated(database)
    furniture = Furniture()
    for article, day in read_by_day(database, _BATCH):
        furniture.learn(article.outlet, date.fromisoformat(day).toordinal(), story_text(article))
    clusterer = Clusterer(furniture)
    outlet_of: dict[str, str] = {}
    tally = _Tally()
    waiting: list[Placed] = []
    for done, (article, day) in enumerate(read_by_day(database, _BATCH), start=1):
        outlet_of[article.id] = article.outlet
        waiting.extend(clusterer.add(article, date.fromisoformat(day)))
        if progress is not None:
            progress(done, total)
        if len(waiting) >= _BATCH:
            _write(database, waiting, outlet_of, tally)
    waiting.extend(clusterer.finish())
    _write(database, waiting, outlet_of, tally)
    return tally.counts()


class _Tally:
    """Counts stories as they are written; a story's articles are always written together."""

    def __init__(self) -> None:
        self._articles = self._copies = self._stories = self._shared = self._wire = 0

    def add(self, placed: list[Placed], outlet_of: dict[str, str]) -> None:
        outlets: dict[str, Counter[str]] = {}
        for item in placed:
            outlets.setdefault(item.story_id, Counter())[outlet_of.pop(item.article_id)] += 1
            self._wire += item.wire_agency is not None
        self._articles += len(placed)
        self._stories += len(outlets)
        self._copies += sum(number - 1 for counts in outlets.values() for number in counts.values())
        self._shared += sum(len(counts) > 1 for counts in outlets.values())

    def counts(self) -> StoryCounts:
        return StoryCounts(
            articles=self._articles,
            stories=self._stories,
            copies=self._copies,
            shared=self._shared,
            wire=self._wire,
        )


def _write(database: Database, waiting: list[Placed], outlet_of: dict[str, str], tally: _Tally) -> None:
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        write_stories(database, {item.article_id: (item.story_id, item.wire_agency) for item in batch})
    tally.add(waiting, outlet_of)
    waiting.clear()
