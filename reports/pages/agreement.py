"""The page on agreement: what annotators agree on, what they confuse, and how groups read.

In: an ``Agreement`` of nlp.labels and the list of disagreements. Out: HTML in one language, one file that loads nothing
and holds no text of any article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from lexicons.codebook import load_codebook
from lexicons.questions import Question
from nlp.labels.agreement import RELIABLE, TENTATIVE, Alpha
from nlp.labels.agreement_list import Disagreement
from nlp.labels.agreement_report import Agreement, GroupItem, Item
from nlp.labels.agreement_spans import ALL, SpanFigures
from reports.i18n import Words
from reports.pages.view import NOTHING, Table, environment, press_text

# The page is for reading; the list for adjudication has all of them.
_MOST_LISTED = 200
_ALPHA_NUMBERS = frozenset({2, 3, 4, 5, 6})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. Empty parts are left out."""

    id: str
    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[Table] = ()
    lines: Sequence[str] = field(default=())


def agreement_page(
    found: Agreement, listed: Sequence[Disagreement], questions: Sequence[Question], words: Words
) -> str:
    """The page in the language of ``words``."""
    t = words.t
    names = _Names({question.id: question for question in questions}, words)
    sections = [
        _annotators(found, words),
        *_alphas(found, names),
        *_spans(found, names),
        _confusions(found, names),
        *_groups(found, names),
        _disagreements(listed, names),
    ]
    return (
        environment()
        .get_template("agreement.html.j2")
        .render(
            w=words,
            title=t("agreement.title"),
            intro=t("agreement.intro", labels=found.labels, annotators=len(found.annotators), articles=found.articles),
            what=t("agreement.what", draws=found.draws),
            customs=t("agreement.customs", reliable=words.number(RELIABLE, 2), tentative=words.number(TENTATIVE, 3)),
            sections=[section for section in sections if section.tables or section.lines or section.paragraphs],
            made_with=t("agreement.made_with", version=version("encuadre"), codebook=load_codebook().version),
        )
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """What questions, answers, codes and languages are called on the page."""

    questions: Mapping[str, Question]
    words: Words

    def item(self, kind: str, name: str) -> str:
        if kind == "code":
            return self.code(name)
        question, _, option = name.partition(":")
        asked = self.question(question)
        return f"{asked} {self.answer(question, option)}" if option else asked

    def question(self, name: str) -> str:
        return str(getattr(self.questions[name], self.words.language)) if name in self.questions else name

    def answer(self, question: str, answer: str) -> str:
        asked = self.questions.get(question)
        options = asked.options if asked else {}
        known = [str(getattr(options[a], self.words.language)) if a in options else a for a in answer.split()]
        return ", ".join(known) or NOTHING

    def code(self, code: str) -> str:
        if code == ALL:
            return self.words.t("agreement.all_codes")
        codes = load_codebook().codes
        return f"{code} {getattr(codes[code], self.words.language)}" if code in codes else code

    def language(self, code: str) -> str:
        return self.words.t("agreement.all_languages") if code == ALL else self.words.language_name(code)


def _annotators(found: Agreement, words: Words) -> Section:
    rows = [
        (press_text(name), press_text(found.groups.get(name)) or NOTHING, words.number(count))
        for name, count in found.annotators.items()
    ]
    heads = [words.t(f"agreement.{key}") for key in ("annotator", "group", "articles")]
    heading = words.t("agreement.annotators_heading")
    return Section("annotators", heading, tables=[Table(heading, heads, rows, frozenset({2}))])


def _alphas(found: Agreement, names: _Names) -> Iterator[Section]:
    t = names.words.t
    for kind, key in (("question", "questions"), ("option", "options"), ("code", "codes")):
        items = [item for item in found.items if item.kind == kind]
        if not items:
            continue
        heading = t(f"agreement.{key}_heading")
        note = [t("agreement.options_note")] if kind == "option" else []
        yield Section(key, heading, note, [_alpha_table(heading, items, names)])


def _alpha_table(caption: str, items: Sequence[Item], names: _Names) -> Table:
    order = {name: place for place, name in enumerate(dict.fromkeys(item.name for item in items))}
    rows = [
        (names.item(item.kind, item.name), names.language(item.language), *_alpha_cells(item.alpha, names.words))
        for item in sorted(items, key=lambda item: (order[item.name], item.language != ALL, item.language))
    ]
    return Table(caption, _alpha_heads(names.words, "what_asked", "language"), rows, _ALPHA_NUMBERS)


def _alpha_heads(words: Words, *before: str) -> list[str]:
    return [words.t(f"agreement.{key}") for key in (*before, "alpha", "interval", "equal", "articles", "pairs")]


def _alpha_cells(alpha: Alpha, words: Words) -> list[str]:
    if alpha.alpha is not None:
        value = words.number(alpha.alpha, 2)
    else:
        value = words.t("agreement.too_few" if alpha.articles < 2 else "agreement.no_variation")
    equal = words.percent(alpha.observed) if alpha.observed is not None else NOTHING
    return [value, _ends(alpha.low, alpha.high, words), equal, words.number(alpha.articles), words.number(alpha.pairs)]


def _ends(low: float | None, high: float | None, words: Words) -> str:
    if low is None or high is None:
        return NOTHING
    return words.t("figure.interval", low=words.number(low, 2), high=words.number(high, 2))


def _spans(found: Agreement, names: _Names) -> Iterator[Section]:
    words = names.words
    shown = {language: figures for language, figures in found.spans.items() if figures.codes}
    if not shown:
        return
    heading = words.t("agreement.spans_heading")
    whole = shown.get(ALL)
    notes = [words.t("agreement.spans_note")]
    if whole and whole.voices is not None:
        notes.append(words.t("agreement.voices", n=whole.voiced, share=words.percent(whole.voices)))
    keys = ("code", "language", "exact", "interval", "overlap", "interval", "marked", "articles")
    heads = [words.t(f"agreement.{key}") for key in keys]
    rows = [row for language, figures in shown.items() for row in _span_rows(language, figures, names)]
    yield Section("spans", heading, notes, [Table(heading, heads, rows, frozenset(range(2, 8)))])
    if whole and whole.confused:
        lines = [
            words.t("agreement.confused", one=names.code(one), other=names.code(other), n=n)
            for one, other, n in whole.confused
        ]
        yield Section("confused", words.t("agreement.confused_heading"), lines=lines)


def _span_rows(language: str, figures: SpanFigures, names: _Names) -> Iterator[list[str]]:
    words = names.words
    for each in figures.codes:
        exact, overlap = (words.number(f1, 2) if f1 is not None else NOTHING for f1 in (each.exact, each.overlap))
        yield [
            names.code(each.code),
            names.language(language),
            exact,
            _ends(each.exact_low, each.exact_high, words),
            overlap,
            _ends(each.overlap_low, each.overlap_high, words),
            words.number(each.spans),
            words.number(each.articles),
        ]


def _confusions(found: Agreement, names: _Names) -> Section:
    tables = []
    for each in found.confusions:
        present = {answer for *pair, _ in each.cells for answer in pair}
        options = [o for o in names.questions[each.question].options if o in present]
        cells = {(one, other): n for one, other, n in each.cells}
        shown = [names.answer(each.question, option) for option in options]
        rows = [
            [
                shown[i],
                *(names.words.number(cells.get((one, other), 0)) if j >= i else "" for j, other in enumerate(options)),
            ]
            for i, one in enumerate(options)
        ]
        heads = [names.words.t("agreement.answer"), *shown]
        tables.append(Table(names.question(each.question), heads, rows, frozenset(range(1, len(heads)))))
    heading = names.words.t("agreement.confusion_heading")
    note = [names.words.t("agreement.confusion_note")] if tables else []
    return Section("confusion", heading, note, tables)


def _groups(found: Agreement, names: _Names) -> Iterator[Section]:
    words = names.words
    if not found.by_group:
        return
    heading = words.t("agreement.groups_heading")
    rows = [
        (names.question(item.question), _pair(item, words), *_alpha_cells(item.alpha, words))
        for item in found.by_group
        if item.alpha.articles
    ]
    heads = _alpha_heads(words, "what_asked", "group")
    yield Section("groups", heading, [words.t("agreement.groups_note")], [Table(heading, heads, rows, _ALPHA_NUMBERS)])
    tables = [_reads_table(item, names) for item in found.by_group if item.reads]
    if tables:
        yield Section("reads", words.t("agreement.reads_heading"), [words.t("agreement.reads_note")], tables)


def _pair(item: GroupItem, words: Words) -> str:
    one = press_text(item.one)
    if item.other is None:
        return words.t("agreement.within", one=one)
    return words.t("agreement.across", one=one, other=press_text(item.other))


def _reads_table(item: GroupItem, names: _Names) -> Table:
    words = names.words
    one, other = press_text(item.one), press_text(item.other)
    heads = [words.t("agreement.answer"), one, other, words.t("agreement.difference", one=one, other=other)]
    heads.append(words.t("agreement.interval"))
    rows = []
    for each in item.reads:
        ends = NOTHING
        if each.low is not None and each.high is not None:
            ends = words.t("figure.interval", low=words.points(each.low), high=words.points(each.high))
        shares = (words.percent(each.one), words.percent(each.other), words.points(each.difference))
        rows.append([names.answer(item.question, each.value), *shares, ends])
    return Table(f"{names.question(item.question)} {_pair(item, words)}", heads, rows, frozenset({1, 2, 3, 4}))


def _disagreements(listed: Sequence[Disagreement], names: _Names) -> Section:
    words = names.words
    heading = words.t("agreement.disagreements_heading")
    if not listed:
        return Section("disagreements", heading, [words.t("agreement.disagreements_none")])
    rows = [
        (press_text(each.article), _item(each, names), "; ".join(_said(each, names))) for each in listed[:_MOST_LISTED]
    ]
    heads = [words.t(f"agreement.{key}") for key in ("article", "item", "said")]
    notes = [words.t("agreement.disagreements_note")]
    if len(listed) > _MOST_LISTED:
        notes.append(words.t("agreement.disagreements_more", n=len(listed) - _MOST_LISTED))
    return Section("disagreements", heading, notes, [Table(heading, heads, rows)])


def _item(each: Disagreement, names: _Names) -> str:
    if each.span is None:
        return names.question(each.item)
    span, t = each.span, names.words.t
    part = t(f"agreement.part_{span.part.value}")
    return t("agreement.span_item", code=span.code, start=str(span.start), end=str(span.end), part=part)


def _said(each: Disagreement, names: _Names) -> Iterable[str]:
    voices = load_codebook().voices
    for annotator, answer in each.said.items():
        if each.span is None:
            shown = names.answer(each.item, answer)
        elif answer in voices:
            shown = str(getattr(voices[answer], names.words.language))
        else:
            shown = names.words.t("figure.yes" if answer == "yes" else "figure.no")
        yield f"{press_text(annotator)}: {shown}"
