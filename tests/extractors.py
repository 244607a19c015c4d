"""Stand-ins for extraction, so that tests of the crawl depend on the crawl alone. They run in reading processes."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

from crawler.extraction import Extracted

EXTRACTOR_VERSION = "test"


def plain(html: bytes, url: str, headers: Mapping[str, str] | None = None) -> Extracted:
    """The h1 and the paragraphs."""
    text = html.decode()
    title = re.search("<h1>(.*?)</h1>", text)
    body = "\n\n".join(re.findall("<p>(.*?)</p>", text))
    return Extracted(
        title=title[1] if title else None,
        body=body,
        is_article=bool(title),
        why_not=None if title else "no headline",
    )


def moody(html: bytes, url: str, headers: Mapping[str, str] | None = None) -> Extracted:
    """As ``plain``, but pages can make it hang, crash or fail."""
    if b"SLEEP" in html:
        time.sleep(3600)
    if b"CRASH" in html:
        os._exit(9)
    if b"RAISE" in html:
        raise ValueError("this page is odd")
    if b"BROKEN" in html:
        return Extracted(why_not="unreadable page: KeyError", failed=True)
    return plain(html, url, headers)


def slow(html: bytes, url: str, headers: Mapping[str, str] | None = None) -> Extracted:
    """As ``plain``, a tenth of a second a page."""
    time.sleep(0.1)
    return plain(html, url, headers)


def touched(body: bytes, *, folder: str) -> dict[str, str]:
    """Leave the process's id in ``folder``, then never end."""
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(3600)
    return {}
