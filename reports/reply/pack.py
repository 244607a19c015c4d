"""The pack an outlet gets before anything about it alone is public: its scorecard, the lists behind it, and a letter.

In: a study's rows, one outlet and its hearing. Out: five files in a folder of their own, six where something was
disputed, each written whole, in the outlet's language. The day and the last day to reply come from the hearing, so a
pack written again is the same to the byte.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from corpus.disputes import Dispute, Step, StepKind, mark_reference
from corpus.records import Outlet, Part
from corpus.store import Corpus
from lexicons.cues import LANGUAGES
from lexicons.errors import UsageError
from reports.figures.around import Happened
from reports.files import Files
from reports.i18n import NO_BREAK, Words, words_for
from reports.pages.card_tables import indicators_sheet
from reports.pages.frame import Site
from reports.pages.scorecard import CardFigures, card_alone, card_page, span_of
from reports.pages.view import press_text
from reports.reply.answered import Place, decisions_sheet, removed_articles, removed_marks
from reports.reply.behind import place_of
from reports.reply.hearing import Hearing
from reports.reply.names import Names
from reports.reply.sheets import BOM, articles_sheet, figures_sheet, marks_sheet
from reports.reply.wording import Audience, reference_of, reply_part
from reports.rows import ReportRows

LETTER, CARD, FIGURES, ARTICLES, MARKS = "letter.txt", "scorecard.html", "figures.csv", "articles.csv", "marks.csv"
DECISIONS = "decisions.csv"
# What every mail program shows without breaking lines itself.
_LINE = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends packs: the study's name, whom to write to, and whether outlets and events are invented."""

    study: str
    contact: str
    fictional: bool = False


def outlet_of(rows: ReportRows, outlet_id: str) -> Outlet:
    """The outlet, if it has stories. Raises UsageError E512."""
    known = set(rows.stories["outlet"])
    for outlet in rows.outlets:
        if outlet.id == outlet_id and outlet_id in known:
            return outlet
    raise UsageError("E512", outlet=outlet_id, known=", ".join(sorted(map(str, known))))


def language_of(outlet: Outlet) -> str:
    """The language an outlet is written to in: its first one that pages are written in, else English."""
    return next((language for language in outlet.languages if language in LANGUAGES), "en")


def draft_step(hearing: Hearing, rows: ReportRows, today: date, *, reply_days: int, due: date | None = None) -> Step:
    """The step of sending a pack today. The same figures keep the day and the period they were first sent with, unless
    another last day is given (``due``).
    """
    stories = int((rows.stories["outlet"] == hearing.outlet).sum())
    last = hearing.draft
    if last is not None and last.version_set == rows.version_set and due in (None, _day(last.due_on)):
        return replace(last, stories=stories)
    ends = due or today + timedelta(days=reply_days)
    return Step(
        outlet=hearing.outlet,
        kind=StepKind.DRAFTED,
        day=today.isoformat(),
        due_on=ends.isoformat(),
        version_set=rows.version_set,
        stories=stories,
    )


