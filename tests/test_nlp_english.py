"""English reports near the border and the words they are told in: whose an event is, what is a hedge, what a right.

All reports are invented.
"""

from __future__ import annotations

import pytest

from corpus.records import Article, ArticleTags
from nlp.tagger import Tagger

_CASE = "Martha Rowland, 41, appeared in court on Monday. She was arrested in April and remanded. "


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _tags(tagger: Tagger, title: str, body: str) -> ArticleTags:
    return tagger.tag(Article(id="a", title=title, body=body, outlet="o", language="en", country="GB"))


def _words(tags: ArticleTags, body: str, code: str) -> list[str]:
    return [body[span.start : span.end] for span in tags.spans if span.code == code]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Riot at county prison leaves three hurt",
            'Three inmates were hurt in a riot, said Captain Laura Venn, the spokeswoman. "It is over," she said. '
            "She said that it was the worst that she had seen in her nine years there.",
        ),
        (
            "Gang held over handbag robbery",
            "Four members of a gang that stopped a nurse and robbed her of her handbag have been arrested.",
        ),
        (
            "Police arrest three, rescue seven girls",
            "Police on Friday arrested three men, rescued seven girls and took them to a shelter.",
        ),
        (
            "The all-women law firm that visits prisoners",
            "Ada Obi drove to Northgate Prison with two colleagues of her all-women law firm. "
            "They take the cases of inmates who have spent years in jail without a lawyer.",
        ),
        (
            "Life for killer of widow",
            "A man who strangled his pregnant girlfriend's mother has been jailed for life by a judge in Hull.",
        ),
    ],
)
def test_women_beside_the_prison_are_not_women_in_it(tagger: Tagger, title: str, body: str) -> None:
    assert not _tags(tagger, title, body).on_topic


@pytest.mark.parametrize(
    "body",
    [
        "A mum who burned her son with an iron and lied about his injuries has been jailed for four years.",
        "Ana Prell and Lucy Moss were arrested on Friday and charged with theft.",
        "There are 140 women in the Dóchas Centre, which has beds for 105.",
    ],
)
def test_the_subject_of_the_main_clause_is_hers(tagger: Tagger, body: str) -> None:
    assert _tags(tagger, "", body).on_topic


def test_a_plea_is_no_hedge_and_a_charge_is(tagger: Tagger) -> None:
    body = _CASE + "She is charged with theft. She pleaded not guilty. Apparently the train was late."
    assert _words(_tags(tagger, "Woman in court", body), body, "H1") == ["is charged"]


@pytest.mark.parametrize(
    ("words", "person_first"),
    [
        ("Formerly incarcerated women", True),
        ("Women in prison", True),
        ("Women leaving prison", True),
        ("Jailed women", False),
        ("Women on bail", False),
    ],
)
def test_person_first_is_the_person_in_custody(tagger: Tagger, words: str, person_first: bool) -> None:
    body = f"{words} met the minister on Monday. Two of the women had been in prison for a year."
    assert bool(_words(_tags(tagger, "Women's prison in the news", body), body, "R1")) is person_first


@pytest.mark.parametrize(
    "claim",
    [
        "Prison must be a last resort.",
        "Short prison sentences fail.",
        "We should stop jailing women for theft.",
        "There are alternatives to custody.",
    ],
)
def test_measures_argued_as_policy_count_by_themselves(tagger: Tagger, claim: str) -> None:
    body = f"The number of women in prison has doubled. {claim}"
    assert _words(_tags(tagger, "Too many women in prison", body), body, "R3")


@pytest.mark.parametrize("words", ["Section 19 of the Prison Act applies.", "A civil rights group was there."])
def test_a_law_cited_or_a_body_named_is_no_right(tagger: Tagger, words: str) -> None:
    body = _CASE + words
    assert not _words(_tags(tagger, "Woman in court", body), body, "R2")


def test_guilt_is_no_prejudgement_of_a_woman_put_to_death(tagger: Tagger) -> None:
    body = "Ruth Carver, who poisoned her husband, was executed on Monday. She was the second woman since 1950."
    assert not _words(_tags(tagger, "Woman executed", body), body, "S6")
