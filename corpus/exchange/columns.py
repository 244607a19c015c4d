"""Which column of a file holds which field of an article.

In: the columns of a file and what the user says of them (``body=texto``). Out: a column per field, and the columns left
over. Names are compared without case, accents and marks: 'Fecha de publicación' is fechadepublicacion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from corpus.exchange.names import plain
from corpus.exchange.reading import TableFile
from corpus.records import Article
from lexicons.errors import EncuadreError, UsageError

# Common names of columns, best first. Where two columns fit one field, the better name wins and the other is left over.
COLUMN_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "stories_id", "story id", "id_articulo", "id_nota"),
    "url": ("url", "link", "enlace", "liga", "permalink", "article_url", "endereço"),
    "title": ("title", "título", "titulo", "headline", "titular", "manchete", "encabezado"),
    "lead": ("lead", "bajada", "copete", "entradilla", "sumario", "subtítulo", "linha fina", "standfirst", "subtitle"),
    "body": (
        *("body", "text", "texto", "cuerpo", "contenido", "corpo", "conteúdo", "content"),
        *("full_text", "texto completo", "article_text", "cuerpo de la nota"),
    ),
    "outlet": (
        *("outlet", "medio", "veículo", "periódico", "diario", "jornal", "newspaper", "media", "media_name"),
        *("source", "fuente", "fonte", "publisher"),
    ),
    "published": (
        *("published_at", "published_on", "published", "date", "fecha", "data", "publish_date", "publication_date"),
        *("pub_date", "fecha de publicación", "fecha_publicacion", "data de publicação", "data_publicacao"),
        *("date_published",),
    ),
    "language": ("language", "lang", "idioma", "lengua", "língua", "language_code"),
    "country": ("country", "país", "pais", "country_code", "código de país"),
    "authors": ("authors", "author", "autor", "autora", "autores", "autoras", "byline", "firma", "autoría"),
    "section": ("section", "sección", "seção", "editoria"),
}
# Without these there is no article. The outlet may be named for the whole file.
REQUIRED = ("title", "body")

# The fields of an article, in the order of an export; text only when asked for.
TEXT_COLUMNS = ("title", "lead", "body", "authors")
ARTICLE_COLUMNS = tuple(field.name for field in fields(Article) if field.name not in TEXT_COLUMNS)
# An export is known by these: no other table has both.
_MARKS = frozenset({"published_precision", "extractor_version"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field. ``own`` says that the file is an export of encuadre."""

    by_field: Mapping[str, str]
    left_over: tuple[str, ...]
    own: bool


def is_own_export(columns: tuple[str, ...]) -> bool:
    """Whether these are the columns of an export of encuadre."""
    return _MARKS.issubset(columns)


def find_columns(table: TableFile, mapping: Mapping[str, str], *, outlet_given: bool) -> Columns:
    """Match columns and fields. ``mapping`` wins over names; an empty column (``url=``) leaves the field out.

    Raises EncuadreError E223 (no rows), and E224 to E226, E229 and E245, naming the columns the file has.
    """
    if not table.has_rows:
        raise EncuadreError("E223", path=table.path)
    own = is_own_export(table.columns)
    shown = ", ".join(table.columns)
    given = {field: column for field, column in mapping.items() if column}
    for field, column in mapping.items():
        if field not in COLUMN_NAMES:
            raise UsageError("E226", field=field, fields=", ".join(COLUMN_NAMES))
        if column and column not in table.columns:
            raise EncuadreError("E224", column=column, path=table.path, columns=shown)
    by_field = given | _by_name(table.columns, skip=frozenset(mapping), taken=frozenset(given.values()))
    if own:
        by_field |= {name: name for name in ARTICLE_COLUMNS if name in table.columns and name not in mapping}
    for field in REQUIRED if outlet_given else (*REQUIRED, "outlet"):
        if field not in by_field:
            code = "E245" if field == "outlet" else "E225"
            raise EncuadreError(code, path=table.path, field=field, columns=shown)
    for column in by_field.values():
        if column in table.twice:
            raise EncuadreError("E229", column=column, path=table.path)
    # the tags in an export are made anew by the tagger, not imported
    left_over = () if own else tuple(column for column in table.columns if column not in by_field.values())
    return Columns(by_field, left_over, own)


def _by_name(columns: tuple[str, ...], *, skip: frozenset[str], taken: frozenset[str]) -> dict[str, str]:
    free = {plain(column): column for column in reversed(columns) if column not in taken}
    found: dict[str, str] = {}
    for field, names in COLUMN_NAMES.items():
        match = next((free[plain(name)] for name in names if plain(name) in free), None)
        if match is not None and field not in skip:
            found[field] = match
    return found
