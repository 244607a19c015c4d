"""Export: no text unless asked, nothing a spreadsheet would run, whole files, the same articles on the way back."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.exchange.cells import guarded, unguarded
from corpus.exporting import export_articles, export_spans
from corpus.importing import import_file
from corpus.records import Article
from corpus.store import Corpus
from lexicons.errors import EncuadreError
from tests.corpus_samples import an_article, some_tags

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FORMATS = ("csv", "jsonl", "parquet")


def tagged_corpus(folder: Path) -> Corpus:
    corpus = Corpus.open(folder / "corpus.sqlite", create=True)
    corpus.add_articles([an_article(1), an_article(2, country="AR")])
    corpus.write_tags([some_tags(an_article(1))], corpus.start_run("tag", {"lexicon": "1"}))
    return corpus


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pylist()  # type: ignore[no-any-return]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_has_tags_and_counts_but_no_text(tmp_path: Path, suffix: str) -> None:
    with tagged_corpus(tmp_path) as corpus:
        assert export_articles(corpus, tmp_path / f"out.{suffix}") == 2

    rows = {row["id"]: row for row in rows_of(tmp_path / f"out.{suffix}")}
    first, second = rows[an_article(1).id], rows[an_article(2).id]
    assert not {"title", "lead", "body", "authors"} & set(first)
    assert first["framing"] == "rights_based"
    assert [int(first[name]) for name in ("S2_outlet", "R1_outlet", "R1_others", "S1_outlet")] == [1, 0, 1, 0]
    assert second["framing"] in (None, "")
    assert second["S2_outlet"] in (None, "")
    assert "Ana Ficticia" not in str(rows)


@pytest.mark.parametrize("suffix", FORMATS)
def test_spans_are_exported_without_their_words(tmp_path: Path, suffix: str) -> None:
    with tagged_corpus(tmp_path) as corpus:
        assert export_spans(corpus, tmp_path / f"spans.{suffix}") == 2
        assert export_spans(corpus, tmp_path / f"spans.{suffix}", country="AR") == 0
        assert rows_of(tmp_path / f"spans.{suffix}") == []
        export_spans(corpus, tmp_path / f"spans.{suffix}")

    row = rows_of(tmp_path / f"spans.{suffix}")[0]
    assert {name: str(value) for name, value in row.items()} == {
        "article_id": an_article(1).id,
        "part": "body",
        "start": "3",
        "end": "10",
        "code": "S2",
        "voice": "outlet",
        "cue_id": "es.s2.interna",
        "status": str(row["status"]),
    }


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    traps = ["=1+1", "+52 55", "-x", "@SUM(A1)", "\tx", "\rx", "'=1+1"]
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles(an_article(n, title=trap, section=trap) for n, trap in enumerate(traps))
        export_articles(corpus, tmp_path / "out.csv", with_text=True)

    for row in rows_of(tmp_path / "out.csv"):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


@given(st.text(alphabet=st.one_of(st.sampled_from("'=+-@\t\r\n1"), st.characters())))
def test_the_guard_of_a_cell_can_be_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_only_an_earlier_export_is_replaced(tmp_path: Path) -> None:
    with tagged_corpus(tmp_path) as corpus:
        for suffix in FORMATS:
            export_articles(corpus, tmp_path / f"out.{suffix}")
            export_articles(corpus, tmp_path / f"out.{suffix}", with_text=True)
        mine = tmp_path / "mine.csv"
        mine.write_text("id,notes\n1,my work\n", "utf-8")
        with pytest.raises(EncuadreError, match="is not an export of encuadre") as refusal:
            export_articles(corpus, mine)
    assert refusal.value.code == "E252"
    assert mine.read_text("utf-8") == "id,notes\n1,my work\n"


def test_a_failed_export_leaves_the_earlier_one_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tagged_corpus(tmp_path) as corpus:
        export_articles(corpus, tmp_path / "out.csv")
        before = (tmp_path / "out.csv").read_bytes()
        monkeypatch.setattr("corpus.exporting._article_row", lambda *_: {}["stop"])
        with pytest.raises(KeyError):
            export_articles(corpus, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == before
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(("name", "code"), [("out.xlsx", "E250"), ("no/where.csv", "E251"), ("folder.csv", "E251")])
def test_a_target_that_cannot_be_is_one_sentence(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with tagged_corpus(tmp_path) as corpus, pytest.raises(EncuadreError) as refusal:
        export_articles(corpus, tmp_path / name)
    assert refusal.value.code == code


# What a corpus may hold: any text that is not blank, with all that makes files hard.
HARD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=30),
    st.text(st.sampled_from("a\"',;|\t\r\n=+-@[]{} ñ🙂﻿\u2028\x1a"), min_size=1, max_size=12),
).filter(lambda text: bool(text.strip()))
DAYS = st.dates(datetime(1990, 1, 1).date(), datetime(2026, 2, 1).date()).map(lambda day: day.isoformat())


@st.composite
def articles(draw: st.DrawFn, number: int) -> Article:
    day = draw(st.none() | DAYS)
    dated: dict[str, Any] = {"published_at": None, "published_on": None, "published_precision": None}
    if day is not None:
        dated = draw(
            st.sampled_from(
                [
                    {"published_at": day, "published_on": day, "published_precision": "day"},
                    {"published_at": day[:7], "published_on": None, "published_precision": "month"},
                    {"published_at": f"{day}T23:30:00-06:00", "published_on": day, "published_precision": "second"},
                    {"published_at": f"{day}T10:30:00Z", "published_on": day, "published_precision": "second"},
                ]
            )
        )
    return an_article(
        number,
        title=draw(HARD),
        lead=draw(st.none() | HARD),
        body=draw(HARD),
        outlet=draw(HARD).strip(),
        authors=tuple(draw(st.lists(HARD, max_size=3))),
        section=draw(st.none() | HARD),
        language=draw(st.sampled_from([None, "es", "pt", "en"])),
        country=draw(st.sampled_from([None, "MX", "BR"])),
        evidence=draw(st.dictionaries(st.sampled_from(["title", "body"]), HARD, max_size=2)),
        paywalled=draw(st.none() | st.booleans()),
        wire_agency=draw(st.none() | HARD),
        fetched_at="2026-01-01T00:00:00+00:00",
        extractor_version="1.0",
        **dated,
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), suffix=st.sampled_from(FORMATS))
def test_an_export_with_text_imported_again_gives_the_same_articles(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with Corpus.open(folder / "one.sqlite", create=True) as one:
        one.add_articles(data.draw(st.tuples(*(articles(number) for number in range(3)))))
        kept = list(one.articles())
        export_articles(one, folder / f"out.{suffix}", with_text=True)
        again = import_file(one, folder / f"out.{suffix}", mapping={}, now=NOW)
        assert again.unchanged == len(kept), again
    with Corpus.open(folder / "two.sqlite", create=True) as two:
        result = import_file(two, folder / f"out.{suffix}", mapping={}, now=NOW)
        assert result.rejected == 0, result.rejects_path and result.rejects_path.read_text("utf-8")
        assert list(two.articles()) == kept
