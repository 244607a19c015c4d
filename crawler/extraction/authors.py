"""Bylines in, persons' names out, with the agency apart.

The order is JSON-LD, then the byline the reader sees, then meta elements; the first that yields a person wins. A name
that may be a desk, an account, a place or the outlet is dropped: no author rather than a wrong one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler.extraction.jsonld import text_of, types_of
from crawler.extraction.page import Page
from crawler.extraction.text import fold
from lexicons import agencies

# "Ana María de la Cruz Fernández y Ocampo" has eight words; longer runs are sentences.
_MAX_NAME_WORDS = 8
_MAX_NAME_CHARS = 60
_BYLINE_WORDS = 5  # beside the names: "Por ... | Publicado hace 3 horas"
_LEAST_CAPITALS = 2  # a given name and a surname
_MAX_BYLINE_CHARS = 300
_MAX_AUTHORS = 12
# A byline stands within this many elements after the headline (or above it); further away stand other stories' bylines.
_AFTER, _BEFORE = 250, 60
_MAX_CANDIDATES = 8
_MAX_ELEMENTS = 3_000  # looked through where no headline is known

_PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "da",
        "das",
        "do",
        "dos",
        "e",
        "y",
        "i",
        "van",
        "von",
        "der",
        "den",
        "di",
        "du",
        "le",
        "san",
        "santa",
        "d",
    ]
)
_ORGANIZATIONS = frozenset(("organization", "newsmediaorganization"))
_PREPOSITIONS = frozenset(["do", "da", "de", "del", "desde", "en", "em", "no", "na", "para", "from", "in", "the"])
_SEPARATOR = re.compile(r"\s*(?:[;|/•·\n\t]|\s[-–—]\s|,\s*(?=\S)|\s(?:y|e|and|&|con|com)\s(?=[A-ZÁÉÍÓÚÑÂÊÔÃÕÇ]))\s*")
_EMAIL = re.compile(r"\S{1,80}(?:@|\[at\]|\(at\))\S{1,80}|\[email[^\]]{0,40}\]")
_HANDLE = re.compile(r"(?<!\w)@\w{2,40}|https?://\S{1,300}|www\.\S{1,300}")
_BRACKETED = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]")
_QUOTES = " \t\n\r'\"“”‘’«»:.,;|/-–—•·*"
_DATE = re.compile(r"\b\d{1,2}[/.:-]\d|\b(?:19|20)\d\d\b|\b\d{1,2}\s+(?:de\s+)?[a-zç]{3,10}\b|\b\d+\b", re.IGNORECASE)
_NAME_WORD = re.compile(r"^[\"“‘']?[^\W\d_](?:[\w'’.-]*)[\"”’']?$")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")

_BYLINE_TAGS = frozenset(
    ("a", "span", "p", "div", "li", "strong", "b", "em", "address", "section", "ul", "cite", "h3", "h4", "h5")
)
_BYLINE = re.compile(r"autor|author|byline|firma|signature|periodista|redator|assinatura|escritor|reporter")
_OTHER_TAGS = frozenset(("aside", "footer", "nav", "figure", "figcaption"))
_OTHER_STORY = re.compile(r"relat|relac|coment|comment|sidebar|credit|caption|foto|photo|card", re.IGNORECASE)
_NOT_A_BYLINE = re.compile(
    r"comment|coment|relat|relac|sidebar|widget|footer|foto|photo|caption|bio\b|avatar|imag|img", re.I
)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("crawler.extraction") / "bylines.toml").read_text("utf-8"))


def _words(table: str) -> list[str]:
    return [word for entry in _data()[table] for word in entry["words"]]


@cache
def _opening() -> re.Pattern[str]:
    words = sorted(_words("opening"), key=len, reverse=True)
    return re.compile(rf"^\W{{0,5}}(?:{'|'.join(map(re.escape, words))})(?:\s*:|\b)\s*", re.IGNORECASE)


@cache
def _closing() -> re.Pattern[str]:
    words = sorted(_words("closing"), key=len, reverse=True)
    return re.compile(rf"(?:^|[\s|,·•–—-])(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


@cache
def _not_a_person() -> frozenset[str]:
    return frozenset(fold(word) for word in _words("not_a_person"))


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for name in _data()["places"]["names"])


@cache
def _agency_at_end() -> re.Pattern[str]:
    """An agency right after a name: "Mary Jones Associated Press"."""
    return re.compile(rf"\s({'|'.join(map(re.escape, agencies.dateline_forms()))})\s*$")


def agency_named(text: str) -> str | None:
    """The agency's recorded name when a byline is an agency's name and nothing more ("Por Agencia EFE", "AFP")."""
    return agencies.agency_named(_opening().sub("", text))


def find_authors(page: Page) -> tuple[tuple[str, ...], str | None, str | None]:
    """Persons, the agency named in a byline (or None), and the evidence: json-ld, heuristic (the byline) or meta."""
    agency: str | None = None
    for evidence, texts in (
        ("json-ld", _from_jsonld(page)),
        ("heuristic", _from_byline(page)),
        ("meta", _from_meta(page)),
    ):
        for group in texts:
            people = tuple(dict.fromkeys(name for text in group for name in split_names(text, page)))
            agency = agency or next(
                (found for text in group for part in _parts(text) if (found := agency_named(part))), None
            )
            if people:
                return people[:_MAX_AUTHORS], agency, evidence
        if agency and evidence == "heuristic":  # readers see an agency: a name in meta is who posted its text
            break
    return (), agency, None


def _from_jsonld(page: Page) -> Iterator[list[str]]:
    for field in ("author", "creator"):
        value = (page.article or {}).get(field)
        items = value if isinstance(value, list) else [value]
        names = [name for item in items[:_MAX_AUTHORS] for name in _names_of(item)]
        if names:
            yield names


def _names_of(item: Any) -> list[str]:
    """The names in one author of JSON-LD; an organization's only when it is an agency."""
    name = item.get("name") if isinstance(item, dict) else item
    names = [text for value in (name if isinstance(name, list) else [name]) if (text := text_of(value))]
    if isinstance(item, dict) and types_of(item) & _ORGANIZATIONS:
        return [text for text in names if agency_named(text)]
    return names


