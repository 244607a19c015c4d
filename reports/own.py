"""The report of a study with codes or a topic of its own: one page a language, and every figure as CSV.

In: the rows of a corpus and the study's lexicons. Out: files for reports.build to write. The pages by country and
outlet speak of women in prison and of the shipped codes; where these do not hold, nothing is told in their words. This
page counts what any codebook has (framing, codes, terms, who speaks) and says what is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from corpus.records import Framing, Outlet, Voice
from lexicons.codebook import AGAINST, FOR, Code, load_codebook
from lexicons.cues import LANGUAGES
from lexicons.own import OwnLexicons
from reports.csvs import csv_text, share_cells, terms_csv
from reports.figures.shares import Share, share_of
from reports.figures.terms import Term, terms_of
from reports.figures.voices import heard_roles
from reports.i18n import Words
from reports.pages.foreign import foreign, languages_of_cues
from reports.pages.frame import Site, page_frame
from reports.pages.view import SHARE_HEADS, Table, environment, press_text, share_row, with_interval
from reports.rows import ReportRows

# The page is for reading; the CSV has all of them.
_MOST_TERMS = 40
_SHARE_HEADS = ("count", "n", "share", "low", "high", "evidence")


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What the page says. ``codes``: stories with a code in the outlet's voice, and those where only others say it."""

    rows: ReportRows
    framings: Mapping[str, Share]
    codes: Mapping[str, tuple[Share, int]]
    outlets: tuple[tuple[Outlet, int, Mapping[str, Share]], ...]
    terms: tuple[Term, ...]
    roles: Mapping[str, Share]


def own_figures(rows: ReportRows) -> OwnFigures:
    """Count, by the codebook in use."""
    n = len(rows.stories)
    codebook = load_codebook()
    framings = rows.stories["framing"].value_counts()
    outlets = tuple(o for o in rows.outlets if o.id in set(rows.stories["outlet"]))
    return OwnFigures(
        rows=rows,
        framings={kind.value: share_of(int(framings.get(kind.value, 0)), n) for kind in Framing},
        codes={code: _with_code(rows, rows.spans["code"] == code) for code in codebook.codes},
        outlets=tuple((outlet, *_of_outlet(rows.of_outlet(outlet))) for outlet in outlets),
        terms=tuple(terms_of(rows, None, tuple(codebook.sides))),
        roles={role: share for role, share in heard_roles(rows).items() if share.count},
    )


def _with_code(rows: ReportRows, wanted: pd.Series) -> tuple[Share, int]:
    spans = rows.spans[wanted]
    own = set(spans.loc[spans["voice"] == Voice.OUTLET.value, "article_id"])
    return share_of(len(own), len(rows.stories)), len(set(spans["article_id"]) - own)


def _of_outlet(rows: ReportRows) -> tuple[int, dict[str, Share]]:
    sides = load_codebook().sides
    return len(rows.stories), {side: _with_code(rows, rows.spans["code"].str[0] == side)[0] for side in sides}


def own_page(figures: OwnFigures, site: Site, own: OwnLexicons, words: Words) -> str:
    """The page in the language of ``words``."""
    t, codebook = words.t, load_codebook()
    topic = own.title(words.language)
    title = t("own.title", topic=topic, study=site.study) if topic else t("own.title_codes", study=site.study)
    sides = codebook.sides
    against, favour = (str(getattr(sides[side], words.language)) if side in sides else side for side in (AGAINST, FOR))
    return (
        environment()
        .get_template("own.html.j2")
        .render(
            page_frame(site, words, title=title, stem="index"),
            intro=t(
                "own.intro",
                n=len(figures.rows.stories),
                outlets=t("summary.outlets", n=int(figures.rows.stories["outlet"].nunique())),
                countries=words.listing([words.country(code) for code in site.countries]),
            ),
            read_by=t("own.read_by", version=own.version),
            framing_note=t("own.framing_note", against=against, favour=favour),
            framing=_framing_table(figures, words),
            codes=_codes_table(figures, words),
            outlets=_outlets_table(figures, words),
            terms=_terms_table(figures, words),
            roles=_roles_table(figures, words),
            left_out=_left_out(own, words),
        )
    )


