"""The labelling page in a real browser, from the first key to a stored label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.labels import LabelledSpan
from corpus.records import ArticleTags, Framing, Part, SpanRow, Voice
from encuadre.labelling.server import LabelServer
from encuadre.study import Study
from tests.browser import CHROMIUM, Browser
from tests.labelling_study import ARTICLES, HOSTILE, PLAIN, Serving, copy_of, labels_of, served, study_to_label

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

READY = "document.querySelectorAll('#text p').length > 0"
CARET = "(document.querySelector('#text .caret') || {}).textContent"
MARKS = """[...document.querySelectorAll('#marks li')].map(
  line => line.querySelector('.chip').textContent + ' ' + line.querySelector('.said').textContent)"""
STATUS = "document.getElementById('status').textContent"
DONE = "document.getElementById('counted').textContent"
# What a reader of the page may reach with the keyboard and would not know what it is.
NAMELESS = """[...document.querySelectorAll('button, input, select, textarea, [tabindex="0"], dialog, progress')]
  .filter(node => node.type !== 'hidden' && !(node.labels?.length || node.textContent.trim() || node.ariaLabel
  || document.getElementById(node.getAttribute('aria-labelledby'))?.textContent)).map(node => node.outerHTML)"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_to_label(tmp_path_factory.mktemp("made") / "study")


@pytest.fixture
def study(made: Study, tmp_path: Path) -> Study:
    return copy_of(made, tmp_path / "study")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def open_article(browser: Browser, server: LabelServer | Serving, article: str, annotator: str = "ana") -> None:
    """The page, with this article on the desk."""
    browser.console.clear()
    browser.size(1280)
    browser.go(server.address)
    page = server.address.split("?")[0] + f"label?annotator={annotator}&lang=es"
    browser.go(page)
    browser.until(READY)
    title = next(each.title for each in ARTICLES if each.id == article)
    there = f"document.querySelector('#text .headline').textContent.includes({title[-6:]!r})"
    for place in range(1, 4):
        if browser.run(there):
            break
        browser.run(f"location.hash = '#{place}'")
        browser.until(f"document.getElementById('where').textContent.includes(' {place} ')")
    browser.until(there)
    browser.run("document.getElementById('text').focus()")


def offsets(part: Part, words: str) -> tuple[int, int]:
    """Where words of the hostile article are, in code points of the stored text."""
    text = {Part.HEADLINE: HOSTILE.title, Part.LEAD: HOSTILE.lead or "", Part.BODY: HOSTILE.body}[part]
    return text.index(words), text.index(words) + len(words)


def span(part: Part, words: str, code: str, voice: Voice | None = Voice.OUTLET) -> LabelledSpan:
    start, end = offsets(part, words)
    return LabelledSpan(part=part, start=start, end=end, code=code, voice=voice)


