"""``encuadre scorecard``: send an outlet its scorecard, take its disputes and its reply, then publish.

Nothing about one outlet alone is public before it could reply; what each command refuses and why is in
docs/right-of-reply.md.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, next_step, print_figures
from encuadre.cli.common import progress as progress_bar
from encuadre.cli.reporting import ReportLanguage
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from corpus.disputes import Dispute
    from corpus.store import Corpus
    from encuadre.study import Study
    from reports.rows import ReportRows

app = typer.Typer(
    no_args_is_help=True,
    help="Hear an outlet before its scorecard is published: draft, disputes, reply.",
    rich_markup_mode=None,
)
OutletArgument = Annotated[str, typer.Argument(help="The outlet's id, as in outlets.csv.", metavar="OUTLET")]
ByOption = Annotated[str, typer.Option("--by", help="Who raised or decided it; printed for the outlet.")]
DayOption = Annotated[str | None, typer.Option("--on", help="The day it came in; else today.", metavar="YYYY-MM-DD")]


# The choices below are those of corpus.disputes, written again here because typing --help must not load a database.


class What(StrEnum):
    """What of an article or a mark is disputed."""

    MARK = "mark"
    ATTRIBUTION = "attribution"
    ARTICLE = "article"
    LABEL = "label"
    FIGURE = "figure"


class Decided(StrEnum):
    """How a dispute was decided."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    OPEN = "open"


def today() -> date:
    """The day on which a period ends or runs, in UTC as everywhere in the store."""
    return datetime.now(UTC).date()


@app.callback()
def _group() -> None:
    """Hear an outlet before its scorecard is published: draft, disputes, reply."""


