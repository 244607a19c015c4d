"""Whether an outlet locks an article. Recorded, so that a short text is understood; never a way around the lock."""

from __future__ import annotations

import re
from typing import Any

from crawler.extraction.page import Page
from crawler.extraction.text import flat, one_line

# How a wall speaks, in lower case and without accents.
_WALL_TEXT = re.compile(
    r"\W{0,5}(?:"
    r"suscribete para (?:seguir|continuar) leyendo|para (?:seguir|continuar) leyendo"
    r"|(?:este )?(?:articulo|contenido) (?:es )?(?:exclusivo|solo)? ?para suscriptores"
    r"|solo para suscriptores|exclusivo (?:para )?suscriptores"
    r"|(?:conteudo )?exclusivo para assinantes|assine para (?:continuar|ler)|para continuar lendo"
    r"|subscribe to (?:continue|read|keep)|to continue reading|already a subscriber|ja e assinante"
    r"|this (?:article|content|story) is (?:only )?(?:for|available to|exclusive to) subscribers)"
)
_LONGEST_NOTICE = 250
_FREE = {"true": True, "false": False}


def find_paywall(page: Page) -> tuple[bool | None, str | None]:
    """True (locked), False (declared free) or None (nothing is said), and the evidence."""
    node = page.article or {}
    parts = node.get("hasPart")
    parts = parts if isinstance(parts, list) else [parts]
    free = [_free(item.get("isAccessibleForFree")) for item in (node, *parts) if isinstance(item, dict)]
    if False in free:
        return True, "json-ld"
    tier = (page.first_meta("article:content_tier", "content_tier") or "").lower()
    if tier == "locked":
        return True, "meta"
    if True in free:
        return False, "json-ld"
    if tier == "free":
        return False, "meta"
    if any(_is_notice(text) for text in _notices(page)):
        return True, "heuristic"
    return None, None


def _free(value: Any) -> bool | None:
    return _FREE.get(str(value).rsplit("/", 1)[-1].lower())


def _notices(page: Page) -> list[str]:
    elements = page.tree.xpath(
        "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'suscri')"
        " or contains(@class, 'premium') or contains(@class, 'assin') or contains(@class, 'subscri')"
        " or contains(@class, 'exclusiv')]"
    )
    return [one_line(element) for element in elements[:60]]


def _is_notice(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NOTICE and bool(_WALL_TEXT.match(flat(text)))
