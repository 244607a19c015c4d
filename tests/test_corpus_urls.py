"""Addresses: what is the same article gets one form, what may be another keeps its own."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.urls import TRACKING_PARAMETERS, article_id, canonical_url


@pytest.mark.parametrize(
    "variant",
    [
        "http://faro.example/Nota/1?id=7&p=2",
        "https://FARO.example:443/Nota/1?p=2&id=7",
        "http://faro.example:80/Nota/1?id=7&p=2#comentarios",
        "  https://faro.example/Nota/1?utm_source=x&id=7&utm_medium=y&p=2&fbclid=abc ",
        "https://user:word@faro.example./Nota/1?id=7&p=2",
    ],
)
def test_variants_of_one_address_are_one_article(variant: str) -> None:
    assert canonical_url(variant) == "https://faro.example/Nota/1?id=7&p=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://faro.example/?p=1", "https://faro.example/?p=2"),
        ("https://faro.example/a", "https://faro.example/A"),
        ("https://faro.example/a", "https://www.faro.example/a"),
        ("https://faro.example/a", "https://faro.example:8080/a"),
        ("https://faro.example/a", "https://faro.example/a/"),
    ],
)
def test_what_may_be_another_article_is_kept_apart(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)
    assert article_id(canonical_url(one)) != article_id(canonical_url(other))


def test_names_and_paths_that_are_not_ascii_have_one_form() -> None:
    assert canonical_url("http://ñandú.example/año?q=niñez") == canonical_url(
        "https://xn--and-6ma2c.example/a%C3%B1o?q=ni%c3%b1ez"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "does not begin with http"),
        ("nota/1", "does not begin with http"),
        ("ftp://faro.example/x", "does not begin with http"),
        ("javascript:alert(1)", "does not begin with http"),
        ("https://", "names no host"),
        ("https://faro.example/a b", "holds a space"),
        ("https://faro.example:puerto/", "cannot be read"),
        ("https://fa%ro.example/", "not a valid name"),
        ("https://faro.example/" + "a" * 3000, "longer than"),
    ],
)
def test_what_is_no_address_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        canonical_url(text)


ADDRESSES = st.builds(
    lambda start, rest: start + rest,
    st.sampled_from(["http://faro.example", "https://EX.com:80/", "http://ñandú.cl/x?", "https://[::1]:8000/", ""]),
    st.text(alphabet=st.one_of(st.sampled_from("ab%2F5C/?&=;#:@+.é~^|\\'\"<>[]{}utm_fbclid"), st.characters())),
)


@given(ADDRESSES)
@example("http://faro.example/?utm%5Fsource=1")
@example("http://faro.example:443/a?b&=c&;d=%2")
def test_the_canonical_form_is_its_own_canonical_form(text: str) -> None:
    try:
        canonical = canonical_url(text)
    except ValueError:
        return
    assert canonical_url(canonical) == canonical
    assert canonical_url(canonical.replace("https://", "http://", 1)) == canonical
    assert "#" not in canonical


def test_identifiers_are_32_hexadecimal_digits() -> None:
    assert article_id("https://faro.example/") == article_id("https://faro.example/")
    assert len(article_id("https://faro.example/")) == 32


def test_every_tracking_parameter_has_its_reason() -> None:
    assert all(reason for reason in TRACKING_PARAMETERS.values())
