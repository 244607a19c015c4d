"""What extraction hands out. Apart from the code that fills it, so that every module here may import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One page, read. A field that is not certain is None (or empty), never a guess.

    ``published_at`` is ISO 8601: an instant (with the offset where the page states one) or, when the page gives only
    the day, the day; ``published_precision`` is ``second`` or ``day``. ``authors`` are persons; an agency stands in
    ``wire_agency``. ``evidence`` says per filled field where it comes from: json-ld, meta, heuristic. ``why_not`` is
    the reason, in plain words, when ``is_article`` is False.
    """

    title: str | None = None
    lead: str | None = None
    body: str = ""
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    published_precision: str | None = None
    section: str | None = None
    language: str | None = None
    paywalled: bool | None = None
    wire_agency: str | None = None
    canonical_url: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    is_article: bool = False
    why_not: str | None = None
