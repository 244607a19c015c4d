"""An outlet's stories behind its figures, so that an editor can check every mark.

In: the listed stories of a card with their marks. Out: stories by year, the newest first; of each its link, headline
and day, and of each mark the words, the code, whose voice it is in, in which figures it counts, the rule that made it
in the page's language, what to write instead and the guide that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup

from corpus.disputes import article_reference, mark_reference
from corpus.records import Voice
from lexicons.codebook import load_codebook
from lexicons.cues import Cue
from reports.figures.terms import cues_by_id, guide_names
from reports.i18n import Words
from reports.pages.content import name_of
from reports.pages.foreign import foreign, languages_of_cues
from reports.pages.reasons import Reason, reasons_of
from reports.pages.view import press_text
from reports.reply.behind import figures_of_mark, place_of

if TYPE_CHECKING:
    from reports.pages.scorecard import CardFigures

# A mark's words are few; a form with gaps may span more than a line can hold.
LONGEST_WORDS = 90
_BRACKETED = re.compile(r" \(([^()\s]+)\)")
_UNDATED = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in the words of the page. ``counts``: in which figures, or why in none; ``guides``: by their numbers.
    ``cues``: the ids of the lexicon's rules, which stand last: they are for looking up, not for reading."""

    words: str
    code: str
    voice: str
    part: str
    counts: str
    same_use: bool
    rule: Sequence[Reason]
    cues: Sequence[str]
    instead: str
    guides: Sequence[int]
    reference: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story in the words of the page. ``url`` is None where its address holds a name, or is not known."""

    lang: str
    date: str
    title: str
    url: str | None
    framing: str
    sources: str
    marks: Sequence[Mark]
    marks_text: str
    reference: str


@dataclass(frozen=True, slots=True)
class Year:
    """The stories of one year. ``id``: its place on the page."""

    id: str
    heading: str
    stories: Sequence[Story]


@dataclass(frozen=True, slots=True)
class Listed:
    """The listed stories, and the guides behind their marks in the order of their numbers."""

    years: Sequence[Year]
    guides: Sequence[str]


def listed_stories(figures: CardFigures, words: Words) -> Listed:
    """The listed stories, by year."""
    # The same in every language of the page.
    rows = figures.listed.once("story records", lambda: _records(figures.listed.stories))
    marks = figures.listed.once("mark records", lambda: _marks_by_article(figures.listed.spans))
    sheet = _Sheet.of(words)
    years = []
    for year, group in groupby(rows, key=_year_of):
        stories = [_story(row, marks.get(str(row["article_id"]), []), sheet) for row in group]
        name = words.t("card.no_year") if year == _UNDATED else year
        heading = words.t("card.year_heading", year=name, stories=words.t("toc.stories", n=len(stories)))
        years.append(Year(f"stories-{year or 'undated'}", heading, stories))
    return Listed(years, list(sheet.guides))


def _year_of(row: Mapping[str, object]) -> str:
    day = row["published_on"]
    return day[:4] if isinstance(day, str) else _UNDATED


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is looked up for every mark: the words of the page, the cues and their languages, and the numbers of the
    guides named so far: their titles are long, and hundreds of marks rest on the same few."""

    words: Words
    cues: Mapping[str, Cue]
    languages: Mapping[str, str]
    guides: dict[str, int]

    @classmethod
    def of(cls, words: Words) -> _Sheet:
        return cls(words, cues_by_id(), languages_of_cues(), {})

    def numbers(self, cue: Cue | None) -> list[int]:
        """The numbers of a cue's guides."""
        names = guide_names(cue) if cue is not None else ()
        return [self.guides.setdefault(name, len(self.guides) + 1) for name in names]


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _marks_by_article(spans: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """The marks of each article, in the order of its text."""
    marks: dict[str, list[dict[str, object]]] = {}
    for span in _records(spans):
        marks.setdefault(str(span["article_id"]), []).append(span)
    return marks


def _story(row: Mapping[str, object], marks: Sequence[Mapping[str, object]], sheet: _Sheet) -> Story:
    codebook, words = load_codebook(), sheet.words
    roles = [name_of(codebook.roles[role], words) for role in row["voices"] if role in codebook.roles]  # type: ignore[attr-defined]
    day, title = row["published_on"], row["title"]
    framing = name_of(codebook.framings[str(row["framing"])], words)
    headline = name_of(codebook.framings[str(row["headline"])], words)
    return Story(
        lang=row["language"] if isinstance(row["language"], str) else "",
        date=words.day(day) if isinstance(day, str) else words.t("card.no_date"),
        title=(press_text(title) if isinstance(title, str) else "") or words.t("card.no_title"),
        url=row["url"] if isinstance(row["url"], str) else None,
        framing=words.t("card.framing_label", framing=framing, headline=headline),
        sources=words.t("card.sources_label", roles=words.listing(roles)) if roles else words.t("card.no_sources"),
        marks=[_mark(mark, sheet) for mark in marks],
        marks_text=words.t("card.marks_count", n=len(marks)) if marks else words.t("card.no_marks"),
        reference=article_reference(str(row["article_id"])),
    )


def _mark(span: Mapping[str, object], sheet: _Sheet) -> Mark:
    codebook, words = load_codebook(), sheet.words
    code, text = str(span["code"]), press_text(span["text"] if isinstance(span["text"], str) else "")
    known, cue_id = codebook.codes.get(code), str(span["cue_id"])
    cue = sheet.cues.get(cue_id)
    instead = foreign(" / ".join(cue.instead), cue_id, sheet.languages, words) if cue is not None else ""
    rule, cues = _without_ids(reasons_of(press_text(str(span["rule"])), words), sheet.cues)
    return Mark(
        words=text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…",
        code=f"{code} · {name_of(known, words)}" if known else code,
        voice=name_of(codebook.voices[str(span["voice"])], words),
        part=words.t(f"card.part_{span['part']}"),
        counts=_counts(span, words),
        same_use=_held(span) and not span["use"],
        rule=rule,
        cues=cues,
        instead=_around(words.t("card.instead", instead=_HERE), instead) if instead else "",
        guides=sheet.numbers(cue),
        reference=mark_reference(str(span["article_id"]), place_of(span)),
    )


def _without_ids(reasons: Sequence[Reason], known: Mapping[str, Cue]) -> tuple[list[Reason], list[str]]:
    """Reasons without the ids of cues in brackets, and those ids."""
    ids: list[str] = []

    def taken(found: re.Match[str]) -> str:
        if found[1] not in known:
            return found[0]
        ids.append(found[1])
        return ""

    plain = [Reason(_BRACKETED.sub(taken, reason.text), reason.english) for reason in reasons]
    return plain, list(dict.fromkeys(ids))


# Where a text gets what is marked up already.
_HERE = "\ue000"


def _around(text: str, inner: str) -> Markup:
    before, _, after = text.partition(_HERE)
    return Markup("{}{}{}").format(before, inner, after)


def _held(span: Mapping[str, object]) -> bool:
    """Whether a mark is of the kind that O11 counts."""
    own, stigma = span["voice"] == Voice.OUTLET.value, str(span["code"]).startswith("S")
    return own and stigma and not span["accepted"]


def _counts(span: Mapping[str, object], words: Words) -> str:
    """In which figures a mark counts, or why in none."""
    figures = figures_of_mark(span).split()
    if figures:
        return words.t("card.counts_in", figures=words.listing(figures))
    if span["voice"] != Voice.OUTLET.value:
        return words.t("card.counts_nowhere")
    return words.t("card.counts_accepted" if span["accepted"] else "card.counts_undecided")
