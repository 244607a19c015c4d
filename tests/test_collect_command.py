"""``encuadre collect`` as it is typed: what it says of files of which nothing, or not all, can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.records import Outlet
from crawler.registry import write_outlets
from encuadre.cli import main
from encuadre.cli.app import app
from encuadre.study import Study
from lexicons.errors import Exit


@pytest.fixture
def study(tmp_path: Path) -> Study:
    opened = Study.init(tmp_path / "study", ())
    diario = Outlet(
        id="diario",
        name="Diario",
        country="AR",
        time_zone="America/Argentina/Buenos_Aires",
        languages=("es",),
        kind="national",
        homepage="https://www.diario.example/",
    )
    write_outlets(opened.folder / "outlets.csv", [diario])
    return opened


def test_a_file_of_which_nothing_can_be_read_is_a_failure(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(b"\x1f\x8b\x08\x00" + bytes(400))
    monkeypatch.setattr("sys.argv", ["encuadre", "collect", str(broken), "--study", str(study.folder), "--quiet"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err
    assert ended.value.code == Exit.BAD_INPUT
    assert "Nothing could be read of" in told
    assert "broken.warc.gz" in told
    assert "Traceback" not in told


def test_an_empty_file_beside_a_good_one_is_told_and_costs_nothing(study: Study, tmp_path: Path) -> None:
    empty, good = tmp_path / "empty.warc", tmp_path / "good.warc"
    empty.write_bytes(b"")
    good.write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nab\r\n\r\n")
    result = CliRunner().invoke(app, ["collect", str(good), str(empty), "--study", str(study.folder)])
    assert result.exit_code == 0, result.output
    assert "empty.warc: 1 damaged place was passed over" in result.output
