"""What may leave the study: a site and a package in which no text, address, author or name can be found."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from corpus.disputes import Step, StepKind
from corpus.records import Article, ArticleTags, Framing, Outlet, Part, SourceRow, SpanRow, Voice
from corpus.store import Corpus
from corpus.urls import article_id
from encuadre.cli.app import app
from lexicons.errors import EncuadreError, UsageError
from reports.package.datapackage import column_texts, table_texts
from reports.package.identifiers import KEY_NAME, Pseudonyms, study_pseudonyms
from reports.package.publishing import Publication, publish
from reports.package.tables import Column, Table
from reports.package.writing import write_csv, write_parquet
from reports.rows import read_rows
from tests.reports_study import EVENTS, VERSIONS, cue_of

OUTLETS = ("uno", "dos", "tres")
NAMES = ("Rosaura Quispalaya", "Periodista Fingida", "Agencia Fingida")
# Never in a table: what is text, leads to an article or to a person, or tells whether a woman was named.
FORBIDDEN = {
    *("url", "canonical_url", "title", "lead", "body", "authors", "author", "section", "text", "rule", "why", "raw"),
    *("article_id", "story_id", "homepage", "feeds", "wire_agency", "content_hash"),
    *("named_in_headline", "named_in_body", "convicted", "annotator"),
}


def invented() -> Iterator[tuple[Article, ArticleTags]]:
    """Forty stories of three outlets, each with a name in its title and its text, and one off topic."""
    cue = cue_of("es", "S1")
    for number in range(41):
        url = f"https://uno.example/2021/{number}/rosaura-quispalaya"
        title = f"Nota {number:02d}: {cue.forms[0]} Rosaura Quispalaya vuelve a casa"
        start = title.index(cue.forms[0])
        article = Article(
            id=article_id(url), title=title, body=f"Habló Rosaura Quispalaya, dijo el texto {number}.",
            outlet=OUTLETS[number % 3], country="MX", language="es", url=url, canonical_url=url,
            published_on=f"2021-{number // 3 % 12 + 1:02d}-05", published_precision="day" if number else "month",
            authors=("Periodista Fingida",), wire_agency="Agencia Fingida" if number % 7 == 0 else None,
        )  # fmt: skip
        tags = ArticleTags(
            article_id=article.id, language="es", on_topic=number < 40, relevance=0.9, framing=Framing.STIGMATIZING,
            headline=Framing.STIGMATIZING, words=100 + number, voices=("judge", "family"), context=("C3",),
            spans=(SpanRow(part=Part.HEADLINE, start=start, end=start + len(cue.forms[0]), code="S1",
                           voice=Voice.OUTLET, cue_id=cue.id, rule="about Rosaura Quispalaya"),),
            sources=(SourceRow(part=Part.BODY, start=0, end=5, role="family", how="quoted"),),
        )  # fmt: skip
        yield article, tags


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publish")
    (folder / "events.csv").write_text(EVENTS)
    (folder / "encuadre.toml").write_text('[study]\nname = "Estudio inventado"\nfictional = true\n')
    one = Outlet(
        id="uno", name='=HYPERLINK("x")', country="MX", time_zone="UTC", languages=("es",), kind="newspaper",
        homepage="https://uno.example/",
    )  # fmt: skip
    with Corpus.open(folder / "corpus.sqlite", create=True) as corpus:
        corpus.put_outlets(
            [one, replace(one, id="dos", name="Diario Dos"), replace(one, id="tres", name="Diario Tres")]
        )
        corpus.add_articles(article for article, _ in invented())
        corpus.write_tags([tags for _, tags in invented()], corpus.start_run("tag", VERSIONS))
    return folder


def published(study: Path, folder: Path, **changes: object) -> Path:
    wanted = Publication(study="Estudio inventado", languages=("es",), events_path=study / "events.csv")
    with Corpus.open(study / "corpus.sqlite") as corpus:
        publish(corpus, folder, replace(wanted, **changes), study_pseudonyms(study))  # type: ignore[arg-type]
    return folder


@pytest.fixture(scope="module")
def site(study: Path) -> Path:
    return published(study, study / "site")


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def table(site: Path, name: str) -> list[dict[str, str]]:
    with (site / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_no_title_address_author_or_name_can_be_found_in_any_file(site: Path) -> None:
    articles = [article for article, _ in invented()]
    secrets = {*NAMES, "Quispalaya", *(a.title for a in articles), *(str(a.url) for a in articles)}
    secrets |= {a.body for a in articles} | {a.id for a in articles} | {"uno.example"}
    for name, content in files(site).items():
        # Parquet is packed: what it holds is read as well as its bytes.
        text = content.decode("utf-8", "replace")
        if name.endswith(".parquet"):
            text += str(pyarrow.parquet.read_table(site / name).to_pylist())
        assert not [secret for secret in secrets if secret.lower() in text.lower()], name


def test_no_table_has_a_sensitive_column(site: Path) -> None:
    package = json.loads((site / "data/datapackage.json").read_text())
    for resource in package["resources"]:
        assert not FORBIDDEN & {field["name"] for field in resource["schema"]["fields"]}, resource["name"]


def test_identifiers_lead_back_to_no_address_and_stay_the_same(study: Path, site: Path) -> None:
    rows = {row["id"] for row in table(site, "stories")}
    article = next(invented())[0]
    guesses = {article.id, hashlib.sha256(article.id.encode()).hexdigest(), hashlib.sha256(str(article.url).encode())}
    assert not any(row in str(guess) or str(guess) in row for row in rows for guess in guesses)
    assert study_pseudonyms(study).of("article", article.id) in rows
    assert Pseudonyms(b"another key").of("article", article.id) not in rows
    assert {row["story_row"] for row in table(site, "spans")} <= rows
    assert (study / KEY_NAME).stat().st_mode & 0o077 == 0
    key = (study / KEY_NAME).read_text().strip()
    assert not [name for name, content in files(site).items() if key.encode() in content]


def test_the_figures_can_be_counted_again_from_the_stories(site: Path) -> None:
    stories = [row for row in table(site, "stories") if row["counted"] == "true"]
    stigmatizing = [row for row in stories if row["framing"] in ("stigmatizing", "both")]
    overall = next(row for row in table(site, "figures_overall") if row["figure"] == "s")
    assert (str(len(stigmatizing)), str(len(stories))) == (overall["count"], overall["n"]) == ("40", "40")
    assert all(row["S1_outlet"] == "1" for row in stories)
    # Nobody was heard: no row tells whose it is, nor the day that would.
    assert {(row["outlet"], row["day"], row["paywalled"]) for row in table(site, "stories")} == {("", "", "")}
    assert sum(row["month"] == "" for row in stories) == 0


def test_two_publications_are_the_same_to_the_byte(study: Path, site: Path) -> None:
    assert files(published(study, study / "again")) == files(site)


def test_checksums_and_description_hold(site: Path) -> None:
    for folder in (site, site / "data"):
        listed = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
        assert listed.keys() == files(folder).keys() - {"SHA256SUMS"}
        assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == sum_ for name, sum_ in listed.items())
    package = json.loads((site / "data/datapackage.json").read_text())
    assert package["profile"] == "tabular-data-package"
    for resource in package["resources"]:
        content = (site / "data" / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert content.decode().split("\n", 1)[0] == ",".join(names)
        assert pyarrow.parquet.read_table(site / "data" / resource["parquet"]).column_names == names
        for thing in (resource, *resource["schema"]["fields"]):
            assert {"description", "description_es", "description_pt"} <= thing.keys(), (
                resource["name"],
                thing["name"],
            )


def test_a_formula_is_not_run_and_stands_as_it_was_in_parquet(site: Path) -> None:
    assert {row["name"] for row in table(site, "outlets")} == {'\'=HYPERLINK("x")', "Diario Dos", "Diario Tres"}
    assert '=HYPERLINK("x")' in pyarrow.parquet.read_table(site / "data/outlets.parquet")["name"].to_pylist()


def hear(study: Path, outlet: str) -> None:
    """As if the outlet had been sent its scorecard, had let its time to reply pass, and had been released."""
    with Corpus.open(study / "corpus.sqlite") as corpus:
        rows = read_rows(corpus)
        shown = Step(outlet=outlet, kind=StepKind.DRAFTED, day="2026-01-02", due_on="2026-01-16",
                     version_set=rows.version_set, stories=20)  # fmt: skip
        corpus.hearings.put_step(shown)
        corpus.hearings.put_step(Step(outlet=outlet, kind=StepKind.RELEASED, day="2026-01-20", by="Equipo"))


def test_only_released_scorecards_go_out_and_they_go_when_no_longer_named(study: Path, tmp_path: Path) -> None:
    study = Path(shutil.copytree(study, tmp_path / "study"))  # a release would stay for the tests after this
    with pytest.raises(EncuadreError) as refused:
        published(study, tmp_path / "site", scorecards=("dos",))
    assert refused.value.code == "E542" and not (tmp_path / "site").exists()
    hear(study, "dos")
    folder = published(study, tmp_path / "site")
    secrets = {*NAMES, "Quispalaya", *(str(article.url) for article, _ in invented())}
    for name, content in files(folder).items():
        assert not [each for each in secrets if each.lower() in content.decode("utf-8", "replace").lower()], name
    assert (folder / "outlet-dos.es.html").exists() and not (folder / "outlet-uno.es.html").exists()
    assert "outlet-dos.es.html" in (folder / "index.es.html").read_text()
    assert "article_id" not in (folder / "figures/outlet-dos-spans.csv").read_text()
    (folder / "CNAME").write_text("example.org")
    published(study, folder, scorecards=())
    assert not list(folder.rglob("outlet-*"))
    assert "outlet-" not in (folder / "index.es.html").read_text()
    assert (folder / "CNAME").exists()


def test_pages_link_only_to_what_is_there(site: Path) -> None:
    import re

    for page in site.glob("*.html"):
        for link in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', page.read_text()):
            assert (site / link).exists(), (page.name, link)
    assert 'href="method.es.html"' in (site / "country-MX.es.html").read_text()


def test_a_folder_with_something_else_is_refused(study: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(EncuadreError, match="not an earlier publication") as refused:
        published(study, tmp_path)
    assert refused.value.code == "E511"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_what_cannot_be_is_said_before_anything_is_written(study: Path, tmp_path: Path) -> None:
    for changes, code in (({"licence": "mine"}, "E510"), ({"scorecards": ("cuatro",)}, "E512")):
        with pytest.raises(UsageError) as refused:
            published(study, tmp_path / "site", **changes)
        assert refused.value.code == code
    assert not (tmp_path / "site").exists()
    (tmp_path / KEY_NAME).write_text("short")
    with pytest.raises(EncuadreError) as broken:
        study_pseudonyms(tmp_path)
    assert broken.value.code == "E513"


def test_the_command_writes_three_languages_and_says_what_was_left_out(study: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["publish", str(tmp_path / "web"), "--study", str(study), "--lang", "pt,en"])
    assert ran.exit_code == 0, ran.output
    assert "no scorecard is released" in ran.output
    for language in ("pt", "en"):
        for page in ("index", "method", "data", "country-MX"):
            assert (tmp_path / "web" / f"{page}.{language}.html").exists()


def test_a_column_nobody_described_is_written_without_description(tmp_path: Path) -> None:
    odd = Table("odd", (Column("what", "number"),), [(1,), (None,), (-2.5,)])
    assert table_texts(odd) == column_texts(odd, odd.columns[0]) == {}
    write_csv(odd, tmp_path / "odd.csv")
    write_parquet(odd, tmp_path / "odd.parquet")
    assert (tmp_path / "odd.csv").read_text() == 'what\n1\n""\n-2.5\n'
    assert pyarrow.parquet.read_table(tmp_path / "odd.parquet")["what"].to_pylist() == [1.0, None, -2.5]


def truth() -> dict[str, str]:
    return {article.id: article.outlet for article, _ in invented()}


def outlets_of(study: Path, rows: list[dict[str, str]]) -> set[str]:
    """Whose rows these are, which only the study's key tells."""
    public = study_pseudonyms(study)
    whose = {public.of("article", article): outlet for article, outlet in truth().items()}
    return {whose[row["id"]] for row in rows}


