"""What our components write on a spaCy ``Doc``, registered once.

In: nothing. Out: ``doc._.headline_end``, ``doc._.lead_end``, ``doc._.country``, ``doc._.on_topic``,
``doc._.relevance``, ``doc._.relevance_why``, ``doc._.framing``, ``doc._.headline_framing``, ``doc._.targets``,
``doc._.attributions``, ``doc._.clauses``, ``doc._.naming``, ``span._.voice``, ``span._.voice_reason``,
``span._.rule``, ``span._.status`` and ``span._.source_index``.

Values are kept in ``doc.user_data`` as plain numbers, strings and tuples, so that a Doc can go through ``DocBin`` and
back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple, cast

from spacy.tokens import Doc, Span

from nlp.texts.words import held_by, hold

SPANS_KEY = "encuadre"
_PREFIX = "encuadre"


class Mention(NamedTuple):
    """Words that name a woman in scope, or such women: a token range and what kind of mention it is.

    ``kind`` is ``label`` (la detenida), ``person_first`` (mujeres privadas de libertad), ``event`` (fue detenida),
    ``name`` (a name given elsewhere in the text beside one of these), ``noun`` (la mujer, a jovem, the mother) or
    ``pronoun``.
    """

    start: int
    end: int
    kind: str


def _doc_value(name: str, default: Any) -> None:
    """A plain value of a Doc. Set through ``doc._``, kept under one key."""
    Doc.set_extension(name, default=default, force=True)


def _doc_texts(name: str) -> None:
    """A list of texts of a Doc; a list again after ``DocBin``, which gives back tuples."""
    key = f"{_PREFIX}.{name}"

    def read(doc: Doc) -> list[str]:
        return list(doc.user_data.get(key, ()))

    def write(doc: Doc, texts: list[str]) -> None:
        doc.user_data[key] = list(texts)

    Doc.set_extension(name, getter=read, setter=write, force=True)


class _Rows(NamedTuple):
    """The rows of a Doc, and the plain tuples that they were made into."""

    plain: list[tuple[Any, ...]]
    rows: list[Any]


def _doc_rows(name: str, restore: Callable[[tuple[Any, ...]], Any]) -> None:
    """A list of tuples of a Doc: kept as plain tuples, read back as the type that ``restore`` makes.

    The rows themselves hang on the Doc beside the plain ones, which they are read from only after serialization.
    """
    key = f"{_PREFIX}.{name}"

    def read(doc: Doc) -> list[Any]:
        plain = doc.user_data.get(key, ())
        held: _Rows | None = held_by(doc, key)
        if held is not None and held.plain is plain:
            return list(held.rows)
        return [restore(row) for row in plain]

    def write(doc: Doc, rows: list[Any]) -> None:
        plain = doc.user_data[key] = [_plain(row) for row in rows]
        hold(doc, key, _Rows(plain, list(rows)))

    Doc.set_extension(name, getter=read, setter=write, force=True)


def _plain(row: Any) -> tuple[Any, ...]:
    if isinstance(row, tuple):
        return tuple(row)
    return tuple([getattr(row, name) for name in row.__dataclass_fields__])


def _span_value(name: str, default: Any) -> None:
    """A plain value of a coded span, as ``Notes`` keeps it."""
    Notes.defaults[name] = default

    def read(span: Span) -> Any:
        return Notes(span.doc).read(span, name)

    def write(span: Span, value: Any) -> None:
        Notes(span.doc).write(span, **{name: value})

    Span.set_extension(name, getter=read, setter=write, force=True)


class Notes:
    """The values of a Doc's coded spans. ``span._`` reads and writes them too, at many times the cost.

    spaCy keys span extensions by offsets alone; two codes on the same words would share them, so the key here holds the
    label too.
    """

    defaults: ClassVar[dict[str, Any]] = {}

    def __init__(self, doc: Doc) -> None:
        self._data = cast("dict[Any, Any]", doc.user_data)

    def read(self, span: Span, name: str) -> Any:
        """One value, or its default."""
        key = (_PREFIX, name, span.start, span.end, span.label_)
        return self._data[key] if key in self._data else self.defaults[name]

    def read_all(self, span: Span) -> dict[str, Any]:
        """All values by name."""
        start, end, label, data = span.start, span.end, span.label_, self._data
        return {name: data.get((_PREFIX, name, start, end, label), default) for name, default in self.defaults.items()}

    def write(self, span: Span, **values: Any) -> None:
        """Set values by name."""
        start, end, label = span.start, span.end, span.label_
        for name, value in values.items():
            self._data[_PREFIX, name, start, end, label] = value


def _attribution(row: tuple[Any, ...]) -> Any:
    # Imported when first read: nlp.speech.sources itself stands on this module.
    from nlp.speech.sources import Attribution

    found = Attribution(*row)
    # Serialized tuples come back as lists.
    return replace(found, content=tuple((start, end) for start, end in found.content))


def _clause(row: tuple[Any, ...]) -> Any:
    from nlp.agency.component import AgencyClause

    return AgencyClause(*row)


def register() -> None:
    """Register all extensions. Doing it again changes nothing."""
    _doc_value("headline_end", 0)  # index of the first token after the headline; 0 when there is none
    _doc_value("lead_end", 0)  # index of the first token after headline and lead
    _doc_value("country", None)  # ISO 3166-1, decides which cues apply
    _doc_value("on_topic", None)
    _doc_value("relevance", 0.0)
    _doc_texts("relevance_why")
    _doc_value("framing", None)
    _doc_value("headline_framing", None)
    _doc_rows("targets", lambda row: Mention(*row))
    _doc_rows("attributions", _attribution)
    _doc_rows("clauses", _clause)
    _doc_value("naming", None)  # (in the headline, in the body, convicted); None where no one case is told
    _span_value("voice", None)
    _span_value("voice_reason", "")
    _span_value("rule", "")
    _span_value("status", "")  # stigmatizing, contested, official, neutral; "" where it was not weighed
    _span_value("source_index", None)


register()
