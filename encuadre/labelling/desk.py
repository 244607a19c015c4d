"""What annotators get and hand in: articles in their order, their own labels and drafts, and checked new ones.

In: a sample of a corpus, the questions and the codebook. Out: plain dictionaries for the page, and ``HumanLabel`` rows
in the corpus. Annotators see nothing of one another, and nothing of the machine unless the team wants suggestions.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.labels import ADJUDICATED, YES, HumanLabel, LabelledSpan, Sample
from corpus.records import Article, ArticleTags, Part, Voice
from corpus.storage.rows import now_text
from corpus.store import Corpus
from encuadre.labelling.drafts import Drafts
from encuadre.labelling.words import word_offsets
from lexicons.codebook import Codebook
from lexicons.errors import NotEnoughDataError, UsageError
from lexicons.questions import Question

# Context and groups count in anyone's voice, so the codebook asks for no voice there.
SIDES_WITHOUT_VOICE = frozenset("CX")
# A name is for people to read in a table of agreement; a note is a remark, not an essay.
LONGEST_NAME, LONGEST_NOTE = 64, 4000
# More marks than words in the longest articles; what sends more is no annotator.
MOST_SPANS = 5000


class Refused(Exception):  # noqa: N818 - said to the page, which words it for the annotator
    """What the page sent cannot be kept. ``key`` finds the words for it, ``status`` is HTTP's."""

    def __init__(self, key: str, status: int = 400, detail: str = "") -> None:
        super().__init__(f"{key} {detail}".strip())
        self.key, self.status, self.detail = key, status, detail


def clean_name(name: str) -> str:
    """An annotator's or group's name as it is stored. Raises UsageError E451 where it is none."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if (
        not 0 < len(plain) <= LONGEST_NAME
        or any(unicodedata.category(c)[0] == "C" for c in plain)
        or plain.casefold() == ADJUDICATED
    ):
        raise UsageError("E451", given=name[:LONGEST_NAME], limit=LONGEST_NAME)
    return plain


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked, fixed for as long as the page is served. ``spans``: words are marked too."""

    sample: Sample
    questions: tuple[Question, ...]
    codebook: Codebook
    spans: bool = True
    suggestions: bool = False


