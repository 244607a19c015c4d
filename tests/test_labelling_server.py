"""The labelling page over HTTP: who is let in, what is refused, and that nothing is lost when the server is killed."""

from __future__ import annotations

import http.client
import json
import socket
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from corpus.records import Article
from encuadre.cli import main
from encuadre.labelling.server import LOOPBACK, MOST_BYTES
from encuadre.study import Study
from tests.labelling_study import SAMPLE, Serving, copy_of, labels_of, served, study_to_label

OFF_TOPIC = {"article": "hostile", "answers": {"on_topic": "no"}, "spans": [], "note": "", "changed": 1}
# Above what the page waits for a busy study, so that only a real hang fails.
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A browser's requests, to be bent at will."""

    def __init__(self, address: str) -> None:
        self.port = int(address.split(":")[2].split("/")[0])
        self.token = address.split("token=")[1]
        self.host = f"{LOOPBACK}:{self.port}"
        self.cookie = f"encuadre-label-{self.port}={self.token}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Answer:
        given: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie}
        if method == "POST":
            given |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            if body is not None and "Content-Length" not in given:
                given["Content-Length"] = str(len(body))
            for name, value in given.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            reply = connection.getresponse()
            return Answer(reply.status, reply.read(), dict(reply.headers.items()))
        finally:
            connection.close()

    def get(self, path: str, annotator: str = "ana", **query: str) -> Answer:
        return self.ask("GET", f"{path}?{urlencode({'annotator': annotator, **query})}")

    def post(self, path: str, sent: object, annotator: str = "ana", **headers: str | None) -> Answer:
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        return self.ask("POST", f"{path}?{urlencode({'annotator': annotator})}", body, **headers)

    def states(self, annotator: str = "ana") -> dict[str, str]:
        return {each["id"]: each["state"] for each in self.get("/api/overview", annotator).json()["articles"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_to_label(tmp_path_factory.mktemp("made") / "study")


@pytest.fixture
def study(made: Study, tmp_path: Path) -> Study:
    return copy_of(made, tmp_path / "study")


@pytest.fixture
def client(study: Study) -> Iterator[Client]:
    with served(study) as server:
        yield Client(server.address)


Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type the command in this process: its exit code and what it said to people."""

    def type_it(study: Study, *options: str) -> tuple[int, str]:
        monkeypatch.setattr(
            sys, "argv", ["encuadre", "label", "serve", "--study", str(study.folder), "--no-open", *options]
        )
        with pytest.raises(SystemExit) as end:
            main()
        return int(str(end.value.code)), capsys.readouterr().err

    return type_it


def test_the_address_lets_its_reader_in_and_then_leaves_the_bar(client: Client) -> None:
    first = client.ask("GET", f"/?token={client.token}", Cookie=None)
    assert (first.status, first.headers["Location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(first.headers["Set-Cookie"].split("; "))
    assert client.ask("GET", "/").status == 200


@pytest.mark.parametrize("cookie", [None, "", "encuadre-label-{port}=wrong", "encuadre-label-1={token}", "=;,\x7f"])
@pytest.mark.parametrize(
    "path", ["/", "/?token=wrong", "/label?annotator=ana", "/api/overview?annotator=ana", "/assets/label.js"]
)
def test_without_the_key_nobody_comes_in(client: Client, cookie: str | None, path: str) -> None:
    given = cookie and cookie.format(port=client.port, token=client.token)
    assert client.ask("GET", path, Cookie=given).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", "", None]
)
def test_another_name_for_this_machine_is_refused_even_with_the_key(client: Client, host: str | None) -> None:
    named = host and host.format(port=client.port)
    assert client.ask("GET", f"/?token={client.token}", Host=named).status == 403
    assert client.post("/api/label", OFF_TOPIC, Host=named).status == 403


def test_only_this_machine_is_listened_to(client: Client) -> None:
    with socket.socket() as other:
        other.settimeout(1)
        # Another address of the same machine: where the server bound all of them, it would answer.
        assert other.connect_ex(("127.0.0.2", client.port)) != 0


@pytest.mark.parametrize(
    "origin",
    [None, "null", "http://evil.example", "https://127.0.0.1:{port}", "http://localhost:{port}", "http://127.0.0.1:1"],
)
def test_what_another_site_sends_changes_nothing(client: Client, origin: str | None, study: Study) -> None:
    assert client.post("/api/label", OFF_TOPIC, Origin=origin and origin.format(port=client.port)).status == 403
    assert labels_of(study) == []


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b"[]", {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'{"article": NaN}', {}, 400),
        (b"{}", {}, 400),
        (b"{}", {"Content_Type": "text/plain"}, 415),
        (b"{}", {"Content_Type": "application/x-www-form-urlencoded"}, 415),
        (b"{}", {"Content_Length": "-1"}, 411),
        (b"{}", {"Content_Length": str(MOST_BYTES + 1)}, 413),
        (b"{}", {"Content_Length": "9" * 5000}, 413),
        (b"x" * (MOST_BYTES + 1), {}, 413),
    ],
)
def test_what_is_no_label_is_refused_in_plain_words(
    client: Client, study: Study, body: bytes, headers: dict[str, str], status: int
) -> None:
    try:
        answer = client.post("/api/label", body, **headers)
    except (BrokenPipeError, ConnectionResetError):
        assert len(body) > MOST_BYTES  # hung up on, as is right, before all was sent
    else:
        assert answer.status == status
        assert answer.json()["error"]
    assert labels_of(study) == []
    assert client.ask("GET", "/").status == 200


def test_a_post_without_a_length_is_refused(client: Client) -> None:
    assert client.ask("POST", "/api/label?annotator=ana").status == 411


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../server.py",
        "/assets/%2e%2e/server.py",
        "//etc/passwd",
        "/assets/",
        "/corpus.sqlite",
        "/api",
        "/%00",
        "/..;/",
    ],
)
def test_paths_lead_nowhere_but_to_the_page(client: Client, path: str) -> None:
    answer = client.ask("GET", path)
    assert answer.status == 404 and b"import" not in answer.body


@pytest.mark.parametrize("path", ["//[", "/?" + "a&" * 30 + "b=1" + "&c=2" * 30])
def test_an_address_that_cannot_be_read_is_refused(client: Client, path: str) -> None:
    assert client.ask("GET", path).status in (400, 404)


@pytest.mark.parametrize("article", ["nota-3", "nowhere", "", "x" * 3000])
def test_articles_that_are_not_in_the_sample_are_not_there(client: Client, article: str) -> None:
    assert client.get("/api/article", id=article).status == 404
    assert client.post("/api/label", {**OFF_TOPIC, "article": article}).status == 404
    assert client.post("/api/draft", {**OFF_TOPIC, "article": article}).status == 404


@pytest.mark.parametrize("name", ["", "a" * 100, "a\x00b", "adjudicated"])
def test_a_name_that_is_none_is_asked_for_again(client: Client, name: str) -> None:
    assert client.get("/label", name).status == 400
    assert client.get("/api/overview", name).status == 400
    assert client.post("/api/label", OFF_TOPIC, name).status == 400


def test_the_page_is_told_to_load_nothing_from_elsewhere(client: Client) -> None:
    for path in ("/", "/label", "/assets/label.js", "/api/overview", "/nowhere"):
        answer = client.get(path)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"http://" not in answer.body and b"https://" not in answer.body


def test_a_name_is_text_on_the_page_and_never_markup(client: Client) -> None:
    page = client.get("/label", '"><img src=x>&').body.decode()
    assert "<img" not in page
    given = json.loads(page.split('id="given">')[1].split("</script>")[0])
    assert given["annotator"] == '"><img src=x>&'


def test_annotators_at_the_same_time_lose_nothing_and_see_nothing_of_one_another(client: Client, study: Study) -> None:
    names = [f"annotator {number}" for number in range(8)]
    articles = list(client.states())

    def label(name: str) -> list[int]:
        return [
            client.post("/api/label", {**OFF_TOPIC, "article": each, "note": name}, name).status for each in articles
        ]

    with ThreadPoolExecutor(len(names)) as pool:
        assert [status for done in pool.map(label, names) for status in done] == [200] * len(names) * len(articles)
    stored = labels_of(study)
    assert sorted((each.annotator, each.article_id) for each in stored) == sorted(
        (n, a) for n in names for a in articles
    )
    assert all(each.note == each.annotator for each in stored)
    for name in names:
        assert client.get("/api/article", name, id="hostile").json()["label"]["note"] == name


def test_a_page_for_one_annotator_is_for_nobody_else(study: Study) -> None:
    with served(study, annotator="ana") as server:
        client = Client(server.address)
        assert client.ask("GET", "/").headers["Location"].startswith("/label?annotator=ana")
        assert client.states("ana")
        assert client.get("/api/overview", "bea").status == 403
        assert client.post("/api/label", OFF_TOPIC, "bea").status == 403


def test_labels_are_stored_while_a_crawl_writes(client: Client, study: Study) -> None:
    stop = threading.Event()

    def crawl() -> None:
        with study.corpus() as corpus:
            number = 0
            while not stop.is_set():
                corpus.add_articles([Article(id=f"c{number}", title="t", body="b", outlet="o")])
                number += 1

    writer = threading.Thread(target=crawl)
    writer.start()
    try:
        assert [client.post("/api/label", OFF_TOPIC, f"a{number}").status for number in range(5)] == [200] * 5
    finally:
        stop.set()
        writer.join()


def test_a_study_that_stays_busy_is_said_and_nothing_is_kept(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.storage.database.BUSY_SECONDS", 0.1)
    with served(study) as server:
        client = Client(server.address)
        other = sqlite3.connect(study.folder / "corpus.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/api/label", OFF_TOPIC)
        assert (answer.status, answer.json()["error"]) == (503, "busy")
        # Drafts do not wait for it.
        assert client.post("/api/draft", OFF_TOPIC).status == 200
        other.close()
        assert client.post("/api/label", OFF_TOPIC).status == 200


def test_kill_9_loses_nothing_and_the_open_tab_goes_on(study: Study) -> None:
    with Serving(study) as serving:
        client = Client(serving.address)
        assert client.post("/api/draft", {**OFF_TOPIC, "note": "half a thought"}).status == 200
        assert client.post("/api/label", {**OFF_TOPIC, "article": "nota-1"}).status == 200
        serving.kill()
    with Serving(study, "--port", client.port):
        assert client.states() == {"hostile": "begun", "nota-1": "done", "nota-2": "open"}
        assert client.get("/api/article", id="hostile").json()["draft"]["note"] == "half a thought"


def test_ctrl_c_ends_it_and_says_what_there_is(study: Study) -> None:
    with Serving(study, "--annotator", "ana") as serving:
        client = Client(serving.address)
        client.post("/api/label", OFF_TOPIC)
        code, said = serving.stop()
    assert code == 0
    assert "1 of 3 articles of 'audit' are labelled by ana" in said and "corpus.sqlite" in said
    with study.corpus() as corpus:
        (run,) = [each for each in corpus.runs() if each.kind == "label"]
    assert (run.counts["labelled_now"], run.finished_at is not None) == (1, True)
    # The drafts and the key to the page are for this user alone.
    assert stat.S_IMODE((study.folder / "labelling.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("options", "code", "exit_code"),
    [
        (("--sample", "nowhere"), "E262", 2),
        (("--sample", SAMPLE, "--annotator", "adjudicated"), "E451", 2),
        (("--sample", SAMPLE, "--lang", "de"), "E507", 2),
    ],
)
def test_a_mistake_is_one_sentence(
    study: Study, typed: Typed, options: tuple[str, ...], code: str, exit_code: int
) -> None:
    said = typed(study, *options)
    assert (said[0], f"[{code}]" in said[1], said[1].count("\n")) == (exit_code, True, 1)


def test_a_port_that_is_taken_is_said(study: Study, client: Client, typed: Typed) -> None:
    code, said = typed(study, "--sample", SAMPLE, "--port", str(client.port))
    assert code == 2 and "E453" in said


def test_a_sample_whose_articles_are_gone_is_said(study: Study, typed: Typed) -> None:
    with study.corpus() as corpus:
        for article in ("hostile", "nota-1", "nota-2"):
            corpus.forget(article)
    code, said = typed(study, "--sample", SAMPLE)
    assert code == 4 and "E452" in said
