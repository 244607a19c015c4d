"""Memory of one long run: many articles tagged one after the other in one process, as `encuadre tag` does it.

In: the invented articles of benchmarks/articles (their development part), in three languages. Every time round their
names and numbers are others, so that no cache knows them. Out: articles a second and the resident memory after so many.

    python benchmarks/tagging_memory.py [--count 50000] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from marked import read_marked

from corpus.records import Article
from nlp.runner import ZONE
from nlp.tagger import Tagger

FOLDER = Path(__file__).parent / "articles"
LANGUAGES = ("es", "pt", "en")
COUNT = 50_000
# Memory is read after these shares of the run: the first holds the lists and filled caches.
SHARES = (0.02, 0.2, 0.5, 1.0)
# Of the words with a capital in an article so many are other ones each time round.
RENAMED = 0.4
_NAME = re.compile(r"(?<=[a-z,] )[A-ZÁÉÍÓÚÂÊÔÇÑ][a-záéíóúâêôãõçñ]{3,}")
_SYLLABLES = ("ba", "cor", "da", "ela", "fi", "gu", "li", "mar", "no", "pe", "ri", "sol", "ta", "ve", "xi", "zu")


def articles() -> Iterator[Article]:
    """The invented articles in turn, without end."""
    texts = [
        (language, item)
        for language in LANGUAGES
        for item in read_marked((FOLDER / f"{language}.txt").read_text("utf-8"), language)
        if item.part == "development"
    ]
    random.Random(0).shuffle(texts)
    for number in count():
        language, item = texts[number % len(texts)]
        chance = random.Random(number)
        yield Article(
            id=str(number),
            title=item.title,
            body=_renamed(item.text, chance),
            outlet="fictional",
            country=item.country.upper(),
            language=language,
        )


def _renamed(text: str, chance: random.Random) -> str:
    """The text with other names and numbers."""
    names = {name: _name(chance) for name in sorted(set(_NAME.findall(text))) if chance.random() < RENAMED}
    text = _NAME.sub(lambda match: names.get(match.group(), match.group()), text)
    return re.sub(r"\b\d{2,}\b", lambda _: str(chance.randint(10, 99_999)), text)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5))).capitalize()


def measure(total: int) -> dict[str, Any]:
    """Tag so many articles in memory zones as long as the runner's, and read the resident memory on the way."""
    tagger, source = Tagger(), articles()
    marks = [round(total * share) for share in SHARES]
    resident: dict[str, float] = {}
    started, done = time.process_time(), 0
    while done < total:
        with tagger.memory_zone():
            for article in islice(source, min(ZONE, total - done)):
                tagger.tag(article)
                done += 1
                if done in marks:
                    resident[str(done)] = round(_resident_kib() / 1024, 1)
                    print(f"{done:,} articles: {resident[str(done)]} MiB", file=sys.stderr, flush=True)
    first, last = (resident[str(mark)] for mark in (marks[0], marks[-1]))
    rate = total / (time.process_time() - started)
    return {"articles": total, "per_second": round(rate, 1), "resident_mib": resident, "growth": round(last / first, 3)}


def _resident_kib() -> int:
    """What the process holds now, not its peak (Linux)."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.split("\n") if line.startswith("VmRSS"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help="how many articles (50,000)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(arguments)
    result = measure(options.count)
    if options.json:
        print(json.dumps(result, indent=1))
    else:
        held = ", ".join(f"{size} MiB after {int(number):,}" for number, size in result["resident_mib"].items())
        print(f"Resident memory: {held} articles (x {result['growth']}); {result['per_second']} articles a CPU second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
