"""One page of every type in three languages, from one small study: what the accessibility and safety tests read.

In: a folder. Out: ``Made``, whose ``pages`` are HTML files by type and language. Few stories, since a page's shape does
not depend on how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from corpus.disputes import About, Decision, Dispute, Reply, Step, StepKind
from corpus.labels import HumanLabel, Purpose
from corpus.records import Article
from corpus.store import Corpus
from lexicons.cues import LANGUAGES
from lexicons.own import read_own
from lexicons.questions import load_questions
from nlp.explain import explain
from nlp.labels.agreement_list import disagreements
from nlp.labels.agreement_report import agreement_of
from nlp.tagger import Tagger
from reports.build import build_reports
from reports.i18n import words_for
from reports.only import Kind, Only
from reports.package.identifiers import study_pseudonyms
from reports.package.publishing import Publication, publish
from reports.pages.agreement import agreement_page
from reports.pages.explanation import explanation_page
from reports.rows import read_rows
from tests.own_topic import write_vendors
from tests.reports_study import EVENTS, PLANS, VERSIONS, build_study, tagged

OUTLETS = {"el-faro-norte": 4, "la-ronda": 2, "river-post": 1}
HEARD = "la-ronda"
# The file of each type of page, without language and ending, and the folder it stands in.
FILES = {
    "index": "web/index",
    "country": "web/country-MX",
    "event": "web/event-MX-ley",
    "method": "web/method",
    "data": "web/data",
    "published scorecard": f"web/outlet-{HEARD}",
    "scorecard": f"out/outlet-{HEARD}",
    "own codes": "own/index",
    "agreement": "agreement",
    "explanation": "explanation",
}
ARTICLE = Article(
    id="a1",
    title="Cayó «la reina del ácido»: tres reclusas denuncian",
    lead="Las internas del penal femenil exigen atención médica.",
    body="Según la fiscalía, la presunta narcotraficante fue detenida con su bebé. <b>\n\n«No somos delincuentes», "
    "dijo una interna. La detenida cumple arresto domiciliario.",
    outlet="<El> Ensayo",
    country="MX",
    language="es",
    published_on="2024-05-02",
)


@dataclass(frozen=True, slots=True)
class Made:
    """The folder that holds the pages."""

    folder: Path

    def page(self, kind: str, language: str) -> Path:
        return self.folder / f"{FILES[kind]}.{language}.html"

    @property
    def pages(self) -> dict[tuple[str, str], Path]:
        return {(kind, language): self.page(kind, language) for kind in FILES for language in LANGUAGES}


def make_pages(folder: Path) -> Made:
    """Write every page."""
    events = folder / "events.csv"
    events.write_text(EVENTS, "utf-8")
    plans = tuple(replace(p, monthly=OUTLETS[p.outlet.id]) for p in PLANS if p.outlet.id in OUTLETS)
    with build_study(folder, plans=plans) as corpus:
        # Both outlets of the country: with one left unheard its page would have no figures.
        for outlet in ("el-faro-norte", HEARD):
            _hear(corpus, outlet)
        wanted = Publication(study="Estudio inventado", events_path=events, fictional=True)
        publish(corpus, folder / "web", wanted, study_pseudonyms(folder))
        build_reports(
            corpus, folder / "out", languages=LANGUAGES, events_path=events, demo=True, only=Only(Kind.SCORECARD, HEARD)
        )
    _own(folder / "own-study", folder / "own")
    _explanation_and_agreement(folder)
    return Made(folder)


def _hear(corpus: Corpus, outlet: str) -> None:
    """The outlet was sent its scorecard, disputed a mark, answered, and its card was released."""
    rows = read_rows(corpus)
    step = Step(outlet=outlet, kind=StepKind.DRAFTED, day="2023-02-01", due_on="2023-02-15", by="Ana Inventada",
                version_set=rows.version_set, stories=len(rows.stories))  # fmt: skip
    corpus.hearings.put_step(step)
    article = str(rows.stories.loc[rows.stories["outlet"] == outlet, "article_id"].iloc[0])
    corpus.hearings.put_disputes(
        [
            Dispute(
                id=f"d-{outlet}", version=1, outlet=outlet, article_id=article, about=About.ARTICLE,
                claim="No trata de <b>mujeres</b> en prisión.", raised_at="2023-02-03", decision=Decision.REJECTED,
                reason="Trata de ellas.", raised_by="Redacción", decided_by="Ana Inventada",
            )
        ]
    )  # fmt: skip
    reply = "Respondemos: <i>no</i> estamos de acuerdo.\n\n=SUM(A1) \u202ey seguimos."
    corpus.hearings.put_reply(Reply(id=0, outlet=outlet, text=reply, signed="La Ronda", received_on="2023-02-10"))
    corpus.hearings.put_step(replace(step, kind=StepKind.RELEASED, day="2023-02-20", due_on=None))


def _own(study: Path, out: Path) -> None:
    """The page of a study with codes of its own: that of docs/own-topic.md."""
    own = read_own(write_vendors(study), "replace")
    with own.in_use(), Corpus.open(study / "corpus.sqlite", create=True) as corpus:
        articles = [tagged(f"v{number}") for number in range(3)]
        corpus.add_articles(article for article, _ in articles)
        corpus.write_tags([tags for _, tags in articles], corpus.start_run("tag", VERSIONS))
        build_reports(corpus, out, languages=LANGUAGES, own=own, demo=True)


def _explanation_and_agreement(folder: Path) -> None:
    tagger, questions = Tagger(), load_questions()
    explained = explain(ARTICLE, tagger.tag(ARTICLE), tagger)
    read = {"ana": ("both", "neither", "both"), "<b>bea": ("both", "stigmatizing", "neither")}
    labels = [
        HumanLabel(
            article_id=f"a{number}", annotator=who, group=who, sample="audit", purpose=Purpose.AUDIT,
            answers={"on_topic": "yes", "framing": framing}, codebook_version="1", labelled_at="2024-06-01T00:00:00Z",
        )
        for who, framings in read.items()
        for number, framing in enumerate(framings)
    ]  # fmt: skip
    found = agreement_of(labels, {f"a{number}": "es" for number in range(3)}, questions, draws=50)
    for language in LANGUAGES:
        words = words_for(language, "MX")
        (folder / f"explanation.{language}.html").write_text(explanation_page(ARTICLE, explained, words), "utf-8")
        page = agreement_page(found, disagreements(labels, questions), questions, words)
        (folder / f"agreement.{language}.html").write_text(page, "utf-8")
