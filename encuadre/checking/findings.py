"""Drafts in, rows out: every finding with its place in the file and its reason in the draft's own language.

In: a ``Draft`` and how it is to be checked. Out: a ``CheckedDraft`` that every format prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.records import Article, Part
from encuadre.checking.drafts import Draft
from lexicons.codebook import load_codebook
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from nlp.checking import Finding, check
from nlp.tagger import Tagger
from nlp.texts.language import detect_language
from reports.i18n import Words, words_for

# What linters call severities 1 to 3; a quotation is a note, whatever its words.
LEVELS = {1: "note", 2: "warning", 3: "error"}
QUOTED_LEVEL = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """One finding. Lines and columns count from 1, ``end_column`` is right after the last letter."""

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    name: str
    level: str
    severity: int
    quoted: bool
    words: str
    reason: str
    instead: tuple[str, ...]
    guides: tuple[str, ...]
    status: str
    voice: str
    source: str | None
    cue: str
    rule: str


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """One draft's outcome. ``rows`` count, ``quoted`` are in a source's quotation marks, ``off`` were switched off."""

    name: str
    kind: str
    language: str
    on_topic: bool
    why: tuple[str, ...]
    rows: tuple[Row, ...]
    quoted: tuple[Row, ...]
    off: int
    problems: tuple[tuple[int, str], ...]


def check_draft(
    draft: Draft, tagger: Tagger, *, language: str | None, country: str | None, on_topic: bool, severity: int
) -> CheckedDraft:
    """Check one draft; findings below ``severity`` are left out. Raises E624 or E627 where the language is none."""
    article = _article(draft, language or detect_language(draft.prose.text, None, tagger.languages), country)
    checked = check(article, tagger, on_topic=on_topic)
    if article.language is None:
        raise EncuadreError("E624", path=draft.name)
    if checked.language is None:
        raise EncuadreError("E627", path=draft.name, language=article.language)
    words = words_for(spoken(checked.language))
    found = [_row(draft, finding, words) for finding in checked.findings if finding.severity >= severity]
    kept = [row for row in found if not draft.switches.off(row.line, row.code)]
    return CheckedDraft(
        name=draft.name,
        kind=draft.kind,
        language=checked.language,
        on_topic=checked.on_topic,
        why=checked.why,
        rows=tuple(row for row in kept if not row.quoted),
        quoted=tuple(row for row in kept if row.quoted),
        off=len(found) - len(kept),
        problems=tuple(draft.switches.problems),
    )


def spoken(language: str) -> str:
    """The language findings are told in: the draft's where there are words for it, else English."""
    return language if language in LANGUAGES else "en"


def message(row: Row, language: str) -> str:
    """A finding in one line of plain words: what, why, what instead, who says so."""
    words = words_for(spoken(language))
    parts = [f"“{row.words}”: {row.reason}."]
    if row.instead:
        parts.append(f"{words.t('explain.instead')}: {' / '.join(row.instead)}.")
    if row.guides:
        parts.append(f"{words.t('explain.guide')}: {'; '.join(row.guides)}.")
    return " ".join(parts)


def as_data(drafts: Iterable[CheckedDraft], versions: dict[str, str]) -> dict[str, Any]:
    """The outcome for ``--json``."""
    listed = list(drafts)
    return {
        "format": "encuadre.check/1",
        "versions": versions,
        "findings": sum(len(draft.rows) for draft in listed),
        "quoted": sum(len(draft.quoted) for draft in listed),
        "switched_off": sum(draft.off for draft in listed),
        "drafts": [
            {
                "file": draft.name,
                "kind": draft.kind,
                "language": draft.language,
                "on_topic": draft.on_topic,
                "why": draft.why,
                "switched_off": draft.off,
                "findings": [_row_data(row) for row in sorted((*draft.rows, *draft.quoted), key=_place)],
            }
            for draft in listed
        ],
    }


def _place(row: Row) -> tuple[int, int, str]:
    return row.line, row.column, row.code


def _row_data(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Row.__slots__}


def _article(draft: Draft, language: str | None, country: str | None) -> Article:
    """The draft as the tagger knows articles; its title is the draft's first paragraph when that is a headline."""
    text, cut = draft.prose.text, draft.headline_end
    return Article(id=draft.name, title=text[:cut], body=text[cut:], outlet="", country=country, language=language)


def _row(draft: Draft, finding: Finding, words: Words) -> Row:
    span = finding.span
    base = draft.headline_end if span.part == Part.BODY else 0
    start, end = draft.prose.place(base + span.start, base + span.end)
    line, column = draft.lines.position(start)
    end_line, end_column = draft.lines.position(end - 1)
    code = load_codebook().codes[span.code]
    return Row(
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column + 1,
        code=span.code,
        name=code.name,
        level=QUOTED_LEVEL if finding.quoted else LEVELS[finding.severity],
        severity=finding.severity,
        quoted=finding.quoted,
        words=" ".join(span.words.split()),
        reason=str(getattr(code, words.language)),
        instead=span.instead,
        guides=span.guides,
        status=span.status,
        voice=span.voice,
        source=" ".join(span.source.split()) if span.source else None,
        cue=span.cue,
        rule=span.rule,
    )
