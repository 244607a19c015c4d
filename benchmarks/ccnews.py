"""Our way through a WARC file beside bare decompression, news-please and fundus, on one synthetic file in one run.

In: nothing; the file is made of the demo's invented press and ordinary invented news, the same at every run: pages of
60 to 100 kB in three languages, 3 of 100 of our outlets, 1 of 10 of these on topic; 2 of 10 of the others are false
friends of the demo (a dam called presa), and 3 of 10 carry one on-topic headline among 40 teasers. Out: seconds,
ratios to the floor (decompression and a look at each record's host) and which articles on topic were found.

    python benchmarks/ccnews.py [--json] [--quick] [--records N] [--peers PYTHON] [--keep FOLDER]

``--peers``: a Python that has news-please and fundus (pip install news-please fundus); without it they are left out.
How they are driven offline: ``ccnews_peers``.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.ccnews_peers import PEERS, run_peer

SEED = 20_240_517
RECORDS, QUICK = 20_000, 2_000
OUR_SHARE, ON_TOPIC_SHARE, TEASED_SHARE = 0.03, 0.1, 0.3
SIZES = (60_000, 100_000)
TEASERS = 40
FALSE_FRIENDS_SHARE = 0.2
ORDINARY = {
    "es": (
        "El ayuntamiento de {town} aprobó el presupuesto de {n} millones para las obras del mercado",
        "Los agricultores de {town} esperan una cosecha de maíz un {n} por ciento mayor que la anterior",
        "La feria del libro de {town} recibió a {n} mil visitantes en su primer fin de semana",
        "El servicio meteorológico anuncia lluvias de hasta {n} milímetros para la costa y la sierra",
        "La biblioteca de {town} cumple {n} años con conciertos, lecturas y visitas de escuelas",
        "El equipo de {town} ganó por dos goles y suma ya {n} puntos en la tabla",
        "La compañía de transporte compró {n} autobuses eléctricos para las rutas del norte de {town}",
        "Los precios del pan y de la leche subieron un {n} por ciento en los comercios de {town}",
    ),
    "pt": (
        "A prefeitura de {town} aprovou o orçamento de {n} milhões para as obras do mercado",
        "Os agricultores de {town} esperam uma colheita de milho {n} por cento maior que a anterior",
        "A feira do livro de {town} recebeu {n} mil visitantes no primeiro fim de semana",
        "O serviço de meteorologia anuncia chuvas de até {n} milímetros para o litoral e a serra",
        "A biblioteca de {town} completa {n} anos com concertos, leituras e visitas de escolas",
        "O time de {town} venceu por dois gols e soma agora {n} pontos na tabela",
        "A empresa de transporte comprou {n} ônibus elétricos para as linhas do norte de {town}",
        "Os preços do pão e do leite subiram {n} por cento nas lojas de {town}",
    ),
    "en": (
        "The town council of {town} approved a budget of {n} million for the market hall",
        "Farmers around {town} expect a maize harvest {n} percent larger than the last one",
        "The book fair of {town} welcomed {n} thousand visitors on its opening weekend",
        "The weather service forecasts up to {n} millimetres of rain along the coast",
        "The library of {town} turns {n} with concerts, readings and visits from schools",
        "The team from {town} won by two goals and now has {n} points in the table",
        "The bus company bought {n} electric buses for the northern routes of {town}",
        "Prices of bread and milk rose by {n} percent in the shops of {town}",
    ),
}
TOWNS = ("Villa Quimera", "Serra Imaginária", "Lower Quill", "Puerto Espejo", "Lagoa do Espelho", "Paperton")
# Strangers' pages are drawn from so many; to decompress one again costs as much as another.
STRANGERS = 400
AT = "2024-05-17T10:00:00Z"


# the file


def make_warc(path: Path, records: int) -> dict[str, Any]:
    """Write the file; its truth: our hosts, our addresses with their titles, and which are on topic."""
    from encuadre.demo.newsroom import open_newsrooms
    from encuadre.demo.pages import article_page

    chance = random.Random(SEED)
    rooms = open_newsrooms()
    quiet = {room.plan.id: [s for s in room.stories if s.written_as == "off_topic"] for room in rooms}
    loud = {room.plan.id: [s for s in room.stories if s.written_as != "off_topic" and not s.agency] for room in rooms}
    rooms = [room for room in rooms if quiet[room.plan.id] and loud[room.plan.id] and not room.plan.blocks]

    def sentence(language: str) -> str:
        return chance.choice(ORDINARY[language]).format(town=chance.choice(TOWNS), n=chance.randint(2, 90))

    def ordinary(room: Any, number: int) -> Any:
        if chance.random() < FALSE_FRIENDS_SHARE:
            story = chance.choice(quiet[room.plan.id])
            return replace(story, slug=f"{story.slug}-{number}")
        language = room.plan.language
        paragraphs = tuple(". ".join(sentence(language) for _ in range(4)) + "." for _ in range(6))
        story = chance.choice(loud[room.plan.id])
        return replace(story, slug=f"nota-{number}", title=sentence(language), paragraphs=paragraphs, promos=())

    def page(room: Any, story: Any, teased: bool) -> bytes:
        teasers = [sentence(room.plan.language) for _ in range(TEASERS)]
        if teased:
            teasers[chance.randrange(TEASERS)] = chance.choice(loud[room.plan.id]).title
        html = re.sub(r'<aside class="related">.*?</aside>', "", article_page(room, story), flags=re.S)
        return html.replace("</body>", _around(teasers, len(html), chance) + "</body>").encode(
            room.plan.charset, "replace"
        )

    strangers = []
    for number in range(STRANGERS):
        room = chance.choice(rooms)
        body = page(room, ordinary(room, number), chance.random() < TEASED_SHARE)
        strangers.append(_record(f"https://www.medio{number}.example/nota/{number}.html", body, room.plan.charset))
    truth: dict[str, Any] = {"hosts": sorted(room.plan.host for room in rooms), "ours": {}, "on_topic": []}
    unused = {room.plan.id: chance.sample(loud[room.plan.id], len(loud[room.plan.id])) for room in rooms}
    with path.open("wb") as file:
        for number in range(records):
            if chance.random() >= OUR_SHARE:
                file.write(chance.choice(strangers))
                continue
            room = chance.choice(rooms)
            on_topic = chance.random() < ON_TOPIC_SHARE and bool(unused[room.plan.id])
            story = unused[room.plan.id].pop() if on_topic else ordinary(room, number)
            url = f"http://{room.plan.host}{story.path}"
            file.write(_record(url, page(room, story, chance.random() < TEASED_SHARE), room.plan.charset))
            truth["ours"][url] = story.title
            if on_topic:
                truth["on_topic"].append(url)
    truth["outlets"] = [
        {
            "id": room.plan.id,
            "name": room.plan.name,
            "country": room.plan.country,
            "time_zone": room.plan.time_zone,
            "languages": [room.plan.language],
            "kind": "national",
            "homepage": f"http://{room.plan.host}/",
        }
        for room in rooms
    ]
    return truth


def _around(teasers: list[str], size: int, chance: random.Random) -> str:
    """What real pages carry around an article: teasers, scripts, markup."""
    wanted = chance.randint(*SIZES) - size
    parts = [
        f'<li class="card card--{chance.randint(0, 9)}"><a href="/n/{chance.getrandbits(40):x}" data-id="'
        f'{chance.getrandbits(60)}"><img src="https://cdn.example/{chance.getrandbits(90):x}.jpg" alt=""><span>{title}'
        "</span></a></li>"
        for title in teasers
    ]
    length = sum(map(len, parts))
    while length < wanted:
        script = ",".join(
            f'"k{chance.getrandbits(24):x}":{{"v":{chance.getrandbits(30)},"on":true}}' for _ in range(60)
        )
        parts.append(
            f"<script>window.config=Object.assign(window.config||{{}},{{{script}}});</script><div class=ad></div>"
        )
        length += len(parts[-1])
    return "<footer><ul>" + "\n".join(parts) + "</ul></footer>"


def _record(url: str, body: bytes, charset: str) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    packed = io.BytesIO()
    writer = WARCWriter(packed, gzip=True)
    http = StatusAndHeaders("200 OK", [("Content-Type", f"text/html; charset={charset}")], "HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": AT}
    )
    writer.write_record(record)
    return packed.getvalue()


# ours and the floors


def floor_zlib(path: Path, hosts: set[str]) -> int:
    """Decompress every member with zlib and look at its host."""
    data, at, ours = path.read_bytes(), 0, 0
    while at < len(data):
        inflate = zlib.decompressobj(31)
        inflated, fed = [], at
        while not inflate.eof:
            inflated.append(inflate.decompress(data[fed : fed + 24_576]))
            fed += 24_576
        at = min(fed, len(data)) - len(inflate.unused_data)
        uri = re.search(rb"WARC-Target-URI: (\S+)", inflated[0][:2048])
        ours += uri is not None and urlsplit(uri[1].decode()).hostname in hosts
    return ours


def floor_fastwarc(path: Path, hosts: set[str]) -> int:
    """The same with fastwarc."""
    from fastwarc import ArchiveIterator

    with path.open("rb") as file:
        return sum(
            urlsplit(record.headers["WARC-Target-URI"]).hostname in hosts
            for record in ArchiveIterator(file, parse_http=False)
        )


def ours(path: Path, truth: dict[str, Any], folder: Path, *, everything: bool) -> tuple[list[str], dict[str, int]]:
    """``encuadre collect`` into a fresh study: the addresses found, and all counts."""
    from corpus.records import Outlet
    from corpus.store import Corpus
    from crawler.ccnews.collect import Wanted, collect
    from crawler.ccnews.topic import TopicTest
    from crawler.config import CrawlConfig

    outlets = [Outlet(**{**row, "languages": tuple(row["languages"])}) for row in truth["outlets"]]
    wanted = Wanted(outlets=outlets, topic=None if everything else TopicTest.of(), languages=("es", "pt", "en"))
    result = collect(folder / "corpus.sqlite", [path], wanted, CrawlConfig(), folder / "raw")
    with Corpus.open(folder / "corpus.sqlite") as corpus:
        return [article.url or "" for article in corpus.articles()], result.totals


def _read_lexicons() -> None:
    from crawler.ccnews.topic import TopicTest

    TopicTest.of()


# the comparison


def compare(folder: Path, records: int, peers: str | None) -> dict[str, Any]:
    """Make the file, run everything on it one after the other."""
    path, truth_path = folder / "synthetic.warc.gz", folder / "truth.json"
    truth = make_warc(path, records)
    truth_path.write_text(json.dumps(truth), "utf-8")
    hosts, on_topic = set(truth["hosts"]), set(truth["on_topic"])
    rows: list[dict[str, Any]] = []

    def add(name: str, seconds: float, found: list[str] | None, note: str = "") -> None:
        hit = None if found is None else len(on_topic & set(found))
        rows.append(
            {
                "what": name,
                "seconds": round(seconds, 2),
                "found": None if found is None else len(found),
                "on_topic": hit,
                "note": note,
            }
        )

    def timed(work: Callable[[], Any]) -> tuple[float, Any]:
        began = time.perf_counter()
        result = work()
        return time.perf_counter() - began, result

    path.read_bytes()  # so that the disk is not what the first one measures
    for name, floor in (("zlib and host test", floor_zlib), ("fastwarc and host test", floor_fastwarc)):
        try:
            add(name, timed(lambda floor=floor: floor(path, hosts))[0], None)  # type: ignore[misc]
        except ImportError:
            add(name, 0.0, None, "not installed")
    add("reading the lexicons, once a command", timed(_read_lexicons)[0], None)
    for name, everything in (("encuadre collect", False), ("encuadre collect --everything", True)):
        seconds, (found, totals) = timed(
            lambda everything=everything: ours(path, truth, folder / f"study-{everything}", everything=everything)  # type: ignore[misc]
        )
        add(name, seconds, found, ", ".join(f"{count} {reason}" for reason, count in totals.items()))
    for name in PEERS if peers else ():
        add(name, *run_peer(str(peers), name, path, truth_path))
    floor_seconds = min(row["seconds"] for row in rows[:2] if row["seconds"])
    for row in rows:
        row["times_floor"] = round(row["seconds"] / floor_seconds, 2) if row["seconds"] else None
    return {
        "records": records,
        "megabytes": round(path.stat().st_size / 1e6),
        "records_of_outlets": len(truth["ours"]),
        "on_topic": len(on_topic),
        "load": os.getloadavg()[0],
        "rows": rows,
    }


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--records", type=int)
    parser.add_argument("--peers", help="a Python that has news-please and fundus")
    parser.add_argument("--keep", type=Path, help="make and leave the file here")
    options = parser.parse_args()
    records = options.records or (QUICK if options.quick else RECORDS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        result = compare(folder, records, options.peers)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(
        f"{result['records']:,} records, {result['megabytes']} MB; {result['records_of_outlets']} of our outlets, "
        f"{result['on_topic']} on topic; load {result['load']:.1f}"
    )
    for row in result["rows"]:
        found = (
            "" if row["found"] is None else f"{row['on_topic']} of {result['on_topic']} on topic, {row['found']} in all"
        )
        print(
            f"{row['what']:36} {row['seconds']:8.2f} s {row['times_floor'] or '–':>8} x floor  {found}  {row['note']}"
        )


if __name__ == "__main__":
    main()
