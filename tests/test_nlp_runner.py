"""Tagging a corpus: only what is untagged, restartable after kill -9, memory flat. Invented texts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.records import Article
from corpus.store import Corpus
from nlp.runner import tag_corpus
from nlp.tagger import Tagger

BODY = "Las reclusas del penal de mujeres exigen agua. La detenida número {number} habló con la prensa."


def fill(where: Path, count: int) -> None:
    with Corpus.open(where, create=True) as corpus:
        corpus.add_articles(
            Article(
                id=f"a{number:05d}",
                title="Protesta en el penal de mujeres" if number % 2 else "La feria del libro",
                body=BODY.format(number=number) if number % 2 else "La feria abre hoy en la plaza mayor de la ciudad.",
                outlet="o",
                language="es",
            )
            for number in range(count)
        )


def test_all_articles_are_tagged_once_and_a_second_run_finds_nothing_to_do(tmp_path: Path) -> None:
    fill(tmp_path / "corpus.sqlite", 25)
    seen: list[tuple[int, int | None]] = []
    with Corpus.open(tmp_path / "corpus.sqlite") as corpus:
        counts = tag_corpus(corpus, Tagger(), batch=10, progress=lambda done, total: seen.append((done, total)))
        again = tag_corpus(corpus, Tagger())

        assert (counts["tagged"], counts["on_topic"], counts["off_topic"]) == (25, 12, 13)
        assert seen == [(10, 25), (20, 25), (25, 25)]
        assert again["tagged"] == 0
        tags = corpus.tags("a00001")
        assert tags is not None and tags.on_topic and tags.spans


class OtherVersion(Tagger):
    """The same tagger with another lexicon, as after an edit."""

    def versions(self) -> dict[str, str]:
        return {**super().versions(), "lexicon-es": "edited"}


def test_another_version_tags_everything_anew(tmp_path: Path) -> None:
    fill(tmp_path / "corpus.sqlite", 6)
    with Corpus.open(tmp_path / "corpus.sqlite") as corpus:
        tag_corpus(corpus, Tagger())

        assert tag_corpus(corpus, OtherVersion())["tagged"] == 6
        assert len(corpus.label_frame()) == 6


KILLED_RUN = """
import sys, time
from pathlib import Path
from corpus.store import Corpus
from nlp.runner import tag_corpus
from nlp.tagger import Tagger

class Slow(Tagger):
    def tag(self, article):
        time.sleep(0.01)
        return super().tag(article)

with Corpus.open(Path(sys.argv[1])) as corpus:
    tag_corpus(corpus, Slow(), batch=10, progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_a_killed_run_loses_nothing_and_tags_nothing_twice(tmp_path: Path) -> None:
    where = tmp_path / "corpus.sqlite"
    fill(where, 120)
    child = subprocess.Popen([sys.executable, "-c", KILLED_RUN, str(where)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    while int(child.stdout.readline()) < 30:
        pass
    time.sleep(0.03)
    child.send_signal(signal.SIGKILL)
    child.wait()

    with Corpus.open(where) as corpus:
        left = corpus.count_articles(without_tags_of=_version_set(corpus))
        counts = tag_corpus(corpus, Tagger(), batch=10)

        assert 0 < left <= 90
        assert counts["tagged"] == left
        assert len(corpus.label_frame()) == 120
        spans = corpus.span_frame()
        assert not spans.duplicated(["article_id", "part", "start", "end", "code"]).any()


def _version_set(corpus: Corpus) -> str:
    version_set = corpus.runs()[0].version_set
    assert version_set is not None
    return version_set


def test_memory_stays_flat_over_words_never_seen_again() -> None:
    tagger = Tagger()
    tagger.tag(Article(id="a", title="Penal de mujeres", body=BODY, outlet="o", language="es"))
    from nlp.pipeline import shared

    strings = shared("es").vocab.strings
    before = len(strings)
    for batch in range(3):
        with tagger.memory_zone():
            for number in range(20):
                new = " ".join(f"palabra{batch}x{number}x{word}" for word in range(50))
                tagger.tag(Article(id="a", title="Penal de mujeres", body=f"{BODY} {new}", outlet="o", language="es"))

    assert len(strings) - before < 100
