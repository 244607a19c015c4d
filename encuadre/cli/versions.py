"""``encuadre versions``: what outlets changed in their articles after they were first collected."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from encuadre.cli.common import HERE, JsonOption, StudyOption, print_json, print_table, say

if TYPE_CHECKING:
    from corpus.store import Corpus
    from corpus.versions import HeadlineChange

CHANGE_COLUMNS = ("seen", "before", "after", "taken out", "put in")


def versions(
    article: Annotated[
        str | None, typer.Argument(help="An article's id or address; without it, every changed headline.")
    ] = None,
    study: StudyOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show what outlets changed in their headlines. Every text that was collected is kept."""
    from encuadre.study import Study

    with Study.open(study).corpus() as corpus:
        changes = _changes(corpus, [article] if article is not None else corpus.changed_headlines())
        texts = len(corpus.versions(article)) if article is not None else None
    if as_json:
        print_json(
            [{"article_id": identifier, "outlet": outlet, **asdict(change)} for identifier, outlet, change in changes]
        )
        return
    cells = [(outlet, *_cells(change)) for _, outlet, change in changes]
    if cells:
        print_table("Headlines that were changed", ("outlet", *CHANGE_COLUMNS), cells)
    if texts is not None:
        say(f"{texts} text{'s' * (texts != 1)} of this article kept, {len(changes)} changes of its headline.")
    else:
        say(f"{len(changes)} changes of headlines in the study.")


def _changes(corpus: Corpus, named: list[str]) -> list[tuple[str, str, HeadlineChange]]:
    from corpus.versions import headline_changes

    found = []
    for each in named:
        article = corpus.article(each)
        found += [(article.id, article.outlet, change) for change in headline_changes(corpus.versions(article.id))]
    return found


def _cells(change: HeadlineChange) -> tuple[Any, ...]:
    seen = (change.seen_at or "")[:10]
    return seen, change.before, change.after, " / ".join(change.taken_out), " / ".join(change.put_in)
