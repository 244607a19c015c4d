"""Sections on what the coverage is made of: composition, voices, terms, collection health.

In: counts of a country or outlet. Out: figures and tables in words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup

from lexicons.codebook import load_codebook
from reports.charts.bars import Bar, Stack, bar_chart, stack_chart
from reports.charts.dots import Dot, dot_chart
from reports.charts.health import health_chart
from reports.charts.style import FILLS, MARKERS, NEUTRAL, RIGHTS, STIGMA, short
from reports.estimates.measures import IMPACTED
from reports.figures.health import MANY_WALLED, Collected, OutletHealth, Volumes
from reports.figures.shares import Evidence, Share, share_of
from reports.figures.terms import Term
from reports.figures.voices import Composition, VoiceMix
from reports.i18n import Words
from reports.pages.foreign import foreign, guides_text, languages_of_cues
from reports.pages.view import (
    NOTHING,
    SHARE_HEADS,
    ChartFigure,
    Table,
    press_text,
    share_row,
    share_text,
    with_interval,
)

# How framings are told apart without colour: plain, dotted, crossed, empty. (fill, hatch, ink)
FRAMING_LOOKS = {
    "stigmatizing": (STIGMA, "", "white"),
    "rights_based": (RIGHTS, "...", "white"),
    "both": ("#FFFFFF", "xx", "#222222"),
    "neither": ("#FFFFFF", "", "#222222"),
}
_VOICE_LOOKS = {
    "outlet": ("#3B3B3B", "", "white"),
    "quoted": ("#C9C9C9", "", "#222222"),
    "paraphrased": ("#FFFFFF", "...", "#222222"),
    "metalinguistic": ("#FFFFFF", "///", "#222222"),
}
# The fill and hatch of each swatch of a key, for pictures, which have no style sheet.
SWATCHES = {f"swatch-{name}": look[:2] for name, look in (FRAMING_LOOKS | _VOICE_LOOKS).items()} | {
    "swatch-heat-dark": ("#8C8C8C", ""),
    "swatch-heat-light": ("#ECECEC", ""),
}
# An outlet's name and its side stand on one line of a chart.
LONGEST_ROW = 36
# What stands beside a share in a chart that may mislead; the subtitle explains it.
WALLED_SIGN = " *"
# What stands in the table of an outlet of which no address is known.
_UNKNOWN = {Collected.IMPORTED: "health.imported", Collected.REFUSED: "collection.refused_cell"}
# Terms listed per table; the CSV has all of them.
MOST_TERMS = 25


def name_of(entry: object, words: Words) -> str:
    """A codebook entry's name in the page's language."""
    return str(getattr(entry, words.language))


def framing_names(words: Words) -> dict[str, str]:
    """The kinds of stories as parts of a whole: a story that is both is not "only" one of them."""
    return {key: words.t(f"composition.only_{key}") for key in FRAMING_LOOKS}


def framing_figure(composition: Composition, words: Words) -> ChartFigure:
    """Stories by framing."""
    names = framing_names(words)
    bars = [
        Bar(names[key], share.estimate.value if share.estimate else 0.0, count_text(share, words), *FRAMING_LOOKS[key])
        for key, share in composition.framings.items()
    ]
    parts = {key: count_text(share, words) for key, share in composition.framings.items()}
    title = words.t("composition.title", **parts)
    subtitle = words.t("composition.subtitle", n=composition.n)
    svg = bar_chart(bars, key="framing", alt=words.t("figure.alt", title=title, subtitle=subtitle))
    rows = [[names[key], *share_row(share, words)] for key, share in composition.framings.items()]
    return ChartFigure(title, subtitle, Markup(svg), _share_table("composition.table", "framing", rows, words))  # noqa: S704


def not_collected(healths: Sequence[OutletHealth], words: Words) -> dict[str, str]:
    """Why nothing was obtained, by the id of each outlet of which nothing was: never printed as a zero."""
    return {
        health.outlet.id: words.t(_UNKNOWN.get(health.state, "health.nothing")) for health in healths if health.nothing
    }


def outlets_figure(
    composition: Composition,
    panel: Sequence[str],
    words: Words,
    *,
    missing: Mapping[str, str],
    walled: Mapping[str, OutletHealth],
    published: Collection[str] | None,
) -> ChartFigure:
    """Each outlet's two shares, in the order of the alphabet: no ranking. ``missing``: ``not_collected``;
    ``walled``: by id, outlets so many of whose stories end at a wall that their figures may mislead.
    ``published``: on a page for everybody, the outlets whose shares may be named, since these could reply; None: all.
    """
    dots, rows = [], []
    for outlet, s, r, part in composition.outlets:
        name = press_text(outlet.name)
        if outlet.id in missing:
            rows.append([name, *[NOTHING] * 5, missing[outlet.id]])
            continue
        heard = published is None or outlet.id in published
        # An outlet without stories has a row in the table and none in the chart.
        for side, share in (("s", s), ("r", r)) if part.count and heard else ():
            estimate = share.estimate if share.shown else None
            mark = words.t(f"side.{side}_short")
            label = f"{short(name, LONGEST_ROW - len(mark))} · {mark}"
            text = share_text(share, words) + (WALLED_SIGN if outlet.id in walled else "")
            hollow = share.evidence is Evidence.PROVISIONAL
            dots.append(Dot(label, estimate, text, FILLS[side], MARKERS[side], hollow))
        state = words.t(f"state.{s.evidence.value}" if heard else "multiples.counts_only")
        if (wall := walled.get(outlet.id)) is not None:
            state = words.t("outlets.walled_state", state=state, walled=wall.walled, n=wall.stories)
        rows.append(
            [
                name,
                words.number(part.count),
                count_text(part, words) if part.n else NOTHING,
                words.t("figure.yes" if outlet.id in panel else "figure.no"),
                with_interval(s, words) if heard else NOTHING,
                with_interval(r, words) if heard else NOTHING,
                state,
            ]
        )
    shown = [s for each, s, _, _ in composition.outlets if s.shown and (published is None or each.id in published)]
    title = words.t("outlets.title", n=len(shown), total=len(composition.outlets))
    subtitle = words.t("outlets.subtitle")
    if any(outlet.id in walled for outlet, *_ in composition.outlets):
        subtitle = words.t("outlets.walled", subtitle=subtitle, tenth=words.percent(MANY_WALLED))
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    ticks = [(tick / 4, words.percent(tick / 4)) for tick in range(5)]
    drawn = any(dot.estimate is not None for dot in dots)
    svg = Markup(dot_chart(dots, ticks, key="outlets", alt=alt)) if drawn else None  # noqa: S704
    keys = ("outlet", "stories", "of_all", "in_panel", "s_share", "r_share", "state")
    table = Table(words.t("outlets.table"), [words.t(f"head.{key}") for key in keys], rows, frozenset({1, 2}))
    return ChartFigure(title, subtitle, svg, table)


def roles_figure(roles: dict[str, Share], silent: Share, words: Words) -> ChartFigure:
    """Who is heard: the share of stories with each role among its sources."""
    names = {key: name_of(entry, words) for key, entry in load_codebook().roles.items()}
    heard = [(key, share) for key, share in roles.items() if share.count or key == IMPACTED]
    bars = [
        Bar(
            names[key],
            share.estimate.value if share.estimate else 0.0,
            count_text(share, words),
            RIGHTS if key == IMPACTED else NEUTRAL,
        )
        for key, share in heard
    ]
    count = max(share.count for share in roles.values())
    most = [key for key, share in roles.items() if share.count == count]
    key = "title_none" if not count else "title_impacted" if IMPACTED in most else "title"
    title = words.t(
        f"roles.{key}",
        role=words.listing([names[each] for each in most]),
        share=count_text(roles[most[0]], words),
        impacted=count_text(roles[IMPACTED], words),
    )
    subtitle = words.t("roles.subtitle", n=roles[IMPACTED].n)
    svg = bar_chart(bars, key="roles", alt=words.t("figure.alt", title=title, subtitle=subtitle))
    rows = [[names[key], *share_row(share, words)] for key, share in roles.items()]
    rows.append([words.t("roles.silent"), *share_row(silent, words)])
    return ChartFigure(title, subtitle, Markup(svg), _share_table("roles.table", "role", rows, words))  # noqa: S704


def roles_note(roles: dict[str, Share], words: Words) -> str:
    """What a role that was found nowhere does not mean; empty where each was found, or where there is no story."""
    names = load_codebook().roles
    zero = [(key, share) for key, share in roles.items() if share.n and not share.count]
    if not zero:
        return ""
    listed = words.listing([name_of(names[key], words) for key, _ in zero])
    high = max((share.estimate.high for _, share in zero if share.shown and share.estimate), default=None)
    if high is None:
        return words.t("zero.roles_few", roles=listed)
    return words.t("zero.roles", roles=listed, high=words.percent(high))


def mix_figure(mixes: Sequence[VoiceMix], words: Words) -> ChartFigure:
    """Whose words carry the codes."""
    names = {key: name_of(entry, words) for key, entry in load_codebook().voices.items()}
    stacks, rows = [], []
    for mix in mixes:
        label = words.t("mix.row", side=words.t(f"mix.side_{mix.side.lower()}"), n=mix.total)
        parts = tuple(
            (count / mix.total, _part_text(count, mix.total, words), *_VOICE_LOOKS[voice])
            for voice, count in mix.counts.items()
            if count
        )
        stacks.append(Stack(label, parts))
        counts = [words.number(count) for count in mix.counts.values()]
        rows.append([words.t(f"mix.side_{mix.side.lower()}"), *counts, words.number(mix.total)])
    first = mixes[0]
    title = words.t("mix.title_none")
    own = share_of(first.counts["outlet"], first.total)
    if own.shown:
        title = words.t("mix.title", share=count_text(own, words), n=first.total)
    elif first.total:
        title = words.t("mix.title_few", count=first.counts["outlet"], n=first.total)
    subtitle = words.t("mix.subtitle")
    svg = stack_chart(stacks, key="mix", alt=words.t("figure.alt", title=title, subtitle=subtitle))
    heads = [words.t("head.code"), *names.values(), words.t("head.total")]
    table = Table(words.t("mix.table"), heads, rows, frozenset(range(1, len(heads))))
    key = [(f"swatch-{voice}", name) for voice, name in names.items()]
    return ChartFigure(title, subtitle, Markup(svg), table, key)  # noqa: S704


def terms_table(terms: Sequence[Term], side: str, words: Words) -> Table | None:
    """The terms of one side; the S table says what to write instead. None when there are none."""
    own = [term for term in terms if term.code[0] == side.upper()]
    if not own:
        return None
    chosen, caption = own[:MOST_TERMS], words.t(f"terms.table_{side}")
    if len(own) > len(chosen):
        caption = words.t("terms.cut", caption=caption, n=len(own) - len(chosen))
    languages = languages_of_cues()
    rows = []
    for term in chosen:
        surface = foreign(words.t("figure.quoted", text=term.surface), term.cue_id, languages, words)
        row = [
            surface,
            code_names(term.code, words),
            words.number(term.own),
            words.number(term.others),
            rate_text(term, words),
        ]
        if side == "s":
            instead = foreign(" / ".join(term.instead), term.cue_id, languages, words)
            row += [status_text(term, words), instead or NOTHING]
        rows.append([*row, guides_text(term.guides, words) or NOTHING])
    keys = ["term", "code", "own_voice", "other_voices", "rate"]
    keys += ["status", "instead"] if side == "s" else []
    heads = [words.t(f"head.{key}") for key in (*keys, "guide")]
    return Table(caption, heads, rows, frozenset({2, 3, 4}))


def code_names(code: str, words: Words) -> str:
    """The codes of a term, one or several, with their names: "S4 · sensational tropes"."""
    codes = load_codebook().codes
    return "; ".join(f"{each} · {name_of(codes[each], words)}" if each in codes else each for each in code.split(", "))


def rate_text(term: Term, words: Words) -> str:
    """Uses in the outlet's voice per 1,000 words, with their interval."""
    if term.rate is None:
        return NOTHING
    interval = words.interval(term.rate, "per_1000")
    return words.t("figure.with_interval", value=words.number(term.rate.value, 2), interval=interval)


