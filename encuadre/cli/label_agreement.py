"""``encuadre label agree``, ``adjudicate``: how far annotators agree, and decisions where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.labels import Purpose
from encuadre.cli.common import (
    HERE,
    JsonOption,
    QuietOption,
    StudyOption,
    next_step,
    print_figures,
    print_json,
    print_table,
    say,
)
from encuadre.cli.reporting import ReportLanguage
from lexicons.errors import UsageError

if TYPE_CHECKING:
    from nlp.labels.agreement import Alpha
    from nlp.labels.agreement_report import Agreement, GroupItem

SampleOption = Annotated[str | None, typer.Option(help="Only labels of this sample.", metavar="NAME")]
PurposeOption = Annotated[Purpose | None, typer.Option(help="Only labels for this purpose.")]
_ALPHA_HEADS = ("alpha", "95 %", "equal", "articles", "pairs")
# As many pairs of answers stand on half a screen; --json and --html have all.
_CONFUSIONS = 10
# The name of an option of a question with several answers (voices:expert).
_OPTION = ":"


def agree(
    study: StudyOption = HERE,
    sample: SampleOption = None,
    purpose: PurposeOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Also write a page with everything.", metavar="FILE")
    ] = None,
    lang: Annotated[ReportLanguage, typer.Option("--lang", help="Language of the page.", metavar="es|pt|en")] = (
        ReportLanguage.EN
    ),
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Krippendorff's alpha and F1 of spans. Per question, code, language and group of annotators."""
    from encuadre.study import Study
    from nlp.labels.agreement_list import disagreements
    from nlp.labels.agreement_report import agreement_of, languages_of
    from reports.i18n import words_for
    from reports.pages.agreement import agreement_page

    opened = Study.open(study)
    with opened.reading(), opened.corpus() as corpus:
        questions = opened.questions()
        if sample is not None:
            corpus.draws(sample)
        labels = corpus.labels(purpose=purpose, sample=sample)
        found = agreement_of(labels, languages_of(corpus, labels), questions)
        listed = disagreements(labels, questions)
        if html is not None:
            _write(html, agreement_page(found, listed, questions, words_for(lang.value)))
    if as_json:
        print_json({**asdict(found), "disagreements": [asdict(each) for each in listed]})
        return
    if quiet:
        return
    _print(found)
    say(
        "By custom of the field (Krippendorff 2004, p. 241) alphas from .800 on are relied on and from .667 support "
        f"tentative conclusions; these are customs, not verdicts. {len(listed):,} disagreements"
        f"{f', listed in {html}' if html else ''}. Next: {next_step('label adjudicate --out FILE.csv', study)}"
    )


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise UsageError("E251", path=path, problem=error.strerror or error) from error


def _print(found: Agreement) -> None:
    from nlp.labels.agreement_spans import ALL

    who = ", ".join(f"{name} {count:,}" for name, count in found.annotators.items())
    # Each option by language would be a table of a hundred rows: --json and --html have them.
    rows = [
        (item.name, item.language, *_alpha(item.alpha))
        for item in found.items
        if _OPTION not in item.name or item.language == ALL
    ]
    title = f"Alpha over {found.articles:,} articles with two annotators or more ({who})"
    print_table(title, ("judged", "in", *_ALPHA_HEADS), rows)
    mixed = sorted(
        ((n, each.question, one, other) for each in found.confusions for one, other, n in each.cells if one != other),
        key=lambda row: (-row[0], row[1:]),
    )
    if mixed:
        shown = [(question, one, other, n) for n, question, one, other in mixed[:_CONFUSIONS]]
        print_table("Answers most often confused", ("judged", "one said", "another said", "pairs"), shown)
    spans = [
        (
            each.code,
            language,
            _ended(each.exact, each.exact_low, each.exact_high),
            _ended(each.overlap, each.overlap_low, each.overlap_high),
            each.spans,
            each.articles,
        )
        for language, figures in found.spans.items()
        for each in figures.codes
    ]
    if spans:
        heads = ("span code", "language", "exact F1", "overlap F1", "spans", "articles")
        print_table("Spans, mean over pairs of annotators", heads, spans)
    if found.by_group:
        groups = [(_named(item), item.question, *_alpha(item.alpha)) for item in found.by_group if item.alpha.articles]
        print_table("By group of annotators", ("group", "judged", *_ALPHA_HEADS), groups)


def _named(item: GroupItem) -> str:
    return f"within {item.one}" if item.other is None else f"{item.one} and {item.other}"


def _alpha(alpha: Alpha) -> Sequence[object]:
    # two decimals: the ends are rough, and the row stays on one line of 80 signs
    ends = f"{alpha.low:.2f} to {alpha.high:.2f}" if alpha.low is not None and alpha.high is not None else "-"
    value = f"{alpha.alpha:.3f}" if alpha.alpha is not None else "too few" if alpha.articles < 2 else "constant"
    equal = f"{alpha.observed:.0%}" if alpha.observed is not None else "-"
    return value, ends, equal, alpha.articles, alpha.pairs


def _ended(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" + (f" ({low:.3f} to {high:.3f})" if low is not None and high is not None else "")


def adjudicate(
    file: Annotated[
        Path | None, typer.Argument(help="The list with its decisions filled in; without it the list is written.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write the list of disagreements.", metavar="FILE.csv")
    ] = None,
    study: StudyOption = HERE,
    sample: SampleOption = None,
    purpose: PurposeOption = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Show headlines and marked words in the list.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Decide where annotators disagree. Write the list, fill in 'decision', and give it back."""
    from encuadre.study import Study
    from nlp.labels.agreement_list import read_decisions, undecided, write_list
    from nlp.labels.provenance import versions_of

    opened = Study.open(study)
    with opened.reading(), opened.corpus() as corpus:
        questions = opened.questions()
        labels = corpus.labels(purpose=purpose, sample=sample)
        if out is not None and file is None:
            listed = undecided(labels, questions)
            ids = {each.article for each in listed} if with_text else set()
            write_list(out, listed, {identifier: corpus.article(identifier) for identifier in ids})
            warning = " It carries words of the articles: keep it where only annotators can read it." if ids else ""
            todo = (
                "Fill in the column 'decision' with one of the options of its row. Next: "
                f"{next_step(f'label adjudicate {out}', study)}"
                if listed
                else f"Nothing is left to decide. Next: {next_step('label agree', study)}"
            )
            print_figures(
                {"disagreements": len(listed), "articles": len({each.article for each in listed}), "file": str(out)},
                f"Wrote {len(listed):,} disagreements to {out}.{warning} {todo}",
                as_json=as_json,
                quiet=quiet,
            )
            return
        if file is None:
            raise UsageError("E633")
        run = corpus.start_run("label-adjudicate", versions_of())
        done = read_decisions(corpus, file, labels, questions)
        corpus.finish_run(run.id, {"decided": done.decided, "unchanged": done.unchanged, "open": len(done.open)})
    missing = sum(done.open.values())
    waiting = f" {len(done.open):,} articles wait for {missing:,} more decisions." if missing else ""
    problems = "".join(f"\n{problem}" for problem in done.problems)
    print_figures(
        asdict(done),
        f"Kept {done.decided:,} adjudicated labels, {done.unchanged:,} were there already.{waiting}{problems}",
        as_json=as_json,
        quiet=quiet,
    )
