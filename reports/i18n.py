"""One language of a page: its words, and its country's way of writing numbers and dates.

In: reports/locale/<language>.toml. Out: ``Words``, whose ``t`` finds a text by key and whose other methods write a
number, a share, an interval or a date as the country of the page does. Every catalogue has the same keys.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale, localedata
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from lexicons.cues import LANGUAGES
from lexicons.errors import UsageError
from lexicons.folding import comparable

if TYPE_CHECKING:
    # scipy.stats behind it takes a second to load, which `encuadre check` has no use for.
    from reports.stats import Estimate

Catalogue = Mapping[str, "str | Mapping[str, str]"]
# The files of a language: the pages, and what has a file of its own.
_CATALOGUES = (
    *("", "agreement.", "card.", "change.", "country.", "data.", "event.", "explanation.", "glossary.", "publishing."),
    *("reply.", "standing."),
)
# The way of writing numbers and dates where CLDR has no locale of this language for the country.
_FALLBACK = {"es": "es_419", "pt": "pt_BR", "en": "en_US"}
# Percentages that texts name: the level of intervals and of funnel limits, the usual volume and the power of a test,
# the chance of a gap; and those of the glossary's examples.
_STANDING = {
    **{"level": (0.95, 0), "funnel": (0.998, 1), "eighty": (0.80, 0), "chance": (0.025, 1)},
    **{"zero": (0.0, 0), "twenty": (0.20, 0), "thirty": (0.30, 0), "whole": (1.0, 0)},
}
# Keeps a number on one line with its unit.
NO_BREAK = "\u00a0"
MINUS = "\u2212"
# Quotation marks from the outermost in; a language that begins with the second goes on from there.
_LEVELS = ("«»", "“”", "‘’")
# Single ones are not looked for in texts: an apostrophe looks like the closing one.
_OPENING = {marks[0]: marks for marks in _LEVELS[:2]}
_SEPT = re.compile(r"\bsept\b")
_CLOSING = frozenset(marks[1] for marks in _LEVELS[:2])


class Counted(str):
    """A written whole number that can be given its noun: ``f"{n:outlet|outlets}"`` is "1 outlet" or "7 outlets"."""

    one: bool

    def __new__(cls, text: str, *, one: bool) -> Counted:
        """The number as it is written, and whether its noun is in the singular."""
        made = super().__new__(cls, text)
        made.one = one
        return made

    def __format__(self, spec: str) -> str:
        one, found, other = spec.partition("|")
        return f"{self!s} {one if self.one else other}" if found else str.__format__(self, spec)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language with the number and date formats of one country."""

    language: str
    locale: Locale
    texts: Catalogue
    standing: Mapping[str, str] = field(default_factory=dict)  # percentages that texts name without being given them
    # Texts that need no value, as said before: a scorecard says some of them hundreds of times.
    _said: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def t(self, key: str, **values: object) -> str:
        """The text of ``key`` with its values put in; numbers among them are written in the locale's way.

        A text with plural forms is chosen by ``n``; its form ``only`` by a ``total`` of one. Within a text a number
        may bring its noun: "{total:outlet|outlets}". Quotation marks within others are set as the language sets them.
        """
        if not values and key in self._said:
            return self._said[key]
        entry = self.texts[key]
        if not isinstance(entry, str):
            alone = "only" in entry and values.get("n") == values.get("total") == 1
            form = "only" if alone else str(self.locale.plural_form(values["n"]))  # type: ignore[arg-type]
            entry = entry.get(form, entry["other"])
        written = {name: self._counted(v) if isinstance(v, int) else v for name, v in values.items()}
        # A text may call a value of its own what others call a standing one.
        text = nested_quotes(entry.format(**{**self.standing, **written}))
        if not values:
            self._said[key] = text
        return text

    def _counted(self, value: int) -> Counted:
        return Counted(self.number(value), one=str(self.locale.plural_form(abs(value))) == "one")

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with exactly ``decimals`` decimals; what rounds to nothing has no sign."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        value = value if round(value, decimals) else 0
        return _decimal(value, pattern, self.locale)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of 0..1 as a percentage, whole unless told."""
        pattern = self.locale.percent_formats[None].pattern
        if decimals:
            # The last digit before the sign, "#,##0", gets the decimals.
            pattern = pattern.replace("0", "0." + "0" * decimals)
        share = share if round(100 * share, decimals) else 0
        return _percent(share, pattern, self.locale)

    def points(self, difference: float, *, sign: bool = True) -> Counted:
        """A difference of shares in whole percentage points, signed."""
        whole = self._counted(round(100 * difference))
        return Counted(f"+{whole}", one=whole.one) if sign and round(100 * difference) > 0 else whole

    def rate(self, value: float) -> str:
        """A rate with about three digits that mean something."""
        return self.number(value, 0 if value >= 100 else 1 if value >= 10 else 2)

    def interval(self, estimate: Estimate, unit: str = "share") -> str:
        """The interval of an estimate, as in "24 to 38 %"."""
        if unit == "share":
            low, high = self.number(round(100 * estimate.low)), self.percent(estimate.high)
        elif unit == "points":
            low, high = self.points(estimate.low), self.points(estimate.high)
        else:
            low, high = self.rate(estimate.low), self.rate(estimate.high)
        return self.t("figure.interval", low=low, high=high)

    def country(self, code: str) -> str:
        """The name of a country in the page's language; the code itself when CLDR has none."""
        return str(self.locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        """The name of a language in the page's language."""
        return str(self.locale.languages.get(code, code)) if code else self.t("composition.unknown_language")

    def day(self, text: str) -> str:
        """A day of the store (2021-03-02) as the country writes it."""
        return _written_day(text, self.locale)

    def full_day(self, text: str) -> str:
        """A day as a letter writes it, the month in full."""
        return format_date(datetime.date.fromisoformat(text), "long", locale=self.locale)

    def month(self, month: int) -> str:
        """A month, counted from year 0, with its year: "Mar 2021"."""
        text = format_skeleton("yMMM", datetime.date(month // 12, month % 12 + 1, 1), locale=self.locale)
        return _one_september(str(text))

    def month_initial(self, month: int) -> str:
        """The letter that stands for a month where there is no room for more."""
        return str(self.locale.months["stand-alone"]["narrow"][month % 12 + 1])

    def period(self, first_month: int, months: int) -> str:
        """The name of a period: a year, a half-year, a quarter or a month."""
        year, place = first_month // 12, first_month % 12 // months + 1
        if months > 12:
            return f"{year}–{(first_month + months - 1) // 12}"
        if months == 12:
            return str(year)
        if months == 1:
            return self.month(first_month)
        return self.t("period.half" if months == 6 else "period.quarter", year=str(year), place=str(place))

    def event_date(self, date: str, precision: str) -> str:
        """An event's date, as precise as it is known."""
        if precision == "year":
            return date
        if precision == "month":
            return self.month(int(date[:4]) * 12 + int(date[5:7]) - 1)
        return self.day(date)

    def listing(self, parts: list[str]) -> str:
        """Words in a row with the language's "and"."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("figure.and", first=", ".join(parts[:-1]), last=parts[-1])


def nested_quotes(text: str) -> str:
    """The text with the quotation marks of quotations within quotations changed: «a “b ‘c’”», “a ‘b’”.

    A text whose marks do not close is left as it is: what the press wrote may hold one alone.
    """
    if sum(text.count(mark) for mark in _OPENING) < 2:
        return text
    signs, outer = list(text), 0
    open_marks: list[tuple[str, str]] = []
    for place, sign in enumerate(text):
        if sign in _OPENING:
            if not open_marks:
                outer = _LEVELS.index(_OPENING[sign])
            level = _LEVELS[(outer + len(open_marks)) % len(_LEVELS)] if open_marks else _OPENING[sign]
            open_marks.append((sign, level))
            signs[place] = level[0]
        elif sign in _CLOSING:
            if not open_marks or _OPENING[open_marks[-1][0]][1] != sign:
                return text
            signs[place] = open_marks.pop()[1][1]
    return text if open_marks else "".join(signs)


def sort_key(text: str) -> str:
    """By what people look for words in a list: accents and capitals aside."""
    return comparable(text)


# The same few numbers stand on every page, and Babel reads its pattern anew for each.
@lru_cache(maxsize=50_000)
def _decimal(value: float, pattern: str, locale: Locale) -> str:
    return format_decimal(value, pattern, locale=locale).replace("-", MINUS)


@lru_cache(maxsize=50_000)
def _percent(share: float, pattern: str, locale: Locale) -> str:
    return format_percent(share, pattern, locale=locale).replace("-", MINUS)


# A scorecard lists hundreds of days and a report has thousands of them; Babel reads its pattern anew for each.
@lru_cache(maxsize=10_000)
def _written_day(text: str, locale: Locale) -> str:
    return _one_september(format_date(datetime.date.fromisoformat(text), "medium", locale=locale))


def _one_september(text: str) -> str:
    """Some Spanish locales write "sept" and some "sep": a reader of two pages should meet one."""
    return _SEPT.sub("sep", text)


@cache
def words_for(language: str, country: str | None = None) -> Words:
    """The words of ``language`` as written in ``country``. Raises UsageError E507 for another language."""
    if language not in LANGUAGES:
        raise UsageError("E507", language=language, known=", ".join(LANGUAGES))
    wanted = f"{language}_{country}"
    name = wanted if country and localedata.exists(wanted) else _FALLBACK[language]
    words = Words(language, Locale.parse(name), catalogue(language))
    standing = {name: words.percent(share, decimals) for name, (share, decimals) in _STANDING.items()}
    return replace(words, standing=standing)


@cache
def catalogue(language: str) -> Catalogue:
    """The flat catalogue of a language, all its files: ``section.key`` to text or plural forms."""
    texts: dict[str, str | Mapping[str, str]] = {}
    for name in (f"{part}{language}.toml" for part in _CATALOGUES):
        data = tomllib.loads((files("reports") / "locale" / name).read_text("utf-8"))
        texts |= {f"{section}.{key}": text for section, entries in data.items() for key, text in entries.items()}
    return texts
