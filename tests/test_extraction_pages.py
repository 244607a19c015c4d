# ruff: noqa: E501 - HTML and JSON read better unbroken
"""Whole pages in the layouts of common publishing systems, in three languages: what a reader of the corpus would notice.

All outlets, people and stories here are invented.
"""

from __future__ import annotations

import json

import pytest

from crawler.extraction import extract

P1 = "La comisión de derechos humanos visitó el martes el penal de Los Aromos y habló con doce mujeres privadas de libertad."
P2 = "Según el informe, nueve de ellas esperan juicio desde hace más de dos años y ninguna ha visto a un defensor público."
P3 = "“Nadie nos explica nada”, dijo una de las internas, madre de dos niñas, al equipo que recorrió los pabellones."
PT1 = "A Defensoria visitou na terça-feira a penitenciária feminina de Vila Serena e ouviu quinze mulheres presas há meses."
PT2 = "Segundo o relatório, nenhuma delas teve audiência de custódia dentro do prazo, e duas estão grávidas de sete meses."
PT3 = "“A gente só queria falar com um juiz”, disse uma delas, que cuida de três filhos e não tinha advogado até então."
EN1 = "Inspectors visited the women's prison at Harrow Creek on Tuesday and spoke with fourteen people held there before trial."
EN2 = "According to the report, none of them had seen a lawyer in the past month, and two of the women were pregnant."
EN3 = (
    "“Nobody tells us anything,” one of the women said, adding that she had not seen her two children since the spring."
)


def arc_page() -> str:
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Comisión visita el penal de Los Aromos",
        "datePublished": "2024-03-05T21:15:00-05:00",
        "dateModified": "2024-03-07T10:00:00-05:00",
        "author": [{"@type": "Person", "name": "Lucía Fernández Prado"}, {"@type": "Person", "name": "Iván Del Río"}],
        "publisher": {"@type": "Organization", "name": "El Faro de Quilla"},
        "articleSection": "Justicia",
        "isAccessibleForFree": "False",
        "inLanguage": "es",
    }
    return f"""<!doctype html><html lang="es"><head><title>Comisión visita el penal de Los Aromos | El Faro de Quilla</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="El Faro de Quilla">
<meta property="og:title" content="Comisión visita el penal de Los Aromos | El Faro de Quilla">
<link rel="canonical" href="https://elfaroquilla.example/justicia/comision-visita-el-penal/">
<script type="application/ld+json">{json.dumps(article, ensure_ascii=False)}</script></head><body>
<header><nav><a href="/">Inicio</a><a href="/justicia">Justicia</a></nav></header><main>
<h1>Comisión visita el penal de Los Aromos</h1>
<h2 class="article-subheadline">Nueve de cada doce mujeres esperan juicio desde hace más de dos años, dice el informe</h2>
<figure><img src="a.jpg"><figcaption>Vista del penal, en una imagen de archivo (Foto: R. Soto)</figcaption></figure>
<article><p>{P1}</p>
<p><b>MIRA: </b><a href="/x/otra">Alcaldesa anuncia obras en el puente viejo</a></p>
<p>{P2[:-1]} (Lea también: Detenido un contador por fraude en Quilla).</p>
<ul><li><a href="/x/1">Capturan a banda que robaba ganado en la sierra</a></li>
<li><a href="/x/2">Sequía deja sin agua a cuatro distritos del norte</a></li></ul>
<p>{P3}</p>
<p>¿Ya sabías que tenemos canal de WhatsApp? Únete desde tu celular en este enlace.</p></article>
<section class="related-stories"><h3>Te puede interesar</h3><p>Un tren descarriló en la costa sur sin dejar heridos, según
la compañía que opera la línea desde hace una década.</p></section></main>
<footer><p>© 2024 El Faro de Quilla. Todos los derechos reservados.</p></footer></body></html>"""


def test_an_arc_page_gives_its_own_words_and_no_others() -> None:
    page = extract(arc_page(), "https://elfaroquilla.example/justicia/comision-visita-el-penal/?utm_source=x")

    assert page.is_article and page.why_not is None
    assert page.title == "Comisión visita el penal de Los Aromos"
    assert page.lead == "Nueve de cada doce mujeres esperan juicio desde hace más de dos años, dice el informe"
    assert page.body.split("\n\n") == [P1, P2, P3]
    assert page.authors == ("Lucía Fernández Prado", "Iván Del Río")
    assert page.published_at == "2024-03-05T21:15:00-05:00" and page.published_precision == "second"
    assert page.section == "Justicia" and page.language == "es" and page.paywalled is True
    assert page.canonical_url == "https://elfaroquilla.example/justicia/comision-visita-el-penal/"
    assert page.evidence["authors"] == "json-ld" and page.evidence["paywalled"] == "json-ld"


