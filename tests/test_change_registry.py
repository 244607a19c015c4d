"""Hypotheses registered before a figure is computed: they freeze, they refuse afterwards, and tampering shows."""

from __future__ import annotations

import io
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from encuadre.cli import main
from encuadre.study import Study
from lexicons.errors import EncuadreError
from reports.build import build_reports
from reports.change.events import changes_of
from reports.change.lines import append, read_lines
from reports.change.months import month_table
from reports.change.planning import plan_of
from reports.change.registry import FILE_NAME, Direction, Look, Registration, Registry, data_of, look_at
from reports.events import Event, load_events
from reports.rows import ReportRows, read_rows
from tests.reports_study import EVENTS, PLANS, build_study

LAW = Event("ley", "2021-06", "month", ("MX",), "law", {"en": "Law"}, "", "")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> ReportRows:
    with build_study(tmp_path_factory.mktemp("rows")) as corpus:
        return read_rows(corpus)


def at_noon() -> datetime:
    return datetime(2021, 5, 1, 12, tzinfo=UTC)


def plan(rows: ReportRows, event: Event = LAW, months: int = 6, side: str = "s") -> Registration:
    return plan_of(
        rows.of_country("MX"),
        event,
        country="MX",
        side=side,
        direction=Direction.DOWN,
        months=months,
        against=("BR",),
        hypothesis="The law is followed by less stigma.",
    )


def test_a_registration_freezes_panel_window_and_data(rows: ReportRows, tmp_path: Path) -> None:
    written = Registry.read(tmp_path).register(plan(rows), now=at_noon)
    (known,) = Registry.read(tmp_path).registrations
    assert known == written
    assert known.at == "2021-05-01T12:00:00+00:00" and len(known.digest) == 64
    assert set(known.panel) == {"el-faro-norte", "la-ronda", "diario-abierto"}
    assert known.data == data_of(rows.of_country("MX")) and known.stories_after == 72


def test_an_event_to_come_is_registered_with_the_outlets_known_so_far(rows: ReportRows) -> None:
    campaign = Event("campana", "2031-01", "month", ("MX",), "campaign", {"en": "Campaign"}, "", "")
    coming = plan(rows, campaign)
    assert coming.stories_after == 0 and len(coming.panel) == 3
    with pytest.raises(EncuadreError) as caught:
        plan(rows, Event("x", "2001-01", "month", ("MX",), "law", {"en": "x"}, "", ""))
    assert caught.value.code == "E537"


def test_what_was_computed_or_registered_cannot_be_registered(rows: ReportRows, tmp_path: Path) -> None:
    look = look_at(LAW, "MX", "s", 6, data_of(rows.of_country("MX")), "report")
    assert Registry.read(tmp_path).record([look, look]) == 1
    assert Registry.read(tmp_path).record([look]) == 0
    with pytest.raises(EncuadreError, match="can no longer be registered") as caught:
        Registry.read(tmp_path).register(plan(rows))
    assert caught.value.code == "E532"
    Registry.read(tmp_path).register(plan(rows, side="r"))
    with pytest.raises(EncuadreError) as caught:
        Registry.read(tmp_path).register(plan(rows, side="r", months=3))
    assert caught.value.code == "E533"


@pytest.mark.parametrize("damage", ["changed", "taken out", "no line"])
def test_a_line_that_was_touched_is_named(rows: ReportRows, tmp_path: Path, damage: str) -> None:
    registry = Registry.read(tmp_path)
    registry.register(plan(rows))
    registry.register(plan(rows, side="r"))
    path = tmp_path / FILE_NAME
    lines = path.read_text("utf-8").splitlines()
    if damage == "changed":
        first = json.loads(lines[0]) | {"months": 12}
        lines[0] = json.dumps(first, sort_keys=True)
    elif damage == "taken out":
        del lines[0]
    else:
        lines[0] = "{"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(EncuadreError, match="line 1") as caught:
        Registry.read(tmp_path)
    assert caught.value.code == "E531"