def test_from_the_first_key_to_a_stored_label_without_a_mouse(browser: Browser, study: Study) -> None:
    with Serving(study, "--lang", "es") as serving:
        browser.asked.clear()
        browser.go(serving.address)
        browser.type("Ana")
        browser.key("Tab")
        browser.type("periodista")
        browser.key("Enter")
        browser.until(READY)
        # One article after the other until the hostile one, in whatever order she has them.
        while "reina" not in browser.run("document.querySelector('#text .headline').textContent"):
            where = browser.run("document.getElementById('where').textContent")
            browser.key("2", "Control+Enter")  # not on topic; done
            browser.until(
                f"document.getElementById('where').textContent !== {where!r} && document.activeElement.id === 'text'"
            )
        assert browser.run("document.activeElement.id") == "text"
        while browser.run(CARET) != "reina":
            browser.key("ArrowRight")
        browser.key("s", "4", "Enter")  # S4, in the outlet's voice
        while browser.run(CARET) != "reclusas":
            browser.key("ArrowRight")
        browser.key("ArrowLeft", "Shift+ArrowRight", "Enter")  # "dos reclusas", by the list of codes
        browser.type("persona antes")
        browser.key("Enter", "2")
        while browser.run(CARET) != "atencio\u0301n":
            browser.key("ArrowRight")
        browser.key("Shift+ArrowRight", "c", "4")  # context has no voice
        while browser.run(CARET) != "🐍":
            browser.key("ArrowRight")
        browser.key("s", "3", "4")
        assert browser.run(MARKS) == ["S4 reina", "R1 dos reclusas", "C4 atencio\u0301n médica", "S3 🐍"]
        # On topic; stigmatizing; neither; police and the twelfth source; context C4; does not act; not one case.
        browser.key("1", "1", "4", "6", "+", ".", "4", ".", "2", "3")
        browser.key("Alt+n")
        browser.type("con 🐍")
        browser.key("Control+Enter")
        browser.until(f"!document.getElementById('finished').hidden || {STATUS}.startsWith('Guardado')")
        code, said = serving.stop()
        assert code == 0 and "articles of 'audit' are labelled" in said
    (label,) = [each for each in labels_of(study) if each.article_id == "hostile"]
    assert (label.annotator, label.group, label.note, label.suggested) == ("Ana", "periodista", "con 🐍", False)
    assert label.answers == {
        "on_topic": "yes",
        "framing": "stigmatizing",
        "headline": "neither",
        "voices": "other police_military",
        "context": "C4",
        "acts": "no",
        "named": "none",
    }
    assert label.spans == (
        span(Part.HEADLINE, "reina", "S4"),
        span(Part.HEADLINE, "dos reclusas", "R1", Voice.QUOTED),
        span(Part.LEAD, "atencio\u0301n médica", "C4", None),
        span(Part.BODY, "🐍", "S3", Voice.METALINGUISTIC),
    )
    assert browser.run("document.title") == "Etiquetado"  # what the press wrote stayed text
    assert all(asked.startswith(serving.address.split("?")[0]) for asked in browser.asked)
    assert browser.console == []


def test_the_mouse_chooses_words_whole(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "hostile")
        browser.run(
            "[...document.querySelectorAll('#text .word')].forEach((word, place) => { word.id = `w${place}`; })"
        )
        words = browser.run("[...document.querySelectorAll('#text .word')].map(word => word.textContent)")
        first = words.index("detenida")
        browser.drag(f"#w{first}", f"#w{first + 2}")
        browser.until("document.getElementById('palette').open")
        assert browser.run("document.getElementById('chosen').textContent") == "detenida, presunta narcotraficante"
        browser.click("#codes li:nth-child(2)")
        browser.click("#voices button:nth-of-type(3)")
        assert browser.run(MARKS) == ["S2 detenida, presunta narcotraficante"]
        # Across the headline's end only the headline's words count: a mark lies in one part.
        browser.drag("#w0", f"#w{first}")
        browser.until("document.getElementById('palette').open")
        assert "Las" not in browser.run("document.getElementById('chosen').textContent")
        browser.key("Escape")
        assert browser.run("document.getElementById('main').hidden") is False


