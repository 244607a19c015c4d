"""Direct quotations and who says them: our sources beside textacy's direct-quotation triples, on the same texts.

    python benchmarks/quotations.py [--textacy PYTHON] [--model en=NAME] [--gold DIR] [--json]

In: benchmarks/quotations.toml (invented, labelled); with --gold, the quoted sources of a labelled folder's development
half. Out: per system and language how many triples are right. textacy lives in an environment of its own, whose Python
is named with --textacy; without it only ours is scored. A triple is right when its words overlap a labelled quotation
and its speaker shares a word with the labelled one; each labelled quotation counts once.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

LABELLED = Path(__file__).with_suffix(".toml")
LANGUAGES = ("es", "en")  # textacy's lists of reporting verbs hold no Portuguese
MODELS = {"es": "es_core_news_sm", "en": "en_core_web_sm"}
_WORD = re.compile(r"\w+")
# Runs in textacy's environment. It gives up a whole text at an odd number of marks: that counts as nothing found.
_THEIR_SIDE = """
import json, sys
import spacy
from textacy import extract
job = json.load(sys.stdin)
pipelines = {language: spacy.load(name) for language, name in job["models"].items()}
rows = []
for text in job["texts"]:
    doc = pipelines[text["language"]](text["text"])
    try:
        found = [(" ".join(t.text for t in r.speaker), " ".join(t.text for t in r.cue), str(r.content))
                 for r in extract.triples.direct_quotations(doc)]
        rows.append({"triples": found, "gave_up": False})
    except ValueError:
        rows.append({"triples": [], "gave_up": True})