WORDPRESS = f"""<!DOCTYPE html><html lang="pt-BR"><head><meta charset="utf-8"><title>Defensoria visita presídio - Gazeta da Serra</title>
<meta property="og:locale" content="pt_BR"><meta property="og:type" content="article">
<meta property="og:title" content="Defensoria visita presídio - Gazeta da Serra"><meta property="og:site_name" content="Gazeta da Serra">
<meta property="article:published_time" content="2023-09-12T00:40:00+00:00"><meta name="author" content="Gazeta da Serra">
<meta property="article:section" content="Cotidiano"></head><body>
<form action="/busca"><input name="s"></form>
<article class="post"><h1 class="entry-title">Defensoria visita presídio</h1>
<div class="entry-meta"><span class="byline">Por <a rel="author" href="/autor/jm">João Melo da Rocha</a></span>
<time class="entry-date published" datetime="2023-09-11T21:40:00-03:00">11 de setembro de 2023</time></div>
<div class="entry-content"><p>{PT1}</p><p><strong>Leia também: <a href="/b">Chuva derruba ponte no interior</a></strong></p>
<p>{PT2}</p><p>LEIA MAIS</p><p><a href="/c">Prefeitura abre concurso com trezentas vagas</a></p><p>{PT3}</p>
<p>Siga a Gazeta da Serra no Instagram e no WhatsApp</p><p>Foto: Ana Prado/Gazeta</p></div>
<div class="tags-links">Tags: <a href="/t">prisão</a></div></article>
<aside><h2>Mais lidas</h2><p>Time da cidade vence o clássico por dois a zero e segue na liderança do campeonato estadual.</p></aside>
</body></html>"""


def test_a_wordpress_page_in_portuguese() -> None:
    page = extract(WORDPRESS.encode(), "https://gazetadaserra.example/defensoria-visita-presidio/")

    assert page.title == "Defensoria visita presídio"
    assert page.body.split("\n\n") == [PT1, PT2, PT3]
    assert page.authors == ("João Melo da Rocha",) and page.evidence["authors"] == "heuristic"
    assert page.published_at == "2023-09-12T00:40:00+00:00"
    assert page.language == "pt" and page.section == "Cotidiano" and page.paywalled is None


DRUPAL = f"""<html><head><title>Harrow Creek report finds women without lawyers</title></head><body>
<div id="page"><h1>Harrow Creek report finds women without lawyers</h1><div class="submitted">By Mary Ellen O'Connor | The Creek Herald</div>
<div class="field-date">March 5, 2024, 4:30 pm</div>
<div class="field-body"><p>{EN1}</p><p>{EN2}</p><p>Read more: County votes on new bridge across the river</p><p>{EN3}</p>
<p>Sign up for our morning newsletter and never miss a story.</p></div>
<div class="related"><p>A bakery on Main Street has won the state prize for its sourdough, the third time in five years.</p></div>
<div id="comments"><h2>Comments (2)</h2><p>I can not believe that this is still going on in our own county, it is a shame.</p></div>
</div></body></html>"""


def test_an_english_page_without_any_metadata() -> None:
    page = extract(DRUPAL, "https://creekherald.example/news/2024/harrow-creek-report-finds-women")

    assert page.is_article
    assert page.body.split("\n\n") == [EN1, EN2, EN3]
    assert page.published_at == "2024-03-05T16:30:00"
    assert page.language == "en"


def test_text_broken_by_line_breaks_is_kept_in_paragraphs() -> None:
    html = f"<html><body><h1>Informe sobre el penal de Los Aromos</h1><div class='nota'>{P1}<br><br>{P2}<br><br>{P3}</div></body></html>"

    assert extract(html, "https://x.example/informe-sobre-el-penal-2").body.split("\n\n") == [P1, P2, P3]


