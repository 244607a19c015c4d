"""An invented press for benchmarks of crawling: what every address of every outlet answers, and what is true of it.

In: how many outlets and pages, a seed. Out: answers made on the spot, the same for the same seed, so that a server
process and the judge of a crawl need share nothing but these numbers. Three languages, five layouts, pages of 30 to 60
kB with the menus, scripts, teasers and promos of real ones; some outlets are slow, some refuse for a while, some pages
are gone, moved, behind a wall, or no articles.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from html import escape
from typing import Any

from corpus.records import Outlet

FIRST_DAY = date(2024, 3, 1)
DAYS = 60
# How many articles a feed, a page of a section, and the homepage hold.
FEED = 30
SECTION_PAGE = 50
# The share of listed addresses, in thousandths, that end otherwise than as a plain article.
_SHARES = {"missing": 20, "gone": 5, "moved": 20, "walled": 20, "gallery": 20, "broken": 3}
# Every how many outlets one is slow, refuses for a while, or says "too many": real presses have some of each.
_SLOW_EVERY, _REFUSES_EVERY, _TOO_MANY_EVERY = 12, 20, 15
SLOW_SECONDS = 0.2
_LANGUAGES = ("es", "pt", "en")
_COUNTRY = {"es": ("PE", "America/Lima", "-05:00"), "pt": ("BR", "America/Sao_Paulo", "-03:00")}
_ENGLISH = ("JM", "America/Jamaica", "-05:00")

_SUBJECTS = {
    "es": ("La comisión de vecinas", "El juzgado de paz", "La defensora", "La dirección del puerto", "El sindicato"),
    "pt": ("A comissão de moradoras", "O juizado", "A defensora", "A direção do porto", "O sindicato"),
    "en": ("The residents' committee", "The magistrate", "The public defender", "The port authority", "The union"),
}
_VERBS = {
    "es": ("informó que", "recordó ayer que", "confirmó que", "advirtió que", "explicó en rueda de prensa que"),
    "pt": ("informou que", "lembrou ontem que", "confirmou que", "advertiu que", "explicou em entrevista que"),
    "en": ("said that", "recalled on Monday that", "confirmed that", "warned that", "told reporters that"),
}
_CLAIMS = {
    "es": (
        "las obras del mercado terminarán antes de la temporada de lluvias",
        "las familias del barrio esperan desde hace dos años una respuesta por escrito",
        "la atención médica llega una vez por semana y no alcanza para todas",
        "el presupuesto para la biblioteca se duplicará el año que viene",
    ),
    "pt": (
        "as obras do mercado terminarão antes da temporada de chuvas",
        "as famílias do bairro esperam há dois anos uma resposta por escrito",
        "o atendimento médico chega uma vez por semana e não basta para todas",
        "o orçamento da biblioteca será dobrado no ano que vem",
    ),
    "en": (
        "the works at the market will end before the rainy season",
        "families of the district have waited two years for an answer in writing",
        "the doctor comes once a week and cannot see everybody who waits",
        "the budget of the library will be doubled next year",
    ),
}
_WORDS = {
    "es": ("Acta", "Por", "Informe {} sobre la plaza de {}", "Titular de otra nota", "Sección", "Lea también"),
    "pt": ("Ata", "Por", "Relatório {} sobre a praça de {}", "Título de outra notícia", "Seção", "Leia também"),
    "en": ("Record", "By", "Report {} on the square of {}", "Headline of another story", "Section", "Read also"),
}
_PLACES = ("Quilla", "Ventanal", "Tres Arroyos Altos", "Piedra Mansa", "Lagoa Funda", "Ostra Bay", "Cedar Ridge")
_NAMES = ("Lucía Fernández", "Iván Prado", "Marta Quispe", "Elena Duarte", "Tomás Arce", "Joana Prates", "Ruth Baker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. ``wait``: seconds before it is sent."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is true of one listed address. ``kind``: article, walled, moved, missing, gone, gallery or broken."""

    number: int
    kind: str
    path: str
    title: str
    author: str
    published: str
    paragraphs: tuple[str, ...]

    @property
    def final_path(self) -> str:
        """Where the article stands; a moved one is listed under its old address."""
        return self.path.replace("/old/", "/news/") if self.kind == "moved" else self.path

    @property
    def is_article(self) -> bool:
        """Can its text be had?"""
        return self.kind in {"article", "walled", "moved"}

    @property
    def readable(self) -> tuple[str, ...]:
        """The paragraphs that the page shows."""
        return self.paragraphs[:2] if self.kind == "walled" else self.paragraphs


