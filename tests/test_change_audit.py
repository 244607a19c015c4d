"""Change after an event on audit labels, from the store to the verdict; benchmarks/change_audit.py has many corpora."""

from __future__ import annotations

from pathlib import Path

from benchmarks.change_audit import SCENARIOS, changes, labelled_corpus
from reports.change.comparison import Comparison
from reports.change.events import Change
from reports.rows import read_rows

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


def both(folder: Path, name: str, seed: int = 3) -> tuple[Change, Change]:
    """The change with the labels, and by the machine alone."""
    with labelled_corpus(folder, BY_NAME[name], seed) as corpus:
        rows = read_rows(corpus)
        return changes(rows), changes(rows, labelled=False)


def test_a_machine_that_misreads_more_afterwards_hides_a_change_and_labels_show_it(tmp_path: Path) -> None:
    labelled, machine = both(tmp_path, "30 points less, and the machine misreads more")
    assert labelled.found is not None and machine.found is not None
    assert labelled.found.labels is not None and min(labelled.found.labels) >= 30
    assert labelled.found.difference.low <= -0.30 <= labelled.found.difference.high
    assert labelled.found.difference.excludes_zero
    assert machine.found.difference.low > -0.30
    # The other country is labelled too, so the comparison is of corrected differences; without labels of neither.
    assert isinstance(labelled.comparison, Comparison) and labelled.comparison.corrected
    assert isinstance(machine.comparison, Comparison) and not machine.comparison.corrected
    assert labelled.comparison.beyond.value < machine.comparison.beyond.value


def test_where_only_the_machine_changed_the_labels_raise_no_alarm(tmp_path: Path) -> None:
    labelled, machine = both(tmp_path, "nothing changes, but the machine misreads more in MX afterwards")
    assert labelled.found is not None and machine.found is not None
    assert labelled.found.difference.low <= 0 <= labelled.found.difference.high
    assert abs(labelled.found.difference.value) < abs(machine.found.difference.value)
