"""Articles in the order of their days become stories: copies get one ``story_id``, and the agency they come from.

In: the articles of a store. Out: ``story_id`` (the identifier of the story's first article) and ``wire_agency`` written
back. A text that copies several stories, such as a round-up, joins the one it shares most with; two stories become one
only when a text copies both as wholes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.records import Article
from corpus.storage.articles import BY_STORY
from corpus.stories.furniture import Furniture
from corpus.stories.shingles import shingles
from corpus.stories.window import DAYS, Match, Window

# Two stories are one when a text shares this much of itself, and of the longer text, with both.
WHOLE = 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """An article's story, and the agency that a copy of the story credits (None where none does)."""

    article_id: str
    story_id: str
    wire_agency: str | None


@dataclass(slots=True)
class _Story:
    id: str
    last_day: int
    members: list[str] = field(default_factory=list)
    agencies: Counter[str] = field(default_factory=Counter)


class Clusterer:
    """Takes articles in the order of ``published_on`` and gives each its story once no further copy can come."""

    def __init__(self, furniture: Furniture) -> None:
        self._furniture = furniture
        self._window = Window()
        self._story_of: dict[int, _Story] = {}
        self._open: list[_Story] = []
        self._day = 0

    def add(self, article: Article, day: date) -> Iterator[Placed]:
        """Place one article; yields the members of the stories that closed meanwhile."""
        number = day.toordinal()
        if number != self._day:
            self._day = number
            yield from self._close(number)
        text = shingles(self._furniture.without(article.outlet, story_text(article)))
        language = article.language or ""
        story = self._join(self._window.matches(number, language, text))
        if story is None:
            story = _Story(article.id, number)
            self._open.append(story)
        story.last_day = number
        story.members.append(article.id)
        if article.wire_agency and (article.evidence.get("wire_agency") != BY_STORY):
            story.agencies[article.wire_agency] += 1
        self._story_of[self._window.add(number, language, text)] = story

    def finish(self) -> Iterator[Placed]:
        """The members of all stories still open."""
        yield from self._close(None)

    def _join(self, matches: list[Match]) -> _Story | None:
        if not matches:
            return None
        story = self._story_of[matches[0].number]
        for match in matches[1:]:
            other = self._story_of[match.number]
            if other is not story and min(matches[0].of_longer, match.of_longer) >= WHOLE:
                story = self._merge(story, other)
        return story

    def _merge(self, one: _Story, other: _Story) -> _Story:
        first, second = (one, other) if self._open.index(one) < self._open.index(other) else (other, one)
        first.members += second.members
        first.agencies += second.agencies
        first.last_day = max(first.last_day, second.last_day)
        self._open.remove(second)
        for number, story in self._story_of.items():
            if story is second:
                self._story_of[number] = first
        return first

    def _close(self, day: int | None) -> Iterator[Placed]:
        still_open: list[_Story] = []
        for story in self._open:
            if day is not None and story.last_day >= day - DAYS:
                still_open.append(story)
                continue
            agency = story.agencies.most_common(1)[0][0] if story.agencies else None
            yield from (Placed(member, story.id, agency) for member in story.members)
        if len(still_open) < len(self._open):
            kept = {id(story) for story in still_open}
            self._story_of = {number: story for number, story in self._story_of.items() if id(story) in kept}
        self._open = still_open


def story_text(article: Article) -> str:
    """What is compared: lead and body. Headlines are written anew by every outlet."""
    return f"{article.lead or ''}\n{article.body}"
