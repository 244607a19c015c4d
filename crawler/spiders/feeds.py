"""RSS, Atom and JSON feeds: bytes in, a ``Listing`` out.

Runs in a reading process: a feed is a stranger's input. Feeds that are not well-formed are read as far as they can be;
what is no feed at all is refused.
"""

from __future__ import annotations

import io
import json
from calendar import timegm
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import feedparser

from crawler.spiders.listings import Listed, Listing, MalformedListing, absolute, refuse_entities

_JSON_FEED = "https://jsonfeed.org/version/"
_HINT_CHARS = 500


def read_feed(body: bytes, *, url: str, limit: int) -> Listing:
    """The entries of a feed at ``url``, at most ``limit``. Raises ``MalformedListing``."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        listed = _json_feed(body, url)
    else:
        refuse_entities(body)
        listed = _xml_feed(body, url)
    entries = tuple(entry for entry in listed if entry.url)
    return Listing(entries=entries[:limit], cut=len(entries) > limit)


def _xml_feed(body: bytes, url: str) -> list[Listed]:
    # As a stream, for bytes that happen to name a file or an address would be opened. The address is where relative
    # links start; summaries are not kept, so they need no cleaning.
    feed = feedparser.parse(io.BytesIO(body), response_headers={"content-location": url}, sanitize_html=False)
    if not feed.entries and not feed.get("version"):
        reason = feed.get("bozo_exception")
        raise MalformedListing(f"it is not a feed{f': {reason}' if reason else ''}"[:300])
    return [
        Listed(
            url=absolute(url, entry["link"]),
            hints=_hints(
                published=_instant(entry.get("published"), entry.get("published_parsed")),
                lastmod=_instant(entry["updated"], entry.get("updated_parsed")) if "updated" in entry else None,
                title=entry.get("title"),
                section=next((tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")), None),
            ),
        )
        for entry in feed.entries
        if entry.get("link")
    ]


def _json_feed(body: bytes, url: str) -> list[Listed]:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MalformedListing(f"it is not valid JSON: {error}"[:300]) from error
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_JSON_FEED):
        raise MalformedListing("it is JSON but not a JSON Feed")
    items = feed.get("items")
    return [
        Listed(
            url=absolute(url, str(item["url"])),
            hints=_hints(
                published=item.get("date_published"),
                lastmod=item.get("date_modified"),
                title=item.get("title"),
                section=next(iter(_strings(item.get("tags"))), None),
            ),
        )
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict) and item.get("url")
    ]


def _instant(text: str | None, parsed: Any) -> str | None:
    """The date as ISO text, with the offset the feed gives; what only the library could read comes out in UTC."""
    if not text:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(text.strip()).isoformat()
        except (ValueError, TypeError):
            continue
    return datetime.fromtimestamp(timegm(parsed), UTC).isoformat() if parsed else None


def _hints(**values: object) -> Mapping[str, str]:
    return {
        name: value.strip()[:_HINT_CHARS] for name, value in values.items() if isinstance(value, str) and value.strip()
    }


def _strings(values: object) -> Iterable[str]:
    return (value for value in values if isinstance(value, str)) if isinstance(values, list) else ()
