"""``encuadre label sample, plan, status`` and ``encuadre runs``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.labels import HumanLabel, Purpose
from encuadre.cli.app import app
from encuadre.study import Study
from lexicons.errors import EncuadreError
from tests.corpus_samples import an_article, some_tags


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = Study.init(tmp_path / "study", ())
    with study.corpus() as corpus:
        items = [
            an_article(n, outlet=f"o{n % 3}", published_on=f"2024-{n % 12 + 1:02}-05", title=f"Titular {n}")
            for n in range(240)
        ]
        corpus.add_articles(items)
        run = corpus.start_run("tag", {"lexicon": "x"})
        corpus.write_tags([some_tags(item, on_topic=n % 4 > 0) for n, item in enumerate(items)], run)
        corpus.finish_run(run.id, {"tagged": len(items)})
    return study.folder


def typed(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def told(*arguments: object) -> object:
    result = typed(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_sample_is_drawn_kept_and_listed(folder: Path) -> None:
    drawn = told("label", "sample", "--size", 60, "--design", "stratified", "--by", "outlet", "--study", folder)
    assert (drawn["sample"], drawn["drawn"]) == ("audit-1", 60)
    with Study.open(folder).corpus() as corpus:
        draws = corpus.draws("audit-1")
        assert all(0 < (draw.inclusion_probability or 0) <= 1 for draw in draws)
        corpus.write_labels(
            HumanLabel(
                article_id=draw.article_id,
                annotator=name,
                purpose=Purpose.AUDIT,
                answers={"on_topic": "yes"},
                codebook_version="1.0",
                labelled_at="2026-11-22T05:00:00+00:00",
                sample="audit-1",
            )
            for draw, name in ((draws[0], "ana"), (draws[0], "bea"), (draws[1], "ana"))
        )
    (row,) = told("label", "status", "--study", folder)
    assert (row["articles"], row["labelled"], row["by_two"]) == (60, 2, 1)
    assert row["annotators"] == {"ana": 2, "bea": 1}
    assert "audit-1" in typed("label", "status", "--study", folder).stdout


def test_lists_are_joined_by_commas_or_repeated(folder: Path) -> None:
    both = ("--design", "stratified", "--study", folder)
    joined = told("label", "sample", "--size", 40, "--by", "outlet,country", "--outlet", "o0,o1", "--name", "a", *both)
    each = ("--by", "outlet", "--by", "country", "--outlet", "o0", "--outlet", "o1")
    repeated = told("label", "sample", "--size", 40, *each, "--name", "b", *both)
    assert joined["frame"]["outlets"] == repeated["frame"]["outlets"] == ["o0", "o1"]
    assert list(joined["frame"]["strata"]) == list(repeated["frame"]["strata"])


def test_what_has_no_say_is_refused_and_said(folder: Path) -> None:
    drawn = typed("label", "sample", "--size", 20, "--purpose", "train", "--topics", "only", "--study", folder)
    assert str(drawn.exception) == "--topics has no say in a sample drawn to train; leave it out."
    moon = typed("label", "sample", "--size", 20, "--design", "stratified", "--by", "moon", "--study", folder)
    assert "'moon' is not what a sample can be stratified by; name some of" in str(moon.exception)


def test_a_training_sample_is_drawn_by_chance_or_guided(folder: Path) -> None:
    chance = told("label", "sample", "--size", 20, "--purpose", "train", "--study", folder)
    guided = told("label", "sample", "--size", 20, "--purpose", "train", "--design", "guided", "--study", folder)
    assert chance["frame"]["drawn"] == {"random": 20}
    assert set(guided["frame"]["drawn"]) == {"uncertain", "rare", "diverse", "random"}


def test_a_plan_ends_with_the_command_that_draws(folder: Path) -> None:
    said = typed("label", "plan", "--width", 10, "--outlet", "o0,o1", "--since", "2024", "--study", folder).stderr
    step = said.strip().splitlines()[-1]
    assert step.startswith("Next: encuadre label sample --size ")
    assert f"--outlet o0,o1 --since 2024 --study {folder}" in step
    assert typed(*step.removeprefix("Next: encuadre ").split()).exit_code == 0


def test_the_same_seed_draws_the_same_articles_and_a_second_draw_takes_others(folder: Path, tmp_path: Path) -> None:
    first = typed("label", "sample", "--size", 30, "--seed", 5, "--study", folder)
    assert "with seed 5" in first.stderr
    second = told("label", "sample", "--size", 30, "--seed", 5, "--study", folder)
    with Study.open(folder).corpus() as corpus:
        one = {draw.article_id for draw in corpus.draws("audit-1")}
        other = {draw.article_id for draw in corpus.draws(second["sample"])}
    assert not one & other


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--design", "stratified"), "E430"),
        (("--design", "stratified", "--by", "outlet,colour"), "E576"),
        (("--since", "yesterday"), "E431"),
        (("--country", "zz"), "E575"),
        (("--outlet", "o1,nobody"), "E575"),
        (("--since", "1999", "--until", "1999"), "E266"),
        (("--design", "guided"), "E577"),
        (("--by", "outlet"), "E577"),
        (("--purpose", "train", "--design", "stratified", "--by", "outlet"), "E577"),
        (("--purpose", "train", "--design", "random", "--model", "framing"), "E577"),
        (("--purpose", "train", "--model", "framing"), "E268"),
        (("--name", "a/b"), "E437"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_sentence(folder: Path, arguments: tuple[str, ...], code: str) -> None:
    result = typed("label", "sample", "--size", 20, *arguments, "--study", folder)
    assert isinstance(result.exception, EncuadreError)
    assert result.exception.code == code


def test_a_plan_says_how_many_labels_before_anyone_labels(folder: Path) -> None:
    plan = told("label", "plan", "--width", 10, "--change", 20, "--share", 40, "--study", folder)
    (whole,) = plan["widths"]
    assert whole["stories"] == 180
    assert 30 <= whole["labels"] < whole["to_draw"]
    assert {row["of"] for row in plan["outlets"]} == {"o0", "o1", "o2"}
    assert plan["change"]["months"] == 6
    narrow = told("label", "plan", "--width", 8, "--share", 40, "--study", folder)
    assert narrow["widths"][0]["labels"] > whole["labels"]
    shown = typed("label", "plan", "--study", folder)
    assert "nobody has labelled an audit sample here" in shown.stderr
    refused = typed("label", "plan", "--width", 90, "--study", folder)
    assert isinstance(refused.exception, EncuadreError)


def test_runs_are_listed_and_shown_with_versions_and_seed(folder: Path) -> None:
    told("label", "sample", "--size", 30, "--seed", 7, "--study", folder)
    runs = told("runs", "--study", folder)
    assert [run["kind"] for run in runs] == ["tag", "sample"]
    assert runs[1]["versions"]["seed"] == "7"
    listed = typed("runs", "--study", folder).stdout
    assert "240 tagged" in listed
    assert max(map(len, listed.splitlines())) <= 80
    shown = typed("runs", "show", runs[1]["id"][:6], "--study", folder)
    assert "seed" in shown.stdout
    missing = typed("runs", "show", "zzz", "--study", folder)
    assert isinstance(missing.exception, EncuadreError)
