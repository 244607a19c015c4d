"""The prose of plain text, Markdown and HTML.

In: a source text. Out: its ``Prose``: paragraphs whose hard-wrapped lines are joined, without code, addresses, tags and
marks. What is left out cannot be flagged; what stays can be pointed at, letter by letter.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from encuadre.checking.prose import Prose, ProseBuilder

_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
# A line that goes on in the next: it ends without a final mark and the next begins in lower case.
_OPEN_END = re.compile(r"[^\s.!?:…»”\"'’)—–-]\s*$|,\s*$")
_GOES_ON = re.compile(r"\s*[^\W\d_A-ZÁÉÍÓÚÜÑÂÊÔÃÕÀÇ]")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_BLANK_BLOCK = re.compile(
    r"[ ]{0,3}(?:(?:[-*_][ \t]*){3,}|=+[ \t]*|\[[^\]]+\]:[ \t].*|\|?[ \t:|-]*-[ \t:|-]*)$"  # rules, definitions
)
_BLOCK_MARK = re.compile(r"[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+)")
_INLINE = re.compile(
    r"(?P<comment><!--.*?-->)"
    r"|(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<address>\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)|\]\[[^\]\n]*\])"
    r"|(?P<tag></?[a-zA-Z][^>\n]*>)"
    r"|(?P<mark>!?\[(?=[^\]\n]*\](?:\(|\[))|\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|\|)",
    re.DOTALL,
)
# HTML whose words nobody reads, and tags that end a paragraph.
_UNREAD = frozenset(
    {"script", "style", "template", "noscript", "nav", "footer", "svg", "math", "code", "pre", "textarea"}
)
_INLINE_TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    }
)


def read_text(source: str) -> Prose:
    """Plain text: blank lines part paragraphs; a line that plainly goes on is joined with the next."""
    prose = ProseBuilder(source)
    lines = [match.span() for match in _LINE.finditer(source) if match.end() > match.start()]
    for at, (start, end) in enumerate(lines):
        following = source[slice(*lines[at + 1])] if at + 1 < len(lines) else ""
        line = source[start:end]
        if line.endswith("\n") and _OPEN_END.search(line) and _GOES_ON.match(following):
            prose.copy(start, end - 1)
            prose.space(end - 1)
        else:
            prose.copy(start, end)
    return prose.build()


def read_markdown(source: str) -> Prose:
    """Markdown (CommonMark with tables and front matter). A title in the front matter is the first paragraph."""
    prose = ProseBuilder(source)
    begin = 0
    if front := _FRONT_MATTER.match(source):
        begin = front.end()
        if title := _FRONT_TITLE.search(source, 0, begin):
            prose.copy(*title.span("title"))
            prose.paragraph(begin)
    fence = ""
    for match in _LINE.finditer(source, begin):
        start, end = match.span()
        line = source[start:end].rstrip("\n")
        opening = _FENCE.match(line)
        if fence or opening:
            closes = opening is not None and opening[1].startswith(fence) and not line[opening.end() :].strip()
            fence = "" if fence and closes else fence or (opening[1] if opening else "")
            prose.paragraph(start)
        elif not line.strip() or _BLANK_BLOCK.fullmatch(line):
            prose.paragraph(start)
        else:
            _markdown_line(prose, source, start, start + len(line))
    return prose.build()


def _markdown_line(prose: ProseBuilder, source: str, start: int, end: int) -> None:
    """One line of prose: block marks begin a paragraph, another line goes on with the one before."""
    first = start
    while mark := _BLOCK_MARK.match(source, first, end):
        first = mark.end()
    if first > start:
        prose.paragraph(start)
    else:
        prose.space(start)
    place = first
    for match in _INLINE.finditer(source, first, end):
        prose.copy(place, match.start())
        place = match.end()
        if match["escaped"]:
            prose.copy(match.start() + 1, match.end())
        elif match["code"] or match["mark"] == "|":
            prose.space(match.start())
    prose.copy(place, end)
    if source[start:first].lstrip().startswith("#"):
        prose.paragraph(end)


def read_html(source: str) -> Prose:
    """HTML, a page or a piece of one."""
    reader = _HtmlReader(source)
    reader.feed(source)
    reader.close()
    return reader.prose.build()


class _HtmlReader(HTMLParser):
    """Copies text nodes with their places. Malformed HTML is read as far as a browser would: nothing raises."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.prose = ProseBuilder(source)
        self._starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._source = source
        self._unread: list[str] = []

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread.append(tag)
        if tag not in _INLINE_TAGS:
            self.prose.paragraph(self._offset())

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            del self._unread[self._unread.index(tag) :]
        if tag not in _INLINE_TAGS:
            self.prose.paragraph(self._offset())

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        start = self._offset()
        for match in re.finditer(r"\s+|\S+", data):
            if match[0].isspace():
                self.prose.space(start + match.start())
            else:
                self.prose.copy(start + match.start(), start + match.end())

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        if not self._unread:
            self.prose.put(html.unescape(reference), self._offset())
