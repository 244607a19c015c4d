"""Extraction beside its peers, in one run: quality and time.

    python benchmarks/extraction.py [--pages DIR] [--json] [--quick]

In: a folder of saved pages with truth.jsonl (docs/extraction.md); without one, and beside it, pages invented here. Out:
for encuadre, stock trafilatura in precision mode, the bare lxml parser (the floor of time) and every peer that is
installed: precision, recall and F1 over segments, title, author and date accuracy, milliseconds a page, and the ratio
of time to trafilatura and to lxml. Extractors take turns page by page, so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from crawler.extraction import Extracted, extract
from crawler.extraction.evaluation import Extractor, TruthPage, read_pages, score_pages
from lexicons.errors import EncuadreError

INVENTED = 40
REPEATS = {"full": 5, "quick": 1}
MEMORY_PASSES = {"full": 10, "quick": 3}


def main() -> int:
    """Measure and print; exit code 3 when --pages names no pages."""
    parser = argparse.ArgumentParser(description="Extraction beside its peers.")
    parser.add_argument("--pages", type=Path, help="a folder with truth.jsonl and saved pages")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    mode = "quick" if options.quick else "full"
    figures: dict[str, Any] = {"invented": measure(invented_pages(INVENTED), REPEATS[mode])}
    if options.pages is None:
        print("No --pages DIR given: real pages are absent, only the invented ones are measured.", file=sys.stderr)
    else:
        try:
            pages = read_pages(options.pages)
        except EncuadreError as error:
            print(error, file=sys.stderr)
            return int(error.exit_code)
        figures["real"] = measure(pages, REPEATS[mode])
    figures["memory"] = memory_growth(MEMORY_PASSES[mode])
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))
    return 0


def measure(pages: list[TruthPage], repeats: int) -> dict[str, Any]:
    """Score every extractor, then time them in turns; the median of a page's times stands for the page."""
    chosen = extractors()
    results = {name: score_pages(pages, run) for name, run in chosen.items()}  # also warms caches and models up
    seconds: dict[str, list[float]] = {name: [] for name in chosen}
    for page in pages:
        taken: dict[str, list[float]] = {name: [] for name in chosen}
        for _ in range(repeats):
            for name, run in chosen.items():
                started = time.perf_counter()
                run(page.html, page.url)
                taken[name].append(time.perf_counter() - started)
        for name, values in taken.items():
            seconds[name].append(statistics.median(values))
    for name, result in results.items():
        del result["misses"]
        result["ms_per_page"] = round(1000 * statistics.mean(seconds[name]), 2)
        for other in ("trafilatura", "lxml"):
            result[f"time_to_{other}"] = round(sum(seconds[name]) / sum(seconds[other]), 2)
    return {"pages": len(pages), "mean_kb": round(statistics.mean(len(p.html) for p in pages) / 1000), "by": results}


def extractors() -> dict[str, Extractor]:
    """Ours, the floor, and the peers that can be imported here."""
    found: dict[str, Extractor] = {"encuadre": extract, "trafilatura": run_trafilatura, "lxml": run_lxml}
    for name, build in (("justext", build_justext), ("readability", build_readability), ("newspaper", build_newspaper)):
        try:
            found[name] = build()
        except ImportError:
            continue
    return found


def run_trafilatura(html: bytes, url: str) -> Extracted:
    """Stock trafilatura as its users run it for precision, metadata included."""
    document = trafilatura.bare_extraction(
        html, url=url or None, favor_precision=True, include_comments=False, with_metadata=True
    )
    if document is None or isinstance(document, dict):
        return Extracted()
    authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Extracted(title=document.title, body=document.text or "", authors=authors, published_at=document.date)


def run_lxml(html: bytes, url: str) -> Extracted:
    """The least any extractor must do: parse once and take all text."""
    tree = lxml.html.document_fromstring(html)
    return Extracted(title=tree.findtext(".//title"), body=tree.text_content())


def build_justext() -> Extractor:
    import justext

    words = frozenset().union(*(justext.get_stoplist(name) for name in ("Spanish", "Portuguese", "English")))

    def run(html: bytes, url: str) -> Extracted:
        paragraphs = justext.justext(html, words)
        return Extracted(body="\n".join(p.text for p in paragraphs if not p.is_boilerplate))

    return run


def build_readability() -> Extractor:
    from readability import Document

    def run(html: bytes, url: str) -> Extracted:
        document = Document(html)
        body = lxml.html.fromstring(document.summary()).text_content()
        return Extracted(title=document.short_title(), body=body)

    return run


def build_newspaper() -> Extractor:
    from newspaper import Article

    def run(html: bytes, url: str) -> Extracted:
        article = Article(url or "https://unknown.example/", language="es")
        article.set_html(html.decode("utf-8", "replace"))
        article.parse()
        published = article.publish_date.isoformat() if article.publish_date else None
        return Extracted(title=article.title, body=article.text, authors=tuple(article.authors), published_at=published)

    return run


def memory_growth(passes: int) -> dict[str, float]:
    """Peak memory of this process after one pass over invented pages and after several: flat means no leak."""
    pages = invented_pages(INVENTED)

    def peak_after(count: int) -> float:
        for _ in range(count):
            for page in pages:
                extract(page.html, page.url)
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)

    return {"peak_mb_after_one_pass": peak_after(1), f"peak_mb_after_{passes}_more": peak_after(passes)}