def test_no_group_of_rows_is_that_of_one_or_two_outlets_that_could_not_reply(study: Path, tmp_path: Path) -> None:
    """Whoever groups the rows by what they carry never gets an unheard outlet alone."""
    study = Path(shutil.copytree(study, tmp_path / "study"))
    with Corpus.open(study / "corpus.sqlite") as corpus:
        # One outlet alone writes in November, and one alone in English.
        late = [
            (f"{of}-{n}", of, month, language)
            for of, month, language in (("uno", "2022-03", "es"), ("dos", "2021-02", "en"))
            for n in range(8)
        ]
        corpus.add_articles(
            Article(id=key, title="Nota", body="Texto.", outlet=of, country="MX", language=language, url=f"https://x.example/{key}",
                    published_on=f"{month}-09", published_precision="day")
            for key, of, month, language in late
        )  # fmt: skip
        corpus.write_tags(
            [ArticleTags(article_id=key, language=language, on_topic=True, relevance=0.9, framing=Framing.NEITHER,
                         headline=Framing.NEITHER, words=50) for key, _, _, language in late],
            corpus.start_run("tag", VERSIONS),
        )  # fmt: skip
    folder = published(study, tmp_path / "site")
    public = study_pseudonyms(study)
    whose = {public.of("article", key): of for key, of in {**truth(), **{key: of for key, of, *_ in late}}.items()}
    rows = [row for row in table(folder, "stories") if row["counted"] == "true"]
    columns = ("country", "language", "month", "paywalled", "outlet", "day")
    groups: dict[tuple[str, ...], set[str]] = {}
    for size in range(1, len(columns) + 1):
        for chosen in itertools.combinations(columns, size):
            for row in rows:
                key = (*chosen, *(row[column] for column in chosen))
                groups.setdefault(key, set()).add(whose[row["id"]])
    assert not {key: found for key, found in groups.items() if len(found) < 3}
    # The figures of the country can be counted again all the same.
    overall = next(row for row in table(folder, "figures_overall") if row["figure"] == "s")
    assert (overall["count"], overall["n"]) == ("40", str(len(rows)))