def write_pack(
    corpus: Corpus,
    folder: Path,
    rows: ReportRows,
    outlet: Outlet,
    hearing: Hearing,
    sender: Sender,
    *,
    language: str | None = None,
    progress: Callable[[int, int], object] | None = None,
    happened: Happened | None = None,
) -> list[str]:
    """Write the pack and say which files it has. ``hearing`` must have its draft; ``happened``: the events to tell of.

    Raises E508 where it cannot write.
    """
    words = words_for(language or language_of(outlet), outlet.country)
    names = Names(corpus, progress)
    card = replace(card_alone(outlet, rows, happened), notes=hearing.notes)
    shown = names.card_without(card)
    site = Site(
        languages=(words.language,),
        countries=(outlet.country,),
        outlets=(outlet,),
        version_set=rows.version_set,
        versions=rows.versions,
        demo=sender.fictional,
        study=sender.study,
        audit=rows.audit,
        # What goes to one outlet has no other page beside it.
        there=frozenset(),
    )
    name, stories = press_text(outlet.name), len(card.rows.stories)
    disputes = tuple(
        replace(each, claim=names.hide(each.claim, each.article_id), reason=names.hide(each.reason, each.article_id))
        for each in hearing.disputes
    )
    answered = replace(hearing, disputes=disputes)
    masked = names.masked(card, shown)
    part = reply_part(answered, name, Audience.OUTLET, stories, words, sender.contact, masked)
    places = _places(names, disputes)
    articles = {str(article) for frame in (shown.rows.stories, shown.rows.copies) for article in frame["article_id"]}
    spans = ({str(name): cell for name, cell in span.items()} for span in shown.rows.spans.to_dict("records"))
    marks = {mark_reference(str(span["article_id"]), place_of(span)) for span in spans}
    decided = {reference_of(dispute): dispute for dispute in disputes}
    table = indicators_sheet(card, words)
    files = Files(folder, 0, None)
    files.write(CARD, card_page(shown, site, words, part))
    files.write(FIGURES, figures_sheet(table, [each.id for each in card.indicators], decided, words))
    files.write(
        ARTICLES,
        articles_sheet(shown.rows, decided, words, shown.spoken, removed_articles(disputes, places, articles, words)),
    )
    files.write(MARKS, marks_sheet(shown.rows, decided, words, removed_marks(disputes, places, marks, words)))
    if disputes:
        files.write(DECISIONS, BOM + decisions_sheet(disputes, places, words))
    else:
        # Of an earlier draft, whose disputes are forgotten with their articles.
        (folder / DECISIONS).unlink(missing_ok=True)
    # Last, so that a pack with its letter is whole.
    files.write(LETTER, letter(card, hearing, sender, rows.version_set, words))
    return sorted(path.name for path in files.written)


def letter(card: CardFigures, hearing: Hearing, sender: Sender, version_set: str, words: Words) -> str:
    """The letter to the newsroom, as plain text for any mail program."""
    draft = hearing.draft
    assert draft is not None  # noqa: S101 - the caller's case
    due, outlet = words.full_day(draft.due_on or draft.day), press_text(card.outlet.name)
    span = span_of(card, words) or words.t("letter.undated")

    def say(key: str, **values: object) -> str:
        # A mail program does not know what a no-break space is for.
        text = words.t(f"letter.{key}", **values).replace(NO_BREAK, " ")
        return textwrap.fill(text, _LINE, break_long_words=False, break_on_hyphens=False)

    attached = ["card", "figures", "articles", "marks", *(["decisions"] if hearing.disputes else [])]
    files = "\n".join("  " + say(f"file_{name}") for name in attached)
    paragraphs = [
        say("subject", outlet=outlet, due=due),
        say("greeting", outlet=outlet),
        say("who", study=press_text(sender.study)),
        say("what", n=len(card.rows.stories), span=span),
        f"{say('attached')}\n{files}",
        f"{say('dispute_heading')}\n{say('dispute', column=words.t('reply.col_objection'))}",
        f"{say('reply_heading')}\n{say('reply')}",
        f"{say('until_heading')}\n{say('until', due=due, contact=press_text(sender.contact))}",
        say("names"),
        say("version", version=version_set, day=words.full_day(draft.day)),
    ]
    return "\n\n".join(paragraphs) + "\n"


def _places(names: Names, disputes: Sequence[Dispute]) -> dict[str, Place]:
    """Where the disputed articles are found, and the words of their disputed marks, without names."""
    places: dict[str, Place] = {}
    for article in dict.fromkeys(each.article_id for each in disputes if each.article_id):
        found = names.corpus.article(article)
        headline, address = names.place_of(article)
        parts = {Part.HEADLINE: found.title, Part.LEAD: found.lead or "", Part.BODY: found.body}
        marks = [each for each in disputes if each.article_id == article and each.mark is not None]
        words = {
            reference_of(each): press_text(names.said(parts[each.mark.part][each.mark.start : each.mark.end], article))
            for each in marks
            if each.mark is not None
        }
        places[article] = Place(found.published_on or "", press_text(headline), address or "", words)
    return places


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
