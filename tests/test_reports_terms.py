"""Terms on a page are the lexicon's own words: what was matched, and nobody's name."""

from lexicons.cues import Cue
from reports.figures.terms import surface_of

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
    assert shown == "queja … cidh"


def test_words_in_a_gap_never_reach_the_page() -> None:
    assert "belisa" not in surface_of(CUE, ["queja belisa arcoverde cidh"], CUE.id)


def test_an_unknown_cue_is_shown_by_its_id() -> None:
    assert surface_of(None, ["secret words"], "xx.s1.gone") == "xx.s1.gone"
