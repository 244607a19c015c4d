"""``encuadre label serve``: a page on this machine to label a sample on, for teams without a labelling tool."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from encuadre.cli.common import HERE, JsonOption, QuietOption, StudyOption, print_json, say
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from encuadre.labelling.desk import Desk
    from encuadre.labelling.server import LabelServer


def serve(
    sample: Annotated[str, typer.Option("--sample", help="The sample to label.", metavar="NAME")],
    study: StudyOption = HERE,
    annotator: Annotated[
        str | None, typer.Option(help="Who labels; nobody else then can. Default: the page asks.", metavar="NAME")
    ] = None,
    group: Annotated[str | None, typer.Option(help="The annotators' group, for agreement by group.")] = None,
    language: Annotated[
        str | None, typer.Option("--lang", help="The page's language: es, pt or en. Default: the study's first.")
    ] = None,
    suggestions: Annotated[
        bool, typer.Option("--suggestions", help="Show what the machine found. Labels then say that it was seen.")
    ] = False,
    questions_only: Annotated[bool, typer.Option("--questions-only", help="Ask the questions; mark no words.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: the first free one from 8750.")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in a browser.")] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Label a sample on a page in your browser. Works without internet; Ctrl-C ends it."""
    from encuadre import __version__
    from encuadre.labelling.desk import Desk, Task, clean_name
    from encuadre.labelling.drafts import Drafts
    from encuadre.study import Study
    from lexicons.codebook import load_codebook
    from reports.i18n import words_for

    opened = Study.open(study)
    shown = language or opened.config.report.languages[0]
    words_for(shown)  # a language that there is not is said before any work
    who, their_group = (clean_name(name) if name is not None else None for name in (annotator, group))
    with opened.corpus() as corpus:
        corpus.draws(sample)  # says which samples there are, where it is none of them
        drawn = next(each for each in corpus.samples() if each.name == sample)
        with opened.reading():
            # Read once: threads that answer do not see which codebook is in use here.
            task = Task(drawn, opened.questions(), load_codebook(), spans=not questions_only, suggestions=suggestions)
        drafts = Drafts(opened.folder)
        desk = Desk(corpus, drafts, task)
        asked = hashlib.sha256("\n".join(question.model_dump_json() for question in task.questions).encode())
        versions = {"encuadre": __version__, "codebook": task.codebook.version, "questions": asked.hexdigest()[:12]}
        run = corpus.start_run("label", versions)
        before = desk.count(who)[0]
        with _listening(port, desk, drafts.secret, shown, who, their_group) as server:
            _tell_address(server, as_json=as_json, quiet=quiet)
            with _opened(server.address, wanted=not (no_open or as_json or quiet)):
                _serve_until_stopped(server)
        done, total = desk.count(who)
        corpus.finish_run(run.id, {"articles": total, "labelled": done, "labelled_now": done - before})
        whose = f"by {who}" if who else "by somebody"
        where = corpus.path or "the study's database"
        say(f"Stopped. {done:,} of {total:,} articles of '{sample}' are labelled {whose}, in {where}.", quiet=quiet)


@contextmanager
def _listening(
    port: int | None, desk: Desk, secret: str, language: str, annotator: str | None, group: str | None
) -> Iterator[LabelServer]:
    """A server on the port wanted, or on the first free one of ours. Raises E453 where there is none."""
    from encuadre.labelling.server import PORTS, LabelServer

    for wanted in PORTS if port is None else (port,):
        with suppress(OSError):
            server = LabelServer(wanted, desk, secret, language, annotator, group)
            break
    else:
        raise UsageError("E453", port=port or f"{PORTS[0]} to {PORTS[-1]}")
    try:
        yield server
    finally:
        server.server_close()


def _tell_address(server: LabelServer, *, as_json: bool, quiet: bool) -> None:
    task = server.desk.task
    if as_json:
        print_json({"address": server.address, "sample": task.sample.name, "articles": server.desk.count()[1]})
    else:
        typer.echo(server.address)
    sys.stdout.flush()
    swayed = " The machine's suggestions sway whoever sees them: do not judge the machine by these labels."
    audit = task.suggestions and task.sample.purpose.value == "audit"
    say(
        "Open this address in a browser on this machine. It lets its reader label: keep it to yourself."
        f" Ctrl-C ends it; what is labelled is kept at once.{swayed if audit else ''}",
        quiet=quiet or as_json,
    )


@contextmanager
def _opened(address: str, wanted: bool) -> Iterator[None]:
    """Open the page without its secret in the list of processes, which other users of the machine may read."""
    from encuadre.cli.demo import has_screen

    if not wanted or not has_screen():
        yield
        return
    descriptor, name = tempfile.mkstemp(prefix="encuadre-label-", suffix=".html")  # readable by this user alone
    with os.fdopen(descriptor, "w", encoding="utf-8") as page:
        page.write(f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">')
    try:
        webbrowser.open(Path(name).as_uri())
        yield
    finally:
        Path(name).unlink(missing_ok=True)


def _serve_until_stopped(server: LabelServer) -> None:
    """Ctrl-C, and a polite kill, are how this command ends."""

    def stop(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with suppress(KeyboardInterrupt):
        server.serve_forever(poll_interval=0.2)
