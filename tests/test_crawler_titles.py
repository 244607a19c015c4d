"""A headline is the article's own: the outlet's name over a gallery or a section is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Found
from crawler.articles import with_own_title
from tests.loopback import outlet

_OWN = replace(outlet("d.example"), name="El Diario")


def _found(**hints: str) -> Found:
    url = "http://d.example/fotos/1"
    return Found(
        url=url, canonical_url=url, outlet="d", discovered_by="feed:http://d.example/rss", found_at="", hints=hints
    )


@pytest.mark.parametrize("shown", ["El Diario", " EL DIARIO ", None, ""])
def test_the_outlets_name_is_no_headline(shown: str | None) -> None:
    extracted = {"title": shown, "evidence": {"title": "heuristic", "body": "heuristic"}}
    bare = with_own_title(extracted, _found(), _OWN)
    assert (bare["title"], bare["evidence"]) == (None, {"body": "heuristic"})
    listed = with_own_title(extracted, _found(title="Piden agua en el penal"), _OWN)
    assert listed["title"] == "Piden agua en el penal"
    assert listed["evidence"]["title"] != "heuristic"


def test_a_headline_that_holds_the_name_is_one() -> None:
    extracted = {"title": "El Diario cumple cien años", "evidence": {"title": "meta"}}
    assert with_own_title(extracted, _found(title="Otro"), _OWN) == extracted
