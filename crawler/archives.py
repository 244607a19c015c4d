"""Section and archive pages of an outlet, as patterns in the registry.

In: a pattern such as ``https://diario.example/archivo/{yyyy}/{mm}/{dd}`` or
``https://diario.example/sucesos/page/{page} -> /sucesos/*``, and the days asked for. Out: the addresses of its pages,
newest period first. Placeholders: ``{yyyy} {mm} {dd} {m} {d} {month}`` (the month's name in the outlet's language),
``{page}`` (from 1; ``{page:0}`` from 0; ``{page:0+20}`` in steps of 20). After ``->`` stands which paths are articles,
with ``*`` for anything; without it, links that look like articles are taken.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from crawler.sites import is_web

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PAGE = re.compile(r"page(?::([0-9]+)(?:\+([1-9][0-9]*))?)?\Z")
_DATED = ("yyyy", "mm", "dd", "m", "d", "month")


@dataclass(frozen=True, slots=True)
class Period:
    """One archive page's days, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePattern:
    """One pattern. ``unit``: day, month, year, or None where pages carry no date. ``first_page`` is None where there
    are no page numbers.
    """

    template: str
    links: str | None
    unit: str | None
    first_page: int | None
    step: int
    language: str

    def periods(self, since: date, until: date) -> Iterator[Period | None]:
        """The periods that touch these days, newest first; a single None for a pattern without dates."""
        if self.unit is None:
            yield None
            return
        day = until
        while day >= since:
            period = self._around(day)
            yield period
            day = period.first - timedelta(days=1)

    def url(self, period: Period | None, page: int | None) -> str:
        """The address of one page."""

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            if _PAGE.match(name):
                return str(page)
            if period is None:
                raise ValueError("a dated pattern needs a period")
            day = period.first
            values = {
                "yyyy": f"{day.year:04}",
                "mm": f"{day.month:02}",
                "dd": f"{day.day:02}",
                "m": str(day.month),
                "d": str(day.day),
                "month": _month_names(self.language)[day.month],
            }
            return values[name]

        return _PLACEHOLDER.sub(fill, self.template)

    def _around(self, day: date) -> Period:
        if self.unit == "day":
            return Period(day, day)
        if self.unit == "month":
            return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def parse_pattern(written: str, language: str = "es") -> ArchivePattern:
    """Read a pattern. Raises ValueError with words that complete "the archive pattern X ..."."""
    template, arrow, links = (part.strip() for part in written.partition("->"))
    if not is_web(_PLACEHOLDER.sub("1", template)):
        raise ValueError("is not an http or https address")
    names = _PLACEHOLDER.findall(template)
    pages = [match for name in names if (match := _PAGE.match(name))]
    strange = [name for name in names if name not in _DATED and not _PAGE.match(name)]
    if strange:
        raise ValueError(f"has a placeholder {{{strange[0]}}} that is not known")
    if not names:
        raise ValueError("has no placeholder such as {yyyy} or {page}")
    if arrow and not links.startswith("/"):
        raise ValueError("must name paths after ->, such as /sucesos/*")
    used = set(names)
    finest = (("day", {"dd", "d"}), ("month", {"mm", "m", "month"}), ("year", {"yyyy"}))
    unit = next((unit for unit, words in finest if used & words), None)
    if unit is not None and "yyyy" not in used:
        raise ValueError("has a month or day without {yyyy}")
    if unit == "day" and not used & {"mm", "m", "month"}:
        raise ValueError("has a day without a month")
    page = pages[0] if pages else None
    return ArchivePattern(
        template=template,
        links=links or None,
        unit=unit,
        first_page=int(page[1] or 1) if page else None,
        step=int(page[2] or 1) if page else 1,
        language=language,
    )


@cache
def _month_names(language: str) -> dict[int, str]:
    """Names as addresses carry them: lower case, without accents being lost (março stays março)."""
    return {number: name.lower() for number, name in get_month_names("wide", locale=language).items()}
