"""Openings of invented articles, behind which a sentence is tried: a women's prison, a plain report of an arrest.

In: a language and a sentence. Out: the article.
"""

from __future__ import annotations

from corpus.records import Article

PRISON = {
    "es": "Las mujeres privadas de libertad del penal de Las Lomas están hacinadas. Sus derechos humanos son violados.",
    "pt": "As mulheres presas na penitenciária de Vila Nova dormem no chão. Os direitos humanos delas são violados.",
    "en": "Women held at the Ridge Lane women's prison sleep on the floor. Their human rights are violated.",
}
ARREST = {
    "es": "Una mujer de 34 años fue detenida en la terminal y quedó a disposición del juez, acusada de robo.",
    "pt": "Uma mulher de 34 anos foi presa na rodoviária, acusada de furto, e levada à delegacia.",
    "en": "A 34-year-old woman was arrested at the bus station and charged with theft. She was taken into custody.",
}


def opened(language: str, opening: str, sentence: str) -> Article:
    """The sentence in a paragraph of its own behind the opening."""
    return Article(id="a", title="Noticias", body=f"{opening}\n\n{sentence}\n", outlet="o", language=language)
