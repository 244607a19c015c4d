"""What the templates are given: tables and figures as plain words, and the safe ways to print what the press wrote.

In: numbers and a language. Out: text. Templates escape everything; only the SVG of our own charts goes in as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from reports.figures.shares import Basis, Evidence, Method, Share
from reports.i18n import Words
from reports.stats import Estimate
from reports.templates import strict_templates

# Signs that steer the direction of text: a headline could turn the rest of its line around.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Control characters that are no white space.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_PLAIN_ID = re.compile(r"^[a-z0-9][a-z0-9_-]{0,59}$")
NOTHING = "–"
# The columns of ``share_row``.
SHARE_HEADS = ("share", "interval", "count", "n", "state")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page. The first column heads its row; ``numeric`` columns are set right. ``stacked``: on a narrow
    screen the cells of a row stand below each other, each with its head, so that none is out of sight."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """A chart with its finding, its unit line and the same numbers as a table. Without any figure to draw, no chart."""

    title: str
    subtitle: str
    svg: Markup | None
    table: Table | None = None
    key: Sequence[tuple[str, str]] = ()  # (sign or the class of a swatch, meaning)

    def __post_init__(self) -> None:
        """Tell whoever gathers the figures of a page."""
        gathered = _GATHERED.get()
        if gathered is not None:
            gathered.append(self)


_GATHERED: ContextVar[list[ChartFigure] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathering_figures() -> Iterator[list[ChartFigure]]:
    """The figures of the pages made meanwhile, in their order."""
    found: list[ChartFigure] = []
    token = _GATHERED.set(found)
    try:
        yield found
    finally:
        _GATHERED.reset(token)


@cache
def environment() -> Environment:
    """The templates, with the filters they use."""
    env = strict_templates("reports")
    env.filters["press"] = press_text
    env.filters["link"] = safe_link
    return env


def press_text(text: str | None) -> str:
    """What the press wrote, on one line and without signs that steer text; escaping is the template's."""
    return " ".join(_CONTROL.sub(" ", _BIDI.sub("", text or "")).split())


def safe_link(url: str | None) -> str | None:
    """The address when it is a web address, else None: javascript: and its like never become links."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def file_stem(outlet_id: str) -> str:
    """A file name for an outlet that no file system takes amiss and that stays the same from run to run."""
    if _PLAIN_ID.match(outlet_id):
        return f"outlet-{outlet_id}"
    plain = re.sub(r"[^a-z0-9_-]+", "-", outlet_id.lower()).strip("-")[:40]
    return f"outlet-{plain}-{hashlib.sha256(outlet_id.encode()).hexdigest()[:8]}"


def share_text(share: Share, words: Words) -> str:
    """The percentage, or why there is none."""
    if share.evidence is Evidence.GAP:
        return words.t("evidence.gap")
    if not share.shown or share.estimate is None:
        return words.t(f"evidence.{share.evidence.value}")
    return words.percent(share.estimate.value)


def share_interval(share: Share, words: Words) -> str:
    """The interval of a share that is shown, else a dash."""
    return words.interval(share.estimate) if share.shown and share.estimate is not None else NOTHING


def share_row(share: Share, words: Words) -> list[str]:
    """Percentage, interval, count, n and what the figure may carry; the heads are ``SHARE_HEADS``."""
    value = words.percent(share.estimate.value) if share.shown and share.estimate is not None else NOTHING
    state = words.t(f"state.{share.evidence.value}")
    return [value, share_interval(share, words), words.number(share.count), words.number(share.n), state]


def method_text(method: Method, basis: Basis, words: Words) -> str:
    """How the interval came about and on what it rests: labels and lambda, or why it is uncorrected."""
    name = words.t(f"ind.method_{method.value}")
    if basis.reason is not None:
        return words.t("basis.uncorrected", method=name, reason=words.t(f"basis.{basis.reason}"))
    if basis.lam is None:
        return name
    return words.t("basis.labels", method=name, n=basis.labels, lam=words.number(basis.lam, 2))


def with_interval(share: Share, words: Words) -> str:
    """ "31 % (24 to 38 %)", or why there is no figure."""
    if not share.shown or share.estimate is None:
        return share_text(share, words)
    return words.t(
        "figure.with_interval", value=words.percent(share.estimate.value), interval=words.interval(share.estimate)
    )


def points_with_interval(estimate: Estimate, words: Words) -> str:
    """ "−12 points (−20 to −4)"."""
    value = words.t("figure.points", value=words.points(estimate.value))
    return words.t("figure.with_interval", value=value, interval=words.interval(estimate, "points"))