def test_marks_may_overlap_change_their_voice_and_be_taken_away(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "hostile")
        while browser.run(CARET) != "presunta":
            browser.key("ArrowRight")
        browser.key("Shift+ArrowRight", "h", "1", "1", "s", "1", "1")
        assert browser.run(MARKS) == ["H1 presunta narcotraficante", "S1 narcotraficante"]
        browser.key("s", "1", "1")
        assert "ya tienen esa marca" in browser.run(STATUS)
        browser.run(
            "(() => { const select = document.querySelectorAll('#marks select')[1]; select.value = 'quoted';"
            "select.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        assert browser.run("document.activeElement === document.querySelectorAll('#marks select')[1]")
        browser.run("document.getElementById('text').focus()")
        browser.key("Backspace")
        assert browser.run(MARKS) == ["H1 presunta narcotraficante"]
        browser.key("Control+z")
        assert browser.run("document.querySelectorAll('#marks select')[1].value") == "quoted"
        browser.key("Control+z", "Control+z", "Control+y")
        assert browser.run("document.querySelectorAll('#marks select')[1].value") == "outlet"


# All keys of two marks before the browser comes to say that the palette of the first was closed.
FAST = """(async () => {
  const press = (key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  const code = (typed) => {
    const search = document.getElementById('search');
    search.value = typed;
    search.dispatchEvent(new Event('input'));
  };
  press('h'); code('h1'); press('1');
  for (let turn = 0; turn < 9; turn++) await null;
  press('s'); code('s1');
  await new Promise((told) => setTimeout(told, 200));
  press('1');
  await new Promise((told) => setTimeout(told, 50));
})()"""


def test_a_fast_typist_loses_no_mark(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "hostile")
        browser.run(FAST)
        assert [mark.split()[0] for mark in browser.run(MARKS)] == ["H1", "S1"]


def test_arrows_go_where_they_point_also_from_right_to_left(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "hostile")
        while browser.run(CARET) != "سجينات":
            browser.key("ArrowRight")
        browser.key("ArrowLeft")
        assert browser.run(CARET) == "يطالبن"
        browser.key("ArrowUp")
        top = browser.run("document.querySelector('#text .caret').closest('p').textContent")
        assert "habló" in top
        browser.key("End")
        assert browser.run(CARET) == "habló"
        browser.key("Home")
        assert browser.run(CARET) == "La"


def test_what_is_begun_outlives_the_tab(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "nota-1")
        browser.key("s", "2", "1", "1", "3")
        browser.go("about:blank")  # at once, before any pause in typing
        open_article(browser, server, "nota-1")
        assert browser.run(MARKS) == ["S2 Las"]
        assert browser.run("document.querySelector('[name=framing]:checked').value") == "both"
        # Nor does another annotator see it.
        open_article(browser, server, "nota-1", "bea")
        assert browser.run(MARKS) == []
    assert labels_of(study) == []


def test_an_earlier_article_can_be_found_and_changed(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "nota-1")
        browser.key("2", "Control+Enter")
        browser.until(f"{DONE}.startsWith('1 ') && document.activeElement.id === 'text'")
        browser.key("Alt+k")
        browser.until(f"{STATUS}.includes('después')")
        browser.click("#list-open")
        browser.until("document.getElementById('list').open")
        listed = browser.run("[...document.querySelectorAll('#articles button')].map(each => each.textContent)")
        assert sorted(each.split(": ")[1].split(",")[0][:9] for each in listed) == [
            "para desp",
            "pendiente",
            "terminado",
        ]
        assert any(PLAIN[0].title in each for each in listed)
        place = next(place for place, each in enumerate(listed) if PLAIN[0].title in each)
        browser.click(f"#articles li:nth-child({place + 1}) button")
        browser.until(f"{STATUS}.startsWith('Ya etiquetaste')")
        browser.run("document.getElementById('text').focus()")
        browser.key("1", "Control+Enter")  # on topic, so more is asked now
        assert "Falta responder" in browser.run("document.getElementById('problem').textContent")
        assert labels_of(study)[0].answers == {"on_topic": "no"}
        browser.key("1")
        assert browser.run("document.getElementById('problem').hidden")
        browser.key("4", ".", ".", "2", "3", "Control+Enter")
        browser.until(f"{STATUS}.startsWith('Guardado')")
    (label,) = labels_of(study)
    assert (label.answers["framing"], label.answers["headline"]) == ("stigmatizing", "neither")


def test_the_pause_takes_the_text_away_until_it_is_wanted_again(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "nota-1")
        browser.key("Escape", "Escape", "Escape")
        assert browser.run("document.getElementById('main').hidden")
        assert "reclusas" not in browser.run("document.body.innerText")
        browser.key("Enter")
        browser.until("!document.getElementById('main').hidden && document.activeElement.id === 'text'")
        assert "reclusas" in browser.run("document.body.innerText")


def test_a_killed_server_is_said_and_when_it_is_back_the_page_goes_on(browser: Browser, study: Study) -> None:
    with Serving(study) as serving:
        open_article(browser, serving, "nota-1")
        port = serving.port
        browser.key("2")
        serving.kill()
        browser.key("Control+Enter")
        browser.until("document.getElementById('problem').textContent.includes('no responde')")
    with Serving(study, "--port", port):
        browser.until(f"{DONE}.startsWith('1 ')")
        browser.until("document.getElementById('problem').hidden")
    assert [label.article_id for label in labels_of(study)] == ["nota-1"]


def test_suggestions_are_marked_as_such_and_become_labels_only_when_taken_over(browser: Browser, study: Study) -> None:
    found = SpanRow(part=Part.HEADLINE, start=4, end=12, code="S2", voice=Voice.OUTLET, cue_id="c", rule="r")
    tags = ArticleTags(
        article_id="nota-1",
        language="es",
        on_topic=True,
        relevance=0.9,
        framing=Framing.NEITHER,
        headline=Framing.NEITHER,
        spans=(found, replace(found, part=Part.BODY, start=15, end=23)),
    )
    with study.corpus() as corpus:
        corpus.write_tags([tags], corpus.start_run("tag", {"encuadre": "1"}))
    with served(study, suggestions=True) as server:
        open_article(browser, server, "nota-1")
        assert browser.run(MARKS) == []
        assert browser.run("document.querySelectorAll('#text mark.suggested').length") == 2
        assert browser.run("document.querySelectorAll('input:checked').length") == 0
        assert browser.run("document.querySelectorAll('.machine:not([hidden])').length") > 0
        browser.click("#suggested li button")
        assert browser.run(MARKS) == ["S2 internas"]
        browser.run("document.getElementById('text').focus()")
        browser.key("1", "4", "4", ".", ".", "2", "3", "Control+Enter")
        browser.until(f"{STATUS}.startsWith('Guardado')")
    (label,) = labels_of(study)
    assert label.suggested and label.spans is not None and len(label.spans) == 1


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_page_fits_a_small_phone_names_everything_and_asks_nobody(
    browser: Browser, study: Study, language: str
) -> None:
    with served(study, suggestions=True) as server:
        open_article(browser, server, "hostile")
        browser.asked.clear()
        home = server.address.split("?")[0]
        for path in (f"?lang={language}", f"label?annotator=ana&lang={language}"):
            for width in (320, 1280):
                browser.size(width)
                browser.go(home + path)
                if path.startswith("label"):
                    browser.until(READY)
                    browser.run("document.getElementById('text').focus()")
                    browser.key("1", "s", "1", "1")
                    for dialog in ("guide", "keys", "list"):
                        browser.click(f"#{dialog}-open")
                        browser.until(f"document.getElementById('{dialog}').open")
                        assert browser.run(f"document.getElementById('{dialog}').scrollWidth") <= width
                        browser.key("Escape")
                assert browser.run("document.documentElement.scrollWidth") <= width, (path, width)
                assert browser.run(NAMELESS) == []
                assert browser.run("document.documentElement.lang") == language
        assert {asked for asked in browser.asked if not asked.startswith((home, "data:"))} == set()
    assert browser.console == []


def test_the_tab_key_goes_through_all_and_out_again(browser: Browser, study: Study) -> None:
    with served(study) as server:
        open_article(browser, server, "nota-1")
        seen = []
        for _ in range(40):
            seen.append(
                browser.run(
                    "document.activeElement.id || document.activeElement.name || document.activeElement.tagName"
                )
            )
            if len(seen) > 1 and seen[-1] in ("BODY", "text"):
                break
            browser.key("Tab")
        assert {"mark", "on_topic", "note", "done", "skip"} <= set(seen)
        assert seen[-1] in ("BODY", "text")
