"""Promos go, the article's own sentences stay: every line kept here opens like one that newsrooms print as a promo."""

from __future__ import annotations

import pytest

from crawler.extraction.promos import ends_article, promo_rule, without_inline_calls

PROMOS = [
    ("es", "Lea también: Capturan a banda que robaba ganado en la sierra"),
    ("es", "LEE TAMBIÉN | Capturan a banda que robaba ganado"),
    ("es", "Mirá también"),
    ("es", "Leé más sobre el caso: la defensa apeló el fallo"),
    ("es", "Te puede interesar: Sequía deja sin agua a cuatro distritos"),
    ("es", "Te podría interesar"),
    ("es", "También puede interesarte: Sequía en el norte"),
    ("es", "Le recomendamos leer: Sequía en el norte"),
    ("es", "No te pierdas: Sequía en el norte"),
    ("es", "PUEDES VER: Sequía en el norte deja sin agua a cuatro distritos"),
    ("es", "MIRA: Sequía en el norte deja sin agua a cuatro distritos"),
    ("es", "VEA TAMBIÉN: Entre risas y llanto, la despedida del alcalde"),
    ("es", "Notas relacionadas"),
    ("es", "Suscríbete a nuestro boletín y recibe las noticias en tu correo"),
    ("es", "Síguenos en Facebook, Instagram y X"),
    ("es", "Únete a nuestro canal de WhatsApp"),
    ("es", "¿Ya sabías que tenemos canal de Telegram? Únete en este enlace."),
    ("es", "Recibe las noticias más importantes en tu correo electrónico"),
    ("es", "¡Mira lo que tiene nuestro canal de YouTube!"),
    ("es", "Descarga nuestra app y entérate de todo"),
    ("es", "Haz clic aquí para ver la galería"),
    ("es", "Los comentarios publicados son de exclusiva responsabilidad de sus autores."),
    ("es", "Etiquetas: penal, justicia"),
    ("es", "Foto: R. Soto / Archivo"),
    ("es", "Contenido exclusivo para suscriptores"),
    ("es", "Para leer sobre otros hechos en Quilla, clic AQUÍ."),
    ("pt", "Leia também: Chuva derruba ponte no interior do estado"),
    ("pt", "LEIA MAIS"),
    ("pt", "Veja também: o que muda com a nova lei"),
    ("pt", "Saiba mais: o que muda com a nova lei"),
    ("pt", "Matérias relacionadas"),
    ("pt", "Siga o nosso perfil no Instagram"),
    ("pt", "Participe do nosso canal no WhatsApp"),
    ("pt", "Receba as principais notícias no seu celular pelo WhatsApp"),
    ("pt", "Quer receber as notícias do dia? Assine a nossa newsletter"),
    ("pt", "Clique aqui e entre no nosso grupo"),
    ("pt", "Foto: Ana Prado/Divulgação"),
    ("pt", "Todos os direitos reservados."),
    ("en", "Read more: County votes on new bridge"),
    ("en", "Related: County votes on new bridge"),
    ("en", "RELATED STORIES"),
    ("en", "See also: County votes on new bridge"),
    ("en", "WATCH: Crowds gather on the river"),
    ("en", "Sign up for our newsletter and never miss a story."),
    ("en", "Follow us on Facebook and Instagram"),
    ("en", "Follow The Creek Herald on Twitter"),
    ("en", "Get breaking news alerts in your inbox every morning"),
    ("en", "Download our app"),
    ("en", "© 2024 The Creek Herald"),
]
OWN_WORDS = [
    ("es", "Lea, de 34 años, fue trasladada al penal de Los Aromos."),
    ("es", "Mira Torres salió en libertad el jueves."),
    ("es", "Mire, yo no sabía nada: me detuvieron en mi casa y nadie me explicó por qué."),
    ("es", "Recibir la visita de sus hijos es un derecho, recordó la defensora."),
    ("es", "Recibe atención médica una vez al mes, según su abogada."),
    ("es", "Suscribió el acuerdo la ministra de Justicia."),
    ("es", "Sigue detenida sin sentencia desde hace tres años."),
    ("es", "Siguen las audiencias contra las acusadas."),
    ("es", "Comparte celda con otras once mujeres."),
    ("es", "Comentarios racistas contra la detenida circularon en el juicio."),
    ("es", "Además: la jueza ordenó que se le diera la prisión domiciliaria."),
    ("es", "Más información sobre el caso reveló que la mujer era menor de edad."),
    ("es", "Ver a sus hijas le cambió la vida, contó al salir."),
    ("es", "Publicado en 2019, el informe describía el mismo hacinamiento."),
    ("es", "Descargaron la culpa en ella, dijo su hermana."),
    ("es", "El canal de televisión difundió su rostro sin permiso."),
    ("es", "Unite las fuerzas, pidió la dirigente a las familias."),
    ("pt", "Leia, de 29 anos, foi levada para a penitenciária na quinta."),
    ("pt", "Acompanhe o caso desde o início, pediu a família à Defensoria."),
    ("pt", "Receba ou não a visita, ela passa o domingo no pátio."),
    ("pt", "Entre as presas, duas estão grávidas de sete meses."),
    ("pt", "Para receber o benefício, a mulher precisa comprovar a guarda dos filhos."),
    ("pt", "Envie-se cópia ao Ministério Público, escreveu a juíza na decisão."),
    ("pt", "Nosso objetivo é que nenhuma mãe fique presa sem julgamento, disse."),
    ("pt", "Seguem presas sem audiência de custódia."),
    ("en", "Read, 41, was sentenced in March after a short trial."),
    ("en", "Follow-up visits were cancelled for months, the report said."),
    ("en", "Related charges against her sister were dropped."),
    ("en", "United Farm Workers organizers joined the fast outside the jail."),
    ("en", "Update: the hearing has been moved to Friday, her lawyer said in a statement."),
    ("en", "Support from her family kept her going, she said."),
    ("en", "Contact visits remain banned at the county jail."),
    ("en", "Get out, a guard told her, and she was left at the gate at midnight."),
    ("en", "More women than ever are held before trial."),
    ("en", "Share of women held before trial rose to 60 percent."),
]