def test_a_country_with_one_or_two_outlets_left_unheard_has_no_figures(study: Path, tmp_path: Path) -> None:
    study = Path(shutil.copytree(study, tmp_path / "study"))
    hear(study, "dos")
    folder = published(study, tmp_path / "site", languages=("es", "pt", "en"))
    for language in ("es", "pt", "en"):
        page = (folder / f"country-MX.{language}.html").read_text()
        assert "%" not in page.partition("<main")[2].partition("</main>")[0], language
    assert not list(folder.glob("figures/country-MX-*")) and not list(folder.glob("event-*"))
    assert not (folder / "data/figures_overall.csv").exists()
    # Only the heard outlet's own rows are left, and these in full.
    rows = table(folder, "stories")
    assert {row["outlet"] for row in rows} == {"dos"} == outlets_of(study, rows)
    assert {row["story_row"] for row in table(folder, "spans")} <= {row["id"] for row in rows}
    assert {row["story_row"] for row in table(folder, "sources")} <= {row["id"] for row in rows}
    for outlet in ("uno", "tres"):
        hear(study, outlet)
    folder = published(study, tmp_path / "all")
    assert {row["outlet"] for row in table(folder, "stories")} == set(OUTLETS)
    assert (folder / "figures/country-MX-overall.csv").exists()