def test_an_agency_byline_is_the_agency_and_not_an_author() -> None:
    html = f"""<html lang="es"><head><meta property="og:type" content="article"><meta name="author" content="Agencia EFE"></head>
<body><h1>Comisión visita el penal de Los Aromos</h1><p>Quilla, 5 mar (EFE).- {P1}</p><p>{P2}</p><p>{P3}</p></body></html>"""
    page = extract(html, "https://x.example/comision-visita-el-penal")

    assert page.authors == () and page.wire_agency == "EFE"


def test_a_locked_article_is_recorded_and_not_opened() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Informe sobre el penal",
        "isAccessibleForFree": False,
        "articleBody": " ".join([P1, P2, P3] * 5),
    }
    html = f"""<html lang="es"><head><script type="application/ld+json">{json.dumps(article)}</script></head>
<body><h1>Informe sobre el penal</h1><article><p>{P1}</p><p>{P2}</p><p>{P1[:40]} y más de ello en el informe.</p></article>
<div class="paywall">Suscríbete para seguir leyendo</div></body></html>"""
    page = extract(html, "https://x.example/informe-sobre-el-penal-3")

    assert page.paywalled is True
    assert P3 not in page.body


def test_article_body_of_json_ld_helps_where_the_tree_gives_little() -> None:
    body = f"<p>{P1}</p><p>{P2}</p><p>{P3}</p>"
    article = {"@type": "NewsArticle", "headline": "Informe sobre el penal", "articleBody": body}
    html = f"""<html lang="es"><head><script type="application/ld+json">{json.dumps(article)}</script></head>
<body><h1>Informe sobre el penal</h1><div id="app"></div></body></html>"""
    page = extract(html, "https://x.example/informe-sobre-el-penal-4")

    assert page.body.split("\n\n") == [P1, P2, P3] and page.evidence["body"] == "json-ld"


def test_a_second_article_below_the_first_is_not_part_of_it() -> None:
    second = "".join(
        f"<p>El equipo local ganó el partido número {i} de la temporada ante un estadio lleno de público.</p>"
        for i in range(3)
    )
    html = f"""<html lang="es"><head><title>Informe sobre el penal</title></head><body><article><h1>Informe sobre el penal</h1><p>{P1}</p><p>{P2}</p>
<p>{P3}</p></article><article><h2><a href="/b">Gana el equipo local</a></h2>{second}</article></body></html>"""
    page = extract(html, "https://x.example/informe-sobre-el-penal-5")

    assert P3 in page.body and "equipo local" not in page.body


@pytest.mark.parametrize(
    ("url", "head", "reason"),
    [
        ("https://x.example/", "", "section front"),
        ("https://x.example/politica/", "", "section front"),
        ("https://x.example/tag/penales/page/2", "", "section front"),
        ("https://x.example/buscar?q=penal", "", "section front"),
        (
            "https://x.example/a/galeria-de-fotos-del-ano-12",
            '<script type="application/ld+json">{"@type":"ImageGallery"}</script>',
            "gallery",
        ),
        ("https://x.example/v/un-video-del-dia-de-hoy-12", '<meta property="og:type" content="video.other">', "video"),
    ],
)
def test_what_is_no_article_says_why(url: str, head: str, reason: str) -> None:
    teasers = "".join(
        f"<div><h3><a href='/n{i}'>Titular de la noticia número {i} de hoy</a></h3><p>{P1[:90]}</p></div>"
        for i in range(12)
    )
    page = extract(f"<html><head>{head}</head><body><h1>Noticias de hoy</h1>{teasers}</body></html>", url)

    assert not page.is_article and page.why_not is not None and reason in page.why_not


def test_a_caption_alone_is_too_little_text() -> None:
    page = extract(
        "<html><body><h1>Una foto del penal de Los Aromos</h1><p>Breve pie.</p></body></html>",
        "https://x.example/una-foto-del-penal",
    )

    assert not page.is_article and page.why_not == "too little text: 10 characters"


def test_a_containers_name_never_costs_the_article() -> None:
    noise = "".join(
        f"<p>Un vecino del barrio {i} ganó la rifa de la plaza y lo celebró con toda su familia.</p>" for i in range(30)
    )
    html = f"""<html lang="es"><head><title>Informe sobre el penal</title></head><body><h1>Informe sobre el penal</h1>
<div class="post tag-social category-newsletter"><p>{P1}</p><p>{P2}</p><p>{P3}</p></div><div class="portada">{noise}</div></body></html>"""

    assert P2 in extract(html, "https://x.example/informe-sobre-el-penal-6").body


