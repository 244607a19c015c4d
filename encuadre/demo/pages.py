"""How the invented newsrooms print their stories: four page layouts, feeds and sitemaps as real sites have them.

In: a newsroom. Out: HTML, XML and JSON text. Layouts differ in where they keep title, author
and date, so that the demo's crawl reads evidence of every kind.
"""

from __future__ import annotations

import json
from datetime import timedelta
from html import escape
from typing import Any

from encuadre.demo.newsroom import Newsroom, Story

# How many of the newest stories a feed and a page's list of related stories hold.
FEED_LENGTH = 30
RELATED_LENGTH = 4


def base_url(room: Newsroom) -> str:
    """The address of a newsroom. Names under .test exist nowhere; only the demo's crawl is told where they answer."""
    return f"http://{room.plan.host}"


def article_page(room: Newsroom, story: Story) -> str:
    """One story in the layout of its newsroom."""
    url = base_url(room) + story.path
    paragraphs = [f"<p>{escape(text)}</p>" for text in story.paragraphs]
    for place, promo in zip((2, 4), story.promos, strict=False):
        paragraphs.insert(place, f'<p class="promo"><strong>{escape(promo)}</strong></p>')
    if story.paywalled:
        paragraphs = [*paragraphs[:2], f'<div class="paywall">{escape(room.words["page"]["paywall"])}</div>']
    body = "\n".join(paragraphs)
    related = [other for other in room.stories if other is not story][-RELATED_LENGTH:]
    aside = "".join(f'<li><a href="{escape(other.path)}">{escape(other.title)}</a></li>' for other in related)
    head, byline = _HEADS[room.plan.layout](room, story, url), _byline(room, story)
    return f"""<!DOCTYPE html>
<html lang="{room.plan.language}">
<head><meta charset="{room.plan.charset}"><title>{escape(story.title)} - {escape(room.plan.name)}</title>
<link rel="canonical" href="{escape(url)}">
{head}
</head>
<body>
<header><a href="/">{escape(room.plan.name)}</a><nav><a href="/">{escape(room.words["page"]["home"])}</a></nav></header>
<main><article>
<h1>{escape(story.title)}</h1>
{byline}
<div class="entry-content">
{body}
</div>
</article>
<aside class="related"><ul>{aside}</ul></aside></main>
<footer>© {escape(room.plan.name)}</footer>
</body></html>"""


def front_page(room: Newsroom) -> str:
    """The home page: the newest stories and where the feed is."""
    links = "".join(f'<li><a href="{escape(s.path)}">{escape(s.title)}</a></li>' for s in _newest(room, FEED_LENGTH))
    return (
        f'<!DOCTYPE html><html lang="{room.plan.language}"><head><title>{escape(room.plan.name)}</title></head>'
        f"<body><h1>{escape(room.plan.name)}</h1><ul>{links}</ul></body></html>"
    )


def robots(room: Newsroom) -> str:
    """robots.txt: a closed corner, a crawl delay where the newsroom asks for one, and the sitemap."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /2022/01/01/"]
    if room.plan.crawl_delay is not None:
        lines.append(f"Crawl-delay: {room.plan.crawl_delay}")
    if room.plan.sitemap != "none":
        lines.append(f"Sitemap: {base_url(room)}/sitemap.xml")
    return "\n".join(lines) + "\n"


def rss(room: Newsroom) -> str:
    """An RSS 2.0 feed of the newest stories."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{escape(base_url(room) + s.path)}</link>"
        f"<pubDate>{s.published:%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for s in _newest(room, FEED_LENGTH)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(room.plan.name)}</title><link>{base_url(room)}</link>{items}</channel></rss>"
    )


def atom(room: Newsroom) -> str:
    """An Atom feed of the newest stories."""
    entries = "".join(
        f"<entry><title>{escape(s.title)}</title><id>{escape(base_url(room) + s.path)}</id>"
        f'<link href="{escape(base_url(room) + s.path)}"/><published>{s.published.isoformat()}</published>'
        f"<updated>{(s.published + timedelta(hours=1)).isoformat()}</updated></entry>"
        for s in _newest(room, FEED_LENGTH)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(room.plan.name)}</title><id>{base_url(room)}/</id>{entries}</feed>"
    )