class Desk:
    """One sample, ready to be labelled by any number of annotators at a time."""

    def __init__(self, corpus: Corpus, drafts: Drafts, task: Task) -> None:
        """Raises NotEnoughDataError E452 where the sample has no article (any more)."""
        self._corpus, self._drafts, self.task = corpus, drafts, task
        articles = self._drawn()
        if not articles:
            raise NotEnoughDataError("E452", sample=task.sample.name)
        drafts.keep_only(task.sample.name, articles)

    def count(self, annotator: str | None = None) -> tuple[int, int]:
        """How many articles of the sample have a label (of this annotator, or of anybody), and how many there are."""
        drawn = set(self._drawn())
        labels = self._corpus.labels(self.task.sample.purpose)
        done = {label.article_id for label in labels if annotator is None or label.annotator == annotator}
        return len(done & drawn), len(drawn)

    def overview(self, annotator: str) -> list[dict[str, Any]]:
        """The articles in this annotator's order, each ``open``, ``begun``, ``skipped`` or ``done``, without text.

        The order is shuffled by the sample's seed and the annotator's name, so that nobody's tiredness falls on the
        same articles, and stays the same from day to day.
        """
        name, seed = self.task.sample.name, self.task.sample.seed
        done = set(self._labels(annotator))
        drafts = self._drafts.of(name, annotator)

        def place(article: str) -> bytes:
            return hashlib.sha256(f"{seed}\0{annotator}\0{article}".encode()).digest()

        def state(article: str) -> str:
            if article in done:
                return "done"
            if article in drafts:
                return "skipped" if drafts[article].get("skipped") else "begun"
            return "open"

        return [{"id": article, "state": state(article)} for article in sorted(set(self._drawn()), key=place)]

    def titles(self, annotator: str) -> dict[str, str]:
        """The headlines of the articles this annotator has seen, to find one again."""
        seen = [each["id"] for each in self.overview(annotator) if each["state"] != "open"]
        return {article_id: self._corpus.article(article_id).title for article_id in seen}

    def article(self, annotator: str, article_id: str) -> dict[str, Any]:
        """One article with its words, and what this annotator said of it. Outlet and date stay out: they sway."""
        article = self._article(article_id)
        label = self._labels(annotator).get(article_id)
        return {
            "id": article.id,
            "language": article.language,
            "parts": [
                {"part": part.value, "text": text, "words": word_offsets(text)}
                for part, text in _parts(article).items()
            ],
            "label": None if label is None else _as_draft(label),
            "draft": self._drafts.of(self.task.sample.name, annotator).get(article_id),
            "suggested": self._suggested(article_id),
        }

    def keep_draft(self, annotator: str, sent: Mapping[str, Any]) -> None:
        """Keep what is not done yet. Raises Refused where it is not of an article's shape."""
        article = self._article(_text(sent, "article"))
        draft = self._checked(sent, article)
        self._drafts.keep(self.task.sample.name, annotator, article.id, draft)

    def keep_label(self, annotator: str, group: str | None, sent: Mapping[str, Any]) -> None:
        """Store what an annotator says is done. Raises Refused, and EncuadreError where the corpus cannot take it."""
        article = self._article(_text(sent, "article"))
        said = self._checked(sent, article)
        answers = self._asked(said["answers"])
        spans: tuple[LabelledSpan, ...] | None = tuple(_span(span) for span in said["spans"])
        if not self.task.spans:
            # Marks are not asked for now; those of an earlier sitting are not taken away.
            earlier = self._labels(annotator).get(article.id)
            spans = earlier.spans if earlier else None
        label = HumanLabel(
            article_id=article.id,
            annotator=annotator,
            purpose=self.task.sample.purpose,
            answers=answers,
            codebook_version=self.task.codebook.version,
            labelled_at=now_text(),
            spans=spans,
            sample=self.task.sample.name,
            group=group,
            suggested=self._suggested(article.id) is not None,
            note=said["note"],
        )
        self._corpus.write_labels([label])
        self._drafts.drop(self.task.sample.name, annotator, article.id)

    def _drawn(self) -> list[str]:
        return [draw.article_id for draw in self._corpus.draws(self.task.sample.name)]

    def _labels(self, annotator: str) -> dict[str, HumanLabel]:
        labels = self._corpus.labels(self.task.sample.purpose)
        return {label.article_id: label for label in labels if label.annotator == annotator}

    def _article(self, article_id: str) -> Article:
        # An address would find an article too; only identifiers of this sample may be asked for.
        if article_id not in self._drawn():
            raise Refused("gone", 404)
        return self._corpus.article(article_id)

    def _suggested(self, article_id: str) -> dict[str, Any] | None:
        """What the machine said, where the team wants it shown and the article is tagged."""
        tags = self._corpus.tags(article_id) if self.task.suggestions else None
        return None if tags is None else suggestion(tags, self.task)

    def _asked(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The answers to the questions that hold; those under a question not answered yes fall away."""
        kept: dict[str, str] = {}
        for question in self.task.questions:
            if question.asked_if is not None and kept.get(question.asked_if) != YES:
                continue
            answer = answers.get(question.id, "" if question.several else None)
            if answer is None:
                raise Refused("unanswered", detail=question.id)
            kept[question.id] = answer
        return kept

    def _checked(self, sent: Mapping[str, Any], article: Article) -> dict[str, Any]:
        """What was sent, as a draft that holds by the questions, the codebook and the article."""
        known = {question.id: question for question in self.task.questions}
        answers = sent.get("answers")
        if not isinstance(answers, dict) or not answers.keys() <= known.keys():
            raise Refused("shape", detail="answers")
        for name, answer in answers.items():
            if not isinstance(answer, str) or not known[name].accepts(answer):
                raise Refused("shape", detail=name)
        spans = sent.get("spans")
        if not isinstance(spans, list) or len(spans) > MOST_SPANS:
            raise Refused("shape", detail="spans")
        parts = _parts(article)
        checked = {tuple(self._checked_span(span, parts).items()) for span in spans}
        order = list(Part)
        changed = sent.get("changed")
        if not isinstance(changed, int) or isinstance(changed, bool) or not 0 <= changed < 2**53:
            raise Refused("shape", detail="changed")
        note = _text(sent, "note")
        if len(note) > LONGEST_NOTE:
            raise Refused("shape", detail="note")
        return {
            # One answer of several has one spelling, whatever the order of choosing.
            "answers": {name: " ".join(sorted(answer.split())) for name, answer in answers.items()},
            "spans": sorted(
                map(dict, checked), key=lambda s: (order.index(Part(s["part"])), s["start"], s["end"], s["code"])
            ),
            "note": note,
            "changed": changed,
            "skipped": sent.get("skipped") is True,
        }

    def _checked_span(self, span: object, parts: Mapping[Part, str]) -> dict[str, Any]:
        if not isinstance(span, dict):
            raise Refused("shape", detail="span")
        part, start, end = span.get("part"), span.get("start"), span.get("end")
        code, voice = span.get("code"), span.get("voice")
        if part not in list(parts) or not isinstance(code, str) or code not in self.task.codebook.codes:
            raise Refused("shape", detail="span")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(parts[Part(part)]):
            raise Refused("shape", detail="span")
        if voice is not None and voice not in list(Voice):
            raise Refused("shape", detail="voice")
        # Labels that came from another tool may have no voice where this page would ask for one; they stay as they are.
        asked = code[0] not in SIDES_WITHOUT_VOICE
        return {"part": part, "start": start, "end": end, "code": code, "voice": voice if asked else None}


def suggestion(tags: ArticleTags, task: Task) -> dict[str, Any]:
    """What the machine's tags say, in the shape of a draft; only questions that this task asks."""
    said: dict[str, str] = {
        "on_topic": "yes" if tags.on_topic else "no",
        "framing": tags.framing.value,
        "headline": tags.headline.value,
        "voices": " ".join(sorted(tags.voices)),
        "context": " ".join(sorted(tags.context)),
        "acts": "yes" if tags.actions else "no",
        "named": "none" if tags.naming is None else "yes" if tags.naming.before_conviction else "no",
    }
    asked = {question.id: question for question in task.questions}
    spans = [
        {
            "part": span.part.value,
            "start": span.start,
            "end": span.end,
            "code": span.code,
            "voice": None if span.code[0] in SIDES_WITHOUT_VOICE else span.voice.value,
        }
        for span in tags.spans
        if span.code in task.codebook.codes
    ]
    answers = {name: answer for name, answer in said.items() if name in asked and asked[name].accepts(answer)}
    return {"answers": answers, "spans": spans if task.spans else []}


def _parts(article: Article) -> dict[Part, str]:
    texts = {Part.HEADLINE: article.title, Part.LEAD: article.lead or "", Part.BODY: article.body}
    return {part: text for part, text in texts.items() if text}


def _text(sent: Mapping[str, Any], name: str) -> str:
    text = sent.get(name)
    if not isinstance(text, str):
        raise Refused("shape", detail=name)
    try:
        text.encode()
    except UnicodeEncodeError as error:  # half a surrogate pair, which no store can hold
        raise Refused("shape", detail=name) from error
    return text


def _as_draft(label: HumanLabel) -> dict[str, Any]:
    spans = [
        {"part": s.part.value, "start": s.start, "end": s.end, "code": s.code, "voice": s.voice and s.voice.value}
        for s in label.spans or ()
    ]
    return {"answers": dict(label.answers), "spans": spans, "note": label.note, "skipped": False}


def _span(span: Mapping[str, Any]) -> LabelledSpan:
    voice = Voice(span["voice"]) if span["voice"] is not None else None
    return LabelledSpan(part=Part(span["part"]), start=span["start"], end=span["end"], code=span["code"], voice=voice)