def status_text(term: Term, words: Words) -> str:
    """The term's standing in the country of the page."""
    return words.t("status.unlisted") if term.status is None else words.t(f"status.{term.status}")


def health_figure(
    volumes: dict[str, Volumes], healths: Sequence[OutletHealth], months: int, words: Words
) -> ChartFigure | None:
    """The collection strip; None when every outlet was imported, since then nothing is known of what is missing."""
    if not volumes:
        return None
    missing = not_collected(healths, words)
    names = {health.outlet.id: press_text(health.outlet.name) for health in healths}
    refused = {names[outlet]: why for outlet, why in missing.items()}
    drawn = {outlet: own for outlet, own in volumes.items() if outlet not in missing}
    if not drawn:
        return None
    short_of = [health for health in healths if not health.fair]
    title = words.t("health.title" if short_of else "health.title_whole", n=len(short_of), total=len(healths))
    subtitle = words.t("health.subtitle", unit=words.t(f"period.unit_{months}"))
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = health_chart(drawn, names, months, refused, key="health", alt=alt)
    return ChartFigure(title, subtitle, Markup(svg), None, [("▨", words.t("health.key_gap"))])  # noqa: S704


def health_table(healths: Sequence[OutletHealth], words: Words) -> Table:
    """One row an outlet: what was listed, asked, kept and refused; what was passed over, where files were read."""
    keys = ["found", "kept", "denied", "no_article", "off_topic", "failed", "pending"]
    if not any(health.off_topic for health in healths):
        keys.remove("off_topic")
    rows = []
    for health in healths:
        if not health.known:
            counts = [words.t(_UNKNOWN.get(health.state, "health.nothing")), *[NOTHING] * len(keys)]
        else:
            numbers = [getattr(health, key) or 0 for key in keys]
            weeks = words.t("health.weeks", short=health.weeks_short, total=health.weeks)
            counts = [*(words.number(number) for number in numbers), weeks]
        rows.append([press_text(health.outlet.name), *counts])
    heads = [words.t(f"head.{key}") for key in ("outlet", *keys, "weeks_short")]
    return Table(words.t("health.table"), heads, rows, frozenset(range(1, len(heads))))


def _share_table(caption: str, first: str, rows: Sequence[Sequence[str]], words: Words) -> Table:
    heads = [words.t(f"head.{key}") for key in (first, *SHARE_HEADS)]
    return Table(words.t(caption), heads, rows, frozenset({1, 2, 3, 4}))


def count_text(share: Share, words: Words) -> str:
    """A percentage where the evidence allows one, else the bare count."""
    if share.shown and share.estimate is not None:
        return words.percent(share.estimate.value)
    return words.t("figure.count_of", count=share.count, n=share.n)


def _part_text(count: int, total: int, words: Words) -> str:
    """A percentage of marked words where the evidence allows one, else the count."""
    return words.percent(count / total) if share_of(count, total).shown else words.number(count)