@app.command("draft")
def draft(
    outlet: OutletArgument,
    study: StudyOption = HERE,
    due: Annotated[
        str | None, typer.Option(help="Last day to reply; else as the study sets.", metavar="YYYY-MM-DD")
    ] = None,
    lang: Annotated[
        ReportLanguage | None, typer.Option(help="Language of the pack; else the outlet's.", metavar="es|pt|en")
    ] = None,
    contact: Annotated[str | None, typer.Option(help="Whom to write to; else the contact of [crawl].")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the pack; else STUDY/scorecards/OUTLET.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the pack to send to an outlet. Its scorecard, the articles and marks behind it, and a letter."""
    from dataclasses import replace

    from reports.change.registry import Registry
    from reports.events import load_events
    from reports.figures.around import Happened
    from reports.pages.view import file_stem
    from reports.reply.hearing import Hearing, hearings_of
    from reports.reply.pack import Sender, draft_step, outlet_of, write_pack

    last = _day(due, "after today", after=today()) if due else None
    with _rows(study) as (opened, corpus, rows), progress_bar("articles", quiet=quiet) as advance:
        reachable = contact or opened.config.crawl.contact
        if not reachable:
            raise UsageError("E514")
        addressee = outlet_of(rows, outlet)
        hearing = hearings_of(corpus, rows.corrected).get(outlet, Hearing(outlet))
        reply_days = opened.config.scorecard.reply_days
        # Kept before it is written: a pack that is stopped half-way is written again with the same days.
        step = corpus.hearings.put_step(draft_step(hearing, rows, today(), reply_days=reply_days, due=last))
        folder = out or opened.folder / "scorecards" / file_stem(outlet)
        config, registry = opened.config.study, Registry.read(opened.folder)
        events = load_events(opened.events if opened.events.exists() else None)
        happened = Happened(events, registered=registry.of_country(addressee.country))
        files = write_pack(
            corpus,
            folder,
            rows,
            addressee,
            replace(hearing, draft=step),
            Sender(study=config.name, contact=reachable, fictional=config.fictional),
            language=lang.value if lang else None,
            progress=advance,
            happened=happened,
        )
    print_figures(
        {"folder": str(folder), "files": files, "day": step.day, "due_on": step.due_on, "stories": step.stories},
        f"Wrote {len(files)} files to {folder}. Send them to {outlet}: it may reply until {step.due_on}. "
        f"Look through them for personal names first. Next: {next_step(f'scorecard status {outlet}', study)}",
        as_json=as_json,
        quiet=quiet,
    )


@app.command("dispute")
def dispute(
    outlet: OutletArgument,
    study: StudyOption = HERE,
    about: Annotated[
        str | None, typer.Option(help="An article, a mark or a figure: a-..., m-..., O6, or an article's address.")
    ] = None,
    claim: Annotated[str, typer.Option(help="What the outlet says is wrong.")] = "",
    what: Annotated[What | None, typer.Option(help="What of it is disputed; else all of it.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="articles.csv, marks.csv or figures.csv as the outlet filled it in.")
    ] = None,
    listed: Annotated[
        Path | None, typer.Option("--list", help="Write the outlet's disputes to this CSV, to fill in decisions.")
    ] = None,
    decisions: Annotated[Path | None, typer.Option(help="That CSV, filled in: all its decisions at once.")] = None,
    decide: Annotated[str | None, typer.Option(help="The dispute to decide.", metavar="d-...")] = None,
    decision: Annotated[Decided | None, typer.Option(help="How it is decided.")] = None,
    reason: Annotated[str, typer.Option(help="Why; printed for the outlet.")] = "",
    correct: Annotated[
        list[str] | None,
        typer.Option(
            help="What changes: remove, code=S2, voice=quoted, topic=no, framing=neither, withhold ...; repeatable."
        ),
    ] = None,
    by: ByOption = "",
    on: DayOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Record what an outlet disputes, or decide it. An accepted dispute changes the figures of the next report."""
    from corpus.disputes import About, Decision
    from reports.reply.decisions import decisions_in
    from reports.reply.disputing import References, again, decided, raised, raised_in

    ways = (about, file, listed, decisions, decide)
    if sum(each is not None for each in ways) != 1 or (decide is None) != (decision is None):
        how = "give --about with --claim, --file, --list, --decisions, or --decide with --decision and --reason"
        raise UsageError("E517", problem="It is not plain what to do", how=how)
    day = _day(on, "not after today", until=today()).isoformat() if on else today().isoformat()
    with _study(study) as (_, corpus):
        if listed is not None:
            _known_outlet(corpus, outlet)
            _write_list(corpus, outlet, listed, study, as_json=as_json, quiet=quiet)
            return
        if decisions is not None:
            wanted = decisions_in(corpus, outlet, decisions, by=by)
        elif decide is not None and decision is not None:
            word = Decision(decision.value)
            wanted = [decided(corpus, outlet, decide, word, reason=reason, by=by, correct=correct or ())]
        else:
            references = References.of(corpus, outlet)
            if not references.articles:
                known = ", ".join(sorted(set(corpus.label_frame()["outlet"])))
                raise UsageError("E575", what="outlet", given=outlet, known=known)
            kind = About(what.value) if what else None
            found = (
                raised_in(corpus, references, file, by=by, day=day)
                if file is not None
                else [raised(corpus, references, about or "", claim, about=kind, by=by, day=day)]
            )
            wanted = again(corpus.hearings.disputes(outlet), found)
        kept = corpus.hearings.put_disputes(wanted)
        waiting = sum(each.decision is Decision.OPEN for each in corpus.hearings.disputes(outlet))
    names = ", ".join(each.id for each in kept[:_FEW]) + (" ..." if len(kept) > _FEW else "")
    told = f"Kept {len(kept)}: {names}." if kept else "Nothing new; it was kept before."
    corrects = any(each.corrects for each in kept)
    step = next_step("report", study) if corrects else next_step(f"scorecard status {outlet}", study)
    print_figures(
        {"kept": [_as_json(each) for each in kept], "open": waiting},
        f"{told} Undecided disputes of {outlet}: {waiting}. Next: {step}",
        as_json=as_json,
        quiet=quiet,
    )


@app.command("reply")
def reply(
    outlet: OutletArgument,
    file: Annotated[
        Path | None, typer.Argument(help="The reply as plain text; - reads standard input.", metavar="FILE")
    ] = None,
    study: StudyOption = HERE,
    signed: Annotated[str, typer.Option(help="How the outlet signs it; printed.")] = "",
    on: DayOption = None,
    replaces: Annotated[int | None, typer.Option(help="The number of the reply it takes the place of.")] = None,
    withdraw: Annotated[
        int | None, typer.Option(help="The number of the reply that the outlet takes back; without FILE.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Keep an outlet's reply, or take one back that it withdraws. A reply is printed in its scorecard word for word."""
    from corpus.disputes import Reply
    from nlp.masking import NameMask, names_told
    from reports.reply.sheets import read_text

    if (file is None) == (withdraw is None) or (withdraw is not None and replaces is not None):
        how = "give FILE (with --replaces NUMBER where it takes another's place), or --withdraw NUMBER alone"
        raise UsageError("E517", problem="It is not plain what to do", how=how)
    words = read_text(file) if file is not None else ""
    if file is not None and not words.strip():
        raise UsageError(
            "E517", problem="The reply is empty", how="put its words into the file and type the command again"
        )
    day = _day(on, "not after today", until=today()).isoformat() if on else today().isoformat()
    with _study(study) as (_, corpus):
        replaces = replaces if withdraw is None else withdraw
        received = corpus.hearings.replies(outlet, replaced=True)
        if replaces is not None and replaces not in [each.id for each in received if not each.withdrawal]:
            known = [str(each.id) for each in corpus.hearings.replies(outlet) if not each.withdrawal]
            raise UsageError("E519", given=replaces, outlet=outlet, known=", ".join(known) or "none")
        _known_outlet(corpus, outlet)
        kept = corpus.hearings.put_reply(
            Reply(id=0, outlet=outlet, text=words, signed=signed.strip(), received_on=day, replaces=replaces)
        )
    if kept.withdrawal:
        print_figures(
            {"reply": kept.id, "outlet": outlet, "received_on": kept.received_on, "withdraws": kept.replaces},
            f"Reply {kept.replaces} of {outlet} is withdrawn and no longer printed. Next: {next_step('report', study)}",
            as_json=as_json,
            quiet=quiet,
        )
        return
    told = names_told(kept.text, NameMask())
    warning = f" It seems to name a woman ({', '.join(told)}): ask the outlet for words without." if told else ""
    print_figures(
        {"reply": kept.id, "outlet": outlet, "received_on": kept.received_on, "names": told},
        f"Kept reply {kept.id} of {outlet}, word for word.{warning} Next: {next_step('report', study)}",
        as_json=as_json,
        quiet=quiet,
    )


@app.command("publish")
def publish(
    outlet: OutletArgument,
    study: StudyOption = HERE,
    by: Annotated[str, typer.Option("--by", help="Who decides to publish; printed with a waiver.")] = "",
    waive: Annotated[
        str | None, typer.Option(help="Publish before the time to reply is over, for this reason, which is printed.")
    ] = None,
    withdraw: Annotated[str | None, typer.Option(help="Take it back, for this reason.", metavar="REASON")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Release a scorecard for publication. Refused until the outlet could reply and its disputes are decided."""
    from dataclasses import replace

    from corpus.disputes import Step, StepKind
    from nlp.masking import NameMask, names_told
    from reports.reply.hearing import Hearing, check_publishable, hearings_of
    from reports.reply.pack import outlet_of

    for what, option, value in (
        ("name of who decides", "--by NAME", by),
        ("reason", '--waive "REASON"', waive),
        ("reason", '--withdraw "REASON"', withdraw),
    ):
        if value is not None and not value.strip():
            raise UsageError("E517", problem=f"The {what} is missing", how=f"give {option}")
    day = today()
    with _rows(study) as (_, corpus, rows):
        outlet_of(rows, outlet)
        hearing = hearings_of(corpus, rows.corrected).get(outlet, Hearing(outlet))
        step = Step(outlet=outlet, kind=StepKind.RELEASED, day=day.isoformat(), by=by.strip())
        if withdraw is not None:
            step = replace(step, kind=StepKind.WITHDRAWN, reason=withdraw.strip())
            corpus.hearings.put_step(step)
        else:
            waiver = replace(step, kind=StepKind.WAIVED, reason=waive.strip()) if waive is not None else hearing.waiver
            check_publishable(replace(hearing, waiver=waiver), day, rows.version_set)
            if waiver is not None and waiver is not hearing.waiver:
                corpus.hearings.put_step(waiver)
            if hearing.release is None or waiver is not hearing.waiver:
                corpus.hearings.put_step(step)
    done = "Withdrew" if withdraw is not None else "Released"
    mask = NameMask()
    told = [name for each in hearing.replies for name in names_told(each.text, mask)]
    warning = f" Its reply seems to name a woman ({', '.join(told)}), and is printed word for word." if told else ""
    print_figures(
        {"outlet": outlet, "step": step.kind.value, "day": step.day, "waived": waive is not None, "names": told},
        f"{done} the scorecard of {outlet}.{warning} Next: {next_step('publish site', study)}",
        as_json=as_json,
        quiet=quiet,
    )


@app.command("status")
def status(
    outlet: Annotated[str | None, typer.Argument(help="One outlet, with each of its disputes.")] = None,
    study: StudyOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show which outlets were heard and what is open. With an outlet, each dispute and reply."""
    from encuadre.cli.hearing_status import show

    with _study(study) as (_, corpus):
        if outlet is not None:
            _known_outlet(corpus, outlet)
        show(corpus, outlet, today(), study, as_json=as_json)


# Names shown of many; the status lists them all.
_FEW = 5


def _write_list(corpus: Corpus, outlet: str, path: Path, study: Path, *, as_json: bool, quiet: bool) -> None:
    from reports.files import Files
    from reports.reply.decisions import disputes_sheet

    found = corpus.hearings.disputes(outlet)
    Files(path.parent, 0, None).write(path.name, disputes_sheet(corpus, found))
    step = next_step(f"scorecard dispute {outlet} --decisions {shlex.quote(str(path))} --by NAME", study)
    print_figures(
        {"file": str(path), "disputes": len(found)},
        f"Wrote {len(found)} disputes to {path}. Fill in decision, correct and reason; corrections are separated by ;. "
        f"Next: {step}",
        as_json=as_json,
        quiet=quiet,
    )


@contextmanager
def _study(folder: Path) -> Iterator[tuple[Study, Corpus]]:
    from encuadre.study import Study

    opened = Study.open(folder)
    with opened.reading(), opened.corpus() as corpus:
        yield opened, corpus


@contextmanager
def _rows(folder: Path) -> Iterator[tuple[Study, Corpus, ReportRows]]:
    """The study with the rows its scorecards are made of. A study with codes of its own has none (E512)."""
    from reports.rows import read_rows

    with _study(folder) as (opened, corpus):
        own = opened.own()
        if own is not None and own.replaces:
            raise UsageError("E512", outlet="any outlet", known="none, since this study reads with codes of its own")
        yield opened, corpus, read_rows(corpus, models=opened.config.estimate.models)


def _known_outlet(corpus: Corpus, outlet: str) -> None:
    known = {each.id for each in corpus.outlets()} | {each.outlet for each in corpus.status().outlets}
    if outlet not in known:
        raise UsageError("E575", what="outlet", given=outlet, known=", ".join(sorted(known)))


def _day(given: str, which: str, *, after: date | None = None, until: date | None = None) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise UsageError("E515", given=given, which=which) from error
    if (after is not None and day <= after) or (until is not None and day > until):
        raise UsageError("E515", given=given, which=which)
    return day


def _as_json(each: Dispute) -> dict[str, Any]:
    from encuadre.cli.hearing_status import dispute_json

    return dispute_json(each)
