"""The pages that only a published site has: method and data; and the package's readme. In each language.

In: the site, its tables and what is published. Out: HTML, and Markdown for the readme.
"""

from __future__ import annotations

from collections.abc import Sequence

from reports.figures.indicators import FEWEST_OTHERS
from reports.i18n import Words
from reports.package.datapackage import LICENCES, About, column_texts, description, table_texts
from reports.package.tables import Table
from reports.package.writing import SUMS
from reports.pages.frame import Site, page_frame
from reports.pages.view import environment, press_text

METHOD, DATA = "method", "data"


def method_page(site: Site, words: Words) -> str:
    """How figures are made, what they rest on, and what is not published."""
    cards = "publish.method_some_cards" if site.published else "publish.method_no_cards"
    return (
        environment()
        .get_template("method.html.j2")
        .render(
            page_frame(site, words, title=words.t("publish.method_title"), stem=METHOD),
            left_out=[
                words.t("publish.method_no_text"),
                words.t(cards),
                *([words.t("publish.shortened", n=site.shortened)] if site.shortened else []),
                words.t("publish.pooled", fewest=FEWEST_OTHERS),
            ],
        )
    )


def data_page(site: Site, tables: Sequence[Table], about: About, words: Words) -> str:
    """What the package holds, with links to every file of it."""
    licence, address = LICENCES[about.licence]
    return (
        environment()
        .get_template("data.html.j2")
        .render(
            page_frame(site, words, title=words.t("publish.data_title"), stem=DATA),
            description=f"{description(about, words.language)} {words.t('publish.pooled', fewest=FEWEST_OTHERS)}",
            tables=[
                (table.name, table_texts(table).get(words.language, ""), words.number(len(table.rows)))
                for table in tables
            ],
            licence=words.t("publish.data_licence", licence=licence),
            address=address,
            cite_data=cite(about, words),
            sums=SUMS,
        )
    )


def cite(about: About, words: Words) -> str:
    """How to cite the data."""
    return words.t("package.cite", study=press_text(about.study), version=about.version_set)


def readme(tables: Sequence[Table], about: About, words: Words) -> str:
    """The package's readme: every table and column."""
    licence, address = LICENCES[about.licence]
    lines = [f"# {words.t('package.title', study=press_text(about.study))}", "", description(about, words.language), ""]
    lines += [words.t("publish.pooled", fewest=FEWEST_OTHERS), ""]
    lines += [cite(about, words), "", f"{words.t('publish.data_licence', licence=licence)} <{address}>", ""]
    lines += [f"## {words.t('publish.data_check_heading')}", "", words.t("publish.data_check"), ""]
    for table in tables:
        texts = table_texts(table)
        lines += [f"## {table.name}", "", f"{table.name}.csv, {table.name}.parquet", ""]
        lines += [texts[words.language], ""] if texts else []
        for column in table.columns:
            said = column_texts(table, column).get(words.language, "")
            lines.append(f"- `{column.name}` ({column.type})" + (f": {said}" if said else ""))
        lines.append("")
    return "\n".join(lines)