def test_the_outlets_name_in_the_h1_is_not_the_headline() -> None:
    html = f"""<html lang="es"><head><title>Informe sobre el penal de Los Aromos - El Faro</title><meta property="og:site_name" content="El Faro">
</head><body><h1>El Faro, el primer diario de Quilla</h1><h2>Informe sobre el penal de Los Aromos</h2><p>{P1}</p><p>{P2}</p><p>{P3}</p></body></html>"""

    assert extract(html, "https://x.example/informe-sobre-el-penal-7").title == "Informe sobre el penal de Los Aromos"


@pytest.mark.parametrize(
    "call",
    [
        '<strong>Lea también: <a href="/b">Sequía deja sin agua a cuatro distritos</a></strong>',
        '<b>MIRA:</b> <a href="/b">Sequía deja sin agua a cuatro distritos</a>',
        '<strong>Te puede interesar</strong>: <a href="/b">Sequía deja sin agua a cuatro distritos</a>',
        '<a href="/b">Lee también: Sequía deja sin agua a cuatro distritos</a>',
    ],
)
def test_a_call_at_the_end_of_an_own_paragraph_goes_and_the_paragraph_stays(call: str) -> None:
    html = f"""<html lang="es"><body><h1>Informe sobre el penal</h1><article><p>{P1}</p><p>{P2} {call}</p><p>{P3}</p>
<p>El plato <b>recomendado</b> del comedor: <a href="/c">la sopa de quinua de los jueves por la tarde</a>, dijo una de ellas.</p>
</article></body></html>"""
    body = extract(html, "https://x.example/informe-sobre-el-penal-8").body

    assert body.split("\n\n")[:3] == [P1, P2, P3]
    assert "El plato recomendado del comedor: la sopa de quinua" in body


def test_whole_stories_loaded_below_are_not_part_of_it() -> None:
    other = "".join(
        f"<p>El fiscal del distrito {i} explicó en la entrevista que las obras del puente siguen paradas.</p>"
        for i in range(9)
    )
    html = f"""<html lang="es"><head><title>Informe sobre el penal</title></head><body><div><article><header><h1>Informe sobre el penal</h1></header>
<p>{P1}</p><p>{P2}</p><p>{P3}</p></article></div><div><article><h1>“Las obras siguen paradas”, dice el fiscal</h1>{other}</article></div>
</body></html>"""

    assert extract(html, "https://x.example/informe-sobre-el-penal-9").body.split("\n\n") == [P1, P2, P3]


def test_subheadings_written_as_h1_cost_nothing() -> None:
    html = f"""<html lang="es"><head><title>Informe sobre el penal</title></head><body><header><h1>Informe sobre el penal</h1>
<p>{EN1} {EN2} {EN3}</p></header>
<div><p>{P1}</p><h1>Nueve de cada doce esperan juicio</h1><p>{P2}</p><p>{P3}</p></div></body></html>"""
    body = extract(html, "https://x.example/informe-sobre-el-penal-10").body

    assert P1 in body and P2 in body and P3 in body


def test_the_byline_and_section_around_the_text_are_not_text() -> None:
    html = f"""<html lang="es"><head><meta name="author" content="Ana López"><meta property="article:section" content="Justicia">
</head><body><h1>Informe sobre el penal de Quilla</h1><div class="nota"><p>Justicia</p><p>Por Ana López | Publicado hace 3 horas</p>
<p>{P1}</p><p>{P2}</p><p>{P3}</p><p>–</p></div></body></html>"""

    assert extract(html, "https://x.example/informe-sobre-el-penal-11").body.split("\n\n") == [P1, P2, P3]


def test_a_brief_of_short_dated_paragraphs_is_an_article_without_any_metadata() -> None:
    sentences = [f"La vecina número {n} de Quilla contó lo que vio el martes." for n in range(6)]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    html = (
        '<html lang="es"><head><title>Vecinas cuentan lo que vieron</title></head><body><h1>Vecinas cuentan lo que vieron</h1>'
        f'<p class="byline"><time datetime="2024-05-02T10:00:00-05:00"></time></p><div>{body}</div></body></html>'
    )

    page = extract(html, "https://x.example/2024/05/02/vecinas-cuentan-lo-que-vieron-12")

    assert page.is_article, page.why_not
