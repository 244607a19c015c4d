"""The demo from end to end: open the invented press, crawl it, tag, report, close the press.

In: a folder to write to. Out: a study there with its reports, and what was counted on the way. Nothing is left running.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

from corpus.records import Outlet
from crawler.registry import write_outlets
from crawler.run import CrawlResult, crawl
from encuadre.demo.newsroom import Newsroom, open_newsrooms
from encuadre.demo.pages import base_url
from encuadre.demo.press import Press
from encuadre.study import CONFIG_NAME, Study
from lexicons.errors import EncuadreError, UsageError
from nlp.runner import tag_corpus
from nlp.tagger import Tagger
from reports.build import build_reports

# Politeness towards ourselves: short enough for a demo, long enough that the crawl is a crawl and not a flood.
LOOPBACK_DELAY_SECONDS = 0.02
DEMO_LANGUAGES = ("es", "pt", "en")


class Advance(Protocol):
    """How a stage says how far it is: done so far, the total when known, and what it does now when it says so."""

    def __call__(self, done: int, total: int | None = None, now: str = "", /) -> None: ...


Stage = Callable[[str], Advance]


@dataclass(frozen=True)
class DemoResult:
    """What a demo came to. ``published`` counts the stories of newsrooms that let themselves be read."""

    study: Path
    index: Path
    pages: int
    published: int
    crawled: CrawlResult
    tagged: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """For ``--json``."""
        return {
            "study": str(self.study),
            "index": str(self.index),
            "pages": self.pages,
            "published": self.published,
            "crawl": self.crawled.as_dict(),
            "tag": dict(self.tagged),
        }


def run_demo(out: Path, stage: Stage) -> DemoResult:
    """Run the whole demo into ``out``. ``stage(label)`` is called at each stage and returns its progress callback.

    Raises E611 when ``out`` holds something that is not an earlier demo; an earlier demo is made anew.
    """
    _clear(out)
    newsrooms = open_newsrooms()
    with Press(newsrooms) as press:
        study = write_study(out, press)
        crawled = crawl(study.store, study.outlets(), study.config.crawl, study.raw, progress=stage("crawling"))
    with study.corpus() as corpus:
        tagged = tag_corpus(corpus, Tagger(), progress=stage("tagging"))
        corpus.place_stories(progress=stage("placing copies"))
        pages = build_reports(
            corpus,
            study.out,
            languages=DEMO_LANGUAGES,
            events_path=study.events,
            demo=True,
            study=study.config.study.name,
            progress=stage("reporting"),
        )
    return DemoResult(
        study=out,
        index=study.out / "index.html",
        pages=sum(page.suffix == ".html" for page in pages),
        published=sum(len(room.stories) for room in newsrooms if not room.plan.blocks),
        crawled=crawled,
        tagged=tagged,
    )


def write_study(folder: Path, press: Press) -> Study:
    """The study of the invented press: its registry, its events, and a crawl that may look at this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    write_outlets(folder / "outlets.csv", [_outlet(room) for room in press.newsrooms])
    with as_file(files("encuadre.demo") / "events.csv") as events:
        shutil.copyfile(events, folder / "events.csv")
    hosts = "\n".join(f'"{host}" = "{address}"' for host, address in press.hosts.items())
    (folder / CONFIG_NAME).write_text(
        f"""# Made by 'encuadre demo': every outlet, story and event in this study is invented.
[study]
name = "encuadre demo"
countries = ["MX", "BR", "US"]
fictional = true

[crawl]
contact = "https://example.org/encuadre-demo"
delay = {LOOPBACK_DELAY_SECONDS}
allow_loopback = true

[crawl.hosts]
{hosts}

[report]
languages = ["es", "pt", "en"]
""",
        "utf-8",
    )
    return Study.open(folder)


def _outlet(room: Newsroom) -> Outlet:
    base = base_url(room)
    feed = {"rss": "/rss.xml", "atom": "/atom.xml", "json": "/feed.json", "none": None}[room.plan.feed]
    return Outlet(
        id=room.plan.id,
        name=room.plan.name,
        country=room.plan.country,
        time_zone=room.plan.time_zone,
        languages=(room.plan.language,),
        kind=room.plan.kind,
        homepage=f"{base}/",
        feeds=(base + feed,) if feed else (),
        # One newsroom names its sitemap in robots.txt only, as many do.
        sitemaps=(f"{base}/sitemap.xml",) if room.plan.sitemap in ("index", "plain") else (),
        notes="invented for the demo",
    )


def _clear(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not _is_demo(out)):
        raise UsageError("E611", folder=out)
    shutil.rmtree(out)


def _is_demo(folder: Path) -> bool:
    try:
        return Study.open(folder).config.study.fictional
    except (EncuadreError, tomllib.TOMLDecodeError):
        return False
