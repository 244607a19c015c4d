"""A study whose outlet is heard: invented stories, the commands of right of reply, and a day of the test's choice."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from corpus.records import Article, ArticleTags, Framing, Outlet, Part, SourceRow, SpanRow, Voice
from corpus.store import Corpus
from encuadre.cli import scorecards
from encuadre.cli.app import app
from lexicons.errors import EncuadreError
from reports.rows import ReportRows, read_rows
from tests.reports_study import EVENTS, VERSIONS, cue_of

HOSTILE = '=1+1</p><script>alert("x")</script> & «fin»'
SENT, AFTER = date(2026, 3, 2), date(2026, 3, 17)  # fourteen days later it is the 16th
NAME = "Rosaura Quispalaya"
SIZE = 40


def outlet(key: str, name: str) -> Outlet:
    return Outlet(id=key, name=name, country="MX", time_zone="UTC", languages=("es",), kind="newspaper",
                  homepage=f"https://{key}.example/")  # fmt: skip


def stories() -> Iterator[tuple[Article, ArticleTags]]:
    """Forty stories of two outlets; every other one of each marks a crime word in the outlet's voice, with her name."""
    crime, rights = cue_of("es", "S1"), cue_of("es", "R1")
    for number in range(2 * SIZE):
        of, plain = ("uno", "dos")[number % 2], number % 4 > 1
        cue = rights if plain else crime
        title = f"Nota {number:02d}: {cue.forms[0]} {NAME} =HOLA()"
        start = title.index(cue.forms[0])
        framing = Framing.RIGHTS_BASED if plain else Framing.STIGMATIZING
        url = f"https://{of}.example/2021/{number}/" + ("rosaura-quispalaya" if number % 8 < 4 else "nota")
        article = Article(
            id=f"{of}-{number:02d}", title=title, body=f"{NAME}, de 34 años, volvió a casa. Texto {number}.",
            outlet=of, country="MX", language="es", url=url, canonical_url=url,
            published_on=f"2021-{number % 12 + 1:02d}-05", published_precision="day",
        )  # fmt: skip
        tags = ArticleTags(
            article_id=article.id, language="es", on_topic=True, relevance=0.9, framing=framing, headline=framing,
            words=100, voices=("police_military",),
            spans=(SpanRow(part=Part.HEADLINE, start=start, end=start + len(cue.forms[0]), code="R1" if plain else "S1",
                           voice=Voice.OUTLET, cue_id=cue.id, rule=f"about {NAME}", status="stigmatizing"),),
            sources=(SourceRow(part=Part.BODY, start=0, end=5, role="police_military", how="quoted"),),
        )  # fmt: skip
        yield article, tags


class Desk:
    """A study and its commands, on a day of the test's choice."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, store: str = "corpus.sqlite") -> None:
        self.folder, self._patch = folder, patch
        (folder / "events.csv").write_text(EVENTS)
        (folder / "encuadre.toml").write_text(
            f'[study]\nname = "Estudio <inventado>"\nstore = "{store}"\n[crawl]\ncontact = "equipo@estudio.example"\n'
        )
        self.store: Path | str = store if "://" in store else folder / store
        with Corpus.open(self.store, create=True) as corpus:
            corpus.put_outlets([outlet("uno", "Diario <i>Uno</i>"), outlet("dos", "Diario Dos")])
            corpus.add_articles(article for article, _ in stories())
            corpus.write_tags([tags for _, tags in stories()], corpus.start_run("tag", VERSIONS))
        self.on(SENT)

    def on(self, day: date) -> None:
        self._patch.setattr(scorecards, "today", lambda: day)

    def type(self, *words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, [*words, "--study", str(self.folder)], input=stdin)

    def card(self, *words: str) -> Result:
        """A scorecard command that must work."""
        ran = self.type("scorecard", *words)
        assert ran.exit_code == 0, (ran.output, ran.exception)
        return ran

    def refused(self, *words: str) -> EncuadreError:
        """A command that must be refused, with its one sentence."""
        ran = self.type(*words)
        assert isinstance(ran.exception, EncuadreError), (ran.output, ran.exception)
        assert "\n" not in str(ran.exception) and str(ran.exception).endswith(".")
        return ran.exception

    def sheet(self, name: str) -> list[dict[str, str]]:
        text = (self.folder / "scorecards" / "outlet-uno" / name).read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def hearing(self) -> dict[str, object]:
        (found,) = json.loads(self.card("status", "uno", "--json").stdout)
        assert isinstance(found, dict)
        return found

    def rows(self) -> ReportRows:
        with Corpus.open(self.store) as corpus:
            return read_rows(corpus)

    def stigmatizing(self, of: str = "uno") -> int:
        stories = self.rows().stories
        return int(stories.loc[stories["outlet"] == of, "s"].sum())

    def decide(self, dispute: str, decision: str, *correct: str) -> Result:
        words = [word for each in correct for word in ("--correct", each)]
        return self.card("dispute", "uno", "--decide", dispute, "--decision", decision, "--reason", "Se revisó",
                         "--by", "Equipo", *words)  # fmt: skip


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
