"""An outlet's stories behind its figures, so that an editor can check every mark.

In: the listed stories of a card with their marks. Out: stories by year, the newest first; of each its link, headline
and day, in which figures it counts and why, and of each mark the words, the code, whose voice it is in, in which
figures it counts, the rule that made it in the page's language, what to write instead and the guide that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from corpus.disputes import article_reference, mark_reference
from corpus.records import Voice
from lexicons.codebook import load_codebook
from lexicons.cues import Cue
from reports.figures.terms import cues_by_id, guide_names
from reports.i18n import Words
from reports.pages.content import name_of
from reports.pages.foreign import foreign, languages_of_cues
from reports.pages.reasons import Reason, reasons_of
from reports.pages.view import environment, press_text
from reports.reply.behind import (
    CAUTION,
    copies_by_article,
    figures_by_article,
    figures_of_mark,
    place_of,
    use_references,
)
from reports.reply.spoken import Spokens

if TYPE_CHECKING:
    from reports.pages.scorecard import CardFigures

# A mark's words are few; a form with gaps may span more than a line can hold.
LONGEST_WORDS = 90
_BRACKETED = re.compile(r" \(([^()\s]+)\)")
_UNDATED = ""
# Where a mark's record holds its place among the spans, and what is the same in every language.
_INDEX, _SHORT, _REFERENCE, _KIND = "span", "short", "reference", "kind"


@dataclass(frozen=True, slots=True)
class Kind:
    """What marks of one rule, code and voice have in common, in the words of the page. ``counts``: in which figures, or
    why in none; ``guides``: by their numbers."""

    code: str
    voice: str
    part: str
    counts: str
    rule: Sequence[Reason]
    instead: str
    guides: Sequence[int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in the words of the page. ``named`` and ``told``: what stands before and after its reference, written
    once a kind; ``same_use``: which other mark stands for its use, if one does."""

    words: str
    named: Markup
    counts: Markup
    same_use: str
    told: Markup
    reference: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story in the words of the page. ``url`` is None where its address holds a name, or is not known; ``notes``
    say in which figures it counts, and what of it they count."""

    lang: str
    date: str
    title: str
    url: str | None
    framing: str
    sources: str
    notes: Sequence[str]
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


class Reader(StrEnum):
    """Who reads the list: only the study is told which stories name a woman early, and nobody else's page says more of
    a single story than what its outlet may check."""

    STUDY = "study"
    OUTLET = "outlet"
    EVERYBODY = "everybody"


def listed_stories(figures: CardFigures, words: Words, reader: Reader) -> Listed:
    """The listed stories, by year."""
    # The same in every language of the page.
    listed = figures.listed
    rows = listed.once("story records", lambda: _records(listed.stories))
    marks = listed.once("mark records", lambda: _marks_by_article(listed.spans))
    behind = listed.once(("behind", reader), lambda: _Behind.of(figures, reader))
    sheet = _Sheet.of(words, behind)
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
class _Behind:
    """What stands behind the figures, by article or mark, whatever the language."""

    reader: Reader
    figures: Mapping[str, str]
    copies: Mapping[str, Sequence[str]]
    uses: Mapping[object, str]
    spoken: Spokens

    @classmethod
    def of(cls, card: CardFigures, reader: Reader) -> _Behind:
        rows = card.listed
        figures = figures_by_article(rows, naming=reader is Reader.STUDY)
        return cls(reader, figures, copies_by_article(rows), use_references(rows.spans), card.spoken)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is looked up for every mark: the words of the page, what stands behind the figures, the cues and their
    languages, and the numbers of the guides named so far: their titles are long, and hundreds of marks rest on the same
    few."""

    words: Words
    behind: _Behind
    cues: Mapping[str, Cue]
    languages: Mapping[str, str]
    guides: dict[str, int]
    kinds: dict[object, tuple[Markup, Markup, Markup]]

    @classmethod
    def of(cls, words: Words, behind: _Behind) -> _Sheet:
        return cls(words, behind, cues_by_id(), languages_of_cues(), {}, {})

    def numbers(self, cue: Cue | None) -> list[int]:
        """The numbers of a cue's guides."""
        names = guide_names(cue) if cue is not None else ()
        return [self.guides.setdefault(name, len(self.guides) + 1) for name in names]


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _marks_by_article(spans: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """The marks of each article, in the order of its text."""
    marks: dict[str, list[dict[str, object]]] = {}
    for index, span in zip(spans.index, _records(spans), strict=True):
        article, text = str(span["article_id"]), press_text(span["text"] if isinstance(span["text"], str) else "")
        span[_INDEX] = index
        span[_SHORT] = text if len(text) <= LONGEST_WORDS else text[: LONGEST_WORDS - 1] + "…"
        span[_REFERENCE] = mark_reference(article, place_of(span))
        span[_KIND] = (*(str(span[name]) for name in _ALIKE), bool(span["accepted"]), figures_of_mark(span))
        marks.setdefault(article, []).append(span)
    return marks


def _story(row: Mapping[str, object], marks: Sequence[Mapping[str, object]], sheet: _Sheet) -> Story:
    codebook, words = load_codebook(), sheet.words
    day, title = row["published_on"], row["title"]
    framing = name_of(codebook.framings[str(row["framing"])], words)
    headline = name_of(codebook.framings[str(row["headline"])], words)
    return Story(
        lang=row["language"] if isinstance(row["language"], str) else "",
        date=words.day(day) if isinstance(day, str) else words.t("card.no_date"),
        title=(press_text(title) if isinstance(title, str) else "") or words.t("card.no_title"),
        url=row["url"] if isinstance(row["url"], str) else None,
        framing=words.t("card.framing_label", framing=framing, headline=headline),
        sources=_sources(row, sheet),
        notes=_notes(row, sheet),
        marks=[_mark(mark, sheet) for mark in marks],
        marks_text=words.t("card.marks_count", n=len(marks)) if marks else words.t("card.no_marks"),
        reference=article_reference(str(row["article_id"])),
    )


def _sources(row: Mapping[str, object], sheet: _Sheet) -> str:
    """The roles that speak, each with the words that attribute it."""
    roles, words = load_codebook().roles, sheet.words
    spoken = sheet.behind.spoken.get(str(row["article_id"]), ())
    named = []
    for role in (role for role in row["voices"] if role in roles):  # type: ignore[attr-defined]
        places = [
            words.t("card.spoken", part=words.t(f"card.part_{each.part}"), words=each.words)
            for each in spoken
            if each.role == role
        ]
        name = name_of(roles[role], words)
        named.append(words.t("card.spoken_role", role=name, places="; ".join(places)) if places else name)
    return words.t("card.sources_label", roles="; ".join(named)) if named else words.t("card.no_sources")


def _notes(row: Mapping[str, object], sheet: _Sheet) -> list[str]:
    """In which figures the story counts; for O8 and O9 what of it, and the copies that O1 counts beside it."""
    words, behind, article = sheet.words, sheet.behind, str(row["article_id"])
    notes = [words.t("card.counts_in", figures=words.listing(behind.figures[article].split()))]
    if case := _case(row, behind.reader):
        notes.append(words.t(f"card.{case}"))
    clauses, acts = _whole(row["her_clauses"]), _whole(row["her_actions"])
    if clauses:
        notes.append(words.t("card.acts", acts=acts, clauses=clauses))
    if copies := behind.copies.get(article):
        names = ", ".join(article_reference(copy) for copy in copies)
        notes.append(words.t("card.copies", n=len(copies), references=names))
    return notes


def _case(row: Mapping[str, object], reader: Reader) -> str:
    """The key of what O8 says of a story; nothing where it tells of no single case, or to whom it may not be told."""
    if reader is Reader.EVERYBODY or row["convicted"] is None or row["convicted"] is pd.NA:
        return ""
    if reader is Reader.OUTLET:
        return "case"
    headline, body = row["named_in_headline"] is True, row["named_in_body"] is True
    if not (headline or body):
        return "case_unnamed"
    if row["convicted"] is True:
        return "case_convicted"
    return "case_named_both" if headline and body else "case_named_headline" if headline else "case_named_body"


def _whole(value: object) -> int:
    return 0 if value is None or value is pd.NA else int(str(value))


# Marks that have these alike, and count alike, are told alike.
_ALIKE = ("code", "voice", "part", "cue_id", "rule")


def _mark(span: Mapping[str, object], sheet: _Sheet) -> Mark:
    alike = span[_KIND]
    if alike not in sheet.kinds:
        kind, pieces = _kind(span, sheet), _pieces()
        sheet.kinds[alike] = (pieces.named(kind), escape(kind.counts), pieces.told(sheet.words, kind))
    named, counts, told = sheet.kinds[alike]
    same_use = sheet.behind.uses.get(span[_INDEX], "")
    return Mark(str(span[_SHORT]), named, counts, same_use, told, str(span[_REFERENCE]))


def _pieces() -> Any:
    """The macros that write what marks have in common."""
    return environment().get_template("card_marks.html.j2").module


def _kind(span: Mapping[str, object], sheet: _Sheet) -> Kind:
    codebook, words = load_codebook(), sheet.words
    code, cue_id = str(span["code"]), str(span["cue_id"])
    known, cue = codebook.codes.get(code), sheet.cues.get(cue_id)
    instead = foreign(" / ".join(cue.instead), cue_id, sheet.languages, words) if cue is not None else ""
    return Kind(
        code=f"{code} · {name_of(known, words)}" if known else code,
        voice=name_of(codebook.voices[str(span["voice"])], words),
        part=words.t(f"card.part_{span['part']}"),
        counts=_counts(span, words),
        rule=_without_ids(reasons_of(press_text(str(span["rule"])), words, speakers=False), sheet.cues),
        instead=_around(words.t("card.instead", instead=_HERE), instead) if instead else "",
        guides=sheet.numbers(cue),
    )


def _without_ids(reasons: Sequence[Reason], known: Mapping[str, Cue]) -> list[Reason]:
    """Reasons without the ids of cues in brackets: these are in the lists of marks, for looking up."""

    def taken(found: re.Match[str]) -> str:
        return "" if found[1] in known else found[0]

    return [Reason(_BRACKETED.sub(taken, reason.text), reason.english) for reason in reasons]


# Where a text gets what is marked up already.
_HERE = "\ue000"


def _around(text: str, inner: str) -> Markup:
    before, _, after = text.partition(_HERE)
    return Markup("{}{}{}").format(before, inner, after)


def _counts(span: Mapping[str, object], words: Words) -> str:
    """In which figures a mark counts, or why in none."""
    figures = figures_of_mark(span).split()
    if figures:
        return words.t("card.counts_in", figures=words.listing(figures))
    if span["code"] == CAUTION:
        return words.t("card.counts_caution")
    if span["voice"] != Voice.OUTLET.value:
        return words.t("card.counts_nowhere")
    return words.t("card.counts_accepted" if span["accepted"] else "card.counts_undecided")
