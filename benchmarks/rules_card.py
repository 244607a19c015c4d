"""The card of the default, written from figures: nlp/classifiers/rules-card.md, by ``classify.py --gold --write-card``.

In: what rules, text and both reach on labelled articles, as ``classify.py --gold`` measures it, the day and the commit.
Out: the card. Every figure and every judgement in it is computed from these; nothing is typed in.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from nlp.classifiers.comparing import BOTH, RULES, TEXT

CARD = Path(__file__).resolve().parents[1] / "nlp" / "classifiers" / "rules-card.md"
LANGUAGES = ("es", "pt", "en")
CONTENDERS = (RULES, TEXT, BOTH)
Figures = Mapping[str, Any]


def facts_of(frame: pd.DataFrame) -> dict[str, Any]:
    """What the card says of the labelled articles."""
    outlets = frame["outlet"].value_counts()
    return {
        "n": len(frame),
        "languages": {name: int((frame["language"] == name).sum()) for name in LANGUAGES},
        "outlets": len(outlets),
        "three": int(outlets.head(3).sum()),
    }


def measured_at() -> dict[str, str]:
    """The day, and the commit with a word where files of the rules are not as in it."""
    root = CARD.parents[2]

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--", "nlp", "lexicons")
    commit = git("rev-parse", "--short", "HEAD") or "unknown"
    return {"day": datetime.now(UTC).date().isoformat(), "commit": commit + (", with later changes" if changed else "")}


def write_card(result: Mapping[str, Figures], facts: Mapping[str, Any], at: Mapping[str, str]) -> Path:
    """Write the card and return its path."""
    CARD.write_text(card_text(result, facts, at), "utf-8")
    return CARD


def card_text(result: Mapping[str, Figures], facts: Mapping[str, Any], at: Mapping[str, str]) -> str:
    """The card as Markdown."""
    languages = ", ".join(f"{name} {number}" for name, number in facts["languages"].items())
    parts = [
        _HEAD.format(n=facts["n"], languages=languages, outlets=facts["outlets"], three=facts["three"], **at),
        "\n".join(_table(result)),
        _verdict(result),
        _classes(result["framing"][RULES]["all"]),
        _CARRIED,
        "\n".join(_carried(result)),
        _TAIL,
    ]
    return "\n\n".join(parts) + "\n"


def winners(result: Mapping[str, Figures]) -> dict[str, str]:
    """For each question who has the highest macro-F1."""
    return {
        question: max(CONTENDERS, key=lambda name: (round(found[name]["all"]["macro_f1"], 4), name == RULES))
        for question, found in result.items()
    }


def _table(result: Mapping[str, Figures]) -> Sequence[str]:
    heads = ("question", "contender", "n", "accuracy", "macro-F1", "Brier", "calibration error", *LANGUAGES)
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    best = winners(result)
    for question, found in result.items():
        for place, name in enumerate(CONTENDERS):
            all_of = found[name]["all"]
            called = f"**{name}**" if best[question] == name else name
            cells = [
                question if not place else "",
                called,
                str(all_of["n"]),
                _sure(all_of, "accuracy"),
                _sure(all_of, "macro_f1"),
                _two(all_of["brier"]),
                _two(all_of["ece"]),
                *(_sure(found[name]["by_language"][language], "macro_f1") for language in LANGUAGES),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def _carried(result: Mapping[str, Figures]) -> Sequence[str]:
    heads = ("question", "contender", *LANGUAGES)
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for question, found in result.items():
        for name in (TEXT, BOTH):
            groups = found[name].get("transfer", {}).get("language", {})
            cells = [
                f"{_two(groups[each]['accuracy'])}; {_sure(groups[each], 'macro_f1')}" if each in groups else "-"
                for each in LANGUAGES
            ]
            lines.append(f"| {question} | {name} | {' | '.join(cells)} |")
    return lines


def _verdict(result: Mapping[str, Figures]) -> str:
    """Who wins, and whether that is more than chance: intervals that overlap are said to."""
    best = winners(result)
    won = ", ".join(f"{question}: {name}" for question, name in best.items())
    default = "the rules are the default for all three" if set(best.values()) == {RULES} else "see the default below"
    close = [
        question
        for question, found in result.items()
        if _overlap(found[RULES]["all"], found[BOTH]["all"]) and best[question] in (RULES, BOTH)
    ]
    unsure = f" The intervals of *rules* and *both* overlap for {', '.join(close)}." if close else ""
    return f"Highest macro-F1: {won}; {default}.{unsure}"


def _overlap(one: Figures, other: Figures) -> bool:
    (low, high), (least, most) = one["macro_f1_interval"], other["macro_f1_interval"]
    return bool(low <= most and least <= high)


def _classes(figures: Figures) -> str:
    ordered = sorted(figures["classes"].items(), key=lambda item: -item[1]["n"])
    said = ", ".join(f"{name} {_two(each['f1'])} (n {each['n']})" for name, each in ordered)
    return (
        f"Per class (framing, rules), F1: {said}. A rule is sure of everything it says, which the Brier score counts "
        "against it."
    )


def _sure(figures: Figures, name: str) -> str:
    low, high = figures[f"{name}_interval"]
    return f"{_two(figures[name])} ({_two(low)}–{_two(high)})"


def _two(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 1 else f"{value:.2f}"


_HEAD = """# The rules (the default for framing, headline and relevance)

No trained classifier ships with encuadre: one that learnt from real articles would carry their words. This is the card
of the default. `python benchmarks/classify.py --gold DIR --write-card` measures it anew and writes this file.

## What it answers

`framing` and `headline` (stigmatizing, rights_based, both, neither) and `on_topic` (yes, no) of articles in Spanish,
Portuguese and English.

## Data it was measured on

{n} real articles ({languages}; {outlets} outlets, three of which carry {three}), labelled by language models that read
with the codebook and adjudicated; no person and no directly impacted woman has reviewed them. Half of them were read
while rules were written, so the rules' figures flatter; the classifiers' do not. Measured on {day} at commit {commit}.

## Scores

Accuracy and macro-F1 out of fold by outlet, with 95 % intervals (bootstrap over outlets; over stories for the headline,
and by language over very few outlets, so too narrow). The last three columns are macro-F1 by language. *Text*: words
and pieces of words of title and body. *Both*: words and what the rules say."""
_CARRIED = """## Carried over between languages

Trained on the other two languages, asked about one: accuracy; macro-F1 (95 %, too narrow over so few outlets)."""
_TAIL = """## Intended use and limits

The machine's part of an estimate that an audit sample corrects; never to judge a single article, journalist or woman.
Country balance is poor: nothing follows for countries. With two hundred labels or more of your own corpus, measure
again: `encuadre evaluate classifier --question framing`; if *both* wins there, use it."""