def json_feed(room: Newsroom) -> str:
    """A JSON Feed of the newest stories."""
    items = [
        {
            "id": base_url(room) + s.path,
            "url": base_url(room) + s.path,
            "title": s.title,
            "date_published": s.published.isoformat(),
        }
        for s in _newest(room, FEED_LENGTH)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": room.plan.name, "items": items}
    return json.dumps(feed, ensure_ascii=False)


def sitemap(room: Newsroom, stories: tuple[Story, ...]) -> str:
    """A sitemap of the given stories, with lastmod."""
    entries = "".join(
        f"<url><loc>{escape(base_url(room) + s.path)}</loc>"
        f"<lastmod>{(s.published + timedelta(hours=2)).isoformat()}</lastmod></url>"
        for s in stories
    )
    return _urlset(entries)


def news_sitemap(room: Newsroom) -> str:
    """A news sitemap of every story, with publication dates and titles."""
    entries = "".join(
        f"<url><loc>{escape(base_url(room) + s.path)}</loc><news:news><news:publication>"
        f"<news:name>{escape(room.plan.name)}</news:name><news:language>{room.plan.language}</news:language>"
        f"</news:publication><news:publication_date>{s.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(s.title)}</news:title></news:news></url>"
        for s in room.stories
    )
    return _urlset(entries, ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"')


def sitemap_index(room: Newsroom) -> str:
    """A sitemap index: one compressed sitemap a year."""
    entries = "".join(f"<sitemap><loc>{base_url(room)}/sitemap-{year}.xml.gz</loc></sitemap>" for year in years(room))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    )


def years(room: Newsroom) -> list[int]:
    """The years in which a newsroom published, oldest first."""
    return sorted({story.published.year for story in room.stories})


def _newest(room: Newsroom, length: int) -> tuple[Story, ...]:
    return tuple(reversed(room.stories[-length:]))


def _urlset(entries: str, namespaces: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{namespaces}>{entries}</urlset>'
    )


def _byline(room: Newsroom, story: Story) -> str:
    page = room.words["page"]
    author = story.author or page["newsroom"]
    when = story.published.isoformat()
    signed = f'{page["by"]} <span class="author">{escape(author)}</span>'
    return f'<p class="byline">{signed} <time datetime="{when}">{story.published:%d/%m/%Y}</time></p>'


def _json_ld(room: Newsroom, story: Story, url: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "mainEntityOfPage": url,
        "inLanguage": room.plan.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": room.plan.name},
    }
    if story.author:
        kind = "Organization" if story.agency else "Person"
        data["author"] = [{"@type": kind, "name": story.author}]
    return data


def _script(data: object) -> str:
    # "</" inside a script element would end it.
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def _head_jsonld(room: Newsroom, story: Story, url: str) -> str:
    data = {"@context": "https://schema.org", **_json_ld(room, story, url)}
    return f'<meta property="og:type" content="article">{_script(data)}'


def _head_graph(room: Newsroom, story: Story, url: str) -> str:
    site = {"@type": "WebSite", "name": room.plan.name, "url": url.split("/20")[0]}
    return _script({"@context": "https://schema.org", "@graph": [site, _json_ld(room, story, url)]})


def _head_meta(room: Newsroom, story: Story, url: str) -> str:
    author = f'<meta name="author" content="{escape(story.author)}">' if story.author else ""
    free = "" if not story.paywalled else _script({"@type": "NewsArticle", "isAccessibleForFree": False})
    return (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">'
        f'<meta property="article:published_time" content="{story.published.isoformat()}">{author}{free}'
    )


def _head_legacy(_room: Newsroom, _story: Story, _url: str) -> str:
    # Old sites say nothing in the head: title and date stand in the page only.
    return '<meta name="generator" content="hand">'


_HEADS = {"jsonld": _head_jsonld, "graph": _head_graph, "meta": _head_meta, "legacy": _head_legacy}
