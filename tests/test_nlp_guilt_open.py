"""Guilt kept open (H1) by suspicion, presumption, and a trial or a charge that lies ahead."""

from __future__ import annotations

import pytest

from corpus.records import Article
from nlp.tagger import Tagger

OPEN = (
    ("es", "Elba Ríos está detenida. Se presume que llevaba las cuentas del grupo."),
    ("es", "Elba Ríos, sospechosa en dos robos, sigue detenida."),
    ("es", "Elba Ríos está presa. La juzgan por contrabando."),
    ("pt", "A comerciante, incriminada por contrabando, está presa."),
    ("pt", "Elba Reis está presa. O furto de que a acusam não passou de dez reais."),
    ("en", "Elba Reese, facing trial for arson, is held in Dover jail."),
    ("en", "Elba Reese, under indictment for arson, is held in Dover jail."),
)
NOT_OPEN = (
    ("es", "Elba Ríos está presa. El hombre, sospechoso en dos robos, huyó."),
    ("pt", "Elba Reis está presa. O homem, incriminado por contrabando, fugiu."),
    ("en", "Elba Reese was freed from jail. Guards under indictment for assault were suspended."),
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _open(tagger: Tagger, language: str, body: str) -> bool:
    article = Article(id="1", title="", body=body, outlet="invented", language=language)
    return any(row.code == "H1" for row in tagger.tag(article, on_topic=True).spans)


@pytest.mark.parametrize(("language", "body"), OPEN)
def test_her_guilt_is_kept_open(tagger: Tagger, language: str, body: str) -> None:
    assert _open(tagger, language, body)


@pytest.mark.parametrize(("language", "body"), NOT_OPEN)
def test_the_guilt_of_others_is_not_hers(tagger: Tagger, language: str, body: str) -> None:
    assert not _open(tagger, language, body)
