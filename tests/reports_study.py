"""A study for the tests of the reports: invented outlets and stories, tagged by hand, kept in a real corpus.

The stigmatizing share of Mexico's outlets falls after June 2021, an invented law; nothing changes elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from corpus.records import (
    Article,
    ArticleTags,
    ClauseRow,
    Fetch,
    Found,
    Framing,
    Naming,
    Outcome,
    Outlet,
    Part,
    SourceRow,
    SpanRow,
    Voice,
)
from corpus.store import Corpus
from lexicons.cues import LANGUAGES, Cue, load_lexicon
from reports.build import build_reports

VERSIONS = {"encuadre": "0.1.0", "codebook": "1.0", "lexicon-es": "aaa", "tier": "0"}
FIRST, LAST = date(2019, 1, 1), date(2022, 12, 31)
SHIFT = date(2021, 6, 1)
EVENTS = (
    "id,date_start,precision,countries,kind,label_es,label_pt,label_en,source,note\n"
    "ley,2021-06,month,MX,law,Ley inventada de salidas,Lei inventada de saídas,Invented law on releases,invented,\n"
    "foro,2020,year,*,report,Informe inventado,Relatório inventado,Invented report,invented,\n"
    "corte,2022-03-08,day,BR,ruling,Fallo inventado,Decisão inventada,Invented ruling,invented,\n"
)


@dataclass(frozen=True)
class Plan:
    """How many stories an outlet prints a month, and how often they stigmatize before and after the shift."""

    outlet: Outlet
    monthly: int
    before: float
    after: float
    rights: float


def outlet(key: str, name: str, country: str, language: str) -> Outlet:
    return Outlet(
        id=key,
        name=name,
        country=country,
        time_zone="UTC",
        languages=(language,),
        kind="newspaper",
        homepage=f"https://{key}.example/",
    )


PLANS = (
    Plan(outlet("el-faro-norte", "El Faro del Norte", "MX", "es"), 5, 0.62, 0.22, 0.20),
    Plan(outlet("la-ronda", "La Ronda", "MX", "es"), 4, 0.55, 0.20, 0.30),
    Plan(outlet("diario-abierto", "Diario Abierto", "MX", "es"), 3, 0.40, 0.12, 0.45),
    Plan(outlet("folha-do-vale", "Folha do Vale", "BR", "pt"), 5, 0.45, 0.45, 0.25),
    Plan(outlet("a-praca", "A Praça", "BR", "pt"), 4, 0.30, 0.30, 0.40),
    Plan(outlet("river-post", "The River Post", "US", "en"), 3, 0.35, 0.35, 0.30),
    Plan(outlet("hill-wire", "Hill Wire", "US", "en"), 1, 0.40, 0.40, 0.30),
)


def cue_of(language: str, code: str) -> Cue:
    """Some cue of a code whose form has no gap."""
    return next(
        c for c in load_lexicon(language).cues if c.code == code and "<" not in c.forms[0] and "*" in c.countries
    )


def story(plan: Plan, day: date, number: int, chance: random.Random) -> tuple[Article, ArticleTags]:
    """One story with its marks where its words are."""
    language = plan.outlet.languages[0]
    stigma = chance.random() < (plan.after if day >= SHIFT else plan.before)
    rights = chance.random() < plan.rights
    headline_too = stigma and chance.random() < 0.4
    marks: list[tuple[Part, Cue, Voice]] = []
    if stigma:
        marks.append((Part.BODY, cue_of(language, "S1"), Voice.OUTLET))
    if headline_too:
        marks.append((Part.HEADLINE, cue_of(language, "S1"), Voice.OUTLET))
    if rights:
        marks.append((Part.BODY, cue_of(language, "R1"), Voice.OUTLET))
    if chance.random() < 0.3:
        marks.append((Part.BODY, cue_of(language, "S2"), chance.choice([Voice.OUTLET, Voice.QUOTED])))
    if chance.random() < 0.2:
        marks.append((Part.BODY, cue_of(language, "S3"), chance.choice([Voice.QUOTED, Voice.METALINGUISTIC])))
    texts = {Part.HEADLINE: f"Nota {number}", Part.BODY: "Texto."}
    spans = []
    for part, cue, voice in marks:
        start = len(texts[part]) + 1
        texts[part] += " " + cue.forms[0]
        spans.append(SpanRow(part=part, start=start, end=len(texts[part]), code=cue.code, voice=voice, cue_id=cue.id,
                             rule=f"form '{cue.forms[0]}' ({cue.id}); about a woman in scope"))  # fmt: skip
    roles = [
        r for r, p in (("police_military", 0.5), ("directly_impacted", 0.2), ("judge", 0.3)) if chance.random() < p
    ]
    # Not drawn by chance, so that the stories themselves stay as they were before these were measured.
    acts = [part == number % 3 for part in range(number % 4)]
    naming = Naming(headline=number % 5 == 0, body=number % 2 == 0, convicted=number % 3 == 0) if number % 4 else None
    key = f"{plan.outlet.id}-{number}"
    article = Article(
        id=key,
        title=texts[Part.HEADLINE],
        body=texts[Part.BODY],
        outlet=plan.outlet.id,
        country=plan.outlet.country,
        language=language,
        url=f"https://{plan.outlet.id}.example/{day:%Y/%m}/{number}",
        canonical_url=f"https://{plan.outlet.id}.example/{day:%Y/%m}/{number}",
        published_on=day.isoformat(),
        published_at=f"{day.isoformat()}T12:00:00+00:00",
        published_precision="second",
        wire_agency="Agencia Inventada" if chance.random() < 0.08 else None,
    )
    framing = {(True, True): Framing.BOTH, (True, False): Framing.STIGMATIZING, (False, True): Framing.RIGHTS_BASED}
    tags = ArticleTags(
        article_id=key,
        language=language,
        on_topic=True,
        relevance=0.9,
        framing=framing.get((stigma, rights), Framing.NEITHER),
        headline=Framing.STIGMATIZING if headline_too else Framing.NEITHER,
        voices=tuple(roles),
        context=("C3",) if chance.random() < 0.4 else (),
        words=chance.randint(120, 900),
        spans=tuple(spans),
        sources=tuple(SourceRow(part=Part.BODY, start=0, end=5, role=role, how="quoted") for role in roles),
        clauses=tuple(ClauseRow(part=Part.BODY, start=0, end=5, acts=act, rule="own action") for act in acts),
        naming=naming,
    )
    return article, tags


def stories(plans: tuple[Plan, ...] = PLANS, *, seed: int = 7) -> Iterator[tuple[Article, ArticleTags]]:
    """Every story of the plans, with one off-topic item for each two on topic."""
    chance = random.Random(seed)
    for plan in plans:
        number = 0
        month = FIRST
        while month <= LAST:
            for _ in range(plan.monthly):
                number += 1
                day = month + timedelta(days=chance.randrange(28))
                article, tags = story(plan, day, number, chance)
                yield article, tags
                if number % 2 == 0:
                    key = f"{article.id}-x"
                    other = replace(article, id=key, url=f"{article.url}-x", canonical_url=f"{article.canonical_url}-x")
                    yield (
                        replace(other, title="Nota del tiempo", body="Llueve."),
                        ArticleTags(article_id=key, language=tags.language, on_topic=False, relevance=0.1,
                                    framing=Framing.NEITHER, headline=Framing.NEITHER, words=90),
                    )  # fmt: skip
            month = (month + timedelta(days=32)).replace(day=1)


def build_study(folder: Path, *, plans: tuple[Plan, ...] = PLANS, crawled: bool = True) -> Corpus:
    """A corpus of the plans' stories. La Ronda refuses a third of them; nothing came from it in spring 2020."""
    corpus = Corpus.open(folder / "corpus.sqlite", create=True)
    corpus.put_outlets([plan.outlet for plan in plans])
    gap = (date(2020, 4, 1), date(2020, 6, 30))
    kept = [
        (article, tags)
        for article, tags in stories(plans)
        if not (article.outlet == "la-ronda" and gap[0] <= date.fromisoformat(article.published_on or "") <= gap[1])
    ]
    corpus.add_articles(article for article, _ in kept)
    if crawled:
        _crawl_log(corpus, [article for article, _ in kept])
    run = corpus.start_run("tag", VERSIONS)
    corpus.write_tags([tags for _, tags in kept], run)
    corpus.finish_run(run.id, {"tagged": len(kept)})
    return corpus


