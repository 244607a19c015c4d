"""The pages and CSVs as a reader, an editor and a spreadsheet meet them."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from corpus.records import Framing, Outlet, Part, SpanRow, Voice
from corpus.store import Corpus
from lexicons.errors import EncuadreError, UsageError
from reports.build import build_reports
from tests.reports_study import VERSIONS, built_site, cue_of, tagged

LANGUAGES = ("es", "pt", "en")
# What HTML never closes.
VOID = {"meta", "link", "br", "img", "input", "hr"}


@pytest.fixture(scope="module")
def study(out: Path) -> Iterator[Corpus]:
    with Corpus.open(out.parent / "corpus.sqlite") as corpus:
        yield corpus


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_site(tmp_path_factory.getbasetemp())


class Reader(HTMLParser):
    """Collects what the tests ask of a page, and that its tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.links: list[str] = []
        self.charts: list[dict[str, str | None]] = []
        self.lang: str | None = None
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        assert not [name for name in values if name.startswith("on")], "an event handler"
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "html":
            self.lang = values.get("lang")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(str(values.get("href")))
        if tag == "svg":
            self.charts.append(values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def pages(out: Path) -> list[Path]:
    return sorted(out.glob("*.html"))


def test_a_page_a_country_a_card_an_outlet_an_index_and_csvs(out: Path) -> None:
    names = {path.name for path in pages(out)}
    for language in LANGUAGES:
        assert {f"country-{code}.{language}.html" for code in ("BR", "MX", "US")} <= names
        assert {f"outlet-la-ronda.{language}.html", f"index.{language}.html"} <= names
    assert "index.html" in names
    assert (out / "figures" / "country-MX-series.csv").is_file()
    assert (out / "figures" / "outlet-la-ronda-indicators.csv").is_file()
    assert not list(out.rglob(".part-*"))


def test_every_page_is_whole_says_its_language_and_needs_nothing_from_elsewhere(out: Path) -> None:
    for path in pages(out):
        text = path.read_text("utf-8")
        reader = Reader(text)
        assert reader.lang in LANGUAGES
        assert reader.tags["script"] == reader.tags["img"] == reader.tags["iframe"] == 0
        assert reader.tags["main"] == reader.tags["h1"] == reader.tags["header"] == reader.tags["footer"] == 1
        assert 'class="skip"' in text
        assert [i for i, n in Counter(reader.ids).items() if n > 1] == []
        steps = zip(reader.headings, reader.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), path.name
        assert not re.search(r'(?:src|xlink:href)="(?!#)', text)
        assert "url(http" not in text and "@import" not in text
        assert path.stat().st_size < 3_000_000


def test_links_lead_to_files_of_the_report_or_to_the_outlet(out: Path) -> None:
    for path in pages(out):
        for link in Reader(path.read_text("utf-8")).links:
            if not link.startswith(("https://", "#")):
                assert (out / link).is_file(), f"{path.name}: {link}"


def test_each_chart_says_its_finding(out: Path) -> None:
    charts = Reader((out / "country-MX.en.html").read_text("utf-8")).charts
    assert len(charts) >= 7
    assert all(chart["role"] == "img" and len(str(chart["aria-label"])) > 40 for chart in charts)
    assert "fell from" in str(charts[0]["aria-label"])


def test_the_summary_says_what_changed_how_sure_and_what_not_to_trust(out: Path) -> None:
    text = (out / "country-MX.en.html").read_text("utf-8")
    for words in (
        "Invented law on releases",
        "consistent with a change after the event (provisional: fewer than 100 stories on a side); it does not show",
        "Beyond what changed in the countries without the event",
        "All shares are uncorrected",
        "La Ronda",
        "nobody has checked a random sample",
    ):
        assert words in text
    assert "Invented law on releases" not in (out / "country-US.en.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "banner", "uncorrected"),
    [
        ("es", "son inventados", "Sin corregir"),
        ("pt", "são inventados", "Sem correção"),
        ("en", "are invented", "Uncorrected"),
    ],
)
def test_the_demo_is_marked_and_shares_are_uncorrected(out: Path, language: str, banner: str, uncorrected: str) -> None:
    for path in out.glob(f"*.{language}.html"):
        text = path.read_text("utf-8")
        assert banner in text
        if not path.name.startswith("index"):
            assert uncorrected in text


def test_country_pages_and_csvs_show_no_headline(out: Path) -> None:
    headline = re.compile(r"\bNota \d+")
    assert headline.search((out / "outlet-la-ronda.es.html").read_text("utf-8"))
    for path in [*out.glob("country-*.html"), *out.glob("index*.html"), *(out / "figures").glob("*.csv")]:
        assert not headline.search(path.read_text("utf-8")), path.name


def test_a_card_explains_every_mark_and_grades_nothing(out: Path) -> None:
    text = (out / "outlet-la-ronda.es.html").read_text("utf-8")
    cue = cue_of("es", "S1")
    assert cue.forms[0] in text and cue.instead[0] in text
    # Which entry of the lexicon a mark rests on is for looking up: it stands in the lists.
    assert cue.id not in text and cue.id in (out / "figures" / "outlet-la-ronda-spans.csv").read_text("utf-8")
    for words in (
        "Documento de trabajo",
        "Nada en esta ficha está calificado",
        "cláusulas sobre ella",
        "Cómo objetar",
        "O7",
        'name="robots"',
    ):
        assert words in text
    assert 'name="robots"' not in (out / "country-MX.es.html").read_text("utf-8")


def test_a_page_can_be_recomputed_from_its_csv(out: Path) -> None:
    with (out / "figures" / "country-MX-series.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["side"] == "s"]
    text = (out / "country-MX.en.html").read_text("utf-8")
    for row in rows:
        assert float(row["share"]) == pytest.approx(int(row["count"]) / int(row["n"]), abs=1e-4)
        cells = f'<td class="num">{row["count"]}</td><td class="num">{row["n"]}</td>'
        assert cells in text


def test_another_process_builds_the_same_bytes(out: Path, tmp_path: Path) -> None:
    """Another process has other hash seeds, so nothing may hang on the order of a set."""
    code = (
        "import sys; from pathlib import Path;"
        "from corpus.store import Corpus; from reports.build import build_reports;"
        "study, out = map(Path, sys.argv[1:]);"
        "build_reports(Corpus.open(study / 'corpus.sqlite'), out, languages=('es', 'pt', 'en'), country='BR',"
        " events_path=study / 'events.csv', demo=True)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run(
        [sys.executable, "-c", code, str(out.parent), str(tmp_path)], check=True, env=environment, timeout=120
    )
    again = [path for path in tmp_path.rglob("*") if path.is_file() and not path.name.startswith("index")]
    assert len(again) > 20
    for path in again:
        assert path.read_bytes() == (out / path.relative_to(tmp_path)).read_bytes(), path.name


def test_one_country_is_compared_with_all_but_written_alone(study: Corpus, tmp_path: Path) -> None:
    assert study.path is not None
    seen: list[tuple[int, int, str]] = []
    events = study.path.parent / "events.csv"
    paths = build_reports(
        study,
        tmp_path,
        languages=["en"],
        country="mx",
        events_path=events,
        progress=lambda done, of, name: seen.append((done, of, name)),
    )
    assert paths[0] == tmp_path / "index.html"
    assert {p.name for p in tmp_path.glob("country-*")} == {"country-MX.en.html"}
    assert seen[-1][:2] == (6, 6)
    page = (tmp_path / "country-MX.en.html").read_text("utf-8")
    assert "Beyond what changed in the countries without the event" in page


def test_an_unknown_language_and_an_unwritable_folder_are_sentences(study: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'fr'"):
        build_reports(study, tmp_path, languages=["fr"])
    (tmp_path / "file").write_text("")
    with pytest.raises(EncuadreError, match="cannot be written"):
        build_reports(study, tmp_path / "file", languages=["es"])


def test_hostile_words_from_the_press_stay_words(tmp_path: Path) -> None:
    markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    outlet = Outlet(
        id='../../=cmd|"x"',
        name=f"$x_2$ {markup} \u202egnp.exe",
        country="MX",
        time_zone="UTC",
        languages=("es",),
        kind="newspaper",
        homepage="javascript:alert(1)",
    )
    headlines = [
        f'=HYPERLINK("http://x.example") {markup}',
        "\u202eNota\u2066 {{ 7*7 }} \U0001f600",
        "a" * 9000,
        "\x00\x1b[31m",
    ]
    links = ["javascript:alert(1)", "https://uno.example/?a=1&b='><script>", "data:text/html,x", "//x.example"]
    body = f"</q>{markup}=1+1"
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.put_outlets([outlet])
        run = corpus.start_run("tag", {**VERSIONS, "model": markup})
        for number, (headline, link) in enumerate(zip(headlines, links, strict=True)):
            article, tags = tagged(f"h{number}", outlet=outlet.id, title=headline, url=link, body=body + str(number))
            span = SpanRow(
                part=Part.BODY,
                start=0,
                end=len(body),
                code="S1",
                voice=Voice.OUTLET,
                cue_id=f"=es.s1.{markup}",
                rule=f"form '{markup}'",
            )
            corpus.add_articles([article])
            corpus.write_tags([replace(tags, framing=Framing.STIGMATIZING, spans=(span,))], run)
        paths = build_reports(corpus, tmp_path / "out", languages=LANGUAGES)
    assert all((tmp_path / "out") in path.parents for path in paths)
    for path in paths:
        text = path.read_text("utf-8")
        if path.suffix == ".csv":
            for row in csv.reader(io.StringIO(text)):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t"))]
            continue
        reader = Reader(text)
        assert reader.tags["script"] == reader.tags["img"] == 0
        assert not [link for link in reader.links if link.startswith(("javascript:", "data:", "//"))]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", text)
    card = next(path for path in paths if path.name.startswith("outlet-") and path.name.endswith(".es.html"))
    text = card.read_text("utf-8")
    assert "&lt;script&gt;" in text and "{{ 7*7 }}" in text
    assert 'href="https://uno.example/?a=1&amp;b=' in text


def test_a_thin_study_prints_counts_and_no_percentage(tmp_path: Path) -> None:
    silent = Outlet(
        id="muro", name="El Muro", country="MX", time_zone="UTC", languages=("es",), kind="newspaper", homepage="https://m.example/"
    )  # fmt: skip
    with Corpus.open(tmp_path / "corpus.sqlite", create=True) as corpus:
        corpus.put_outlets([silent])
        run = corpus.start_run("tag", VERSIONS)
        for number in range(5):
            article, tags = tagged(f"t{number}", published_on=f"2021-0{number + 1}-05")
            corpus.add_articles([article])
            corpus.write_tags([replace(tags, framing=Framing.STIGMATIZING)], run)
        build_reports(corpus, tmp_path / "out", languages=["en"])
    text = (tmp_path / "out" / "country-MX.en.html").read_text("utf-8")
    summary = text[text.index('class="summary"') : text.index("</section>")]
    assert "of 5 stories: stigmatizing, 5" in summary and "only counts are printed" in summary
    assert "Nothing could be collected from these outlets" in summary and "El Muro" in summary
    assert "were imported" in summary
    # No number before a per cent sign but that of the intervals' level.
    assert set(re.findall(r"(\d+)%", summary)) <= {"95"}
    assert "too few stories to say whether it changed from the first twelve months" in text


def test_every_colour_of_a_chart_passes_three_to_one_on_white() -> None:
    from reports.charts import style

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in (style.STIGMA, style.RIGHTS, style.NEUTRAL, style.FAINT, style.INK):
        assert 1.05 / (luminance(colour) + 0.05) >= 3, colour
