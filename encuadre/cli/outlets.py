"""``encuadre outlets``: the registry as people work with it: list it, add to it, and check what works."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from encuadre.cli.common import (
    HERE,
    JsonOption,
    QuietOption,
    StudyOption,
    print_json,
    print_table,
    progress,
    say,
    several,
)
from lexicons.errors import NotEnoughDataError, UsageError

if TYPE_CHECKING:
    from corpus.records import Outlet
    from crawler.check import OutletFindings
    from encuadre.study import Study

app = typer.Typer(help="List, add and check outlets.", no_args_is_help=True)

CountryOption = Annotated[str | None, typer.Option(help="Only this country, for example mx.", metavar="CC")]
OutletOption = Annotated[list[str] | None, typer.Option("--outlet", help="Only these outlets, by id.", metavar="ID")]


@app.command("list")
def list_outlets(
    study: Annotated[
        Path | None, typer.Option("--study", help="A study's folder; without it the shipped ones.", metavar="DIR")
    ] = None,
    country: CountryOption = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind, for example feminist.", metavar="KIND")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the outlets of a study, or those that come with encuadre."""
    from encuadre.study import Study, shipped_outlets

    rows = Study.open(study).outlets() if study is not None else shipped_outlets()
    chosen = [
        row
        for row in rows
        if (country is None or row.country == country.upper()) and (kind is None or row.kind == kind.lower())
    ]
    if as_json:
        print_json([asdict(row) for row in chosen])
        return
    columns = ("id", "name", "country", "kind", "languages", "listings", "verified")
    cells = [
        (
            row.id,
            row.name,
            row.country,
            row.kind,
            " ".join(row.languages),
            len(row.feeds) + len(row.sitemaps),
            row.verified or "never",
        )
        for row in chosen
    ]
    print_table(f"{len(chosen)} of {len(rows)} outlets", columns, cells)


@app.command()
def check(
    study: StudyOption = HERE,
    outlet: OutletOption = None,
    country: CountryOption = None,
    write: Annotated[
        bool, typer.Option("--write", help="Put working feeds, sitemaps and the day into outlets.csv.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Ask outlets what works: robots, feeds, sitemaps, reservations. Finds feeds and sitemaps the row does not name."""
    from crawler.check import check_outlets, with_found_listings
    from crawler.registry import write_outlets
    from encuadre.study import Study

    opened = Study.open(study)
    rows = opened.outlets()
    chosen = _chosen(opened, rows, list(several(outlet)), country)
    with progress("checking", quiet=quiet) as advance:
        findings = check_outlets(chosen, opened.config.crawl, progress=advance)
    if as_json:
        print_json([each.as_dict() for each in findings])
    elif not quiet:
        _print_findings(findings)
    if write:
        today = datetime.now(UTC).date()
        mended = {row.id: with_found_listings(row, found, today) for row, found in zip(chosen, findings, strict=True)}
        write_outlets(opened.folder / "outlets.csv", [mended.get(row.id, row) for row in rows])
    counts = Counter(each.state.value for each in findings)
    words = ", ".join(f"{counts[state]} {state}" for state in ("works", "partly", "fails") if counts[state])
    end = f"Wrote {opened.folder / 'outlets.csv'}." if write else "Put what was found into outlets.csv with --write."
    say(f"Checked {len(findings)} outlet{'s' * (len(findings) != 1)}: {words}. {end}", quiet=quiet or as_json)


@app.command()
def add(
    homepage: Annotated[str, typer.Argument(help="The outlet's homepage.", metavar="URL")],
    study: StudyOption = HERE,
    country: Annotated[str | None, typer.Option(help="Its country; else by the address.", metavar="CC")] = None,
    name: Annotated[str | None, typer.Option(help="Its name; else as the site says.")] = None,
    language: Annotated[str | None, typer.Option("--lang", help="Its language; else as the site says.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="For example America/Lima; else by the country.")] = None,
    kind: Annotated[str, typer.Option(help="For example national, regional, feminist, public, agency.")] = "",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Add an outlet to the study: its site is asked for its name, language, feeds and sitemaps."""
    from dataclasses import replace

    from crawler.check import check_outlets, with_found_listings
    from crawler.newcomers import outlet_at
    from crawler.registry import write_outlets
    from crawler.sites import is_web, same_site
    from encuadre.study import Study

    opened = Study.open(study)
    address = homepage if "://" in homepage else f"https://{homepage}/"
    if not is_web(address):
        raise UsageError("E341", homepage=homepage)
    rows = opened.outlets()
    there = next((row for row in rows if same_site(row.homepage, address)), None)
    if there is not None:
        raise UsageError("E342", homepage=homepage, outlet=there.id)
    row = outlet_at(address, country=country, name=name, time_zone=time_zone, language=language)
    with progress("asking", quiet=quiet) as advance:
        (found,) = check_outlets([row], opened.config.crawl, progress=advance)
    row = replace(
        with_found_listings(row, found, datetime.now(UTC).date()),
        name=name or found.name or row.name,
        languages=(language,) if language else (found.language,) if found.language else row.languages,
        kind=kind,
    )
    taken = {each.id for each in rows}
    number = next(n for n in range(1, len(taken) + 2) if _numbered(row.id, n) not in taken)
    row = replace(row, id=_numbered(row.id, number))
    write_outlets(opened.folder / "outlets.csv", [*rows, row])
    if as_json:
        print_json({"outlet": asdict(row), "check": found.as_dict()})
        return
    if not quiet:
        _print_findings([found])
    remark = f" Check: {row.notes}." if row.notes else ""
    say(
        f"Added {row.id} ({row.name}, {row.country}, {row.time_zone}) with {len(row.feeds)} feeds and "
        f"{len(row.sitemaps)} sitemaps to {opened.folder / 'outlets.csv'}.{remark}",
        quiet=quiet,
    )


def _numbered(outlet_id: str, number: int) -> str:
    return outlet_id if number == 1 else f"{outlet_id}-{number}"


def _chosen(opened: Study, rows: list[Outlet], named: list[str], country: str | None) -> list[Outlet]:
    file = opened.folder / "outlets.csv"
    unknown = sorted(set(named) - {row.id for row in rows})
    if unknown:
        raise UsageError("E607", outlet=unknown[0], file=file)
    chosen = [
        row for row in rows if (not named or row.id in named) and (country is None or row.country == country.upper())
    ]
    if not chosen:
        raise NotEnoughDataError("E343", file=file, country=country or "any country")
    return chosen


def _print_findings(findings: list[OutletFindings]) -> None:
    rows = []
    for each in findings:
        remarks = [*each.problems]
        if each.reservation:
            remarks.append(f"reserves text and data mining ({each.reservation})")
        if each.crawl_delay:
            remarks.append(f"asks for {each.crawl_delay:g} s between requests")
        new = [listing.url for listing in each.usable if listing.named_by != "row"]
        if new:
            remarks.append("found " + ", ".join(new))
        rows.append(
            (
                each.outlet,
                each.state.value,
                _counted(each.feeds),
                _counted(each.sitemaps),
                max((listing.newest or "" for listing in each.usable), default="")[:10],
                "; ".join(remarks),
            )
        )
    print_table("What works", ("outlet", "state", "feeds", "sitemaps", "newest", "remarks"), rows)


def _counted(listings: tuple[object, ...]) -> str:
    usable = sum(getattr(each, "problem", None) is None for each in listings)
    return f"{usable} of {len(listings)}"