def own_csvs(figures: OwnFigures) -> dict[str, str]:
    """The files by name."""
    codebook = load_codebook()
    rows = [
        (outlet.id, outlet.country, side, *share_cells(share))
        for outlet, _, shares in figures.outlets
        for side, share in shares.items()
    ]
    return {
        "framing": csv_text(("framing", *_SHARE_HEADS), ((k, *share_cells(s)) for k, s in figures.framings.items())),
        "codes": csv_text(
            ("code", "name", *_SHARE_HEADS, "only_others"),
            (
                (code, codebook.codes[code].name, *share_cells(share), others)
                for code, (share, others) in figures.codes.items()
            ),
        ),
        "outlets": csv_text(("outlet", "country", "side", *_SHARE_HEADS), rows),
        "terms": terms_csv(figures.terms),
        "roles": csv_text(("role", *_SHARE_HEADS), ((role, *share_cells(s)) for role, s in figures.roles.items())),
    }


def _share_heads(words: Words) -> list[str]:
    return [words.t(f"head.{name}") for name in SHARE_HEADS]


def _framing_table(figures: OwnFigures, words: Words) -> Table:
    names = load_codebook().framings
    rows = [
        (str(getattr(names[key], words.language)), *share_row(share, words)) for key, share in figures.framings.items()
    ]
    heads = (words.t("head.framing"), *_share_heads(words))
    return Table(words.t("own.framing_heading"), heads, rows, frozenset({1, 3, 4}))


def _codes_table(figures: OwnFigures, words: Words) -> Table:
    codes = load_codebook().codes
    rows = [
        (f"{code} {_name(codes[code], words)}", *share_row(share, words), words.number(others))
        for code, (share, others) in figures.codes.items()
    ]
    heads = (words.t("own.code_name"), *_share_heads(words), words.t("own.only_others"))
    return Table(words.t("own.codes_heading"), heads, rows, frozenset({1, 3, 4, 6}))


def _outlets_table(figures: OwnFigures, words: Words) -> Table:
    sides = load_codebook().sides
    rows = [
        (
            press_text(outlet.name),
            words.country(outlet.country),
            words.number(n),
            *(f"{words.number(share.count)} · {with_interval(share, words)}" for share in shares.values()),
        )
        for outlet, n, shares in figures.outlets
    ]
    names = [str(getattr(side, words.language)) for side in sides.values()]
    heads = (words.t("head.outlet"), words.t("own.country"), words.t("head.stories"), *names)
    return Table(words.t("own.outlets_heading"), heads, rows, frozenset({2}))


def _terms_table(figures: OwnFigures, words: Words) -> Table:
    heads = [words.t(f"own.{key}") for key in ("term", "code_name", "own_voice", "other_voice", "instead")]
    languages = languages_of_cues()
    rows = [
        (
            foreign(term.surface, term.cue_id, languages, words),
            *(term.code, words.number(term.own), words.number(term.others)),
            foreign(" / ".join(term.instead), term.cue_id, languages, words),
        )
        for term in figures.terms[:_MOST_TERMS]
    ]
    return Table(words.t("own.terms_heading"), heads, rows, frozenset({2, 3}))


def _roles_table(figures: OwnFigures, words: Words) -> Table | None:
    names = load_codebook().roles
    rows = [(str(getattr(names[role], words.language)), *share_row(s, words)) for role, s in figures.roles.items()]
    heads = (words.t("head.role"), *_share_heads(words))
    return Table(words.t("own.roles_heading"), heads, rows, frozenset({1, 3, 4})) if rows else None


def _left_out(own: OwnLexicons, words: Words) -> list[str]:
    lines = [words.t("own.left_out_pages"), words.t("own.left_out_change")]
    if own.other_topic:
        lines.append(words.t("own.left_out_agency"))
    if silent := [words.language_name(language) for language in own.languages if language not in LANGUAGES]:
        lines.append(words.t("own.left_out_speech", languages=words.listing(silent)))
    return lines


def _name(code: Code, words: Words) -> str:
    return str(getattr(code, words.language))
