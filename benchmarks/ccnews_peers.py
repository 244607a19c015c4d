"""news-please and fundus on a WARC file, offline: what ``ccnews`` compares ours with.

In: a file and its truth. Out: seconds and the addresses found, printed as JSON. Run by a Python that has the two:

    PYTHON benchmarks/ccnews_peers.py news-please|fundus FILE TRUTH

Both are driven offline: news-please through the function that reads a downloaded file, with our hosts; fundus through
its CCNewsSource, fed from the disk in place of a request, with one publisher a host and a parser written for the pages.
Nothing of ours is imported, since the other Python has none of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

# A peer that is slower than this is not waited for.
PATIENCE_SECONDS = 600.0


def peer_news_please(path: Path, hosts: set[str]) -> Iterator[tuple[str, str]]:
    """news-please: the function that reads a file it has downloaded, without the download."""
    import logging

    from newsplease.crawler import commoncrawl_crawler  # first, since the two import each other

    CommonCrawlExtractor = commoncrawl_crawler.CommonCrawlExtractor  # noqa: N806
    logging.disable(logging.CRITICAL)
    found: list[tuple[str, str]] = []
    extractor = CommonCrawlExtractor()
    private = "_CommonCrawlExtractor__"
    settings = {
        "filter_valid_hosts": sorted(hosts),
        "continue_after_error": True,
        "ignore_unicode_errors": True,
        "delete_warc_after_extraction": False,
        "callback_on_article_extracted": lambda article: found.append((article.url, article.title or "")),
        "callback_on_warc_completed": lambda *_: None,
    }
    for name, value in settings.items():
        setattr(extractor, private + name, value)
    getattr(extractor, private + "process_warc_gz_file")(str(path))
    yield from found


def peer_fundus(path: Path, hosts: set[str]) -> Iterator[tuple[str, str]]:
    """fundus: its source of CC-NEWS, and a parser as its publishers have one."""
    from unittest import mock

    from fundus.parser import ArticleBody, BaseParser, ParserProxy, attribute
    from fundus.parser.utility import extract_article_body_with_selector
    from fundus.scraping import html as source
    from lxml.cssselect import CSSSelector

    class Parser(ParserProxy):
        class V1(BaseParser):
            _paragraphs = CSSSelector("article p")

            @attribute
            def title(self) -> str | None:
                titles = self.precomputed.doc.xpath("//h1/text()")
                return str(titles[0]) if titles else None

            @attribute
            def body(self) -> ArticleBody | None:
                return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=self._paragraphs)

    parser = Parser()
    publishers = [
        mock.Mock(domain=f"http://{host}/", deprecated_domains=[], url_filter=None, **{"name": host}) for host in hosts
    ]
    for publisher, host in zip(publishers, hosts, strict=True):
        publisher.name = host
    with path.open("rb") as file, mock.patch.object(source.requests, "Session") as session:
        session.return_value.__enter__.return_value.get.return_value = mock.Mock(raw=file)
        for page in source.CCNewsSource(*publishers, warc_path=str(path)).fetch():
            read = parser(page.crawl_date.date()).parse(page.content, "suppress")
            yield page.requested_url, str(read.get("title") or "")


PEERS: dict[str, Callable[[Path, set[str]], Iterator[tuple[str, str]]]] = {
    "news-please": peer_news_please,
    "fundus": peer_fundus,
}


def run_peer(python: str, name: str, path: Path, truth: Path) -> tuple[float, list[str], str]:
    """Seconds, addresses found, and what went wrong."""
    command = [python, "-P", __file__, name, str(path), str(truth)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return PATIENCE_SECONDS, [], f"not done after {PATIENCE_SECONDS:g} s"
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return 0.0, [], (done.stderr.strip().splitlines() or ["it printed nothing"])[-1]
    answer = json.loads(lines[-1])
    return answer["seconds"], answer["found"], ""


def _as_peer(name: str, path: Path, truth: Path) -> None:
    hosts = set(json.loads(truth.read_text("utf-8"))["hosts"])
    began = time.perf_counter()
    found = [url for url, _ in PEERS[name](path, hosts)]
    print(json.dumps({"seconds": time.perf_counter() - began, "found": found}))


if __name__ == "__main__":
    _as_peer(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