SUBJECTS = ("La comisión", "La defensora", "El juzgado", "La dirección del penal", "Una organización de familiares")
VERBS = ("informó que", "recordó que", "confirmó que", "advirtió que", "explicó que")
CLAIMS = (
    "las audiencias se harán antes de fin de mes",
    "las mujeres detenidas esperan juicio desde hace dos años",
    "la atención médica llega una vez por semana",
    "los talleres volverán a abrir en otoño",
    "las visitas de los hijos se ampliarán a los domingos",
)
PROMO_LINES = (
    '<p><b>Lea también: </b><a href="/n{i}">{other}</a></p>',
    '<p><strong>MIRA | <a href="/n{i}">{other}</a></strong></p>',
    '<ul><li><a href="/n{i}">{other}</a></li><li><a href="/m{i}">{other} en la costa</a></li></ul>',
    "<p>Te puede interesar: {other}</p>",
    "<p>Únete a nuestro canal de WhatsApp y recibe: {other}</p>",
)
NAMES = ("Lucía Fernández", "Iván Prado", "Marta Quispe", "Elena Duarte", "Tomás Arce")


def invented_pages(count: int) -> list[TruthPage]:
    """Fictional pages with the weight of real ones: menus, scripts, promos between paragraphs, teasers below."""
    chance = random.Random(20240305)
    return [_invented_page(number, chance) for number in range(count)]


def _invented_page(number: int, chance: random.Random) -> TruthPage:
    def sentence() -> str:
        words = chance.choice(SUBJECTS), chance.choice(VERBS), chance.choice(CLAIMS)
        return f"{' '.join(words)} (acta {chance.randrange(10**6)})."

    own = [" ".join(sentence() for _ in range(chance.randint(1, 4))) for _ in range(chance.randint(6, 18))]
    other = f"Vecinos del barrio {number} inauguran la feria número {chance.randrange(10**6)}"
    promo = chance.choice(PROMO_LINES).format(i=number, other=other)
    middle = len(own) // 2
    body = (
        "".join(f"<p>{text}</p>" for text in own[:middle]) + promo + "".join(f"<p>{text}</p>" for text in own[middle:])
    )
    title, author, day = (
        f"Informe {number} sobre el penal de Quilla",
        chance.choice(NAMES),
        f"2024-03-{1 + number % 28:02}",
    )
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "author": {"@type": "Person", "name": author},
        "datePublished": f"{day}T10:30:00-05:00",
    }
    menu = "".join(f'<li class="menu-item"><a href="/s{i}">Sección {i}</a></li>' for i in range(120))
    teasers = "".join(
        f'<article class="card"><h3><a href="/t{i}">Titular ajeno {i} de la portada de hoy</a></h3>'
        f"<p>{sentence()}</p></article>"
        for i in range(40)
    )
    script = f"<script>var state={json.dumps([chance.random() for _ in range(4000)])}</script>"
    html = (
        f'<!doctype html><html lang="es"><head><meta charset="utf-8"><title>{title} | El Faro de Quilla</title>'
        f'<meta property="og:site_name" content="El Faro de Quilla"><meta property="og:type" content="article">'
        f'<script type="application/ld+json">{json.dumps(data)}</script>{script}</head><body><nav><ul>{menu}</ul></nav>'
        f'<main><h1>{title}</h1><div class="byline">Por {author}</div><div class="story">{body}</div></main>'
        f"<section>{teasers}</section><footer>© El Faro de Quilla</footer></body></html>"
    )
    return TruthPage(
        file=f"invented-{number}",
        url=f"https://elfaroquilla.example/informe-{number}-sobre-el-penal",
        html=html.encode(),
        must_contain=(own[0], own[middle], own[-1]),
        must_not_contain=(other, "Titular ajeno 7 de la portada", "Sección 5"),
        title=title,
        author=author,
        date=day,
    )


def as_text(figures: dict[str, Any]) -> str:
    """The figures as plain tables."""
    lines: list[str] = []
    for what in ("invented", "real"):
        if part := figures.get(what):
            lines.append(f"{part['pages']} {what} pages, {part['mean_kb']} kB on average")
            heads = ("P", "R", "F1", "title", "author", "date")
            lines.append(" " * 13 + " ".join(f"{head:>6}" for head in heads) + "      ms x traf x lxml")
            lines += [_row(name, result) for name, result in part["by"].items()]
    return "\n".join([*lines, f"memory: {figures['memory']}"])


def _row(name: str, result: dict[str, Any]) -> str:
    shown: Callable[[Any], str] = lambda value: "-" if value is None else f"{value:.3f}"  # noqa: E731
    quality = [result["precision"], result["recall"], result["f1"]]
    quality += [result[field]["accuracy"] for field in ("title", "author", "date")]
    times = f"{result['ms_per_page']:7.1f} {result['time_to_trafilatura']:6.2f} {result['time_to_lxml']:6.1f}"
    return f"{name:12} " + " ".join(f"{shown(value):>6}" for value in quality) + f" {times}"


if __name__ == "__main__":
    sys.exit(main())
