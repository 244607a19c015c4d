"""``encuadre estimate``: the indicators as numbers, corrected by people's labels where there are any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_json, print_table, say, several
from encuadre.cli.labels import CountryOption, OutletOption

if TYPE_CHECKING:
    from reports.estimates.table import By, Line
    from reports.rows import ReportRows


def estimate(
    study: StudyOption = HERE,
    country: CountryOption = None,
    outlet: OutletOption = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Divide by country (if nothing is named), outlet, month, quarter, half, year; comma or repeated.",
            metavar="outlet,quarter",
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Only these indicators, O2 to O10; comma or repeated.", metavar="O2,O3")
    ] = None,
    sample: Annotated[
        list[str] | None,
        typer.Option(help="Only labels of these audit samples; comma or repeated.", metavar="NAME,NAME"),
    ] = None,
    beyond: Annotated[
        bool, typer.Option("--beyond-outlets", help="Intervals for outlets beyond those collected: wider.")
    ] = False,
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write the table here.", metavar="FILE")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Estimate shares with honest intervals. Uses audit labels where they exist; else says uncorrected, and why."""
    from encuadre.study import Study
    from nlp.labels.provenance import versions_of
    from reports.csvs import csv_text
    from reports.estimates.table import COLUMNS, cells_of, estimate_lines
    from reports.rows import read_rows
    from reports.stats import SEED
    from reports.threads import one_thread

    divided, wanted = _by(by), _indicators(indicator)
    opened = Study.open(study)
    models = opened.config.estimate.models
    with opened.reading(), opened.corpus() as corpus:
        rows = _narrowed(
            read_rows(corpus, samples=several(sample) or None, models=models),
            tuple(code.upper() for code in several(country)),
            several(outlet),
        )
        run = corpus.start_run("estimate", versions_of(seed=SEED, tags=rows.version_set, **_audit(rows)))
        lines = one_thread(lambda: list(estimate_lines(rows, divided, wanted, beyond=beyond)))()
        done = sum(line.basis.lam is not None for line in lines)
        corpus.finish_run(run.id, {"figures": len(lines), "corrected": done})
    if csv is not None:
        _write(csv, csv_text(COLUMNS, (cells_of(line) for line in lines)))
    if as_json:
        figures = [dict(zip(COLUMNS, cells_of(line), strict=True)) for line in lines]
        print_json({"run": run.id, "audit": _audit(rows), "seed": SEED, "estimates": figures})
    elif not quiet:
        columns = ("where", "indicator", "% (95 %)", "labels", "N", "lambda", "state and method")
        print_table(opened.config.study.name, columns, [_row(line) for line in lines])
    say(f"{done} of {len(lines)} figures are corrected by people's labels; run {run.id}.", quiet=quiet)


def _row(line: Line) -> tuple[object, ...]:
    where = " ".join(part for part in (line.outlet or line.country, line.period) if part) or "all"
    value = "-"
    if line.shown and line.estimate is not None:
        low, high = round(100 * line.estimate.low), round(100 * line.estimate.high)
        value = f"{100 * line.estimate.value:.1f} ({low} to {high})"
    lam = "-" if line.basis.lam is None else f"{line.basis.lam:.2f}"
    method = METHODS[line.method.value] if line.basis.reason is None else f"uncorrected: {REASONS[line.basis.reason]}"
    state = f"{STATES[line.evidence.value]}; {method}"
    return where, _named(line.indicator), value, line.basis.labels, line.n, lam, state


def _named(indicator: str) -> str:
    """The indicator with its plain name, as pages and charts call it."""
    from reports.i18n import words_for
    from reports.pages.standings import short_name

    return f"{indicator} {short_name(indicator, words_for('en'))}"


# What pages and "encuadre change" call the two sides.
_SIDES = {"S": "O2", "R": "O3"}
METHODS = {"ppi": "PPI++", "ppi_borrowed": "PPI++ with others' labels", "wilson": "", "paired_bootstrap": ""}
STATES = {
    "full": "full",
    "provisional": "provisional",
    "counts_only": "not enough data",
    "too_wide": "too wide to print",
    "gap": "gap",
}
REASONS = {
    "no_audit": "no audit labels",
    "not_asked": "annotators were not asked",
    "outside": "the sample was not drawn from here",
    "few_labels": "fewer than 30 labels",
    "few_outlets": "fewer than 10 outlets",
    "errors_differ": "fewer than 10 labels, and errors may differ by outlet or period",
}


def _by(given: list[str] | None) -> list[By]:
    from lexicons.errors import UsageError
    from reports.estimates.table import By

    words = several(given) or (By.COUNTRY.value,)
    for word in words:
        if word not in tuple(By):
            raise UsageError("E576", given=word, what="estimates can be divided", known=", ".join(By))
    return [By(word) for word in words]


def _indicators(given: list[str] | None) -> tuple[str, ...]:
    from lexicons.errors import UsageError
    from reports.estimates.measures import MEASURES

    names = tuple(_SIDES.get(name.upper(), name.upper()) for name in several(given)) or tuple(MEASURES)
    for name in names:
        if name not in MEASURES:
            raise UsageError("E521", given=name, known=", ".join(MEASURES))
    return names


def _narrowed(rows: ReportRows, countries: tuple[str, ...], outlets: tuple[str, ...]) -> ReportRows:
    from lexicons.errors import UsageError

    for column, wanted in (("country", countries), ("outlet", outlets)):
        known = set(rows.stories[column])
        for given in wanted:
            if given not in known:
                raise UsageError("E575", what=column, given=given, known=", ".join(sorted(known)))
    if countries:
        rows = rows.of_countries(countries)
    return rows.of_outlets(outlets) if outlets else rows


def _audit(rows: ReportRows) -> dict[str, object]:
    if rows.audit is None:
        return {}
    audit = rows.audit
    return {
        "samples": " ".join(audit.samples),
        "sample_seeds": " ".join(str(seed) for seed in audit.seeds),
        "labelled": audit.labelled,
        "annotators": audit.annotators,
        "suggested": audit.suggested,
    }


def _write(path: Path, text: str) -> None:
    from lexicons.errors import EncuadreError

    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise EncuadreError("E508", path=path, problem=error.strerror or error) from error
