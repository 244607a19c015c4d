"""From a study's corpus to a folder that may be put on any web host: pages for everybody and a data package.

In: a corpus and where to write. Out: the report's pages with released scorecards alone, a method page and a data
page in each language, and data/: tables without text, described, with checksums. All is made beside the folder first;
an earlier publication stays until then, and what it had and this one has not is removed. Two runs on the same rows are
the same to the byte.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from corpus.store import Corpus
from lexicons.cues import LANGUAGES
from lexicons.errors import EncuadreError, UsageError
from lexicons.own import OwnLexicons
from reports.build import build_reports
from reports.change.registry import Registry
from reports.events import load_events
from reports.files import Progress
from reports.i18n import words_for
from reports.package.datapackage import LICENCES, MADE_WITH, NAME, About, descriptor
from reports.package.figures import figure_tables
from reports.package.identifiers import Pseudonyms
from reports.package.pages import DATA, METHOD, data_page, method_page, readme
from reports.package.tables import Table, data_tables
from reports.package.writing import SUMS, read_sums, write_csv, write_parquet, write_sums
from reports.pages.frame import Site
from reports.pages.view import press_text
from reports.reply.hearing import publishable
from reports.rows import SHIPPED_TOPIC, ReportRows, read_rows
from reports.told import Told

# The licence of the data where none is named.
LICENCE = "CC-BY-4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What to publish and how. ``scorecards``: of the released ones, those to publish; None for all of them.

    ``today`` decides whether an outlet's time to reply is over.
    """

    study: str
    languages: Sequence[str] = LANGUAGES
    scorecards: Collection[str] | None = None
    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    licence: str = LICENCE
    events_path: Path | None = None
    fictional: bool = False
    own: OwnLexicons | None = None
    models: Sequence[str] = ()


def publish(
    corpus: Corpus,
    folder: Path,
    wanted: Publication,
    pseudonyms: Pseudonyms,
    *,
    registry: Registry | None = None,
    progress: Progress | None = None,
    processes: int = 1,
) -> list[str]:
    """Write the site and say which files it has, by their names in the folder.

    Raises E510 (licence), E511 (the folder holds something else), E512 (no such outlet), E542 to E545 and E547 (a
    scorecard that may not go out yet), and what ``build_reports`` raises.
    """
    if wanted.licence not in LICENCES:
        raise UsageError("E510", given=wanted.licence, known=", ".join(LICENCES))
    check_folder(folder)
    replaced = wanted.own is not None and wanted.own.replaces
    topic = (wanted.own.title(wanted.languages[0]) if wanted.own and replaced else None) or SHIPPED_TOPIC
    rows = read_rows(corpus, topic=topic, models=wanted.models)
    named = None if wanted.scorecards is None else tuple(wanted.scorecards)
    hearings = publishable(corpus, rows, wanted.today, named)
    released, shortened = frozenset(hearings), sum(each.cut_short for each in hearings.values())
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
            staging = Path(made)
            build_reports(
                corpus,
                staging,
                languages=wanted.languages,
                events_path=wanted.events_path,
                demo=wanted.fictional,
                progress=progress,
                study=wanted.study,
                own=wanted.own,
                registry=registry,
                models=wanted.models,
                published=released,
                processes=processes,
                rows=rows,
            )
            events = load_events(wanted.events_path)
            told = Told.of(rows, released)
            tables = [*data_tables(corpus, rows, events, pseudonyms, told), *figure_tables(staging / "figures")]
            about = _about(corpus, rows, wanted)
            _write_package(staging / "data", tables, about)
            _write_pages(staging, tables, about, rows, wanted, released, shortened)
            write_sums(staging)
            return _put_in_place(staging, folder)
    except OSError as error:
        raise EncuadreError("E508", path=error.filename or folder, problem=error.strerror or error) from error


def check_folder(folder: Path) -> None:
    """Raises E511 unless the folder is new, empty or an earlier publication."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        made_with = json.loads((folder / "data" / NAME).read_text("utf-8")).get("made_with")
    except (OSError, ValueError, AttributeError):
        made_with = None
    if made_with != MADE_WITH or not read_sums(folder):
        raise EncuadreError("E511", folder=folder)


def _about(corpus: Corpus, rows: ReportRows, wanted: Publication) -> About:
    tagged = [run for run in corpus.runs() if run.version_set == rows.version_set]
    return About(
        study=press_text(wanted.study),
        outlets=[press_text(outlet.name) for outlet in rows.outlets],
        version_set=rows.version_set,
        versions=rows.versions,
        # When the rows were made, not when they were published: the same rows give the same file.
        created=max(run.finished_at or run.started_at for run in tagged),
        licence=wanted.licence,
        fictional=wanted.fictional,
    )


def _write_package(folder: Path, tables: Sequence[Table], about: About) -> None:
    folder.mkdir()
    for table in tables:
        write_csv(table, folder / f"{table.name}.csv")
        write_parquet(table, folder / f"{table.name}.parquet")
    for language in LANGUAGES:
        text = readme(tables, about, words_for(language))
        (folder / f"README.{language}.md").write_text(text, "utf-8", newline="")
    text = json.dumps(descriptor(tables, folder, about), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(text + "\n", "utf-8", newline="")
    write_sums(folder)


def _write_pages(
    folder: Path,
    tables: Sequence[Table],
    about: About,
    rows: ReportRows,
    wanted: Publication,
    released: frozenset[str],
    shortened: int,
) -> None:
    site = Site(
        languages=tuple(dict.fromkeys(wanted.languages)),
        countries=tuple(rows.countries),
        outlets=rows.outlets,
        version_set=rows.version_set,
        versions=rows.versions,
        demo=wanted.fictional,
        study=wanted.study,
        audit=rows.audit,
        own=wanted.own is not None and wanted.own.replaces,
        published=released,
        shortened=shortened,
    )
    for language in site.languages:
        words = words_for(language)
        (folder / f"{METHOD}.{language}.html").write_text(method_page(site, words), "utf-8", newline="")
        (folder / f"{DATA}.{language}.html").write_text(data_page(site, tables, about, words), "utf-8", newline="")


def _put_in_place(staging: Path, folder: Path) -> list[str]:
    """Move every file into the folder, each whole. The list of files goes first, so that a stop can be mended."""
    names = sorted(path.relative_to(staging).as_posix() for path in staging.rglob("*") if path.is_file())
    # A page that was withdrawn, or an article that was forgotten, must not stay public.
    for name in read_sums(folder).keys() - set(names):
        (folder / name).unlink(missing_ok=True)
    first = [f"data/{NAME}", SUMS]
    for name in [*first, *(name for name in names if name not in first)]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # Within one file system: the staging folder stands beside this one.
        shutil.move(staging / name, target)
    return names
