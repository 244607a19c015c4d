"""Addresses: which of them are the same article.

In: an address as a listing, a page or a researcher's table gives it. Out: its canonical form, and the identifier made
of it. The canonical form is an identity, not something to fetch: http and https of one address are one article, so it
always says https, and the address to fetch is kept beside it. A host with and without www., and a path with and
without a slash at its end, are kept apart: not every server treats them alike.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that say how a reader came to the page. A name with a final * is a prefix. Everything else is kept, since
# many outlets address their articles by query (?id=1234, ?p=77).
TRACKING_PARAMETERS: dict[str, str] = {
    "utm_*": "campaign tags of Google Analytics and its many imitators",
    "fbclid": "click identifier of Facebook",
    "gclid": "click identifier of Google Ads",
    "gclsrc": "click source of Google Ads",
    "dclid": "click identifier of Google Display",
    "gbraid": "click identifier of Google Ads on iOS",
    "wbraid": "click identifier of Google Ads, web to app",
    "msclkid": "click identifier of Microsoft Ads",
    "yclid": "click identifier of Yandex",
    "twclid": "click identifier of Twitter",
    "ttclid": "click identifier of TikTok",
    "igshid": "share identifier of Instagram",
    "igsh": "share identifier of Instagram",
    "mc_cid": "campaign of a Mailchimp newsletter",
    "mc_eid": "subscriber of a Mailchimp newsletter",
    "_ga": "visitor carried between domains by Google Analytics",
    "_gl": "visitor carried between domains by Google Analytics",
    "ncid": "campaign tag of several publishing groups",
    "cmpid": "campaign tag of several publishing groups",
    "ocid": "campaign tag of BBC and Microsoft",
    "at_medium": "campaign tag of AT Internet",
    "at_campaign": "campaign tag of AT Internet",
    "ito": "campaign tag of syndication partners",
    "outputtype": "page variant for sharing (Arc Publishing)",
}

_EXACT = frozenset(name for name in TRACKING_PARAMETERS if not name.endswith("*"))
_PREFIXES = tuple(name[:-1] for name in TRACKING_PARAMETERS if name.endswith("*"))

# Either default port is dropped whatever the scheme said, or the form would change when the scheme does.
_DEFAULT_PORTS = frozenset({80, 443})
# Same length as the identifiers of runs; 128 bits keep chance collisions out of reach for any press archive.
_ID_LENGTH = 32
# Longer addresses are traps or errors, and PostgreSQL cannot index them.
_LONGEST = 2000
_SPACES_AND_CONTROLS = re.compile(r"[\x00-\x20\x7f]")


def canonical_url(url: str) -> str:
    """The one form of an article's address. Idempotent.

    The scheme becomes https, the host lower case (punycode for names that are not ASCII); default ports, user names,
    fragments and tracking parameters go; the remaining parameters are sorted. Path and query keep their case.
    Raises ValueError with a plain reason when this is not an address of the web.
    """
    text = url.strip()
    if _SPACES_AND_CONTROLS.search(text):
        raise ValueError("the address holds a space or a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError as error:
        raise ValueError("the address cannot be read") from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise ValueError("the address does not begin with http:// or https://")
    location = _ascii_host(host)
    if port is not None and port not in _DEFAULT_PORTS:
        location = f"{location}:{port}"
    whole = canonicalize_url(
        urlunsplit(("https", location, parts.path or "/", parts.query, "")), keep_blank_values=True
    )
    # after the quoting is made uniform, or utm%5Fsource would slip through
    plain = urlsplit(whole)
    query = "&".join(piece for piece in plain.query.split("&") if piece and not _is_tracking(piece))
    canonical = urlunsplit(plain._replace(query=query))
    if len(canonical) > _LONGEST:
        raise ValueError(f"the address is longer than {_LONGEST} characters")
    return canonical


def article_id(canonical: str) -> str:
    """The identifier of the article at a canonical address: the first 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def _is_tracking(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return name in _EXACT or name.startswith(_PREFIXES)


def _ascii_host(host: str) -> str:
    if not host:
        raise ValueError("the address names no host")
    if ":" in host:
        return f"[{host}]"
    try:
        # one dot at the end names the same host
        ascii_host = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError("the host of the address is not a valid name") from error
    if not re.fullmatch(r"[a-z0-9._-]+", ascii_host):
        raise ValueError("the host of the address is not a valid name")
    return ascii_host