@pytest.mark.parametrize(("language", "line"), PROMOS)
def test_a_promo_goes(language: str, line: str) -> None:
    assert promo_rule(line, language) is not None
    assert promo_rule(line) is not None  # also where the language is not known


@pytest.mark.parametrize(("language", "line"), OWN_WORDS)
def test_the_articles_own_sentence_stays(language: str, line: str) -> None:
    assert promo_rule(line, language) is None
    assert without_inline_calls(line, language) == line
    assert not ends_article(line, language)


def test_a_common_word_before_a_colon_counts_only_when_a_link_follows() -> None:
    line = "Además: Sequía deja sin agua a cuatro distritos"

    assert promo_rule(line, "es") is None
    assert promo_rule(line, "es", linked=0.8) is not None


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (
            "La jueza negó el pedido (lea también: Sequía en el norte) y citó a las partes.",
            "La jueza negó el pedido y citó a las partes.",
        ),
        ("A juíza negou o pedido (Leia mais: Chuva no interior).", "A juíza negou o pedido."),
        ("The judge denied the request (Read more: Storm hits the coast).", "The judge denied the request."),
        ("La vista fue el lunes. (Foto: R. Soto)", "La vista fue el lunes."),
        ("La mujer (de 34 años) apeló.", "La mujer (de 34 años) apeló."),
    ],
)
def test_a_bracketed_call_goes_and_the_sentence_stays(line: str, left: str) -> None:
    assert without_inline_calls(line) == left


@pytest.mark.parametrize(
    "line", ["Comentarios (3)", "Noticias relacionadas", "Deixe um comentário", "Leave a reply", "Mais lidas"]
)
def test_headings_under_an_article_end_it(line: str) -> None:
    assert ends_article(line)
