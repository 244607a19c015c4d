"""WARC files record by record, and a small press to fill them with: for the tests of reading them."""

from __future__ import annotations

import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.records import Outlet

LANGUAGES = ("es", "pt", "en")
DAY = "2023-05-10"
AT = "2023-05-10T08:00:00Z"
BODY = (
    "Una mujer de 34 años fue detenida el martes en el mercado central, acusada de vender ropa sin permiso. "
    "La mujer quedó en prisión preventiva por orden de un juez, informó la fiscalía de la provincia."
)
OFF = (
    "El ayuntamiento aprobó el martes el nuevo calendario de ferias del libro. Los libreros celebraron la medida y "
    "pidieron que las actividades lleguen también a los barrios del sur, donde faltan bibliotecas desde hace años."
)
ON_TOPIC = ("detenida-en-el-mercado", "Detenida una mujer en el mercado central", BODY)
OFF_TOPIC = ("ferias-del-libro", "Las ferias del libro ya tienen fecha", OFF)


def page(title: str, body: str, day: str = DAY, *, head: str = "") -> str:
    paragraphs = "".join(f"<p>{body} Sigue la nota, parte {number}.</p>" for number in range(4))
    return (
        f'<!DOCTYPE html><html lang="es"><head><title>{title} - El Diario</title>{head}'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}T07:00:00-03:00"></head>'
        f"<body><nav><a href='/'>Portada</a></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def outlet(identifier: str = "diario", homepage: str = "https://www.diario.example/") -> Outlet:
    return Outlet(
        id=identifier,
        name=identifier,
        country="AR",
        time_zone="America/Argentina/Buenos_Aires",
        languages=("es",),
        kind="national",
        homepage=homepage,
    )


class Warc:
    """Writes a WARC file record by record."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.path = path
        self.ends = [0]
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=packed)

    def add(
        self,
        url: str,
        body: bytes | str,
        *,
        status: str = "200 OK",
        content_type: str = "text/html; charset=utf-8",
        at: str = AT,
        kind: str = "response",
        headers: tuple[tuple[str, str], ...] = (),
        more: dict[str, str] | None = None,
    ) -> None:
        raw = body.encode() if isinstance(body, str) else body
        http = StatusAndHeaders(status, [("Content-Type", content_type), *headers], "HTTP/1.1")
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(raw), http_headers=http, warc_headers_dict={"WARC-Date": at, **(more or {})}
        )
        self._writer.write_record(record)
        self.ends.append(self._file.tell())

    def article(self, story: tuple[str, str, str], number: int = 0, *, host: str = "www.diario.example") -> None:
        slug, title, body = story
        self.add(f"https://{host}/{slug}-{number}", page(f"{title} {number}" if number else title, body))

    def close(self) -> Path:
        self._file.close()
        return self.path
