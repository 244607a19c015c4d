"""Bytes in, text out, in the encoding the page is really in and not the one it claims.

Order: byte order mark, then what the bytes themselves prove, then the HTTP header, the page's own declaration, and
detection. UTF-8 goes before any declaration because bytes that are valid UTF-8 beyond ASCII are never anything else in
practice, while newsrooms do serve UTF-8 under an iso-8859-1 header and windows-1252 under a utf-8 one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

# Detection looks at this much: the first letters with accents stand well before, and the cost grows with the size.
_DETECTION_BYTES = 65_536
# A page of real UTF-8 may carry a few broken bytes (a text cut in the middle, a pasted windows-1252 quote).
_GOOD_PER_BAD = 3
_WESTERN = "cp1252"
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# UTF-8 bytes that were read as windows-1252 and encoded again: "Ã©" for "é", "â€œ" for an opening quote.
_MOJIBAKE = re.compile(
    "[ÃÂ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|â€[\x80-\xbf\u0152\u0153\u02dc\u2013-\u203a\u20ac\u2122]"
)
# Letters that UTF-8 read as windows-1252 never shows.
_ACCENTED = re.compile("[áéíóúñüãõçêôÁÉÍÓÚÑÕÇ]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text and the name of the encoding it was read in."""

    text: str
    encoding: str


def decode(html: bytes | str, headers: Mapping[str, str] | None = None) -> Decoded:
    """Read a response body. Never raises: what cannot be read becomes U+FFFD."""
    if isinstance(html, str):
        return Decoded(_undo_double_encoding(html), "str")
    bom_encoding, bom = read_bom(html)
    if bom_encoding:
        return Decoded(html[len(bom or b"") :].decode(bom_encoding, "replace"), bom_encoding)
    text, encoding = _decode_without_mark(html, _declared(html, headers))
    return Decoded(_undo_double_encoding(text), encoding)


def _declared(html: bytes, headers: Mapping[str, str] | None) -> list[str]:
    """The encodings that the header and the page claim, in that order, under the names browsers read them by."""
    content_type = next((value for name, value in (headers or {}).items() if name.lower() == "content-type"), None)
    claims = [http_content_type_encoding(content_type), html_body_declared_encoding(html)]
    resolved = [resolve_encoding(claim) for claim in claims if claim]
    return [name for name in resolved if name]


def _decode_without_mark(html: bytes, declared: list[str]) -> tuple[str, str]:
    for claim in declared:
        # Encodings with their own escape bytes (iso-2022, utf-16, shift_jis...) may look like ASCII or UTF-8.
        if claim.startswith(("utf-16", "utf-32", "iso2022", "hz")):
            return html.decode(claim, "replace"), claim
    try:
        return html.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    good = len(_MULTIBYTE.findall(html))
    bad = len(_HIGH.findall(_MULTIBYTE.sub(b"", html)))
    if good >= _GOOD_PER_BAD * bad:
        return html.decode("utf-8", "encuadre_western"), "utf-8"
    for claim in declared:
        if claim not in ("utf-8", "ascii"):
            try:
                return html.decode(claim), claim
            except (UnicodeDecodeError, LookupError):
                continue
    return _detect(html)


def _detect(html: bytes) -> tuple[str, str]:
    """No declaration holds: Western European, by far the likeliest in this press, unless it cannot be."""
    try:
        text = html.decode(_WESTERN)
    except UnicodeDecodeError:
        best = from_bytes(html[:_DETECTION_BYTES]).best()
        name = best.encoding if best else _WESTERN
        return html.decode(name, "replace"), name
    return text, _WESTERN


def _western(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that break UTF-8 as windows-1252, one by one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode(_WESTERN, "replace"), error.end


codecs.register_error("encuadre_western", _western)


def _undo_double_encoding(text: str) -> str:
    """Mend a page whose publishing system encoded UTF-8 twice; leave any page alone that also has sound accents."""
    if "Ã" not in text and "â€" not in text:
        return text
    broken = len(_MOJIBAKE.findall(text))
    if broken < 2 or broken <= len(_ACCENTED.findall(text)):
        return text
    return _RUN.sub(_mend_run, text)


_RUN = re.compile(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}"
)


def _mend_run(match: re.Match[str]) -> str:
    run = match.group()
    raw = b"".join(_to_byte(char) for char in run)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run


def _to_byte(char: str) -> bytes:
    try:
        return char.encode(_WESTERN)
    except UnicodeEncodeError:  # 0x81, 0x8d, 0x8f, 0x90, 0x9d have no windows-1252 letter and come through as they are
        return char.encode("latin-1", "replace")
