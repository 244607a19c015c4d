"""Offsets: whatever signs a text holds and whatever a tool counts, a span comes back to its own words or is refused."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.labels import LabelledSpan
from corpus.records import Article, Part, Voice
from lexicons.errors import EncuadreError
from lexicons.questions import load_questions
from nlp.labels.exchange import doccano, inception, label_studio, tables
from nlp.labels.exchange.readings import Reading, asked_of
from nlp.labels.exchange.units import (
    Counting,
    Marked,
    Suggestion,
    Unit,
    boxed,
    check_text,
    occurrences,
    place,
    shown,
    unit_of,
)

ASKED = asked_of(load_questions(), confirmed=True)
CODES = frozenset(ASKED.codes)
# Emoji with joiners and skin tones, combining accents, right-to-left, control signs, blanks of many kinds.
SIGNS = st.one_of(
    st.sampled_from([*"aá ñ. \n\t\r\x00\x85\u2028\u200f«»=@", "😀", "👩🏽\u200d⚖️", "e\u0301", "\ufffe", "\U0001ffff"]),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(SIGNS, max_size=25).map("".join)


@st.composite
def units(draw: st.DrawFn) -> tuple[Unit, tuple[LabelledSpan, ...]]:
    article = Article(id="a", title=draw(TEXTS), lead=draw(TEXTS) or None, body=draw(TEXTS), outlet="o", language="es")
    unit = unit_of(article)
    assume(unit.starts)
    spans = set()
    for _ in range(draw(st.integers(1, 4))):
        part = draw(st.sampled_from(list(unit.starts)))
        length = len(unit.stored(part))
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        code, voice = draw(st.sampled_from(ASKED.codes)), draw(st.sampled_from([None, *Voice]))
        spans.add((part, start, end, code, voice))
    marked = tuple(LabelledSpan(part=p, start=s, end=e, code=c, voice=v) for p, s, e, c, v in sorted(spans, key=str))
    return replace(unit, suggestion=Suggestion(model="m-1", spans=marked)), marked


def back(unit: Unit, reading: Any) -> list[LabelledSpan]:
    assert isinstance(reading, Reading), reading
    assert reading.text is None or check_text(unit, reading.text) is None
    return [place(unit, each, CODES) for each in reading.spans or ()]


@given(units())
@settings(max_examples=60, deadline=None)
def test_what_is_shown_is_as_long_as_what_is_stored(given: tuple[Unit, tuple[LabelledSpan, ...]]) -> None:
    unit, spans = given
    stored = "\n\n".join(unit.stored(part) for part in unit.starts)
    assert len(unit.text) == len(stored) == len(boxed(unit.text))
    assert shown(unit.text) == unit.text
    for span in spans:
        start, end = unit.joint(span)
        assert stored[start:end] == unit.stored(span.part)[span.start : span.end]
        again = place(unit, Marked(code=span.code, start=start, end=end), CODES)
        assert (again.part, again.start, again.end) == (span.part, span.start, span.end)


@given(units(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_tool_that_counts_either_way_never_leads_to_other_words(
    given: tuple[Unit, tuple[LabelledSpan, ...]], utf16: bool
) -> None:
    unit, spans = given
    for span in spans:
        start, end = unit.joint(span)
        words = unit.text[start:end]
        places = [len(unit.text[:n].encode("utf-16-le")) // 2 if utf16 else n for n in (start, end)]
        marked = Marked(code=span.code, start=places[0], end=places[1], words=words, counting=Counting.EITHER)
        try:
            again = place(unit, marked, CODES)
        except EncuadreError as error:
            assert error.code == "E443"
            # Only behind an emoji can it be unclear what is counted.
            assert boxed(unit.text[:end]) != unit.text[:end]
            continue
        stored = unit.stored(again.part)
        assert again.part is span.part
        assert shown(stored[again.start : again.end]).strip() == words.strip()
        assert shown(stored[: again.start]).rstrip() == shown(stored[: span.start]).rstrip() or not words.strip()


@given(units())
@settings(max_examples=40, deadline=None)
def test_label_studio_and_doccano_give_every_span_back(given: tuple[Unit, tuple[LabelledSpan, ...]]) -> None:
    unit, spans = given
    with TemporaryDirectory() as name:
        folder = Path(name)
        doccano.write([unit], folder, ASKED, "s")
        (reading,) = doccano.read(folder / doccano.BOTH, ASKED)
        found = [(s.part, s.start, s.end, s.code) for s in back(unit, reading)]
        assert found == [(s.part, s.start, s.end, s.code) for s in spans]
        if boxed(unit.text) != unit.text:
            return
        label_studio.write([unit], folder, ASKED, "s")
        tasks = json.loads((folder / label_studio.TASKS).read_text("utf-8"))
        tasks[0]["annotations"] = [{"completed_by": 1, "result": tasks[0]["predictions"][0]["result"]}]
        (folder / "export.json").write_text(json.dumps(tasks), "utf-8")
        (reading,) = label_studio.read(folder / "export.json", ASKED)
        assert back(unit, reading) == list(spans)


@given(units())
@settings(max_examples=8, deadline=None)
def test_inception_gives_every_span_back(given: tuple[Unit, tuple[LabelledSpan, ...]]) -> None:
    unit, spans = given
    assume(unit.text.strip())
    with TemporaryDirectory() as name:
        folder = Path(name)
        inception.write([unit], folder, ASKED, "s")
        (reading,) = inception.read(folder / inception.DOCUMENTS / "a.xmi", ASKED)
        assert sorted(map(str, back(unit, reading))) == sorted(map(str, spans))


@given(units())
@settings(max_examples=50, deadline=None)
def test_words_of_a_sheet_are_found_again(given: tuple[Unit, tuple[LabelledSpan, ...]]) -> None:
    unit, spans = given
    wanted = [span for span in spans if findable(unit, span)]
    unit = replace(unit, suggestion=Suggestion(model="ana", spans=tuple(wanted)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        tables.write_csv([unit], folder, ASKED, "s")
        found = [each for row in tables.read_csv(folder / tables.SPANS, ASKED) for each in back(unit, row)]
    assert sorted(map(str, found)) == sorted(map(str, wanted))


def findable(unit: Unit, span: LabelledSpan) -> bool:
    """Can a person point at it by its words? Not at white space, nor at words that overlap their own repetition."""
    stored = unit.stored(span.part)
    return (span.start, span.end) in occurrences(stored, stored[span.start : span.end])


def test_offsets_of_a_document_with_an_emoji_are_utf16_in_its_file(tmp_path: Path) -> None:
    import cassis

    unit = unit_of(Article(id="a", title="😀 presa", body="b", outlet="o", language="es"))
    span = LabelledSpan(part=Part.HEADLINE, start=2, end=7, code="S2")
    inception.write([replace(unit, suggestion=Suggestion(model="m", spans=(span,)))], tmp_path, ASKED, "s")
    document = (tmp_path / inception.DOCUMENTS / "a.xmi").read_text("utf-8")
    assert 'begin="3" end="8" code="S2"' in document
    types = cassis.load_typesystem(io.BytesIO((tmp_path / inception.TYPES).read_bytes()))
    assert types.contains_type(inception.SPAN)
