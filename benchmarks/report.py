"""What a large study costs: time, peak memory and page size of each command, as a user runs it.

    python -m benchmarks.report [--articles 20000 50000 200000] [--outlets 60] [--years 10] [--labels 0 600]
                                [--only report status ...] [--folder DIR] [--json] [--quick]

In: numbers; the study is invented (``report_study``) and kept in ``--folder``, where a later run finds it. Out: a row a
command and size: seconds on the clock, seconds of processor, peak memory of all its processes, and for pages how many
and how large. Each command is its own process, started as from a shell, in a copy of nothing: the commands that write
(a sample, a publication, an export) write beside the study or into it as they would for a user.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from benchmarks.report_study import Size, build_study

SIZES = (20_000, 50_000, 200_000)
QUICK = 2_000
LABELS = (0, 600)
# Short beside the shortest peak worth knowing.
_LOOK_SECONDS = 0.02
_MB = 2**20
# The goals of the report at the largest size.
GOAL_SECONDS, GOAL_MEMORY, GOAL_PAGE = 60, 1536, 3.0


@dataclass(frozen=True)
class Cost:
    """What one command of one study cost. ``memory``: MiB resident in all its processes together, shared pages counted
    once for each, so that it is never told too small. ``largest``: MB of the largest page.
    """

    command: str
    articles: int
    labels: int
    seconds: float
    cpu: float
    memory: float
    pages: int = 0
    largest: float = 0.0
    total: float = 0.0


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--outlets", type=int, default=60)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--labels", type=int, nargs="+", default=list(LABELS))
    parser.add_argument("--only", nargs="+", choices=list(COMMANDS), default=list(COMMANDS))
    parser.add_argument("--folder", type=Path, help="Keep the studies here and use those that are here.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="One study of 2,000 articles and 12 outlets.")
    given = parser.parse_args()
    if given.quick:
        given.articles, given.outlets, given.years, given.labels = [QUICK], 12, 4, [200]
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        costs = [
            measured(command, study_in(folder, Size(articles, given.outlets, given.years, labels)), articles, labels)
            for articles in given.articles
            for labels in given.labels
            for command in given.only
        ]
    if given.json:
        print(json.dumps([asdict(cost) for cost in costs], indent=2))
    else:
        print(as_table(costs))
    return 0


def study_in(folder: Path, size: Size) -> Path:
    """The study of this size, made if it is not there."""
    study = folder / f"study-{size.articles}-{size.outlets}-{size.years}-{size.labels}"
    if not (study / "whole").exists():
        shutil.rmtree(study, ignore_errors=True)
        study.mkdir(parents=True)
        build_study(study, size)
        (study / "whole").touch()
    return study


def _report(study: Path) -> list[str]:
    shutil.rmtree(study / "out", ignore_errors=True)
    return ["report"]


def _publish(study: Path) -> list[str]:
    shutil.rmtree(study / "public", ignore_errors=True)
    return ["publish", str(study / "public")]


# What is typed, after putting away what an earlier run left.
COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "report": _report,
    "status": lambda _: ["status"],
    "label sample": lambda _: ["label", "sample", "--size", "400"],
    "stories": lambda _: ["stories", "--again"],
    "estimate": lambda _: ["estimate", "--by", "outlet,year"],
    "change": lambda _: ["change", "--country", "mx", "--date", "2020-06-01"],
    "export": lambda study: ["export", str(study / "export.csv")],
    "publish": _publish,
}


def measured(command: str, study: Path, articles: int, labels: int) -> Cost:
    """Run a command as a user would and watch all its processes."""
    typed = COMMANDS[command](study)
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "encuadre", *typed, "--study", str(study)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peak), daemon=True)
    watcher.start()
    said, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    if process.returncode:
        raise SystemExit(f"encuadre {' '.join(typed)}\n{said}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    sizes = [page.stat().st_size for page in _pages(command, study)]
    return Cost(
        command=command,
        articles=articles,
        labels=labels,
        seconds=round(seconds, 1),
        cpu=round(cpu, 1),
        memory=round(peak[0] / _MB),
        pages=len(sizes),
        largest=round(max(sizes, default=0) / 1e6, 2),
        total=round(sum(sizes) / 1e6, 1),
    )


def _watch(process: psutil.Process, peak: list[int]) -> None:
    while True:
        try:
            held = process.memory_info().rss
            for child in process.children(recursive=True):
                try:
                    held += child.memory_info().rss
                except psutil.Error:
                    continue
        except psutil.Error:
            return
        if process.status() == psutil.STATUS_ZOMBIE:
            return
        peak[0] = max(peak[0], held)
        time.sleep(_LOOK_SECONDS)


def _pages(command: str, study: Path) -> list[Path]:
    folder = {"report": study / "out", "publish": study / "public"}.get(command)
    return sorted(folder.glob("*.html")) if folder else []


def as_table(costs: list[Cost]) -> str:
    """The table as the docs print it."""
    heads = ("command", "articles", "labels", "seconds", "CPU s", "MiB", "pages", "largest page, MB", "all pages, MB")
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for cost in costs:
        pages = (str(cost.pages), f"{cost.largest:.2f}", f"{cost.total:.0f}") if cost.pages else ("", "", "")
        cells = (f"`{cost.command}`", f"{cost.articles:,}", str(cost.labels), f"{cost.seconds:.1f}", f"{cost.cpu:.1f}")
        lines.append("| " + " | ".join((*cells, f"{cost.memory:,.0f}", *pages)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