class Site:
    """One outlet with ``pages`` listed addresses."""

    def __init__(self, number: int, pages: int, seed: int, suffix: str) -> None:
        self.number = number
        self.pages = pages
        self._seed = seed
        self.host = f"diario{number:03}.{suffix}"
        self.name = f"El Diario {number}"
        self.language = _LANGUAGES[number % 3]
        self.layout = number % 5
        self.country, self.time_zone, self.offset = _COUNTRY.get(self.language, _ENGLISH)
        self.wait = SLOW_SECONDS if number % _SLOW_EVERY == _SLOW_EVERY - 1 else 0.0
        # Where its addresses are listed: feed and sitemaps, sitemaps that robots.txt names, or feed and daily archive.
        self.listing = ("both", "robots", "archive", "sitemaps")[number % 4]
        self.refuses = {_REFUSES_EVERY - 1: 403}.get(number % _REFUSES_EVERY) or (
            429 if number % _TOO_MANY_EVERY == _TOO_MANY_EVERY - 2 else None
        )

    @property
    def home(self) -> str:
        return f"http://{self.host}"

    def outlet(self) -> Outlet:
        """Its row in the registry."""
        return Outlet(
            id=self.host.replace(".", "-"),
            name=self.name,
            country=self.country,
            time_zone=self.time_zone,
            languages=(self.language,),
            kind="daily",
            homepage=f"{self.home}/",
            feeds=(f"{self.home}/rss",) if self.listing in {"both", "archive"} else (),
            sitemaps=(f"{self.home}/sitemap.xml",) if self.listing in {"both", "sitemaps"} else (),
            archives=(f"{self.home}/archive/{{yyyy}}/{{mm}}/{{dd}} -> /*",) if self.listing == "archive" else (),
        )

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kind of every story."""
        chance = random.Random(f"{self._seed}-{self.host}-kinds")
        weights = [*_SHARES.values(), 1000 - sum(_SHARES.values())]
        return tuple(chance.choices([*_SHARES, "article"], weights, k=self.pages))

    def day(self, number: int) -> date:
        """Stories are spread evenly, the first on the first day."""
        return FIRST_DAY + timedelta(days=number * DAYS // self.pages)

    def story_path(self, number: int) -> str:
        folder = {"moved": "old", "gallery": "photos"}.get(self.kinds[number], "news")
        return f"/{folder}/{self.day(number):%Y/%m/%d}/report-on-the-square-{number}"

    def story(self, number: int) -> Story:
        """All that is true of one listed address."""
        chance = random.Random(f"{self._seed}-{self.host}-{number}")
        language = self.language
        record = _WORDS[language][0].lower()

        def sentence() -> str:
            said = (chance.choice(part[language]) for part in (_SUBJECTS, _VERBS, _CLAIMS))
            return f"{' '.join(said)} ({record} {chance.randrange(10**6)})."

        paragraphs = tuple(
            " ".join(sentence() for _ in range(chance.randint(2, 4))) for _ in range(chance.randint(5, 14))
        )
        clock = f"{chance.randint(6, 22):02}:{chance.randint(0, 59):02}:00"
        return Story(
            number=number,
            kind=self.kinds[number],
            path=self.story_path(number),
            title=_WORDS[language][2].format(number, chance.choice(_PLACES)),
            author=chance.choice(_NAMES),
            published=f"{self.day(number).isoformat()}T{clock}{self.offset}",
            paragraphs=paragraphs,
        )

    def stories(self) -> Iterator[Story]:
        """Every listed address."""
        return (self.story(number) for number in range(self.pages))

    def answer(self, path: str) -> Reply:
        """What the server says, apart from refusing for a while. ``path`` may carry tracking parameters."""
        plain, _, query = path.partition("?")
        listing = self._listing(plain, query)
        if listing is not None:
            return listing
        number = plain.rpartition("-")[2]
        if not number.isdecimal() or int(number) >= self.pages:
            return Reply(status=404, body=b"not here")
        story = self.story(int(number))
        if plain != story.path and plain != story.final_path:
            return Reply(status=404, body=b"not here")
        if plain != story.final_path:
            return Reply(status=301, headers={"Location": story.final_path})
        failing = {"missing": 404, "gone": 410, "broken": 500}.get(story.kind)
        if failing is not None:
            return Reply(status=failing, body=b"not here", wait=self.wait)
        page = self._gallery(story) if story.kind == "gallery" else self._page(story)
        return Reply(body=page.encode(), wait=self.wait)

    # listings

    def _listing(self, path: str, query: str) -> Reply | None:
        if path == "/robots.txt":
            named = f"Sitemap: {self.home}/sitemap.xml\n" if self.listing != "archive" else ""
            return Reply(body=f"User-agent: *\nDisallow: /admin/\n{named}".encode(), content_type="text/plain")
        if path == "/sitemap.xml":
            return _xml("sitemapindex", "".join(self._month_entry(month) for month in self._months()))
        if path.startswith("/sitemap-"):
            month = path.removeprefix("/sitemap-").removesuffix(".xml")
            numbers = [number for number in range(self.pages) if f"{self.day(number):%Y-%m}" == month]
            entries = (f"<url><loc>{self.home}{self.story_path(n)}</loc>{self._changed(n)}</url>" for n in numbers)
            return _xml("urlset", "".join(entries))
        if path == "/rss":
            return self._rss()
        if path.startswith("/archive/"):
            day = path.removeprefix("/archive/").replace("/", "-")
            numbers = [number for number in range(self.pages) if self.day(number).isoformat() == day]
            return Reply(body=self._links(numbers, menu=False).encode())
        if path == "/":
            return Reply(body=self._links(range(max(0, self.pages - FEED), self.pages)).encode())
        if path == "/section":
            page = int(query.removeprefix("page=") or 1)
            last = self.pages - (page - 1) * SECTION_PAGE
            return Reply(body=self._links(range(max(0, last - SECTION_PAGE), max(0, last))).encode())
        return None

    def _months(self) -> list[str]:
        return sorted({f"{self.day(number):%Y-%m}" for number in range(self.pages)})

    def _month_entry(self, month: str) -> str:
        return f"<sitemap><loc>{self.home}/sitemap-{month}.xml</loc></sitemap>"

    def _changed(self, number: int) -> str:
        return f"<lastmod>{self.day(number).isoformat()}</lastmod>"

    def _rss(self) -> Reply:
        items = []
        for number in range(self.pages - 1, max(-1, self.pages - 1 - FEED), -1):
            when = datetime.combine(self.day(number), datetime.min.time(), UTC) + timedelta(hours=23)
            # the same article as in the sitemap, under an address with tracking parameters
            link = f"{self.home}{self.story_path(number)}?utm_source=rss&amp;utm_medium=feed"
            items.append(f"<item><link>{link}</link><pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>")
        text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.name}</title>{"".join(items)}'
        return Reply(body=f"{text}</channel></rss>".encode(), content_type="application/rss+xml")

    def _links(self, numbers: Sequence[int], *, menu: bool = True) -> str:
        """A page of links; ``menu``: with links to the feed and the sections, as reading peers need them."""
        links = "".join(
            f'<li><a href="{self.story_path(n)}">{_WORDS[self.language][2].format(n, _PLACES[n % 7])}</a></li>'
            for n in numbers
        )
        feed = '<link rel="alternate" type="application/rss+xml" href="/rss">'
        sections = "".join(
            f'<a href="/section?page={page}">{page}</a>' for page in range(1, self.pages // SECTION_PAGE + 2)
        )
        nav = f'<nav><a href="/section">{_WORDS[self.language][4]}</a>{sections}</nav>' if menu else ""
        return (
            f'<!doctype html><html lang="{self.language}"><head><title>{self.name}</title>{feed}</head>'
            f"<body>{nav}<ul>{links}</ul></body></html>"
        )

    # pages

    def _page(self, story: Story) -> str:
        words = _WORDS[self.language]
        own = [f"<p>{escape(text)}</p>" for text in story.readable]
        promo = f'<p><b>{words[5]}: </b><a href="/x/other-{story.number}">{words[3]} {story.number}</a></p>'
        own.insert(len(own) // 2, promo)
        wall = '<div class="paywall">Exclusivo</div>' if story.kind == "walled" else ""
        text = "\n".join(own)
        byline = f"{words[1]} {escape(story.author)}"
        clock = f'<time datetime="{story.published}">{story.published[:10]}</time>'
        middle = (
            f'<article><header><h1>{story.title}</h1><div class="byline">{byline}</div>{clock}</header>'
            f"{text}</article>",
            f'<div class="post"><h1 class="entry-title">{story.title}</h1><span class="author vcard">{byline}</span>'
            f'{clock}<div class="entry-content">{text}</div></div>',
            f'<h1>{story.title}</h1><p class="meta"><span class="author">{byline}</span> {clock}</p>'
            f'<div class="story-body">{text}</div>',
            f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{story.title}</h1>'
            f'<span itemprop="author">{escape(story.author)}</span><time itemprop="datePublished" '
            f'datetime="{story.published}">{story.published[:10]}</time><div itemprop="articleBody">{text}</div></div>',
            f'<section class="nota"><h1>{story.title}</h1><div class="firma">{byline}</div><div>{text}</div></section>',
        )[self.layout]
        before, after = _chrome(self.number, self.language, self._seed)
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>{story.title} | {self.name}</title>{self._head(story)}{before}<main>{middle}{wall}</main>{after}"
        )

    def _head(self, story: Story) -> str:
        url = self.home + story.final_path
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published,
            "author": {"@type": "Person", "name": story.author},
        }
        if story.kind == "walled":
            data["isAccessibleForFree"] = False
        ours = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        shared = (
            f'<link rel="canonical" href="{url}"><meta property="og:type" content="article">'
            f'<meta property="og:title" content="{story.title}"><meta property="og:url" content="{url}">'
        )
        times = f'<meta property="article:published_time" content="{story.published}">'
        author = f'<meta name="author" content="{escape(story.author)}">'
        graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": self.name}, data]}
        wall = ours if story.kind == "walled" else ""
        return (
            shared + ours,
            shared + times + f'<script type="application/ld+json">{json.dumps(graph)}</script>',
            shared + times + author + wall,
            wall,
            shared + times + f'<script type="application/ld+json">[{json.dumps(data)}]</script>',
        )[self.layout]

    def _gallery(self, story: Story) -> str:
        before, after = _chrome(self.number, self.language, self._seed)
        pictures = "".join(f'<figure><img src="/i/{n}.jpg" alt=""></figure>' for n in range(20))
        title = f"<title>{self.name}</title>"
        return f'<!doctype html><html lang="{self.language}"><head>{title}{before}<main>{pictures}</main>{after}'


@cache
def _chrome(number: int, language: str, seed: int) -> tuple[str, str]:
    """What stands before and after the article on every page of an outlet: scripts, menus, teasers."""
    chance = random.Random(f"{seed}-{number}-chrome")
    words = _WORDS[language]
    menu = "".join(f'<li class="menu-item"><a href="/s{i}">{words[4]} {i}</a></li>' for i in range(100))
    numbers = [round(chance.random(), 9) for _ in range(chance.randint(600, 2400))]
    state = f"<script>var state={json.dumps(numbers)}</script>"
    claims = _CLAIMS[language]
    teasers = "".join(
        f'<article class="card"><h3><a href="/t{i}">{words[3]} {i}</a></h3><p>{chance.choice(claims)}</p></article>'
        for i in range(chance.randint(15, 40))
    )
    style = "<style>" + "".join(f".c{i}{{margin:{i % 9}px;padding:{i % 7}px}}" for i in range(120)) + "</style>"
    before = f"{style}{state}</head><body><nav><ul>{menu}</ul></nav>"
    return (
        before,
        f'<section class="more">{teasers}</section><footer><ul>{menu}</ul>© Diario {number}</footer></body></html>',
    )


def build_press(outlets: int, pages: int, seed: int, suffix: str = "example") -> dict[str, Site]:
    """``outlets`` sites with ``pages`` listed addresses between them, by host."""
    sizes = [pages // outlets + (number < pages % outlets) for number in range(outlets)]
    sites = [Site(number, size, seed, suffix) for number, size in enumerate(sizes)]
    return {site.host: site for site in sites}


def _xml(root: str, entries: str) -> Reply:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{space}">{entries}</{root}>'
    return Reply(body=text.encode(), content_type="application/xml")