def test_a_registered_side_is_computed_on_its_own_window_and_panel(rows: ReportRows, tmp_path: Path) -> None:
    by_country = {code: rows.of_country(code) for code in rows.countries}
    narrow = replace(plan(rows, months=4), panel=("el-faro-norte", "la-ronda"))
    registered = {("ley", "s"): Registry.read(tmp_path).register(narrow)}
    changes = {change.side: change for change in changes_of("MX", by_country, [LAW], registered=registered)}
    assert (changes["s"].months, len(changes["s"].counts.outlets)) == (4, 2)
    assert (changes["r"].months, len(changes["r"].counts.outlets)) == (6, 3)
    assert month_table(by_country["MX"]) is not None


def test_the_report_says_what_was_registered_and_writes_down_what_it_showed(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(EVENTS)
    with build_study(tmp_path, plans=PLANS[:5]) as corpus:
        Registry.read(tmp_path).register(plan(read_rows(corpus)), now=at_noon)
        for _ in range(2):
            build_reports(
                corpus,
                tmp_path / "out",
                languages=("en",),
                country="MX",
                events_path=tmp_path / "events.csv",
                registry=Registry.read(tmp_path),
            )
    page = (tmp_path / "out" / "country-MX.en.html").read_text("utf-8")
    assert "before the figure was computed: The law is followed by less stigma." in page
    assert "Not registered beforehand" not in page or page.count("Registered on") == 1
    looks = Registry.read(tmp_path).looks
    assert {(look.event, look.side) for look in looks} >= {("ley", "s"), ("ley", "r")}
    assert len({(look.event, look.side, look.date) for look in looks}) == len(looks), "a second run is no new look"
    assert isinstance(looks[0], Look) and load_events(tmp_path / "events.csv")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    build_study(folder).close()
    (folder / "events.csv").write_text(EVENTS)
    (folder / "encuadre.toml").write_text('[study]\nname = "Invented"\ncountries = ["MX", "BR", "US"]\n')
    assert Study.open(folder)
    return folder


@dataclass(frozen=True)
class Answer:
    returncode: int
    stdout: str
    stderr: str


def run(study: Path, *words: str) -> Answer:
    """Type a command, in this process: a dozen new ones would take a minute."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["encuadre", *words, "--study", str(study)]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as left,
    ):
        main()
    return Answer(int(left.value.code or 0), out.getvalue(), err.getvalue())


def test_the_question_of_a_campaign_from_registration_to_answer(study: Path) -> None:
    done = run(study, "preregister", "Less stigma after the law", "--event", "ley", "--direction", "down", "--json")
    assert done.returncode == 0, done.stderr
    digest = json.loads(done.stdout)["digest"]
    answer = run(study, "change", "--event", "ley", "--indicator", "S", "--against", "BR")
    assert answer.returncode == 0, answer.stderr
    # The answer comes first, before any figure that only a statistician reads.
    assert answer.stdout.splitlines()[1].strip().startswith("Yes: the share of stigmatizing stories went from ")
    assert "caused it" in answer.stdout and "does not show" in answer.stdout
    assert digest[:12] in answer.stdout and "Brazil" in answer.stdout and "United States" not in answer.stdout
    figures = json.loads(run(study, "change", "--event", "ley", "--indicator", "S", "--json").stdout)
    (change,) = figures["changes"]
    assert change["result"]["difference"]["high"] < 0 and change["registered"]["digest"] == digest
    late = run(study, "preregister", "The same again", "--event", "corte", "--country", "BR")
    assert late.returncode == 0
    assert run(study, "change", "--date", "2020-02", "--country", "MX", "--lang", "es").returncode == 0


def test_a_question_without_an_answer_says_why(study: Path) -> None:
    thin = run(study, "change", "--date", "2022-12", "--country", "MX")
    assert thin.returncode == 4 and "do not cover the months" in thin.stdout
    for words in (
        ("change",),
        ("change", "--event", "nothing"),
        ("change", "--date", "2021-02-30"),
        ("change", "--event", "ley", "--indicator", "X"),
        ("change", "--event", "foro"),
        ("preregister", "x", "--event", "ley", "--direction", "sideways"),
    ):
        wrong = run(study, *words)
        assert wrong.returncode == 2 and re.search(r"\[E(53\d|578)\]", wrong.stderr), (words, wrong.stderr)


def test_a_line_separator_inside_a_name_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "registry.jsonl"
    append(path, [{"event": "Motín\u2028y fuga"}, {"event": "Reforma"}], "2026-01-02T00:00:00+00:00")
    assert [line["event"] for line in read_lines(path)] == ["Motín\u2028y fuga", "Reforma"]
