"""Every type of page in three languages, as axe-core, a keyboard, a phone and a printer meet it. WCAG 2.2 AA."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from encuadre.study import Study
from lexicons.cues import LANGUAGES
from tests.all_pages import FILES, Made, make_pages
from tests.browser import CHROMIUM, Browser
from tests.labelling_study import served, study_to_label

AXE = "axe_playwright_python"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(find_spec(AXE) is None, reason="axe-core is not installed: pip install 'encuadre[test]'"),
]
DESK, PHONE = 1280, 320
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECKS = (Path(__file__).parent / "page_checks.js").read_text("utf-8")
READY = "document.querySelectorAll('#text p').length > 0"
# Where the focus is, with what a sighted reader sees of it.
FOCUS = """(() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [node.outerHTML.slice(0, 90), ring, seen];
})()"""
# All that can be used, as far as it is shown.
USABLE = """[...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, summary, textarea, [tabindex="0"]'
)].filter(node => node.checkVisibility()).length"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_pages(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def violations(browser: Browser, *, colours: bool) -> list[str]:
    """What axe-core finds in the page as it stands. Colours cost most of its time and are the same in all languages."""
    if not browser.run("'axe' in window"):
        browser.run((files(AXE) / "axe.min.js").read_text("utf-8") + ";0")
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"color-contrast": {"enabled": colours}},
        "resultTypes": ["violations"],
    }
    report = (
        "each => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`"
    )
    found: list[str] = browser.run(
        f"axe.run(document, {json.dumps(options)}).then(all => all.violations.map({report}))"
    )
    return found


def wrong(browser: Browser, *names: str) -> dict[str, object]:
    """What the checks of page_checks.js find."""
    found = browser.run(
        f"(checks => Object.fromEntries({json.dumps(names)}.map(name => [name, checks[name]()])))({CHECKS})"
    )
    return {name: each for name, each in found.items() if each}


@pytest.mark.parametrize("kind", FILES)
def test_a_page_has_no_violation_on_a_desk_and_on_a_phone(browser: Browser, made: Made, kind: str) -> None:
    for language in LANGUAGES:
        browser.size(DESK)
        browser.go(made.page(kind, language).as_uri())
        assert browser.run("document.documentElement.lang") == language
        assert wrong(browser, "faint", "wide", "silent", "headless", "steps", "twice") == {}, language
        browser.size(PHONE)
        assert wrong(browser, "faint", "wide", "spaced", "shorten") == {}, language
        assert violations(browser, colours=False) == [], (language, PHONE)
        browser.size(DESK)
        assert violations(browser, colours=language == "es") == [], (language, DESK)


@pytest.mark.parametrize("kind", FILES)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    browser: Browser, made: Made, kind: str
) -> None:
    browser.size(PHONE)
    browser.go(made.page(kind, "es").as_uri())
    usable = browser.run(USABLE)
    reached = []
    for _ in range(usable):
        browser.key("Tab")
        node, ring, seen = browser.run(FOCUS)
        assert ring and seen, node
        reached.append(node)
    assert reached[0].startswith('<a class="skip"')
    for _ in range(3):  # out again, or round to the beginning: no trap
        browser.key("Tab")
        if browser.run("document.activeElement === document.body || document.activeElement.className === 'skip'"):
            return
    raise AssertionError(browser.run(FOCUS))
    browser.key("Tab", "Enter")
    browser.until("document.activeElement.id === 'main'")


def test_what_the_press_wrote_names_its_language(made: Made) -> None:
    for kind in ("scorecard", "published scorecard"):
        text = made.page(kind, "en").read_text("utf-8")
        assert '<bdi lang="es">' in text
    assert re.search(r'<span lang="es">[^<]+</span>', made.page("country", "en").read_text("utf-8"))
    assert '<article class="press" lang="es">' in made.page("explanation", "pt").read_text("utf-8")


def test_nothing_moves_and_print_opens_every_box(browser: Browser, made: Made) -> None:
    for kind in FILES:
        text = made.page(kind, "es").read_text("utf-8")
        assert not re.search(r"@keyframes|animation|transition|<marquee|<blink|<meta http-equiv=.refresh", text), kind
        assert "@media print" in text
    browser.size(794)  # an A4 page at 96 dots an inch
    browser.go(made.page("country", "es").as_uri())
    browser.print_media(True)
    try:
        assert (
            browser.run(
                "[...document.querySelectorAll('.scroll')].filter(n => n.scrollWidth > n.clientWidth + 1).length"
            )
            == 0
        )
        assert browser.run("document.documentElement.scrollWidth") <= 794
        assert browser.run("getComputedStyle(document.querySelector('.skip')).display") == "none"
    finally:
        browser.print_media(False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labelling_page_has_no_violation(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, language: str
) -> None:
    study: Study = study_to_label(tmp_path_factory.mktemp("label") / "study")
    with served(study, suggestions=True) as server:
        home = server.address.split("?")[0]
        browser.go(server.address)
        for path in (f"?lang={language}", f"label?annotator=ana&lang={language}"):
            browser.size(DESK)
            browser.go(home + path)
            if path.startswith("label"):
                browser.until(READY)
                browser.run("document.getElementById('text').focus()")
                browser.key("1", "s", "2", "1", "1")
            for width in (DESK, PHONE):
                browser.size(width)
                assert wrong(browser, "faint", "wide", "steps", "twice") == {}, (path, width)
                assert violations(browser, colours=language == "es" and width == DESK) == [], (path, width)
            for dialog in ("guide", "keys", "list") if path.startswith("label") else ():
                browser.click(f"#{dialog}-open")
                browser.until(f"document.getElementById('{dialog}').open")
                assert wrong(browser, "faint", "wide") == {}, dialog
                assert violations(browser, colours=False) == [], dialog
                browser.key("Escape")
