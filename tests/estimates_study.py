"""Audit labels for the invented study of the reports: a random sample of its stories, labelled by invented people.

The machine errs as told, so that what an estimate should come to is known.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from corpus.labels import Design, Draw, HumanLabel, Purpose, Sample
from corpus.records import Framing
from corpus.store import Corpus

FRAMINGS = {
    (True, True): Framing.BOTH,
    (True, False): Framing.STIGMATIZING,
    (False, True): Framing.RIGHTS_BASED,
    (False, False): Framing.NEITHER,
}
AFTER_ALL = "2023-06-01T12:00:00+00:00"


def truth(corpus: Corpus, *, missed: float = 0.2, seed: int = 11) -> dict[str, tuple[bool, bool]]:
    """What a careful reader would say of each story on topic, (S, R): the machine's S, and some that it missed."""
    chance = random.Random(seed)
    frame = corpus.label_frame()
    frame = frame[frame["on_topic"]]
    said = {}
    for article, framing in zip(frame["article_id"], frame["framing"], strict=True):
        s = framing in ("stigmatizing", "both") or chance.random() < missed
        said[str(article)] = (s, framing in ("rights_based", "both"))
    return said


def label(article: str, annotator: str, s: bool, r: bool, **answers: str) -> HumanLabel:
    """One annotator's label of one article."""
    given = {"on_topic": "yes", "framing": FRAMINGS[s, r].value, "voices": "judge", "acts": "yes", "context": "C3"}
    return HumanLabel(
        article_id=article,
        annotator=annotator,
        purpose=Purpose.AUDIT,
        answers=given | answers,
        codebook_version="1.0",
        labelled_at=AFTER_ALL,
        sample="audit-1",
    )


def audited(corpus: Corpus, n: int, *, seed: int = 5, labels: Sequence[HumanLabel] | None = None) -> list[str]:
    """Draw ``n`` stories on topic at random and keep their labels: the truth's, or those given."""
    said = truth(corpus)
    drawn = random.Random(seed).sample(sorted(said), n)
    run = corpus.start_run("sample", {"seed": str(seed)})
    sample = Sample(
        name="audit-1", purpose=Purpose.AUDIT, design=Design.RANDOM, seed=seed, drawn_at=AFTER_ALL, run_id=run.id
    )
    draws = [
        Draw(sample="audit-1", article_id=key, inclusion_probability=n / len(said), stratum="all") for key in drawn
    ]
    corpus.write_sample(sample, draws)
    corpus.finish_run(run.id, {"drawn": n})
    corpus.write_labels(labels if labels is not None else [label(key, "ana", *said[key]) for key in drawn])
    return drawn