def _from_meta(page: Page) -> Iterator[list[str]]:
    for name in ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "cxenseparse:author",
                 "mediator_author", "byl", "dcterms.creator", "article:author_name"):  # fmt: skip
        if values := page.meta.get(name):
            yield [value for value in values if "://" not in value]


def _from_byline(page: Page) -> Iterator[list[str]]:
    """The texts of elements marked as a byline near the headline, those after it first; each alone."""
    own = set() if page.headline is None else set(page.headline.iterancestors())
    marked = (e for e in _near_headline(page) if _marks_byline(e) and not _in_other_story(e, own))
    for element in islice(marked, _MAX_CANDIDATES):
        texts = _byline_texts(element)
        if texts:
            yield texts


def _near_headline(page: Page) -> Iterator[HtmlElement]:
    if page.headline is None:
        yield from islice(page.tree.iter(*_BYLINE_TAGS), _MAX_ELEMENTS)
        return
    yield from page.headline.xpath(f"following::*[position() <= {_AFTER}]")
    yield from page.headline.xpath(f"preceding::*[position() <= {_BEFORE}]")


def _marks_byline(element: HtmlElement) -> bool:
    if element.tag not in _BYLINE_TAGS:
        return False
    if "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or ""):
        return True
    return _BYLINE.search((element.get("class") or "").lower()) is not None


