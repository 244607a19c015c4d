"""Stories: what counts as a copy, what does not, and how the store keeps it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Article
from corpus.store import Corpus
from corpus.stories.shingles import shared, shingles

TALK = """la jueza ordenó ayer que las mujeres del penal de Río Seco reciban atención médica dentro de un plazo de diez
días después de que tres organizaciones presentaran un amparo por falta de medicinas según consta en el expediente donde
también figuran las quejas de sus familiares sobre el traslado de once de ellas a otra provincia sin aviso previo"""
WORDS = TALK.split()


def text(seed: int, sentences: int = 14) -> str:
    """An invented text that shares words, but no run of them to speak of, with one of another seed."""
    chance = random.Random(seed)
    return "\n".join(" ".join(chance.sample(WORDS, 18)).capitalize() + "." for _ in range(sentences))


def article(
    name: str, body: str, *, outlet: str = "a", day: int = 1, agency: str | None = None, **more: str
) -> Article:
    published = (date(2024, 3, 1) + timedelta(days=day)).isoformat()
    evidence = {"wire_agency": "heuristic"} if agency else {}
    return Article(
        id=name,
        title=more.get("title", name),
        body=body,
        outlet=outlet,
        language=more.get("language", "es"),
        published_on=published,
        published_precision="day",
        wire_agency=agency,
        evidence=evidence,
    )


def placed(tmp_path: Path, *articles: Article) -> dict[str, str | None]:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles(articles)
        corpus.place_stories()
        return {item.id: item.story_id for item in corpus.articles()}


def test_a_copy_with_another_headline_is_the_same_story(tmp_path: Path) -> None:
    stories = placed(
        tmp_path,
        article("first", text(1), title="Ordenan dar medicinas"),
        article("copy", text(1), outlet="b", day=2, title="Una jueza falla a favor"),
        article("other", text(2), outlet="b"),
    )
    assert stories == {"first": "first", "copy": "first", "other": "other"}


def test_a_copy_cut_to_its_first_paragraphs_is_the_same_story(tmp_path: Path) -> None:
    whole = text(3, sentences=20)
    stories = placed(
        tmp_path, article("whole", whole), article("cut", "\n".join(whole.split("\n")[:4]), outlet="b", day=2)
    )
    assert stories["cut"] == "whole"


def test_the_longer_text_may_come_later(tmp_path: Path) -> None:
    whole = text(3, sentences=20)
    stories = placed(
        tmp_path, article("brief", "\n".join(whole.split("\n")[:4])), article("whole", whole, outlet="b", day=2)
    )
    assert stories["whole"] == "brief"


def test_case_accents_and_quotation_marks_make_no_difference(tmp_path: Path) -> None:
    retyped = text(4).upper().replace("Í", "I").replace("Ó", "O")
    assert placed(tmp_path, article("one", text(4)), article("two", retyped, outlet="b"))["two"] == "one"


def test_the_same_words_months_later_are_another_story(tmp_path: Path) -> None:
    stories = placed(tmp_path, article("one", text(5)), article("two", text(5), day=90))
    assert stories == {"one": "one", "two": "two"}


def test_another_language_is_another_story(tmp_path: Path) -> None:
    stories = placed(tmp_path, article("one", text(5)), article("two", text(5), language="pt"))
    assert stories["two"] == "two"


def test_a_shared_paragraph_does_not_make_one_story(tmp_path: Path) -> None:
    """Two reports of one statement share its words and nothing else."""
    statement = text(6, sentences=2)
    stories = placed(
        tmp_path,
        article("one", f"{text(7)}\n{statement}"),
        article("two", f"{text(8)}\n{statement}", outlet="b"),
    )
    assert stories["two"] == "two"


def test_the_furniture_of_an_outlet_does_not_make_one_story(tmp_path: Path) -> None:
    """Short notes that end in the same three sentences of the outlet about itself."""
    credits = text(9, sentences=3)
    notes = [article(f"note-{k:02}", f"{text(100 + k, sentences=3)}\n{credits}", day=k) for k in range(60)]
    stories = placed(tmp_path, *notes)
    assert len(set(stories.values())) == 60


def test_a_round_up_does_not_join_two_stories(tmp_path: Path) -> None:
    one, two = text(10), text(11)
    both = "\n".join(one.split("\n")[:5] + two.split("\n")[:5])
    stories = placed(
        tmp_path, article("one", one), article("two", two, outlet="b"), article("z-both", both, outlet="c", day=2)
    )
    assert stories["one"] == "one"
    assert stories["two"] == "two"


def test_an_uncredited_copy_gets_the_agency_and_says_why(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles(
            [article("wire", text(12), agency="EFE"), article("copy", text(12), outlet="b"), article("own", text(13))]
        )
        corpus.place_stories()
        assert corpus.article("copy").wire_agency == "EFE"
        assert corpus.article("copy").evidence["wire_agency"] == "story"
        assert corpus.article("wire").evidence["wire_agency"] == "heuristic"
        assert corpus.article("own").wire_agency is None


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles([article("wire", text(12), agency="EFE"), article("copy", text(12), outlet="b")])
        first = corpus.place_stories()
        before = list(corpus.articles())
        assert first is not None
        assert (first.articles, first.stories, first.shared, first.wire) == (2, 1, 1, 2)
        assert corpus.place_stories() is None
        assert corpus.place_stories(again=True) == first
        assert list(corpus.articles()) == before


def test_new_copies_join_stories_that_stand(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles([article("one", text(14))])
        corpus.place_stories()
        corpus.add_articles([article("two", text(14), outlet="b", day=3)])
        corpus.place_stories()
        assert corpus.article("two").story_id == "one"


def test_an_article_without_a_day_is_left_alone(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.add_articles([Article(id="x", title="", body=text(1), outlet="a")])
        assert corpus.place_stories() is None
        assert corpus.article("x").story_id is None


@pytest.mark.parametrize("body", ["", "una", "palabra sola", "…", "\u202e\ud83d\ude00"])
def test_texts_with_hardly_a_word_are_no_copies(tmp_path: Path, body: str) -> None:
    stories = placed(tmp_path, article("one", body), article("two", body, outlet="b"))
    assert stories == {"one": "one", "two": "two"}


@given(st.text(max_size=300))
def test_a_text_shares_all_of_itself_with_itself_and_with_its_whole(body: str) -> None:
    own = shingles(body)
    assert shared(own, own) == own.size
    assert shared(own, shingles(f"{body} y después siguió la vida de siempre")) == own.size
