"""A small study to label: invented articles in three languages, hostile text among them, and one sample drawn."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.labels import Design, Draw, HumanLabel, Purpose, Sample
from corpus.records import Article
from corpus.store import Corpus
from encuadre.labelling.desk import Desk, Task
from encuadre.labelling.drafts import Drafts
from encuadre.labelling.server import LabelServer
from encuadre.study import Study
from lexicons.codebook import load_codebook
from lexicons.questions import load_questions

SAMPLE = "audit"
# The emoji, the family joined of several and the letter with its accent apart are where counting UTF-16 goes wrong.
HOSTILE = Article(
    id="hostile",
    title="🔥🔥 <b>Cayó</b> la «reina» & dos reclusas </script><script>document.title='broken'</script>",
    lead="👩‍👧 Las reclusas exigen atencio\u0301n médica.",
    body="La detenida, presunta narcotraficante 🐍, habló.\r\n\r\n"
    "سجينات يطالبن بالمحاكمة العادلة اليوم.\n\u202eFin de la nota.",
    outlet="<El> Ensayo",
    language="es",
)
PLAIN = [
    Article(
        id=f"nota-{number}",
        title=f"Las internas del penal exigen un juicio justo, nota {number}",
        lead="Una mujer privada de libertad denunció malos tratos.",
        body="\n\n".join(
            f"Párrafo {line}. Las reclusas pidieron una audiencia ante la jueza y la presunta traficante fue detenida "
            "con su bebé. «No somos delincuentes», dijo una de ellas. Según la policía, la mujer llevaba un paquete."
            for line in range(1, 7)
        ),
        outlet="ensayo",
        language="es",
    )
    for number in range(1, 4)
]
ARTICLES = [HOSTILE, *PLAIN]


def study_to_label(folder: Path, purpose: Purpose = Purpose.AUDIT) -> Study:
    """A study with one sample of all articles but the last, which belongs to another sample."""
    study = Study.init(folder, ())
    with study.corpus() as corpus:
        corpus.add_articles(ARTICLES)
        run = corpus.start_run("sample", {"encuadre": "1"})
        design, chance = (Design.RANDOM, 0.5) if purpose is Purpose.AUDIT else (Design.GUIDED, None)
        for name, articles in ((SAMPLE, ARTICLES[:-1]), ("other", ARTICLES[-1:])):
            sample = Sample(
                name=name, purpose=purpose, design=design, seed=7, drawn_at="2026-11-22T04:00:00+00:00", run_id=run.id
            )
            corpus.write_sample(
                sample, [Draw(sample=name, article_id=each.id, inclusion_probability=chance) for each in articles]
            )
    return study


def copy_of(study: Study, folder: Path) -> Study:
    """The same study for another test, without making it anew."""
    shutil.copytree(study.folder, folder)
    return Study.open(folder)


def labels_of(study: Study) -> list[HumanLabel]:
    """All labels of the study."""
    with Corpus.open(study.store) as corpus:
        return corpus.labels()


@contextmanager
def served(study: Study, *, suggestions: bool = False, annotator: str | None = None) -> Iterator[LabelServer]:
    """The page of a study on a free port, served by this process."""
    with study.corpus() as corpus:
        sample = next(each for each in corpus.samples() if each.name == SAMPLE)
        drafts = Drafts(study.folder)
        desk = Desk(corpus, drafts, Task(sample, load_questions(), load_codebook(), suggestions=suggestions))
        with LabelServer(0, desk, drafts.secret, "es", annotator) as server:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            yield server
            server.shutdown()


class Serving:
    """``encuadre label serve`` as a user types it, in a process of its own."""

    def __init__(self, study: Study, *options: object) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "encuadre", "label", "serve", "--study", str(study.folder)),
                *("--sample", SAMPLE, "--no-open", *map(str, options)),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address, self.process.communicate()[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].split("/")[0])

    def stop(self) -> tuple[int, str]:
        """Ctrl-C: the exit code and what was said."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=30)[1]
        return self.process.returncode, said

    def kill(self) -> None:
        """kill -9."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()
