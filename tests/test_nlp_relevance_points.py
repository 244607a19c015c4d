"""The points of relevance: a table that a reader can add up, and in which more evidence never counts against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.records import Article
from lexicons.relevance_points import Steps, load_points
from nlp.relevance.measures import MEASURES
from nlp.tagger import Tagger

NOTHING = dict.fromkeys(MEASURES, 0.0)
AGAINST = {"civil", "fiction", "fiction_opens", "animals_or_sport", "men_in_custody", "men", "officials"}


def test_the_points_of_the_measures_and_the_start_add_up_to_the_score() -> None:
    table = load_points(MEASURES)

    points = table.of({**NOTHING, "evidence_sentences": 3, "opening_evidence": 1.0, "men_in_custody": 2})

    assert table.score({}) < 0.5, "an article without evidence is off topic"
    assert points["evidence_sentences"] > 0 > points["men_in_custody"]
    assert table.score(points) == pytest.approx(1 / (1 + 2.718281828 ** -(table.start + sum(points.values()))))


@given(st.sampled_from(MEASURES), st.floats(0, 60), st.floats(0, 60))
def test_each_measure_speaks_in_one_direction(name: str, one: float, other: float) -> None:
    table = load_points(MEASURES)
    less, more = (table.score(table.of({**NOTHING, name: value})) for value in sorted((one, other)))

    assert less >= more if name in AGAINST else less <= more or name.startswith(("man_", "only_men"))


def test_steps_begin_where_they_say() -> None:
    steps = Steps(reaches=(1, 3), points=(0.5, 0.9))

    assert [steps.at(value) for value in (0, 0.99, 1, 2.9, 3, 50)] == [0, 0, 0.5, 0.5, 0.9, 0.9]


@pytest.mark.parametrize("reaches", [(3, 1), (1, 1), (1,)])
def test_a_table_that_does_not_rise_or_fit_is_refused(reaches: tuple[float, ...]) -> None:
    with pytest.raises(ValidationError, match=r"rise|one length"):
        Steps(reaches=reaches, points=(0.1, 0.2))


@pytest.mark.parametrize(
    ("language", "body", "more"),
    [
        ("es", "La enfermera Rosa Vidal fue detenida.", "Vidal sigue en la cárcel de mujeres. La detenida niega todo."),
        ("pt", "A enfermeira Rosa Vidal foi presa.", "Vidal segue na penitenciária feminina. A detenta nega tudo."),
        ("en", "Nurse Rosa Vidal was arrested.", "Vidal is held in the women's prison. She denies all charges."),
    ],
)
def test_the_more_an_article_tells_of_her_the_higher_its_score(language: str, body: str, more: str) -> None:
    tagger = Tagger()
    short, long = (
        tagger.tag(Article(id="a", title="Noticias 24", body=text, outlet="o", language=language)).relevance
        for text in (body, f"{body} {more}")
    )

    assert long > short


def test_what_spoke_against_an_article_is_told() -> None:
    series = (
        "La serie estrena temporada. La actriz es una presa en la ficción, y la protagonista de la telenovela huye."
    )

    tags = Tagger().tag(Article(id="a", title="Vuelve la serie", body=series, outlet="o", language="es"))

    assert not tags.on_topic
    assert "words of fiction" in tags.why
