"""The notebook of docs/ runs as it stands, from a table to a report."""

from pathlib import Path

import nbformat
import pytest

nbclient = pytest.importorskip("nbclient", reason="the notebook runs where the test extra is installed")
NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "new-corpus.ipynb"
# A cell trains a few small classifiers; a busy machine takes a while.
SECONDS_A_CELL = 900


def test_the_way_of_a_new_corpus_runs_from_table_to_report(tmp_path: Path) -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    assert (tmp_path / "model" / "card.md").is_file()
    assert (tmp_path / "answered.csv").is_file()
