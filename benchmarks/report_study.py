"""An invented study as large as asked, written straight into its store: what years of collecting leave behind.

In: how many articles, outlets, years and audit labels. Out: a study's folder with outlets, articles, tags, stories,
addresses, attempts and a labelled audit sample. Nothing is crawled or tagged: rows are what those stages would write.
Texts are words drawn by Zipf's law, as long as news; the marks stand where their words are. The same numbers give the
same study.
"""

from __future__ import annotations

import hashlib
import random
import string
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from corpus.labels import Design, Draw, HumanLabel, Purpose, Sample
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
from corpus.schema import article_labels, articles, clauses, fetches, found, sources, spans
from corpus.storage.database import open_database
from corpus.storage.rows import article_row, clause_row, fetch_row, found_row, label_row, source_row, span_row
from corpus.store import Corpus
from encuadre.study import Study
from lexicons.cues import Cue, load_lexicon

FIRST_DAY = date(2015, 1, 1)
COUNTRIES = (("MX", "es"), ("AR", "es"), ("CO", "es"), ("CL", "es"), ("BR", "pt"), ("US", "en"))
VERSIONS = {"encuadre": "benchmark", "codebook": "1.0", "tier": "0"}
# A batch of rows in memory.
BATCH = 1_000
# Words of an article: news of 300 to 700 words.
WORDS = (300, 700)
_VOCABULARY = 20_000
# Of the articles collected, how many are on topic: high, since a study asks outlets' sections and a topic filter first.
ON_TOPIC = 0.8
# Of the articles, how many are copies of one of the days before.
COPIES = 0.06
# Attempts that brought no article, for each that did.
_REFUSED = 0.12
_ROLES = (("police_military", 0.45), ("prosecutor", 0.3), ("judge", 0.3), ("directly_impacted", 0.2), ("expert", 0.15))
# The machine of the study misses so many of the articles people call stigmatizing, and finds so many that are not.
_MISSED, _MADE_UP = 0.2, 0.1
LABELLED_AT = "2025-06-01T12:00:00+00:00"
_FRAMINGS = {
    (True, True): Framing.BOTH,
    (True, False): Framing.STIGMATIZING,
    (False, True): Framing.RIGHTS_BASED,
    (False, False): Framing.NEITHER,
}


@dataclass(frozen=True)
class Size:
    """How large the study is."""

    articles: int
    outlets: int = 60
    years: int = 10
    labels: int = 0
    seed: int = 1


@dataclass(frozen=True)
class _Written:
    """One article with its tags, and whether people would call it stigmatizing."""

    article: Article
    tags: ArticleTags


def build_study(folder: Path, size: Size) -> Path:
    """Write the study and return its folder."""
    study = Study.init(folder, (), name="Benchmark")
    outlets = invented_outlets(size.outlets)
    with Corpus.open(study.store, create=True) as corpus:
        corpus.put_outlets(outlets)
        run = corpus.start_run("tag", VERSIONS)
    database = open_database(study.store, create=False)
    on_topic: list[tuple[str, Framing]] = []
    for batch in _batches(_articles(size, outlets)):
        rows: dict[Any, list[dict[str, Any]]] = {
            articles: [article_row(each.article) for each in batch],
            found: [found_row(_found(each.article)) | {"state": "done", "tries": 1} for each in batch],
            fetches: [row for each in batch for row in _fetches(each.article)],
            article_labels: [label_row(each.tags, run) for each in batch],
            spans: [span_row(each.tags.article_id, span) for each in batch for span in each.tags.spans],
            sources: [
                source_row(each.tags.article_id, place, source)
                for each in batch
                for place, source in enumerate(each.tags.sources)
            ],
            clauses: [clause_row(each.tags.article_id, clause) for each in batch for clause in each.tags.clauses],
        }
        with database.writing() as connection:
            for table, values in rows.items():
                if values:
                    connection.execute(table.insert(), values)
        on_topic += [(each.article.id, each.tags.framing) for each in batch if each.tags.on_topic]
    database.close()
    with Corpus.open(study.store) as corpus:
        corpus.finish_run(run.id, {"tagged": size.articles})
        if size.labels:
            _audit(corpus, on_topic, size)
    return folder


def invented_outlets(number: int) -> list[Outlet]:
    """Outlets of six countries in turn."""
    made = []
    for place in range(number):
        country, language = COUNTRIES[place % len(COUNTRIES)]
        key = f"invented-{place:03d}"
        name = f"Invented {country} {place // len(COUNTRIES) + 1}"
        made.append(
            Outlet(
                id=key,
                name=name,
                country=country,
                time_zone="UTC",
                languages=(language,),
                kind="newspaper",
                homepage=f"https://{key}.example/",
            )
        )
    return made


