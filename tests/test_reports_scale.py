"""The work of a report grows with its outlets and articles and no faster: counted in calls and queries, not seconds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from corpus.store import Corpus
from lexicons.own import read_own
from reports import build
from reports.build import build_reports
from reports.estimates.shares import pools_for
from reports.figures.series import series_of
from reports.figures.states import standings_of
from reports.figures.terms import cues_by_id
from reports.making import Makers
from reports.pages.scorecard import card_figures
from reports.rows import ReportRows, read_rows
from tests.estimates_study import audited
from tests.own_topic import write_regional
from tests.reports_study import PLANS, Plan, build_study

MEXICO = tuple(plan for plan in PLANS if plan.outlet.country == "MX")
LABELS = 60


def many(outlets: int, monthly: int) -> tuple[Plan, ...]:
    """So many outlets of Mexico, alike but for their names."""
    return tuple(
        replace(MEXICO[0], monthly=monthly, outlet=replace(MEXICO[0].outlet, id=f"uno-{n}", name=f"Uno {n}"))
        for n in range(outlets)
    )


def labelled(folder: Path, plans: tuple[Plan, ...]) -> Corpus:
    folder.mkdir()
    corpus = build_study(folder, plans=plans)
    audited(corpus, LABELS)
    return corpus


def figures_of(rows: ReportRows) -> None:
    """What is computed for the outlets of a country."""
    pools = pools_for(rows)
    standings = standings_of(rows, series_of(rows).panel, pools)
    for outlet in rows.outlets:
        card_figures(outlet, rows, standings, pools)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called."""
    counted = 0

    def count(_frame: FrameType, what: str, _argument: object) -> None:
        nonlocal counted
        counted += what == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def test_figures_grow_with_outlets_and_not_with_their_square_nor_with_articles(tmp_path: Path) -> None:
    rows = {}
    for name, plans in (("few", many(4, 1)), ("twice", many(8, 1)), ("long", many(4, 4))):
        with labelled(tmp_path / name, plans) as corpus:
            rows[name] = read_rows(corpus).of_country("MX")
    figures_of(rows["few"])  # lexicons and caches are read once a process
    counted = {name: calls(lambda own=own: figures_of(own)) for name, own in rows.items()}  # type: ignore[misc]
    assert counted["twice"] < 2.4 * counted["few"]
    assert counted["long"] < 1.6 * counted["few"]


def test_the_queries_of_a_report_do_not_grow_with_outlets_or_articles(tmp_path: Path) -> None:
    queries: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        queries.append(statement)

    counted = []
    for name, plans in (("few", many(2, 1)), ("more", many(5, 3))):
        with labelled(tmp_path / name, plans) as corpus:
            event.listen(Engine, "before_cursor_execute", count)
            read_rows(corpus)
            event.remove(Engine, "before_cursor_execute", count)
        counted.append(len(queries))
        queries.clear()
    assert counted[0] == counted[1]


def test_rows_read_in_chunks_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with labelled(tmp_path / "study", many(2, 2)) as corpus:
        whole = [corpus.label_frame(), corpus.span_frame(), corpus.source_frame()]
        monkeypatch.setattr("corpus.storage.frames._CHUNK", 7)
        chunked = [corpus.label_frame(), corpus.span_frame(), corpus.source_frame()]
    for one, other in zip(whole, chunked, strict=True):
        assert one.dtypes.equals(other.dtypes)
        assert one.equals(other)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_pages_made_by_other_processes_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "FEWEST_PAGES", 1)
    told: list[int] = []
    with labelled(tmp_path / "study", many(2, 2)) as corpus:
        alone = build_reports(corpus, tmp_path / "alone")
        shared = build_reports(
            corpus, tmp_path / "shared", processes=2, progress=lambda done, _total, _name: told.append(done)
        )
    assert files_in(tmp_path / "shared") == files_in(tmp_path / "alone")
    assert [path.name for path in shared] == [path.name for path in alone]
    assert told == list(range(1, len(told) + 1))


def killed(_page: str) -> str:
    """Ends its process the first time, as a system without memory does."""
    import multiprocessing
    import os

    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return "made here"


def test_a_page_whose_process_is_killed_is_made_all_the_same() -> None:
    with Makers(2) as makers:
        made = [makers.make(killed, str(number)) for number in range(3)]
        assert [each.result() for each in made] == ["made here"] * 3


def cue_ids() -> list[str]:
    return sorted(cues_by_id())


def test_makers_read_by_the_lexicons_of_the_study(tmp_path: Path) -> None:
    own = read_own(write_regional(tmp_path))
    with own.in_use(), Makers(2, own) as makers:
        assert makers.make(cue_ids).result() == cue_ids()


def test_what_makes_pages_loads_neither_the_store_nor_the_tagger_nor_a_model() -> None:
    asked = "import sys, reports.making, reports.pages.languages; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "reports.pages.scorecard" in loaded
    assert not loaded & {"corpus.store", "sqlalchemy", "spacy", "statsmodels", "scipy.stats", "sklearn", "typer"}