def _in_other_story(element: HtmlElement, own: set[HtmlElement]) -> bool:
    """Whether a byline belongs to a picture, a comment or a teaser. ``own`` are the containers of the headline."""
    if _NOT_A_BYLINE.search(element.get("class") or ""):
        return True
    return any(
        parent.tag in _OTHER_TAGS or _OTHER_STORY.search(f"{parent.get('class') or ''} {parent.get('id') or ''}")
        for parent in element.iterancestors()
        if parent not in own
    )


def _byline_texts(element: HtmlElement) -> list[str]:
    """The byline's own pieces of text: names in links where there are any, else each text apart."""
    links = [
        text
        for link in element.iter("a")
        if (text := " ".join(link.itertext()).strip()) and len(text) < _MAX_NAME_CHARS
    ]
    whole = "\n".join(piece.strip() for piece in element.itertext() if piece.strip())
    if not whole or len(whole) > _MAX_BYLINE_CHARS:
        return []
    closing = _closing().search(whole)
    head = whole[: closing.start()] if closing and closing.start() > 0 else whole
    named = [text for text in links if text in head]
    return named or [head]


def split_names(text: str, page: Page) -> list[str]:
    """The persons in a byline's text, cleaned; an empty list when there is none for certain."""
    return [name for part in _parts(text) if (name := clean_name(part)) and _is_person(name, page)]


def _parts(text: str) -> Iterable[str]:
    text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), unescape(text))[:_MAX_BYLINE_CHARS]
    text = _BRACKETED.sub(" ", _HANDLE.sub("\n", _EMAIL.sub("\n", text)))
    text = _agency_at_end().sub(r"\n\1", text)
    return [part for part in _SEPARATOR.split(text) if part and part.strip(_QUOTES)]


def clean_name(part: str) -> str:
    """One name without what stands around it: "Por", a role, a date, an initials' monogram."""
    part = part.strip()
    initial = re.search(r"\s[A-ZÁÉÍÓÚÑ]\.$", part)  # "Juan Muñoz C." keeps its full stop
    name = _opening().sub("", part.strip(_QUOTES))
    if closing := _closing().search(name):
        name = name[: closing.start()]
    if date := _DATE.search(name):
        name = name[: date.start()]
    name = name.strip(_QUOTES) + ("." if initial else "")
    return " ".join(name.split())


def _is_person(name: str, page: Page) -> bool:
    return not page.is_outlet(name) and _could_be_person(name)


def _could_be_person(name: str) -> bool:
    """Two words or more, each a name's, none of them a desk's or an agency's."""
    words = name.split()
    if not 2 <= len(words) <= _MAX_NAME_WORDS or len(name) > _MAX_NAME_CHARS or agency_named(name):
        return False
    if fold(name) in _places() or any(fold(word) in _not_a_person() or not _NAME_WORD.match(word) for word in words):
        return False
    if fold(words[0]) in _PREPOSITIONS:  # "Do Portal", "Desde Lima"
        return False
    initials = [word.lstrip(_QUOTES)[:1] for word in words]  # a nickname may stand in quotation marks
    capitals = sum(letter.isupper() for letter in initials)
    small = (word for word, letter in zip(words, initials, strict=True) if not letter.isupper())
    return capitals >= _LEAST_CAPITALS and all(fold(word) in _PARTICLES for word in small)


def split_truth(text: str) -> list[str]:
    """The persons named in a list of names that belongs to no page (an evaluation's truth)."""
    return [name for part in _parts(text) if (name := clean_name(part)) and _could_be_person(name)]


def is_byline(text: str, authors: tuple[str, ...], page: Page) -> bool:
    """Whether a line of the text is nothing but who wrote it: an author, an agency, the outlet."""
    if len(text) > _MAX_NAME_CHARS * 2:
        return False
    names = split_names(text, page)
    known = {name.casefold() for name in authors}
    rest = fold(text).split()
    if names and {name.casefold() for name in names} <= known:
        return len(rest) <= sum(len(fold(name).split()) for name in names) + _BYLINE_WORDS
    return bool(rest) and (agency_named(text) is not None or page.is_outlet(_opening().sub("", text)))
