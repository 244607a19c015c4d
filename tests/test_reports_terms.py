"""Terms on a page are the lexicon's own words: what was matched, and nobody's name."""

from pathlib import Path

import pandas as pd
import pytest

from lexicons.cues import Cue, load_lexicon
from reports.figures.terms import as_terms, surface_of, terms_of
from reports.rows import read_rows
from reports.stats import quasi_poisson_rate
from tests.reports_study import PLANS, build_study

CUE = Cue(
    id="es.r2.queja",
    code="R2",
    forms=("medida cautelar <2> cidh", "queja <2> cidh", "amparo"),
    status="neutral",
    severity=1,
    source=("codebook",),
)


def test_the_form_that_occurs_is_shown_with_its_gap_closed() -> None:
    shown = surface_of(CUE, ["queja ante cidh", "Queja ante  CIDH", "amparo"], CUE.id)
    # An entry of several phrases goes by those that occur, the most frequent first.
    assert shown == "queja … cidh / amparo"


def test_words_in_a_gap_never_reach_the_page() -> None:
    assert "belisa" not in surface_of(CUE, ["queja belisa arcoverde cidh"], CUE.id)


def test_an_unknown_cue_is_shown_by_its_id() -> None:
    assert surface_of(None, ["secret words"], "xx.s1.gone") == "xx.s1.gone"


def test_a_word_class_is_shown_by_the_member_that_stood_there() -> None:
    cue = CUE.model_copy(update={"forms": ("@deny.any <3> @care",)})
    members = load_lexicon("es").classes.members
    verb, care = members("@deny.any")[0], members("@care")[0]
    shown = surface_of(cue, [f"{verb} a Belisa {care}"], cue.id)
    assert shown == f"{verb} … {care}"


def test_a_form_in_braces_is_shown_by_the_wording_that_stood_there() -> None:
    cue = CUE.model_copy(update={"forms": ("quejas{ formal,} ante <3> {la ,}{cidh,@care}",)})
    care = load_lexicon("es").classes.members("@care")[0]
    assert surface_of(cue, ["quejas ante esa misma cidh"], cue.id) == "quejas ante … cidh"
    assert surface_of(cue, [f"quejas formal ante la {care}"], cue.id) == f"quejas formal ante … la {care}"


def test_no_shipped_cue_shows_the_name_of_a_class() -> None:
    for language in ("es", "pt", "en"):
        for cue in load_lexicon(language).cues:
            assert "@" not in surface_of(cue, ["other words"], cue.id), cue.id


def test_each_terms_interval_is_that_of_its_uses_over_all_stories(tmp_path: Path) -> None:
    """Computed for all cues at once from the stories that have them; the definition asks every story of every cue."""
    with build_study(tmp_path, plans=PLANS[:2], crawled=False) as corpus:
        rows = read_rows(corpus).of_country("MX")
    exposure = (rows.stories["words"] / 1000).tolist()
    terms = terms_of(rows, "MX")
    assert len(terms) >= 3
    for term in terms:
        own = rows.spans[(rows.spans["cue_id"] == term.cue_id) & (rows.spans["voice"] == "outlet")]
        uses = rows.stories["article_id"].map(own["article_id"].value_counts()).fillna(0).tolist()
        whole = quasi_poisson_rate(uses, exposure)
        assert term.rate is not None
        assert (term.rate.value, term.rate.low, term.rate.high) == pytest.approx((whole.value, whole.low, whole.high))


def test_two_cues_that_read_the_same_are_one_term_with_both_codes() -> None:
    rows = [
        ("a", "body", 0, 5, "S4", "one", "amparo"),
        ("a", "body", 0, 5, "S6", "two", "amparo"),
        ("b", "body", 9, 14, "S4", "one", "amparo"),
        ("b", "body", 9, 14, "R1", "three", "amparo"),
    ]
    spans = pd.DataFrame(rows, columns=["article_id", "part", "start", "end", "code", "cue_id", "text"])
    same = dict.fromkeys(("one", "two", "three"), CUE)
    found = as_terms(spans, same)
    assert list(found["code"]) == ["S4, S6", "S4, S6", "R1"]
    assert list(found["cue_id"]) == ["one", "one", "three"]
