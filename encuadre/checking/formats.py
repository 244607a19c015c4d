"""The forms findings are printed in: for people, for editors, for GitHub, for code scanning.

In: checked drafts. Out: text. ``line`` is the FILE:LINE:COLUMN that editors and terminals know how to jump to,
``github`` the workflow commands that annotate a pull request, ``sarif`` the format (2.1.0) of code scanning.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from encuadre.checking.findings import CheckedDraft, Row, message, spoken
from lexicons.codebook import load_codebook
from nlp.checking import CHECKED_SIDE
from reports.i18n import words_for

Printer = Callable[[Sequence[CheckedDraft], Mapping[str, str]], str]
_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What GitHub calls the three levels.
_GITHUB_LEVELS = {"note": "notice", "warning": "warning", "error": "error"}


def people(drafts: Sequence[CheckedDraft], versions: Mapping[str, str]) -> str:
    """A block a finding: where, which words, why, what instead, who says so. Quotations stand apart."""
    lines: list[str] = []
    for draft in drafts:
        if not draft.rows and not draft.quoted:
            continue
        lines += ["", draft.name]
        for row in draft.rows:
            lines += _block(row, draft.language)
        if draft.quoted:
            lines.append("  In quotations: a source's words, listed for you to weigh and not counted")
            for row in draft.quoted:
                lines += _block(row, draft.language)
    return "\n".join(lines[1:])


def _block(row: Row, language: str) -> list[str]:
    words = words_for(spoken(language))
    block = [f"  {row.line}:{row.column}  {row.level}  {row.code}  “{row.words}”  {row.reason}"]
    if row.source:
        block.append(f"      {words.t('explain.source')}: {row.source}")
    if row.instead:
        block.append(f"      {words.t('explain.instead')}: {' / '.join(row.instead)}")
    if row.guides:
        block.append(f"      {words.t('explain.guide')}: {'; '.join(row.guides)} ({words.t(f'status.{row.status}')})")
    return block


def line(drafts: Sequence[CheckedDraft], versions: Mapping[str, str]) -> str:
    """One line a finding, as compilers write them."""
    return "\n".join(
        f"{draft.name}:{row.line}:{row.column}: {row.level} {row.code} {message(row, draft.language)}"
        for draft in drafts
        for row in _all(draft)
    )


def github(drafts: Sequence[CheckedDraft], versions: Mapping[str, str]) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    commands = []
    for draft in drafts:
        for row in _all(draft):
            place = {
                "file": draft.name,
                "line": row.line,
                "endLine": row.end_line,
                "col": row.column,
                "endColumn": row.end_column,
                "title": f"encuadre {row.code} {row.name}",
            }
            properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
            commands.append(f"::{_GITHUB_LEVELS[row.level]} {properties}::{_data(message(row, draft.language))}")
    return "\n".join(commands)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(drafts: Sequence[CheckedDraft], versions: Mapping[str, str]) -> str:
    """SARIF 2.1.0. A finding in quotations is a note; lines of a Word file are its paragraphs."""
    codes = [code for code in load_codebook().code if code.side == CHECKED_SIDE]
    rules = [{"id": code.code, "name": code.name, "shortDescription": {"text": code.en}} for code in codes]
    places = {code.code: index for index, code in enumerate(codes)}
    results = [_result(draft, row, places[row.code]) for draft in drafts for row in _all(draft)]
    driver = {"name": "encuadre", "version": versions["encuadre"], "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(draft: CheckedDraft, row: Row, place: int) -> dict[str, Any]:
    region = {
        "startLine": row.line,
        "startColumn": row.column,
        "endLine": row.end_line,
        "endColumn": row.end_column,
    }
    return {
        "ruleId": row.code,
        "ruleIndex": place,
        "level": row.level,
        "message": {"text": message(row, draft.language)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(draft.name)}, "region": region}}],
        "properties": {"cue": row.cue, "status": row.status, "severity": row.severity, "quoted": row.quoted},
    }


def _all(draft: CheckedDraft) -> list[Row]:
    return sorted((*draft.rows, *draft.quoted), key=lambda row: (row.line, row.column, row.code))


FORMATS: Mapping[str, Printer] = {"people": people, "line": line, "github": github, "sarif": sarif}
