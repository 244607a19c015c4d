"""From labels in the store to corrected figures: who counts how, what is refused, what pages and the command say."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.labels import Prediction, Purpose
from corpus.store import Corpus
from encuadre.cli.estimating import estimate
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError
from reports.build import build_reports
from reports.estimates.audit import read_audit
from reports.estimates.cells import Reason
from reports.estimates.columns import with_counts
from reports.estimates.shares import corrected, pool_for
from reports.estimates.table import By, estimate_lines
from reports.figures.indicators import indicators_of
from reports.figures.shares import Evidence, Method
from reports.rows import ReportRows, read_rows
from tests.conftest import run_encuadre
from tests.estimates_study import audited, label, truth
from tests.reports_study import EVENTS, PLANS, build_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("audited")
    with build_study(folder) as corpus:
        audited(corpus, 300)
        yield corpus


@pytest.fixture(scope="module")
def rows(study: Corpus) -> ReportRows:
    return read_rows(study)


def test_figures_are_corrected_towards_what_people_say(study: Corpus, rows: ReportRows) -> None:
    said = truth(study)
    true = sum(s for s, _ in said.values()) / len(said)
    found = corrected(rows, "O2")
    assert found.estimate is not None and found.reason is None
    raw = found.count / found.n
    assert abs(found.estimate.value - true) < abs(raw - true)
    assert found.estimate.low < true < found.estimate.high
    assert (found.labels, found.evidence, found.method) == (300, Evidence.FULL, Method.PPI)
    assert 0 < (found.lam or 0) < 1


def test_a_study_without_labels_stays_uncorrected(tmp_path: Path) -> None:
    with build_study(tmp_path, plans=PLANS[-1:]) as corpus:
        rows = read_rows(corpus)
    found = corrected(rows, "O2")
    assert (found.estimate, found.reason) == (None, Reason.NO_AUDIT)
    line = next(each for each in indicators_of(rows.outlets[0], rows) if each.id == "O2")
    assert (line.method, line.basis.reason, line.basis.lam) == (Method.WILSON, "no_audit", None)


def test_what_was_not_asked_is_not_corrected(rows: ReportRows) -> None:
    assert corrected(rows, "O8").reason is Reason.NOT_ASKED
    # S in the text below the headline is known only where spans were marked.
    assert corrected(rows, "O5").reason is Reason.NOT_ASKED


def test_a_part_with_few_labels_borrows_is_provisional_or_stays_without(rows: ReportRows) -> None:
    states = rows.of_country("US")
    small = next(each for each in states.outlets if each.id == "river-post")
    alone = corrected(states.of_outlet(small), "O2")
    assert alone.labels < 30 and alone.reason is Reason.FEW_LABELS
    # The correction is its own; the pool lends the trust in the machine and the spread of its errors.
    own = corrected(states.of_outlet(small), "O2", pool=pool_for(states, "O2"))
    assert own.borrowed and own.estimate is not None and own.labels < 30
    lent = corrected(states.of_outlet(small), "O3", pool=pool_for(states, "O3"))
    assert lent.borrowed and lent.estimate is not None
    assert lent.evidence is not Evidence.FULL
    assert lent.method is Method.PPI_BORROWED


def test_every_outlet_of_the_panel_weighs_the_same(study: Corpus, rows: ReportRows) -> None:
    mexico, said = rows.of_country("MX"), truth(study)
    stories = mexico.stories.assign(true=[said[key][0] for key in mexico.stories["article_id"]])
    equal = corrected(mexico, "O2", equal_outlets=True).estimate
    assert equal is not None
    assert equal.low < stories.groupby("outlet")["true"].mean().mean() < equal.high


def test_stories_that_the_sample_could_not_reach_are_not_estimated_from_it(study: Corpus, rows: ReportRows) -> None:
    assert rows.audit is not None
    audit = replace(rows.audit, drawn_on=("2020-01-01",))
    early = replace(rows, audit=audit, stories=with_counts(rows.stories, audit))
    assert corrected(early, "O2").reason is Reason.OUTSIDE
    before = rows.stories["published_on"] <= "2020-01-01"
    assert corrected(early, "O2", where=before).reason is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([("ana", True), ("bea", True)], 1.0),
        ([("ana", True), ("bea", False)], 0.5),
        ([("ana", True), ("bea", False), ("cora", False)], 0.0),
        ([("ana", False), ("bea", False), ("adjudicated", True)], 1.0),
    ],
)
def test_labels_are_adjudicated_else_by_majority_else_the_mean(
    tmp_path: Path, said: list[tuple[str, bool]], expected: float
) -> None:
    with build_study(tmp_path, plans=PLANS[-1:], crawled=False) as corpus:
        drawn = audited(corpus, 1, labels=[])
        corpus.write_labels([label(drawn[0], annotator, s, False) for annotator, s in said])
        frame, audit = read_audit(corpus)
    assert frame["O2.y"].tolist() == [expected]
    assert frame["O2.within"].tolist() == [1.0]
    assert audit is not None and audit.annotators == len([name for name, _ in said if name != "adjudicated"])


def test_a_story_that_people_find_off_topic_leaves_the_denominator(tmp_path: Path) -> None:
    with build_study(tmp_path, plans=PLANS[:1], crawled=False) as corpus:
        drawn = audited(corpus, 120, labels=[])
        off = set(drawn[::4])
        corpus.write_labels([label(key, "ana", True, False, on_topic="no" if key in off else "yes") for key in drawn])
        found = corrected(read_rows(corpus), "O2")
    assert found.labels == 90
    # Of 240 stories three quarters are truly on topic, and people find all of those stigmatizing.
    assert found.stories == pytest.approx(180, abs=1)
    assert found.estimate is not None and found.estimate.high > 0.99


def test_labels_to_teach_never_correct(tmp_path: Path) -> None:
    with build_study(tmp_path, plans=PLANS[-1:], crawled=False) as corpus:
        key = str(read_rows(corpus).stories["article_id"].iloc[0])
        corpus.write_labels([replace(label(key, "ana", True, False), purpose=Purpose.TRAIN, sample=None)])
        assert read_rows(corpus).audit is None


def test_the_table_goes_by_outlet_and_period(rows: ReportRows) -> None:
    lines = list(estimate_lines(rows, [By.OUTLET, By.HALF], ["O2"]))
    assert len(lines) == len(PLANS) * 8
    assert lines[0].period == "2019-H1"
    assert {line.country for line in lines} == {"BR", "MX", "US"}
    # Few labels a cell: what is not corrected has a reason, and nothing wide or thin is shown.
    for line in lines:
        assert (line.basis.lam is None) == (line.basis.reason is not None)
        assert not line.shown or (line.estimate is not None and line.estimate.width <= 0.30)
    whole = list(estimate_lines(rows, [], ["O2", "O4"]))
    assert [line.indicator for line in whole] == ["O2", "O4"]
    beyond = next(iter(estimate_lines(rows, [], ["O2"], beyond=True)))
    # Seven outlets cannot speak for others.
    assert beyond.basis.reason == "few_outlets"


def test_a_classifier_may_be_read_in_place_of_the_rules(tmp_path: Path) -> None:
    with build_study(tmp_path, plans=PLANS[-1:], crawled=False) as corpus:
        keys = read_rows(corpus).stories["article_id"]
        run = corpus.start_run("classify", {"model": "m1"})
        said = [
            Prediction(article_id=key, question="framing", model="m1", answer="stigmatizing", probability=0.9)
            for key in keys
        ]
        corpus.write_predictions(said, run)
        assert read_rows(corpus, models=["m1"]).stories["s"].all()
        assert not read_rows(corpus).stories["s"].all()
        with pytest.raises(EncuadreError, match=r"m2.*encuadre classify") as error:
            read_rows(corpus, models=["m2"])
        assert error.value.code == "E523"


def test_pages_say_what_corrects_a_figure_and_two_builds_are_the_same(study: Corpus, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text(EVENTS)
    one, two = (
        build_reports(study, tmp_path / name, languages=LANGUAGES, country="US", events_path=events)
        for name in ("one", "two")
    )
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    names = {path.name: path for path in one}
    page = names["country-US.en.html"].read_text("utf-8")
    assert "PPI++; 44 labels, lambda" in page
    assert "300 stories labelled by 1 people; sample audit-1, seed 5" in page
    assert "no audit labels yet" not in page
    assert "etiquetas" in names["country-US.es.html"].read_text("utf-8")
    assert "rótulos" in names["country-US.pt.html"].read_text("utf-8")
    overall = {row["figure"]: row for row in csv.DictReader(names["country-US-overall.csv"].open())}
    assert (overall["s"]["method"], overall["s"]["labels"]) == ("ppi", "44")
    assert overall["named"]["uncorrected_because"] == "not_asked"
    card = {row["indicator"]: row for row in csv.DictReader(names["outlet-hill-wire-indicators.csv"].open())}
    assert card["O3"]["method"] == "ppi_borrowed"
    assert (card["O2"]["method"], card["O2"]["uncorrected_because"]) == ("ppi_borrowed", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "study"
    assert run_encuadre("init", folder).code == 0
    with build_study(folder, plans=PLANS[:2], crawled=False) as corpus:
        audited(corpus, 120)
    return folder


def test_the_command_prints_figures_with_what_they_rest_on(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    options = ("--by", "outlet", "--indicator", "o2", "--json", "--csv", table)
    ran = run_encuadre("estimate", "--study", folder, *options)
    assert ran.code == 0, ran.err
    capsys.readouterr()
    estimate(study=folder, by=["outlet"], indicator=["O2"], as_json=True)
    first, second = json.loads(ran.out), json.loads(capsys.readouterr().out)
    assert first["estimates"] == second["estimates"]
    assert first["audit"]["labelled"] == 120
    assert [row["outlet"] for row in first["estimates"]] == ["el-faro-norte", "la-ronda"]
    assert all(row["labels"] > 30 and row["method"] == "ppi" for row in first["estimates"])
    assert len(list(csv.DictReader(table.open()))) == 2
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        run = next(each for each in corpus.runs() if each.kind == "estimate")
    assert run.versions["samples"] == "audit-1" and run.versions["seed"]
    assert run.counts == {"figures": 2, "corrected": 2}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"by": ["week"]}, "E576"),
        ({"indicator": ["O1"]}, "E521"),
        ({"outlet": ["la-ronda,nobody"]}, "E575"),
        ({"country": ["zz"]}, "E575"),
        ({"sample": ["nothing"]}, "E262"),
    ],
)
def test_a_mistake_is_named(folder: Path, options: dict[str, object], code: str) -> None:
    with pytest.raises(EncuadreError) as error:
        estimate(study=folder, **options)  # type: ignore[arg-type]
    assert error.value.code == code


def test_one_outlet_may_be_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    estimate(study=folder, outlet=["la-ronda"])
    assert "PPI++" in capsys.readouterr().out