json.dump(rows, sys.stdout)
"""


class Triple(NamedTuple):
    """Who, by which verb, says what; as text."""

    speaker: str
    cue: str
    content: str


class Found(NamedTuple):
    """The triples of one text. ``gave_up``: the system refused the text."""

    triples: list[Triple]
    gave_up: bool = False


class Text(NamedTuple):
    """A labelled text: (speaker, quotation) pairs."""

    language: str
    text: str
    quotations: list[tuple[str, str]]


def main() -> int:
    """Score what can be scored here; exit code 3 when --gold names a folder that is absent."""
    parser = argparse.ArgumentParser(description="Direct quotations beside textacy's.")
    parser.add_argument("--textacy", help="the Python of an environment with textacy and its pipelines")
    parser.add_argument("--model", action="append", default=[], help="LANGUAGE=PIPELINE, when it has another name")
    parser.add_argument("--gold", type=Path, help="a folder of labelled articles")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.gold and not options.gold.is_dir():
        print(f"{options.gold} is absent; name the folder of labelled articles with --gold.", file=sys.stderr)
        return 3
    models = MODELS | dict(entry.split("=", 1) for entry in options.model)
    texts = read_labelled(LABELLED)
    figures: dict[str, Any] = {"invented": compare(texts, options.textacy, models)}
    if options.gold:
        figures["gold, development half"] = compare_gold(options.gold, options.textacy, models)
    print(json.dumps(figures, indent=2) if options.json else as_text(figures))
    return 0


def read_labelled(path: Path) -> list[Text]:
    """The labelled texts; the language is the beginning of the id."""
    rows = tomllib.loads(path.read_text("utf-8"))["text"]
    return [Text(row["id"][:2], row["text"], [(who, what) for who, what in row["quotations"]]) for row in rows]


def compare(texts: Sequence[Text], python: str | None, models: Mapping[str, str]) -> dict[str, Any]:
    """Precision, recall and F1 of triples, by system and language."""
    return {
        system: {
            language: score([pair for pair in zip(texts, found, strict=True) if pair[0].language == language])
            for language in LANGUAGES
        }
        for system, found in _run(texts, python, models).items()
    }


def score(pairs: Sequence[tuple[Text, Found]]) -> dict[str, float | int]:
    """``right`` of ``labelled`` and of ``found`` triples."""
    right = labelled = found = quoted = 0
    for text, told in pairs:
        open_labels = list(text.quotations)
        labelled, found = labelled + len(open_labels), found + len(told.triples)
        for triple in told.triples:
            match = next((label for label in open_labels if _overlap(label[1], triple.content)), None)
            if match is None:
                continue
            open_labels.remove(match)
            quoted += 1
            right += bool(_words(match[0]) & _words(triple.speaker))
    return {
        "labelled": labelled,
        "found": found,
        "quotation_right": quoted,
        "right": right,
        "precision": round(right / found, 2) if found else 0.0,
        "recall": round(right / labelled, 2) if labelled else 0.0,
        "f1": round(2 * right / (labelled + found), 2) if labelled + found else 0.0,
        "texts_given_up": sum(told.gave_up for _, told in pairs),
    }


def compare_gold(folder: Path, python: str | None, models: Mapping[str, str]) -> dict[str, Any]:
    """Of the labelled quoted sources, how many have a triple whose speaker stands in the attributing words.

    Coders label a source once, so that precision has no meaning here.
    """
    from nlp.evaluating.framing import DEVELOPMENT, read_gold, split_halves

    articles, codes = read_gold(folder)
    half = split_halves({key: article.language or "" for key, article in articles.items()})[DEVELOPMENT]
    texts: list[Text] = []
    for key in sorted(half):
        article, gold = articles[key], codes[key]
        if gold.on_topic and article.language in LANGUAGES:
            labels = [(source.text, "") for source in gold.sources if source.how == "quoted"]
            texts.append(Text(article.language, f"{article.title}\n\n{article.body}", labels))
    figures: dict[str, Any] = {}
    for system, found in _run(texts, python, models).items():
        counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("labelled", "recalled", "given_up"), 0))
        for text, told in zip(texts, found, strict=True):
            speakers = [_words(f"{triple.speaker} {triple.cue}") for triple in told.triples]
            row = counts[text.language]
            row["labelled"] += len(text.quotations)
            row["recalled"] += sum(
                any(len(_words(label) & who) > 1 for who in speakers) for label, _ in text.quotations
            )
            row["given_up"] += told.gave_up
        figures[system] = dict(counts)
    return figures


def _run(texts: Sequence[Text], python: str | None, models: Mapping[str, str]) -> dict[str, list[Found]]:
    systems = {"encuadre": [ours(text) for text in texts]}
    if python:
        systems["textacy"] = theirs(texts, python, models)
    return systems


def ours(text: Text) -> Found:
    """One triple a quotation; a speaker known only by a verb is the last one named."""
    import spacy

    from nlp.speech.sources import find_attributions

    doc = spacy.blank(text.language)(text.text)
    named: dict[int, str] = {}
    triples: list[Triple] = []
    for item in find_attributions(doc):
        if item.speaker_start is not None and item.speaker not in named:
            named[item.speaker] = doc[item.speaker_start : item.speaker_end].text
        if item.how != "quoted":
            continue
        who = doc[item.speaker_start : item.speaker_end].text if item.speaker_start is not None else ""
        cue = doc[item.cue_start : item.cue_end].text
        speaker = f"{who} {named.get(item.speaker, '')} {cue}"
        triples += [Triple(speaker, cue, doc[start:end].text) for start, end in item.content]
    return Found(triples)


def theirs(texts: Sequence[Text], python: str, models: Mapping[str, str]) -> list[Found]:
    """textacy's triples, from its own environment."""
    job = {
        "models": {language: models[language] for language in {text.language for text in texts}},
        "texts": [{"language": text.language, "text": text.text} for text in texts],
    }
    done = subprocess.run([python, "-c", _THEIR_SIDE], input=json.dumps(job), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{python} could not run textacy: {done.stderr.strip().splitlines()[-1]}")
    return [Found([Triple(*row) for row in each["triples"]], each["gave_up"]) for each in json.loads(done.stdout)]


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _overlap(one: str, other: str) -> bool:
    """Do two quotations share half the words of the shorter?"""
    first, second = _words(one), _words(other)
    return bool(first and second) and 2 * len(first & second) >= min(len(first), len(second))


def as_text(figures: Mapping[str, Any]) -> str:
    """A line a system and language."""
    lines: list[str] = []
    for name, systems in figures.items():
        lines.append(name)
        for system, languages in systems.items():
            for language, row in languages.items():
                lines.append(f"  {system:9} {language}  " + "  ".join(f"{key} {value}" for key, value in row.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
