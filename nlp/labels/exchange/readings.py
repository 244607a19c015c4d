"""What a reader of a labelling tool's file hands on, and what a writer is given: the same for every tool.

A ``Reading`` is one annotator's labels of one article as the file has them, unchecked; ``Unread`` is a row that no
label could be read from, with its reason. ``Asked`` is what annotators are asked: questions, codes, and in which
language they see their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.records import Part
from lexicons.codebook import load_codebook
from lexicons.errors import EncuadreError
from lexicons.questions import Question
from nlp.labels.exchange.units import Marked

# How a question and its option stand in one label of a tool that knows labels only.
OPTION_MARK = ":"
_SEPARATORS = re.compile(r"\s*[;,|\n]\s*")
# What people write for "none of them" where several may be chosen.
_NONE = frozenset({"-", "none", "ninguno", "ninguna", "nenhum", "nenhuma"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One annotator's labels of one article. ``spans`` None: not asked. ``text``: what the annotator read, to compare;
    ``seen``: the same by part, where a spreadsheet may have changed white space.

    ``complete``: the annotator saw every question, so nothing chosen where several may be is an answer.
    """

    where: str
    article: str
    annotator: str | None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spans: tuple[Marked, ...] | None = None
    text: str | None = None
    seen: Mapping[Part, str] = field(default_factory=dict)
    labelled_at: str | None = None
    suggested: bool = False
    sample: str | None = None
    group: str | None = None
    note: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A row without labels. ``error`` says why; E446 means that nobody labelled it yet."""

    where: str
    error: EncuadreError
    article: str = ""
    annotator: str = ""


Row = Reading | Unread


@dataclass(frozen=True, slots=True)
class Asked:
    """What annotators are asked. ``voices``: the voice of each span is asked as a part of its label, in tools whose
    spans carry nothing else. ``confirmed``: the file holds only what an annotator confirmed.
    """

    questions: tuple[Question, ...]
    codes: tuple[str, ...]
    language: str = "en"
    voices: bool = False
    confirmed: bool = False

    def words(self, entry: object) -> str:
        """The words of a question, option, code or voice in the language of the annotators."""
        return str(getattr(entry, self.language))

    def question(self, name: str) -> Question:
        """The question of this id. Raises EncuadreError E444."""
        for question in self.questions:
            if question.id == name:
                return question
        known = ", ".join(question.id for question in self.questions)
        raise EncuadreError("E444", given=name, kind="question", known=known)

    def span_labels(self) -> Iterator[tuple[str, str]]:
        """The labels of spans and their words; with ``voices`` one for each code and voice."""
        codebook = load_codebook()
        for code in self.codes:
            words = f"{code} {self.words(codebook.codes[code])}"
            if not self.voices:
                yield code, words
                continue
            for voice, entry in codebook.voices.items():
                yield f"{code}{OPTION_MARK}{voice}", f"{words} ({self.words(entry)})"

    def option_labels(self) -> Iterator[tuple[str, str]]:
        """Every option of every question as one label, ``framing:both``, and its words."""
        for question in self.questions:
            for option, entry in question.options.items():
                yield f"{question.id}{OPTION_MARK}{option}", f"{self.words(question)} {self.words(entry)}"


def asked_of(
    questions: tuple[Question, ...], language: str = "en", *, voices: bool = False, confirmed: bool = False
) -> Asked:
    """The questions of a study and the codes in use, in a language."""
    return Asked(questions, tuple(load_codebook().codes), language, voices, confirmed)


def chosen_of(labels: Mapping[str, None] | list[str] | tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Answers from labels such as ``framing:both``. Raises EncuadreError E444 for one that is no such label."""
    answers: dict[str, tuple[str, ...]] = {}
    for label in labels:
        question, mark, option = str(label).partition(OPTION_MARK)
        if not mark:
            raise EncuadreError("E444", given=label, kind="answer", known="QUESTION:OPTION, as the export wrote them")
        answers[question] = (*answers.get(question, ()), option)
    return answers


def split_code(label: str) -> tuple[str, str | None]:
    """Code and voice of a span's label: ``S2`` or ``S2:quoted``."""
    code, mark, voice = label.partition(OPTION_MARK)
    return code, voice if mark else None


def read_answer(question: Question, cell: str) -> tuple[str, ...] | None:
    """The options that a cell names, by id or by their words in any language; None when the cell is blank.

    Raises EncuadreError E444.
    """
    text = cell.strip()
    if not text:
        return None
    if question.several and text.casefold() in _NONE:
        return ()
    names = {
        words.casefold(): option for option, entry in question.options.items() for words in (option, *_words(entry))
    }
    pieces = [text] if text.casefold() in names else _SEPARATORS.split(text)
    if all(piece.casefold() in names for piece in text.split()):
        pieces = text.split()  # as encuadre stores several: joined by spaces
    unknown = [piece for piece in pieces if piece and piece.casefold() not in names]
    if unknown:
        kind = f"answer to '{question.id}'"
        raise EncuadreError("E444", given=unknown[0][:40], kind=kind, known=", ".join(question.options))
    return tuple(dict.fromkeys(names[piece.casefold()] for piece in pieces if piece))


def _words(entry: object) -> tuple[str, ...]:
    return tuple(str(getattr(entry, language)) for language in ("en", "es", "pt"))


def instant(value: object) -> str | None:
    """A time stamp of a tool (ISO 8601, or seconds since 1970) as ISO 8601; None when there is none to read."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")
        if isinstance(value, str) and value:
            at = datetime.fromisoformat(value)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return None
    return None