def _crawl_log(corpus: Corpus, kept: list[Article]) -> None:
    """As if every eighth article had been fetched just now, and a third of La Ronda's refused."""
    at = "2023-01-02T00:00:00+00:00"
    sample = kept[::8]
    found = [
        Found(url=str(a.url), canonical_url=str(a.canonical_url), outlet=a.outlet, discovered_by="feed", found_at=at)
        for a in sample
    ]
    corpus.discover(found)
    for place, article in enumerate(sample):
        refused = article.outlet == "la-ronda" and place % 3 == 0
        corpus.record_fetch(
            Fetch(
                url=str(article.url),
                outlet=article.outlet,
                kind="article",
                outcome=Outcome.BLOCKED if refused else Outcome.FETCHED,
                at=at,
                article_id=None if refused else article.id,
            ),
            canonical_url=str(article.canonical_url),
        )


def small(folder: Path, articles: list[tuple[Article, ArticleTags]]) -> Corpus:
    """A corpus of a few tagged articles."""
    corpus = Corpus.open(folder / "corpus.sqlite", create=True)
    corpus.add_articles(article for article, _ in articles)
    corpus.write_tags([tags for _, tags in articles], corpus.start_run("tag", VERSIONS))
    return corpus


def tagged(key: str, **changes: object) -> tuple[Article, ArticleTags]:
    """One plain story on topic."""
    article = Article(
        id=key, title="Una nota", body=f"Texto {key}.", outlet="uno", country="MX", published_on="2021-01-05"
    )
    tags = ArticleTags(article_id=key, language="es", on_topic=True, relevance=1.0, framing=Framing.NEITHER,
                       headline=Framing.NEITHER, words=100)  # fmt: skip
    return replace(article, **changes), tags  # type: ignore[arg-type]


def built_site(base: Path) -> Path:
    """The study's report in three languages, built once in a test session. The study lies in the folder above."""
    # The workers of one session have a folder each, in one that is the session's.
    study = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "reports-study"
    with study.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes meanwhile waits until it is built
        if not study.exists():
            study.mkdir()
            (study / "events.csv").write_text(EVENTS)
            with build_study(study) as corpus:
                build_reports(corpus, study / "out", languages=LANGUAGES, events_path=study / "events.csv", demo=True)
    return study / "out"
