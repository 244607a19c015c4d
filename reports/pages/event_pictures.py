"""The pictures of an event's page: slopes by country, terms gained and lost, framing before and after, collection.

In: the figures of an event. Out: charts with their tables, in words. All show the machine's own reading.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from reports.change.events import Change, Verdict
from reports.change.refusals import Refused
from reports.change.terms import FEWEST_STORIES, TermMove, TermMoves
from reports.charts.bars import Stack, stack_chart
from reports.charts.heatmap import heat_map
from reports.charts.moves import Move, moves_chart
from reports.charts.slopes import Slope, slope_chart
from reports.charts.style import FILLS, MARKERS, short
from reports.figures.event import EventFigures, Level
from reports.figures.shares import COUNTS_ONLY_BELOW, share_of
from reports.i18n import Words
from reports.pages.changes import marks_key, rule_text, window_text
from reports.pages.content import FRAMING_LOOKS, code_names, framing_names, not_collected
from reports.pages.foreign import foreign, languages_of_cues
from reports.pages.view import NOTHING, ChartFigure, Table, press_text
from reports.stats import Estimate

# Terms drawn in each direction; the table has more, and the CSV has all.
_DRAWN, _LISTED = 5, 25
# A country's name beside a slope.
_LONGEST_COUNTRY = 16


def slope_figure(change: Change, levels: Sequence[Level], words: Words) -> ChartFigure:
    """The event's country beside those without the event; the table has every number of the picture. A country whose
    shares may not be printed is not drawn: its counts stand in the table."""
    own, drawn = levels[0], [level for level in levels if level.shown]
    name = words.country(own.country)
    side = words.t(f"side.{change.side}_share")
    title = slope_title(change, own, words)
    many = len(drawn) > 1
    subtitle = words.t(
        "event.slope_subtitle_others" if many else "event.slope_subtitle",
        country=name,
        n_before=own.n_before,
        n_after=own.n_after,
    )
    if len(drawn) < len(levels):
        names = words.listing([words.country(level.country) for level in levels if not level.shown])
        subtitle = words.t("event.slope_not_drawn", subtitle=subtitle, countries=names)
    clear = change.verdict is Verdict.CONSISTENT
    slopes = [
        Slope(
            level.before,
            level.after,
            *_ends(level, words),
            clear=level.own and clear,
            own=level.own,
            hollow=level.provisional,
        )
        for level in drawn
    ]
    svg = slope_chart(
        slopes,
        (words.t("pictures.slope_before"), words.t("pictures.slope_after")),
        FILLS[change.side],
        MARKERS[change.side],
        key=f"slopes-{change.side}",
        alt=words.t("figure.alt", title=title, subtitle=subtitle),
    )
    key = [("━" if clear else "━·", words.t("event.slope_key_own" if clear else "event.slope_key_own_not"))]
    key += [("┄", words.t("event.slope_key_others"))] if many else []
    key += marks_key(words)
    return ChartFigure(title, subtitle, Markup(svg), _levels_table(side, levels, words), key)  # noqa: S704


def counts_table(change: Change, country: str, words: Words) -> Table:
    """What was counted where no share may be told."""
    counts = change.counts
    own = Level(country, counts.hits_before, counts.n_before, counts.hits_after, counts.n_after, own=True)
    return _levels_table(words.t(f"side.{change.side}_share"), [own], words)


def slope_title(change: Change, own: Level, words: Words) -> str:
    """What a share did, in a line."""
    side = words.t(f"side.{change.side}_share")
    return words.t("event.slope_title", side=side, before=words.percent(own.before), after=words.percent(own.after))


def _ends(level: Level, words: Words) -> tuple[str, str]:
    name = short(words.country(level.country), _LONGEST_COUNTRY)
    before, after = (
        words.t("event.slope_end", name=name, share=words.percent(share)) for share in (level.before, level.after)
    )
    return before, after


def _levels_table(side: str, levels: Sequence[Level], words: Words) -> Table:
    rows = []
    for level in levels:
        name = words.country(level.country)
        rows.append(
            [
                words.t("event.own_mark", country=name) if level.own else name,
                window_text(level.hits_before, level.n_before, words),
                window_text(level.hits_after, level.n_after, words),
                words.points(level.after - level.before) if level.shown else NOTHING,
            ]
        )
    heads = [words.t(f"event.head_{key}") for key in ("country",)]
    heads += [words.t("head.before"), words.t("head.after"), words.t("event.head_points")]
    return Table(words.t("event.levels_table", side=side), heads, rows, frozenset({1, 2, 3}))


def terms_figure(terms: TermMoves, words: Words) -> ChartFigure | None:
    """The terms that moved most each way; None where no term stands in stories enough."""
    if not terms.moves:
        return None
    lost, gained = terms.lost[:_DRAWN], terms.gained[:_DRAWN]
    title = _terms_title(lost, gained, words)
    n_before, n_after = terms.stories
    subtitle = words.t("event.terms_subtitle", n_before=n_before, n_after=n_after)
    drawn = [*lost, *reversed(gained)]
    moves = [
        Move(
            f"{words.t('figure.quoted', text=move.surface)} · {move.code}",
            move.before,
            move.after,
            words.t("event.terms_change", before=words.rate(move.before), after=words.rate(move.after)),
            FILLS[move.code[0].lower()],
            MARKERS[move.code[0].lower()],
        )
        for move in drawn
    ]
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = moves_chart(moves, words.t("event.terms_axis"), words.number, key="terms", alt=alt) if moves else None
    key = [("○", "terms_key_before"), ("●", "terms_key_s"), ("■", "terms_key_r")]
    signs = [(sign, words.t(f"event.{name}")) for sign, name in key]
    codes = sorted({code for move in drawn for code in move.code.split(", ")})
    signs += [("·", code_names(code, words)) for code in codes]
    return ChartFigure(title, subtitle, Markup(svg) if svg else None, _terms_table(terms, words), signs)  # noqa: S704


def _terms_title(lost: Sequence[TermMove], gained: Sequence[TermMove], words: Words) -> str:
    """The term that moved most each way, of those whose interval is clear of zero; no more than a line can hold."""
    clear = {
        name: [move for move in moves if move.difference.excludes_zero]
        for name, moves in (("lost", lost), ("gained", gained))
    }
    lines = {name: words.t("figure.quoted", text=short(moves[0].surface)) for name, moves in clear.items() if moves}
    if len(lines) == 2:
        return words.t("event.terms_title_both", **lines)
    if not lines:
        return words.t("event.terms_title_none")
    (name, terms), *_ = lines.items()
    return words.t(f"event.terms_title_{name}", terms=terms)


def _terms_table(terms: TermMoves, words: Words) -> Table:
    """From the most lost to the most gained; what is cut is the middle, which moved least."""
    half = _LISTED // 2
    moves = terms.moves if len(terms.moves) <= 2 * half else (*terms.moves[:half], *terms.moves[-half:])
    rows, languages = [], languages_of_cues()
    for move in moves:
        surface = foreign(words.t("figure.quoted", text=move.surface), move.cue_id, languages, words)
        interval = _rate_interval(move.difference, words)
        counts = [words.number(count) for count in move.uses]
        rows.append(
            [surface, code_names(move.code, words), *counts, words.rate(move.before), words.rate(move.after), interval]
        )
    heads = [words.t("head.term"), words.t("head.code")]
    keys = ("uses_before", "uses_after", "rate_before", "rate_after", "change")
    heads += [words.t(f"event.head_{key}") for key in keys]
    caption = words.t("event.terms_table")
    if len(moves) < len(terms.moves):
        caption = words.t("event.terms_cut", caption=caption, n=len(terms.moves) - len(moves))
    return Table(caption, heads, rows, frozenset({2, 3, 4, 5}))


def _rate_interval(difference: Estimate, words: Words) -> str:
    value, low, high = (signed_rate(each, words) for each in (difference.value, difference.low, difference.high))
    return words.t("figure.with_interval", value=value, interval=words.t("figure.interval", low=low, high=high))


def signed_rate(value: float, words: Words) -> str:
    """A difference of rates with its sign; nothing has none."""
    text = words.number(value, 2)
    return f"+{text}" if round(value, 2) > 0 else text


def terms_note(terms: TermMoves | Refused, words: Words) -> str:
    """Why no term is drawn, or how many were left out; empty where nothing is to be said."""
    if isinstance(terms, Refused):
        return words.t("event.terms_refused", reason=rule_text(terms, words))
    if not terms.moves:
        return words.t("event.terms_few", fewest=FEWEST_STORIES)
    return words.t("event.terms_rare", n=terms.rare) if terms.rare else ""


def made_figure(figures: EventFigures, words: Words) -> ChartFigure | None:
    """Stories by framing before and after, as bars of parts, or as counts alone; None where there is no window."""
    if figures.framings is None:
        return None
    names = framing_names(words)
    windows = (words.t("head.before"), words.t("head.after"))
    totals = [sum(counts.values()) for counts in figures.framings]
    before, after = figures.framings
    subtitle = words.t("event.made_subtitle", n_before=totals[0], n_after=totals[1])
    # The same rule as for shares: one part that may not be printed, and all are counts.
    few = not all(
        share_of(count, total).shown
        for counts, total in zip(figures.framings, totals, strict=True)
        for count in counts.values()
    )
    if few:
        # Thirty stories are enough to count, and may still be too few to say a share.
        why = "few" if min(totals) < COUNTS_ONLY_BELOW else "wide"
        title = words.t(f"event.made_title_{why}", n_before=totals[0], n_after=totals[1])
    else:
        shares = {
            f"{prefix}{name}": words.percent(counts[key] / total)
            for prefix, key in (("", "stigmatizing"), ("r_", "rights_based"))
            for name, counts, total in (("before", before, totals[0]), ("after", after, totals[1]))
        }
        title = words.t("event.made_title", **shares)
    stacks, rows = [], []
    for window, counts, total in zip(windows, figures.framings, totals, strict=True):
        texts = {key: words.number(n) if few else words.percent(n / total) for key, n in counts.items()}
        label = words.t("event.made_row", window=window, n=total)
        looks = FRAMING_LOOKS
        parts = tuple((counts[key] / total, texts[key], *looks[key]) for key in looks if counts[key])
        stacks.append(Stack(label, parts))
        cells = [words.number(n) if few else f"{texts[key]} ({words.number(n)})" for key, n in counts.items()]
        rows.append([label, *cells])
    # A bar drawn to proportion would tell the shares that are not printed: the table has the counts.
    alt = words.t("figure.alt", title=title, subtitle=subtitle)
    svg = None if few else Markup(stack_chart(stacks, key="made", alt=alt))  # noqa: S704
    heads = [words.t("head.period"), *(names[key] for key in before)]
    table = Table(words.t("event.made_table"), heads, rows, frozenset(range(1, len(heads))))
    key = [] if few else [(f"swatch-{name}", names[name]) for name in FRAMING_LOOKS]
    return ChartFigure(title, subtitle, svg, table, key)


def parts_table(change: Change, words: Words) -> Table | None:
    """What the raw difference is made of, by three groupings; None where there is no difference."""
    made = change.composition
    if made is None:
        return None
    rows = [
        [words.t(f"event.parts_{name}"), words.points(part.within), words.points(part.mix)]
        for name, part in made.parts.items()
    ]
    heads = [words.t(f"event.parts_{key}") for key in ("by", "within", "mix")]
    side = words.t(f"side.{change.side}_share")
    return Table(f"{side}: {words.t('event.parts_table')}", heads, rows, frozenset({1, 2}))


def health_figure(figures: EventFigures, words: Words) -> ChartFigure | None:
    """Items by outlet and month of the windows; None where the articles were imported or the windows not covered."""
    if not figures.volumes or figures.span is None:
        return None
    names = {health.outlet.id: press_text(health.outlet.name) for health in figures.healths}
    missing = not_collected(figures.healths, words)
    refused = {names[outlet]: why for outlet, why in missing.items()}
    volumes = {outlet: own for outlet, own in figures.volumes.items() if outlet not in missing}
    if not volumes:
        return None
    gaps = sum(bool(own.gaps) for own in volumes.values())
    title = words.t("event.health_title" if gaps else "event.health_title_whole", n=gaps, total=len(volumes))
    if refused:
        listed = words.listing([f"{name} ({why})" for name, why in refused.items()])
        title = words.t("event.health_title_refused", n=len(refused), title=title, outlets=listed)
    subtitle = words.t("event.health_subtitle")
    svg = heat_map(
        volumes,
        names,
        figures.span.event,
        words.event_date(figures.event.date, figures.event.precision),
        words.month_initial,
        refused,
        key="heat",
        alt=words.t("figure.alt", title=title, subtitle=subtitle),
    )
    months = sorted(next(iter(volumes.values())).counts)
    rows = []
    for outlet, own in volumes.items():
        cells = [
            words.t("event.health_gap", count=own.counts[month])
            if month in own.gaps
            else words.number(own.counts[month])
            for month in months
        ]
        rows.append([names[outlet], words.number(own.usual, 0 if own.usual == int(own.usual) else 1), *cells])
    rows += [[name, why, *[NOTHING] * len(months)] for name, why in refused.items()]
    heads = [words.t("head.outlet"), words.t("event.health_usual"), *(words.month(month) for month in months)]
    table = Table(words.t("event.health_table"), heads, rows, frozenset(range(1, len(heads))))
    key = [
        ("swatch-heat-dark", "health_key_dark"),
        ("swatch-heat-light", "health_key_light"),
        ("▢", "health_key_frame"),
    ]
    signs = [("▨", words.t("health.key_gap")), *((sign, words.t(f"event.{name}")) for sign, name in key)]
    return ChartFigure(title, subtitle, Markup(svg), table, signs)  # noqa: S704


def power_table(figures: EventFigures, words: Words) -> Table:
    """What so many stories can show, and what they showed; dashes where a rule says that they can show nothing."""
    rows = []
    for change in figures.changes:
        found = change.difference
        rows.append(
            [
                words.t(f"side.{change.side}_share"),
                words.number(change.counts.n_before),
                words.number(change.counts.n_after),
                NOTHING if found is None else words.points(change.detectable, sign=False),
                NOTHING if found is None else words.points(found.value),
            ]
        )
    heads = [words.t("head.figure"), *(words.t(f"event.power_{key}") for key in ("before", "after", "points", "found"))]
    return Table(words.t("event.power_table"), heads, rows, frozenset({1, 2, 3, 4}))