def _batches(written: Iterator[_Written]) -> Iterator[list[_Written]]:
    batch: list[_Written] = []
    for each in written:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _articles(size: Size, outlets: list[Outlet]) -> Iterator[_Written]:
    """Every article, day by day. Outlets are as unequal in volume as in collected corpora: log-normal."""
    chance, numbers = random.Random(size.seed), np.random.default_rng(size.seed)
    volumes = [chance.lognormvariate(0, 0.6) for _ in outlets]
    stigma = {outlet.id: min(0.9, max(0.05, chance.gauss(0.35, 0.1))) for outlet in outlets}
    writer = _Writer(chance, numbers)
    days = size.years * 365
    recent: list[tuple[date, _Written]] = []
    for number in range(size.articles):
        day = FIRST_DAY + timedelta(days=number * days // size.articles)
        outlet = chance.choices(outlets, volumes)[0]
        original = chance.choice(recent)[1] if recent and chance.random() < COPIES else None
        made = writer.write(number, day, outlet, stigma[outlet.id], original)
        yield made
        if original is None:
            recent.append((day, made))
        # Copies run within days.
        while recent and (day - recent[0][0]).days > 3:
            recent.pop(0)


class _Writer:
    """Writes articles and what the machine says of them."""

    def __init__(self, chance: random.Random, numbers: np.random.Generator) -> None:
        self._chance, self._numbers = chance, numbers
        spelling = random.Random(0)
        self._words = np.array(
            ["".join(spelling.choices(string.ascii_lowercase, k=spelling.randint(2, 9))) for _ in range(_VOCABULARY)]
        )
        weights = 1 / np.arange(1, _VOCABULARY + 1)
        self._weights = np.cumsum(weights / weights.sum())
        self._cues: dict[tuple[str, str], list[Cue]] = {}

    def write(self, number: int, day: date, outlet: Outlet, stigma: float, original: _Written | None) -> _Written:
        key = hashlib.sha256(f"{outlet.id}/{number}".encode()).hexdigest()[:32]
        url = f"https://{outlet.id}.example/{day:%Y/%m/%d}/{key}.html"
        language = outlet.languages[0]
        if original is not None and original.article.language == language:
            return self._copied(original, key, url, outlet, day)
        on_topic = self._chance.random() < ON_TOPIC
        texts = {Part.HEADLINE: self._text(9).capitalize(), Part.LEAD: self._text(30), Part.BODY: self._body()}
        marked = self._marks(language, stigma) if on_topic else []
        spans_found = []
        for part, cue, voice in marked:
            start = len(texts[part]) + 1
            form = _plain(cue)
            texts[part] += f" {form}"
            spans_found.append(
                SpanRow(
                    part=part,
                    start=start,
                    end=len(texts[part]),
                    code=cue.code,
                    voice=voice,
                    cue_id=cue.id,
                    rule=f"form '{form}' ({cue.id}); about a woman in scope",
                    status="stigmatizing" if cue.code[0] == "S" else "",
                )
            )
        article = Article(
            id=key, title=texts[Part.HEADLINE], lead=texts[Part.LEAD], body=texts[Part.BODY], outlet=outlet.id,
            country=outlet.country, language=language, url=url, canonical_url=url, published_on=day.isoformat(),
            published_at=f"{day.isoformat()}T12:00:00+00:00", published_precision="second", authors=("Ana Inventada",),
            story_id=key, fetched_at=f"{day.isoformat()}T18:00:00+00:00", extractor_version="1",
            paywalled=self._chance.random() < 0.05,
        )  # fmt: skip
        return _Written(article, self._tags(article, spans_found, on_topic))

    def _copied(self, original: _Written, key: str, url: str, outlet: Outlet, day: date) -> _Written:
        """Another outlet's (or the same one's) copy of the text: the same story, the same tags."""
        of = {name: getattr(original.article, name) for name in Article.__dataclass_fields__}
        tags = {name: getattr(original.tags, name) for name in ArticleTags.__dataclass_fields__}
        place = {"id": key, "url": url, "canonical_url": url, "outlet": outlet.id, "country": outlet.country}
        when = {"published_on": day.isoformat(), "published_at": f"{day.isoformat()}T15:00:00+00:00"}
        copied = Article(**of | place | when | {"wire_agency": "Agencia Inventada"})
        return _Written(copied, ArticleTags(**tags | {"article_id": key}))

    def _tags(self, article: Article, found_spans: list[SpanRow], on_topic: bool) -> ArticleTags:
        chance = self._chance
        words = len(article.body.split())
        if not on_topic:
            return ArticleTags(
                article_id=article.id,
                language=article.language,
                on_topic=False,
                relevance=chance.choice([0, 0, 0.2]),
                framing=Framing.NEITHER,
                headline=Framing.NEITHER,
                words=words,
            )
        own = [span for span in found_spans if span.voice is Voice.OUTLET]
        sides = [
            _FRAMINGS[any(s.code[0] == "S" for s in part), any(s.code[0] == "R" for s in part)]
            for part in (own, [span for span in own if span.part is Part.HEADLINE])
        ]
        roles = [role for role, share in _ROLES if chance.random() < share]
        acts = [chance.random() < 0.4 for _ in range(chance.randint(0, 4))]
        return ArticleTags(
            article_id=article.id, language=article.language, on_topic=True, relevance=0.9, framing=sides[0],
            headline=sides[1], voices=tuple(roles), context=("C3",) if chance.random() < 0.35 else (), words=words,
            why=("women's prison",), spans=tuple(found_spans),
            sources=tuple(SourceRow(part=Part.BODY, start=0, end=5, role=role, how="quoted") for role in roles),
            clauses=tuple(ClauseRow(part=Part.BODY, start=0, end=5, acts=act, rule="own action") for act in acts),
            naming=Naming(headline=chance.random() < 0.2, body=chance.random() < 0.5, convicted=chance.random() < 0.4)
            if chance.random() < 0.5 else None,
        )  # fmt: skip

    def _marks(self, language: str, stigma: float) -> list[tuple[Part, Cue, Voice]]:
        chance = self._chance
        marked = []
        for code, share in (("S1", stigma), ("S2", 0.4), ("S3", 0.15), ("S6", 0.2), ("R1", 0.3), ("R2", 0.25)):
            while chance.random() < share:
                part = Part.HEADLINE if chance.random() < 0.15 else Part.BODY
                voice = chance.choices(list(Voice), (7, 2, 2, 1))[0]
                marked.append((part, chance.choice(self._known(language, code)), voice))
        return marked

    def _known(self, language: str, code: str) -> list[Cue]:
        """Cues of a code that have a form of plain words."""
        if (language, code) not in self._cues:
            self._cues[language, code] = [
                cue for cue in load_lexicon(language).cues if cue.code == code and _plain(cue)
            ][:40]
        return self._cues[language, code]

    def _body(self) -> str:
        return "\n\n".join(self._text(60) for _ in range(self._chance.randint(*WORDS) // 60))

    def _text(self, words: int) -> str:
        return " ".join(self._words[np.searchsorted(self._weights, self._numbers.random(words))])


def _plain(cue: Cue) -> str | None:
    """The cue's first form that is written out, without classes of words."""
    return next((form for form in cue.forms if not any(sign in form for sign in "<@")), None)


def _found(article: Article) -> Found:
    url = article.canonical_url or ""
    hints = {"published": article.published_on or ""}
    return Found(
        url=url, canonical_url=url, outlet=article.outlet, discovered_by="sitemap", found_at=article.fetched_at or "",
        hints=hints,
    )  # fmt: skip


def _fetches(article: Article) -> Iterator[dict[str, Any]]:
    """The attempt that brought the article, and now and then one before it that did not."""
    url, at = article.canonical_url or "", article.fetched_at or ""
    if int(article.id[:4], 16) / 0x10000 < _REFUSED:
        outcome = Outcome.BLOCKED if int(article.id[4], 16) % 2 else Outcome.TIMEOUT
        refused = Fetch(url=url, outlet=article.outlet, kind="article", outcome=outcome, at=at)
        yield fetch_row(refused) | {"canonical_url": url}
    outcome = Outcome.PAYWALLED if article.paywalled else Outcome.FETCHED
    kept = Fetch(url=url, outlet=article.outlet, kind="article", outcome=outcome, at=at, article_id=article.id)
    yield fetch_row(kept) | {"canonical_url": url}


def _audit(corpus: Corpus, on_topic: list[tuple[str, Framing]], size: Size) -> None:
    """A random sample of the articles on topic, labelled by people with whom the machine mostly agrees."""
    chance = random.Random(size.seed)
    drawn = chance.sample(on_topic, min(size.labels, len(on_topic)))
    probability = len(drawn) / len(on_topic)
    run = corpus.start_run("sample", {"seed": str(size.seed)})
    sample = Sample(
        name="audit-1", purpose=Purpose.AUDIT, design=Design.RANDOM, seed=size.seed, drawn_at=LABELLED_AT, run_id=run.id
    )
    draws = [
        Draw(sample=sample.name, article_id=key, inclusion_probability=probability, stratum="all") for key, _ in drawn
    ]
    corpus.write_sample(sample, draws)
    corpus.finish_run(run.id, {"drawn": len(draws)})
    corpus.write_labels([_label(key, framing, chance) for key, framing in drawn])


def _label(article: str, framing: Framing, chance: random.Random) -> HumanLabel:
    machine = framing in (Framing.STIGMATIZING, Framing.BOTH)
    stigma = chance.random() >= _MADE_UP if machine else chance.random() < _MISSED
    answers = {
        "on_topic": "yes",
        "framing": _FRAMINGS[stigma, framing in (Framing.RIGHTS_BASED, Framing.BOTH)].value,
        "headline": Framing.NEITHER.value,
        "voices": " ".join(sorted(role for role, share in _ROLES if chance.random() < share)),
        "context": "C3" if chance.random() < 0.35 else "",
        "acts": "yes" if chance.random() < 0.5 else "no",
        "named": chance.choice(["yes", "no", "none"]),
    }
    return HumanLabel(
        article_id=article, annotator=chance.choice(["ana", "bea"]), purpose=Purpose.AUDIT, answers=answers,
        codebook_version="1.0", labelled_at=LABELLED_AT, sample="audit-1",
    )  # fmt: skip
