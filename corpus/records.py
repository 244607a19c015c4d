"""The rows of a study, as frozen dataclasses. Every room above exchanges these and nothing looser.

Instants are ISO 8601 text with an offset (``2026-03-01T09:30:00-05:00``); days are ``2026-03-01``. Text offsets count
Unicode code points of the stored text and are half-open, as in Python slices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What one attempt to fetch one address came to. Every attempt is counted once, under exactly one of these."""

    FETCHED = "fetched"  # an article was extracted and kept
    PAYWALLED = "paywalled"  # an article was kept, but only what stands before the wall
    UNCHANGED = "unchanged"  # the server or the text says nothing is new
    LISTING = "listing"  # a feed or sitemap was read
    NOT_ARTICLE = "not_article"  # a page without an article: a section front, a gallery, a search
    NOT_FOUND = "not_found"  # 404 or 410
    BLOCKED = "blocked"  # 401, 403, 429, 451 or a challenge page: the outlet does not want us
    OFF_ROBOTS = "off_robots"  # robots.txt forbids it
    ROBOTS_NOT_NOW = "robots_not_now"  # robots.txt could not be read, so nothing was asked
    TOO_LARGE = "too_large"
    SERVER_ERROR = "server_error"  # 5xx after retries
    UNREACHABLE = "unreachable"  # no name, no connection, no TLS
    TIMEOUT = "timeout"
    REFUSED_ADDRESS = "refused_address"  # not http(s), or not a public address
    MALFORMED = "malformed"  # a feed or sitemap that could not be read
    ERROR = "error"  # anything else, with its reason in `detail`


class Part(StrEnum):
    """Which stored text an offset points into."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"


class Voice(StrEnum):
    """Whose words a span is."""

    OUTLET = "outlet"
    QUOTED = "quoted"
    PARAPHRASED = "paraphrased"
    METALINGUISTIC = "metalinguistic"


class Framing(StrEnum):
    """An article's or a headline's framing, from its spans in the outlet's voice."""

    STIGMATIZING = "stigmatizing"
    RIGHTS_BASED = "rights_based"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A newsroom in the study's registry (one row of outlets.csv).

    ``archives``: patterns of its section and archive pages (crawler.archives). ``needs``: what its pages ask for beyond
    plain reading (``javascript``). ``source`` says where the facts of the row come from, ``verified`` on which day they
    were last seen to hold (YYYY-MM-DD), None if never.
    """

    id: str
    name: str
    country: str
    time_zone: str
    languages: tuple[str, ...]
    kind: str
    homepage: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    archives: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    delay: float | None = None
    source: str = ""
    verified: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as published. A field that is not certain is None, never a guess.

    ``evidence`` says per field where it comes from: json-ld, meta, heuristic, feed, sitemap, importer.
    ``published_precision`` is ``second``, ``day``, ``month`` or ``year``; with the last two ``published_on`` is None.
    ``raw`` is ``FILE:OFFSET`` of the WARC record.
    """

    id: str
    title: str
    body: str
    outlet: str
    country: str | None = None
    language: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    published_at: str | None = None
    published_on: str | None = None  # local day at the outlet, what reports group by
    published_precision: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    discovered_by: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    paywalled: bool | None = None
    story_id: str | None = None
    wire_agency: str | None = None
    raw: str | None = None
    fetched_at: str | None = None
    extractor_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address that a listing named, waiting to be fetched. ``hints`` carry what the listing said of it
    (``published``, ``lastmod``, ``title``, ``section``) as evidence.
    """

    url: str
    canonical_url: str
    outlet: str
    discovered_by: str
    found_at: str
    hints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One attempt and its one outcome."""

    url: str
    outlet: str
    kind: str  # robots, feed, sitemap, article
    outcome: Outcome
    at: str
    status: int | None = None
    bytes: int | None = None
    seconds: float | None = None
    detail: str | None = None
    article_id: str | None = None
    run_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRow:
    """Words that carry a code. ``text`` is not stored: it is a slice of the article. ``rule`` says why it counted.

    ``source_index`` points into the article's sources when the voice is quoted or paraphrased and the speaker is known.
    ``status``: how the term stands by the country and the profile (stigmatizing, contested, official, neutral).
    """

    part: Part
    start: int
    end: int
    code: str
    voice: Voice
    cue_id: str
    rule: str
    source_index: int | None = None
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """An attributed source: the attribution's words (start, end), who speaks (role), and how (quoted, paraphrased)."""

    part: Part
    start: int
    end: int
    role: str
    how: str
    content_start: int | None = None
    content_end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """A clause about a woman in scope, by the words of its verb. ``acts``: she is the subject of an action that is
    neither crime nor victimhood. ``rule`` says how that was read.
    """

    part: Part
    start: int
    end: int
    acts: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Whether a story about one named case names her before a conviction. Yes and no; never the name.

    ``headline`` and ``body`` say where her full name stands; ``convicted`` that the article tells of her conviction.
    """

    headline: bool
    body: bool
    convicted: bool

    @property
    def before_conviction(self) -> bool:
        """Is she named, and no conviction of hers told?"""
        return (self.headline or self.body) and not self.convicted


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTags:
    """All that the pipeline says of one article: its machine label, spans, sources and clauses. Not stored text.

    ``relevance`` is a score in 0..1; ``why`` lists the names of the rules that decided ``on_topic``. ``words`` counts
    the words of title, lead and body (the denominator of term rates). ``tier`` is 0 or 1. ``naming`` is None where the
    article does not tell of one case.
    """

    article_id: str
    language: str | None
    on_topic: bool
    relevance: float
    framing: Framing
    headline: Framing
    voices: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    words: int = 0
    tier: int = 0
    spans: tuple[SpanRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    clauses: tuple[ClauseRow, ...] = ()
    naming: Naming | None = None

    @property
    def actions(self) -> int:
        """In how many of the clauses about her she acts."""
        return sum(clause.acts for clause in self.clauses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one stage. ``version_set`` is a short digest of ``versions``; rows of one report share it."""

    id: str
    kind: str  # crawl, import, tag, report
    started_at: str
    finished_at: str | None = None
    version_set: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
