"""The Wayback Machine's index of captures (CDX server, JSON): bytes in, addresses with where their capture stands out.

Runs in a reading process. The index is asked for the first capture of each address; one that was captured cannot have
been published later, so the capture's day is a hint as a sitemap's ``lastmod`` is. Captures are fetched as they were
served (``id_``), so the same extraction reads them.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.articles import MEMENTO
from crawler.sites import host_of, is_web
from crawler.spiders.archives import looks_like_article
from crawler.spiders.listings import Listed, Listing, MalformedListing

_INDEX = "/cdx/search/cdx"
# Rows in one answer of the index: its own limit is higher; this keeps an answer small.
ROWS = 5000
# An article may be captured for the first time some weeks after it was published.
_LATE = timedelta(days=31)
_TIMESTAMP = re.compile(r"[0-9]{14}\Z")


def index_url(server: str, homepage: str, since: date, until: date) -> str:
    """The index of all pages of an outlet's host first captured in these days, or a month later."""
    query = {
        "url": f"{host_of(homepage).removeprefix('www.')}/*",
        "from": f"{since:%Y%m%d}",
        "to": f"{until + _LATE:%Y%m%d}",
        "output": "json",
        "fl": "timestamp,original",
        "collapse": "urlkey",
        "limit": str(ROWS),
        "showResumeKey": "true",
    }
    filters = [("filter", "statuscode:200"), ("filter", "mimetype:text/html")]
    return f"{server.rstrip('/')}{_INDEX}?{urlencode([*query.items(), *filters])}"


def read_captures(body: bytes, *, url: str, limit: int) -> Listing:
    """The addresses of one answer of the index. Its only child is the next page of it, where there is one."""
    if not body.strip():
        return Listing()
    try:
        rows = json.loads(body)
    except ValueError as error:
        raise MalformedListing("the index did not answer in JSON") from error
    if not isinstance(rows, list) or any(not isinstance(row, list) for row in rows):
        raise MalformedListing("the index did not answer with rows")
    server = url.partition(_INDEX)[0]
    entries = [listed for row in rows if len(row) == 2 and (listed := _listed(server, *map(str, row)))]
    # The key to the next page stands alone after an empty row.
    more = len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1
    children = (Listed(url=_next(url, str(rows[-1][0]))),) if more else ()
    return Listing(entries=tuple(entries[:limit]), children=children, cut=len(entries) > limit)


def _listed(server: str, timestamp: str, original: str) -> Listed | None:
    if not _TIMESTAMP.match(timestamp) or not is_web(original) or not looks_like_article(original):
        return None
    day = f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:8]}"
    return Listed(url=original, hints={MEMENTO: f"{server}/web/{timestamp}id_/{original}", "lastmod": day})


def _next(url: str, key: str) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "resumeKey"]
    return parts._replace(query=urlencode([*query, ("resumeKey", key)])).geturl()
