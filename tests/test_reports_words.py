"""The three languages of the reports: the same texts, and each country's numbers and dates."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from lexicons.cues import LANGUAGES
from lexicons.errors import UsageError
from reports.i18n import catalogue, nested_quotes, words_for
from reports.stats import Estimate


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def variants(entry: object) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_values(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    assert other.keys() == english.keys()
    for key, entry in english.items():
        wanted = set.union(*(fields(text) for text in variants(entry)))
        assert set.union(*(fields(text) for text in variants(other[key]))) == wanted, key
        assert isinstance(other[key], str) == isinstance(entry, str), key
        if not isinstance(other[key], str):
            assert other[key].keys() >= {"one", "other"}, key  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["es", "pt"])
def test_no_text_was_left_untranslated(language: str) -> None:
    # Short words and names may be the same in two languages; a sentence may not.
    english = catalogue("en")
    same = [key for key, text in catalogue(language).items() if text == english[key] and " " in str(text)]
    assert [
        key for key in same if len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{.*?\}", "", str(english[key])))) > 2
    ] == []


@pytest.mark.parametrize(
    ("language", "country", "number", "percent", "day"),
    [
        ("es", "MX", "1,234.5", "31%", "2 mar 2021"),
        ("es", "AR", "1.234,5", "31%", "2 mar 2021"),
        ("pt", "BR", "1.234,5", "31%", "2 de mar. de 2021"),
        ("en", "US", "1,234.5", "31%", "Mar 2, 2021"),
    ],
)
def test_numbers_and_dates_follow_the_country(language: str, country: str, number: str, percent: str, day: str) -> None:
    words = words_for(language, country)
    assert words.number(1234.5, 1) == number
    assert words.percent(0.311) == percent
    assert words.day("2021-03-02") == day


def test_a_language_without_a_locale_for_the_country_still_writes() -> None:
    words = words_for("pt", "MX")
    assert words.country("MX") == "México"
    assert words.percent(0.5) == "50%"


def test_plurals_and_signs() -> None:
    words = words_for("es", "MX")
    assert words.t("index.stories_count", n=1) == "1 historia"
    assert words.t("index.stories_count", n=1200) == "1,200 historias"
    assert words.points(-0.12) == "−12"
    assert words.points(0.12) == "+12"
    assert words.interval(Estimate(0.3, 0.24, 0.38)) == "24 a 38%"
    assert words.period(2021 * 12 + 3, 3) == "2.º trim. 2021"
    assert words.event_date("2021", "year") == "2021"
    assert words.event_date("2021-06", "month") == "jun 2021"


def test_an_unknown_language_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no reports in language 'fr'"):
        words_for("fr")


def test_a_number_brings_its_noun_and_nothing_has_no_sign() -> None:
    words = words_for("es", "MX")
    assert words.t("figure.points", value=words.points(0.01)) == "+1 punto"
    assert words.t("figure.points", value=words.points(-0.02)) == "−2 puntos"
    assert words.t("figure.points", value=words.points(-0.002)) == "0 puntos"
    assert words.number(-0.001, 2) == "0.00"
    assert words.t("pictures.slope_title", side="S", n=1, total=1) == "S: el único cambio destaca"
    assert words.t("pictures.slope_title", side="S", n=1, total=3) == "S: destaca 1 de 3 cambios"
    assert words.t("change.title_none", n=1, total=1) == "La única diferencia no se distingue con claridad"


def test_september_is_written_in_one_way_in_spanish() -> None:
    for country in ("MX", "AR", None):
        words = words_for("es", country)
        assert "sep 2021" in (words.month(2021 * 12 + 8), words.day("2021-09-02")[2:])
        assert "septiembre" in words.full_day("2021-09-02")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("«a «b «c» d» e»", "«a “b ‘c’ d” e»"),
        ("“a “b” c”", "“a ‘b’ c”"),
        ("«uno» y «dos»", "«uno» y «dos»"),
        ("«a “b” c»", "«a “b” c»"),
        ("an “odd mark", "an “odd mark"),
        ("«a » b»", "«a » b»"),
    ],
)
def test_quotations_within_quotations_have_other_marks(text: str, wanted: str) -> None:
    assert nested_quotes(text) == wanted
