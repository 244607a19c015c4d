"""How fast and how good tier-0 tagging is: speed beside its peers, memory over a long run, accuracy against the floors.

In: nothing, or ``--gold DIR`` with labelled articles. Out: figures on the screen or, with ``--json``, as JSON. Speed is
measured on generated, fictional articles of 450 words, all peers in one run on the same texts. Exit code 1 when a
quality figure is below benchmarks/floors.json. ``--quick`` stays under 50 seconds on two cores by timing fewer
articles.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import multiprocessing
import random
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy
from threadpoolctl import threadpool_limits

from corpus.records import Article
from lexicons.errors import EncuadreError
from nlp.evaluating.framing import DEVELOPMENT, SCORE_ONLY, evaluate_gold
from nlp.pipeline import make_doc, shared
from nlp.relevance import may_be_relevant
from nlp.tagger import Tagger
from nlp.texts.article import ArticleText
from nlp.texts.language import detect_language

FLOORS = Path(__file__).with_name("floors.json")
WORDS = 450
PEER = "es_core_news_sm"
# Of what a crawl brings in, about this share mentions custody at all; the rest must cost next to nothing.
ON_TOPIC_SHARE = 0.1
TIMED, TIMED_QUICK = 600, 80
MEMORY, MEMORY_QUICK = (1_000, 20_000), (300, 1_500)
# Relevance reads everything a crawl brings in, so its memory is held over more.
MEMORY_RELEVANCE, MEMORY_RELEVANCE_QUICK = (1_000, 50_000), (300, 3_000)
BATCH = 100
# How many turns each contender takes at its texts.
TURNS = 10
# The goals of the project for one core: articles of 450 words a second, or so many times bare tokenization.
GOAL_RELEVANCE, GOAL_TAGGING, GOAL_TIMES = 2_000, 150, 4.0
# Floors are kept to three decimals; a figure this much under its floor is rounding.
ROUNDING = 0.0005
# What is held by a floor, in every language and overall, on the part of the labelled articles that nobody looks at.
HELD = (
    ("relevance", "f1"),
    ("framing", "macro_f1"),
    ("stigma", "f1"),
    ("rights", "f1"),
    ("spans", "micro", "f1"),
    ("voice", "accuracy"),
    ("sources", "f1"),
    ("sources", "role", "accuracy"),
)

ON_TOPIC = {
    "es": (
        "La jueza {name} dijo que las mujeres privadas de libertad del penal de Valle Alto no tienen atención médica.",
        "“Nadie nos escucha”, contó una de las internas, madre de dos hijos, en la visita del {day}.",
        "Según la directora del penal, {name}, hay {number} reclusas en un lugar pensado para la mitad.",
        "La detenida, acusada de llevar un paquete, fue trasladada al centro femenil el {day}.",
        "El informe señala que {number} mujeres esperan juicio y que la mayoría son madres solteras.",
        "Las internas denunciaron que no hay agua y exigieron una audiencia con la defensoría pública.",
    ),
    "pt": (
        "A juíza {name} disse que as mulheres presas em Vale Alto não têm atendimento médico.",
        "“Ninguém nos escuta”, contou uma das detentas, mãe de dois filhos, na visita de {day}.",
        "Segundo a diretora do presídio, {name}, há {number} presas num lugar pensado para a metade.",
        "A mulher, acusada de levar um pacote, foi transferida para a penitenciária feminina na {day}.",
        "O relatório aponta que {number} mulheres aguardam julgamento e que a maioria é mãe solteira.",
        "As detentas denunciaram que falta água e exigiram uma audiência com a Defensoria Pública.",
    ),
    "en": (
        "Judge {name} said the women held at Upper Vale prison have no access to a doctor.",
        "“Nobody listens to us,” said one of the inmates, a mother of two, on {day}.",
        "According to the warden, {name}, {number} women prisoners live in a place built for half as many.",
        "The woman, accused of carrying a package, was moved to the women's jail on {day}.",
        "The report found that {number} incarcerated women await trial and that most are single mothers.",
        "The women demanded clean water and filed a complaint with the public defender.",
    ),
}
OTHER = {
    "es": (
        "El equipo de {name} ganó {number} partidos seguidos y el {day} jugará la final en casa.",
        "La cosecha de naranjas del valle creció este año, aunque el precio bajó en los mercados.",
        "El ayuntamiento inaugurará el {day} un parque con {number} árboles junto al río.",
        "“Estamos contentos con la temporada”, dijo {name}, que entrena al club desde hace años.",
    ),
    "pt": (
        "A equipa de {name} ganhou {number} jogos seguidos e na {day} joga a final em casa.",
        "A colheita de laranjas do vale cresceu este ano, embora o preço tenha caído nos mercados.",
        "A prefeitura abre na {day} um parque com {number} árvores ao lado do rio.",
        "“Estamos contentes com a temporada”, disse {name}, que treina o clube há anos.",
    ),
    "en": (
        "The team of {name} won {number} games in a row and plays the final at home on {day}.",
        "The orange harvest of the valley grew this year, although prices fell at the markets.",
        "The town opens a park with {number} trees beside the river on {day}.",
        "“We are happy with the season,” said {name}, who has coached the club for years.",
    ),
}
NAMES = ("Alba Rivero", "Marta Lugo", "Inês Prado", "Clara Souto", "Ann Poe", "Ruth Cole", "Elsa Vidal", "Nora Paz")
DAYS = {
    "es": ("lunes", "martes", "jueves"),
    "pt": ("segunda", "terça", "quinta"),
    "en": ("Monday", "Tuesday", "Friday"),
}


def articles(count: int, language: str, share: float, seed: int = 1) -> list[Article]:
    """Fictional articles of about 450 words; ``share`` of them about women in prison."""
    chance = random.Random(seed)
    return [
        _article(chance, language, on_topic=chance.random() < share, identifier=f"{language}{index}")
        for index in range(count)
    ]


def _article(chance: random.Random, language: str, *, on_topic: bool, identifier: str) -> Article:
    def sentence(pool: Sequence[str]) -> str:
        return chance.choice(pool).format(
            name=chance.choice(NAMES), number=chance.randint(2, 900), day=chance.choice(DAYS[language])
        )

    title = sentence(ON_TOPIC[language] if on_topic else OTHER[language])
    paragraphs: list[str] = []
    words = 0
    while words < WORDS:
        # News on topic is mostly about other things too: one sentence of three speaks of the women.
        first = sentence(ON_TOPIC[language] if on_topic else OTHER[language])
        paragraphs.append(" ".join((first, sentence(OTHER[language]), sentence(OTHER[language]))))
        words += len(paragraphs[-1].split())
    return Article(id=identifier, title=title, body="\n\n".join(paragraphs), outlet="fictional", language=language)


# ---- speed


def measure_speed(count: int) -> dict[str, Any]:
    """Articles a second of each contender on the same Spanish texts, one core, and how many times tokenization
    takes.
    """
    on_topic, mixed = articles(count, "es", 1.0), articles(count, "es", ON_TOPIC_SHARE)
    detect_language(_text(mixed[0]))  # once a process the model of other languages is read, for the first doubtful text
    tagger, blank = Tagger(), spacy.blank("es")
    contenders: dict[str, tuple[Callable[[Article], object], list[Article]]] = {
        "tokenization (spacy.blank)": (lambda article: blank.make_doc(_text(article)), on_topic),
        "relevance, 1 in 10 on topic": (relevance_alone, mixed),
        "relevance, all on topic": (relevance_alone, on_topic),
        "full tagging, 1 in 10 on topic": (tagger.tag, mixed),
        "full tagging, all on topic": (tagger.tag, on_topic),
    }
    peer, note = _peer()
    if peer is not None:
        contenders[PEER] = (lambda article: peer(_text(article)), on_topic[: max(count // 10, 10)])
    with threadpool_limits(1):  # one core: numpy's other threads would count as time of ours
        rates = _rates(contenders)
    bare = rates["tokenization (spacy.blank)"]
    return {
        "articles": count,
        "words_an_article": round(sum(len(_text(each).split()) for each in on_topic) / count),
        "per_second": {name: round(rate, 1) for name, rate in rates.items()},
        "times_tokenization": {name: round(bare / rate, 2) for name, rate in rates.items()},
        PEER: note,
        "goals": {
            f"relevance >= {GOAL_RELEVANCE}/s": rates["relevance, 1 in 10 on topic"] >= GOAL_RELEVANCE,
            f"relevance within {GOAL_TIMES:g}x of tokenization": bare / rates["relevance, 1 in 10 on topic"]
            <= GOAL_TIMES,
            f"full tagging >= {GOAL_TAGGING}/s": rates["full tagging, all on topic"] >= GOAL_TAGGING,
            f"full tagging within {GOAL_TIMES:g}x of tokenization": bare / rates["full tagging, all on topic"]
            <= GOAL_TIMES,
        },
    }


def relevance_alone(article: Article) -> bool:
    """What every crawled article costs: the gate and, past it, tokens, sentences and the relevance score."""
    text = ArticleText.build(article.title, article.lead, article.body)
    language = article.language or "es"
    if not may_be_relevant(text.text, language):
        return False
    pipeline = shared(language)
    doc = make_doc(pipeline, text)
    for name, component in pipeline.pipeline:
        doc = component(doc)
        if name == "encuadre_relevance":
            break
    return bool(doc._.on_topic)


def _text(article: Article) -> str:
    return f"{article.title}\n\n{article.body}"


def _rates(contenders: dict[str, tuple[Callable[[Article], object], list[Article]]]) -> dict[str, float]:
    """Articles a second of each. They take turns, so that a machine that slows down slows all of them."""
    spent = dict.fromkeys(contenders, 0.0)
    for run, texts in contenders.values():
        for article in texts[:10]:
            run(article)  # lexicons are read and caches filled before the clock starts
    for turn in range(TURNS):
        for name, (run, texts) in contenders.items():
            started = time.process_time()
            for article in texts[turn::TURNS]:
                run(article)
            spent[name] += time.process_time() - started
    return {name: len(texts) / spent[name] for name, (_, texts) in contenders.items()}


def _peer() -> tuple[Any, str]:
    if importlib.util.find_spec(PEER) is None:
        return None, f"not installed (pip install {PEER.replace('_', '-')})"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a model of an older spaCy says so at every load
            peer = spacy.load(PEER)
        return peer, f"version {peer.meta['version']}, made for spaCy {peer.meta['spacy_version']}"
    except Exception as error:  # a model made for another spaCy may break anywhere in loading
        return None, f"installed but cannot be loaded with spaCy {spacy.__version__}: {type(error).__name__}"


# ---- memory


def measure_memory(counts: Sequence[int], *, share: float = 0.5, relevance_only: bool = False) -> dict[str, Any]:
    """Peak memory of a fresh process after so many articles in batches, in MiB: tagged, or only asked for relevance."""
    context = multiprocessing.get_context("spawn")
    peaks: dict[str, float] = {}
    for count in counts:
        with context.Pool(1) as pool:
            peaks[str(count)] = round(pool.apply(_peak, (count, share, relevance_only)), 1)
    first, last = (peaks[str(count)] for count in counts)
    return {"peak_mib": peaks, "growth": round(last / first, 3)}


def _peak(count: int, share: float, relevance_only: bool) -> float:
    tagger = Tagger()
    run: Callable[[Article], object] = relevance_alone if relevance_only else tagger.tag
    for start in range(0, count, BATCH):
        batch = articles(min(BATCH, count - start), ("es", "pt", "en")[start // BATCH % 3], share, seed=start)
        with tagger.memory_zone():
            for article in batch:
                run(article)
    return _peak_kib() / 1024


def _peak_kib() -> int:
    # On Linux ru_maxrss of a child begins at its parent's size; VmHWM is the process's own.
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# ---- accuracy and floors


def measure_accuracy(gold: Path | None) -> dict[str, Any]:
    """Figures of the labelled articles, in halves; says so when there are none."""
    if gold is None:
        return {"gold": "absent: give a folder of labelled articles with --gold DIR"}
    figures = evaluate_gold(gold, Tagger(), halves=True)
    return {"gold": str(gold), "data": data_hash(gold), **figures}


def data_hash(gold: Path) -> str:
    """Floors hold for the data they were measured on and for no other."""
    digest = hashlib.sha256()
    for name in ("articles.jsonl", "codes.jsonl"):
        digest.update((gold / name).read_bytes())
    return digest.hexdigest()[:16]


def held_figures(accuracy: dict[str, Any]) -> dict[str, float]:
    """The figures that floors hold, by dotted name: of the whole per language, and of the score-only half."""
    found: dict[str, float] = {}
    groups = {
        name: figures for name, figures in accuracy.items() if isinstance(figures, dict) and "relevance" in figures
    }
    groups |= {f"{half}.all": accuracy["halves"][half]["all"] for half in (DEVELOPMENT, SCORE_ONLY)}
    for group, figures in groups.items():
        for path in HELD:
            value: Any = figures
            for key in path:
                value = value[key]
            if value is not None:
                found[".".join((group, *path))] = round(value, 3)
    return found


def compare(accuracy: dict[str, Any], *, raise_floors: bool, lower_floors: bool) -> dict[str, Any]:
    """Hold the figures against the floors and, when asked, move the floors; they go down with --lower-floors only."""
    if "data" not in accuracy:
        return {"compared": False, "why": "no labelled articles were given"}
    kept = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {"data": None, "floors": {}}
    now = held_figures(accuracy)
    if kept["data"] != accuracy["data"] and not (lower_floors or (raise_floors and kept["data"] is None)):
        return {"compared": False, "why": f"the floors are of other data ({kept['data']}); --lower-floors starts anew"}
    floors: dict[str, float] = kept["floors"] if kept["data"] == accuracy["data"] else {}
    below = {name: [now.get(name), floor] for name, floor in floors.items() if now.get(name, 0.0) < floor - ROUNDING}
    moved = dict(floors)
    if raise_floors or lower_floors:
        for name, value in now.items():
            if name not in floors or (value > floors[name] and raise_floors) or (value < floors[name] and lower_floors):
                moved[name] = value
        FLOORS.write_text(
            json.dumps({"data": accuracy["data"], "floors": moved}, indent=1, sort_keys=True) + "\n", "utf-8"
        )
        below = {name: pair for name, pair in below.items() if not lower_floors}
    return {"compared": True, "floors": len(moved), "below": below, "moved": moved != floors}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print, and return the exit code: 0 sound, 1 below a floor, 3 bad input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--quick", action="store_true", help="fewer articles; under 50 seconds on two cores")
    parser.add_argument("--speed", action="store_true", help="speed alone: no memory, no accuracy")
    parser.add_argument("--gold", type=Path, metavar="DIR", help="labelled articles (articles.jsonl, codes.jsonl)")
    parser.add_argument("--raise-floors", action="store_true", help="raise floors to the figures of this run")
    parser.add_argument(
        "--lower-floors", action="store_true", help="lower floors to the figures of this run; say why in the commit"
    )
    options = parser.parse_args(arguments)
    speed = measure_speed(TIMED_QUICK if options.quick else TIMED)
    if options.speed:
        print(json.dumps(speed, indent=1, ensure_ascii=False) if options.json else "\n".join(speed_lines(speed)))
        return 0
    try:
        result: dict[str, Any] = {
            "spacy": spacy.__version__,
            "speed": speed,
            "memory": measure_memory(MEMORY_QUICK if options.quick else MEMORY),
            "memory_relevance": measure_memory(
                MEMORY_RELEVANCE_QUICK if options.quick else MEMORY_RELEVANCE,
                share=ON_TOPIC_SHARE,
                relevance_only=True,
            ),
            "accuracy": measure_accuracy(options.gold),
        }
        result["floors"] = compare(
            result["accuracy"], raise_floors=options.raise_floors, lower_floors=options.lower_floors
        )
    except EncuadreError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    print(json.dumps(result, indent=1, ensure_ascii=False) if options.json else as_text(result))
    return 1 if result["floors"].get("below") else 0


def speed_lines(speed: dict[str, Any]) -> list[str]:
    """The speed for people: articles a second of each, and how many times as long as tokenization it takes."""
    lines = [f"Speed on {speed['articles']} fictional Spanish articles of {speed['words_an_article']} words, one core"]
    for name, rate in speed["per_second"].items():
        lines.append(f"  {name:32} {rate:10,.1f} articles/s   {speed['times_tokenization'][name]:8.2f} x tokenization")
    lines.append(f"  {PEER}: {speed[PEER]}")
    return lines + [f"  {'reached' if met else 'NOT reached'}: {goal}" for goal, met in speed["goals"].items()]


def as_text(result: dict[str, Any]) -> str:
    """The result for people."""
    memory, accuracy, floors = (result[key] for key in ("memory", "accuracy", "floors"))
    lines = speed_lines(result["speed"])
    for what, held in (("tagging", memory), ("relevance alone", result["memory_relevance"])):
        peaks = ", ".join(f"{peak} MiB after {int(count):,}" for count, peak in held["peak_mib"].items())
        lines.append(f"Peak memory, {what}: {peaks} articles (x {held['growth']})")
    lines.append(f"Labelled articles: {accuracy['gold']}")
    if "data" in accuracy:
        lines += [f"  {name:52} {value:.3f}" for name, value in held_figures(accuracy).items()]
    if not floors["compared"]:
        lines.append(f"Floors: not compared; {floors['why']}")
    elif floors["below"]:
        lines += [f"BELOW ITS FLOOR: {name} {now} < {floor}" for name, (now, floor) in floors["below"].items()]
    else:
        lines.append(f"Floors: all {floors['floors']} hold{' (moved)' if floors['moved'] else ''}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
