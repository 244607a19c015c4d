"""A peer's crawl of the invented press, run by the interpreter of the peer's own environment.

    PEER_PYTHON benchmarks/crawl_peers.py '{"peer": "newspaper4k", "homes": [...], "addresses": [...], "folder": "..."}'

In: a job as JSON. Out: one line of JSON: seconds, articles as [url, title, body, date, authors], and what went wrong.
Peers run as their documentation shows them, with every pause set to nothing. Imports nothing of this project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

Row = tuple[str, str | None, str | None, str | None, list[str]]
# As many as the cores that our own crawl reads pages with.
THREADS = 2
# A peer that is not done by then is stopped; what it has counts.
LONGEST_SECONDS = 600


def newspaper_discovers(job: dict[str, Any]) -> list[Row]:
    """newspaper4k finds the articles itself: homepage, sections, feeds."""
    import newspaper

    rows: list[Row] = []
    for home in job["homes"]:
        source = newspaper.build(home, memoize_articles=False, number_threads=THREADS, language="es")
        source.download_articles()
        rows += [_newspaper_row(article) for article in source.articles]
    return rows


def newspaper_is_told(job: dict[str, Any]) -> list[Row]:
    """newspaper4k is given every address."""
    from newspaper import Article

    def fetch(url: str) -> Any:
        article = Article(url, language="es")
        with suppress(Exception):  # a page that did not come stays empty
            article.download()
        return article

    with ThreadPoolExecutor(THREADS) as threads:
        return [_newspaper_row(article) for article in threads.map(fetch, job["addresses"])]


def _newspaper_row(article: Any) -> Row:
    try:
        article.parse()
    except Exception:  # a page that did not come, or that it cannot read: no article of its
        return article.url, None, None, None, []
    date = article.publish_date.isoformat() if article.publish_date else None
    return article.url, article.title, article.text, date, list(article.authors)


def newsplease_discovers(job: dict[str, Any]) -> list[Row]:
    """news-please finds the articles itself, by the sitemaps that robots.txt names (its default crawler)."""
    import newsplease

    folder = Path(job["folder"]).resolve()
    config = (Path(newsplease.__file__).parent / "config" / "config.cfg").read_text()
    settings = config.replace("~/news-please-repo/", f"{folder}/data/")
    (folder / "config.cfg").write_text(settings)
    sites = {"base_urls": [{"url": home} for home in job["homes"]]}
    (folder / "sitelist.hjson").write_text(json.dumps(sites))
    command = [sys.executable, "-m", "newsplease", "-c", f"{folder}/"]
    with (folder / "newsplease.log").open("wb") as log:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=LONGEST_SECONDS)
    rows = [_newsplease_row(json.loads(file.read_text())) for file in sorted((folder / "data").rglob("*.html.json"))]
    if not rows:
        raise RuntimeError((folder / "newsplease.log").read_text()[-600:])
    return rows


def newsplease_is_told(job: dict[str, Any]) -> list[Row]:
    """news-please is given every address."""
    from newsplease import NewsPlease

    articles = NewsPlease.from_urls(job["addresses"], request_args={"timeout": 30}, fetch_images=False)
    return [_newsplease_row(found.get_dict()) for found in articles.values() if found]


def _newsplease_row(article: dict[str, Any]) -> Row:
    date = article["date_publish"]
    return article["url"], article["title"], article["maintext"], date and str(date), list(article["authors"] or [])


PEERS: dict[str, tuple[str, Callable[[dict[str, Any]], list[Row]]]] = {
    "newspaper4k": ("newspaper4k", newspaper_discovers),
    "newspaper4k, told": ("newspaper4k", newspaper_is_told),
    "news-please": ("news-please", newsplease_discovers),
    "news-please, told": ("news-please", newsplease_is_told),
}


def main() -> None:
    """Run one peer and print its line; what it prints itself goes to standard error."""
    job = json.loads(sys.argv[1])
    package, crawl = PEERS[job["peer"]]
    reports, sys.stdout = sys.stdout, sys.stderr
    answer: dict[str, Any] = {"version": None, "problem": None, "rows": []}
    started = time.perf_counter()
    try:
        answer["version"] = version(package)
        answer["rows"] = [row for row in crawl(job) if row[1]]
    except Exception as error:
        answer["problem"] = f"{type(error).__name__}: {error}"
    answer["seconds"] = time.perf_counter() - started
    print(json.dumps(answer), file=reports)


if __name__ == "__main__":
    main()
