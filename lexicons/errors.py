"""Every message a user can meet, in one place.

In: a code and the values of this case. Out: an exception whose text is one sentence: what is wrong, where (file, row,
outlet), what to type next. The lowest floor holds it so that every room can raise it; the front door alone prints it.
Codes are stable, can be searched for, and tests assert on them. E1 lexicons, E2 corpus, E3 crawler, E4 nlp, E5 reports,
E6 front door.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line, as documented in docs/exit-codes.md."""

    OK = 0
    USAGE = 2
    BAD_INPUT = 3
    NOT_ENOUGH_DATA = 4
    OUTLETS_FAILED = 5
    INTERRUPTED = 130


MESSAGES: dict[str, str] = {
    # lexicons
    "E101": "{file}, entry {entry}: {problem}; mend the entry and run 'encuadre lexicon check'.",
    "E102": "{file} is not valid TOML: {problem}; mend the file and run 'encuadre lexicon check'.",
    "E103": "There is no lexicon for language '{language}'; the languages are {known}.",
    # corpus
    "E201": "There is no corpus at {path}; run 'encuadre init' there, or name the study with --study.",
    "E202": "{where} is not a corpus of encuadre, or it is damaged; name another file or restore a copy.",
    "E203": "{path} lies on a network file system ({kind}), where SQLite is not safe; move the study to a local disk.",
    "E204": "{where} was written by a newer encuadre (schema {revision}); run 'pip install --upgrade encuadre'.",
    "E205": "The corpus {where} cannot be opened or written: {problem}; mend that and run the command again.",
    "E206": "{where} has been busy for {seconds} seconds; wait for the other command to end, then run this one again.",
    "E207": "'{where}' is not the address of a corpus; give a file, or postgresql://USER@HOST/DATABASE.",
    "E208": "The database {where} does not answer: {problem}; check the address and that it runs.",
    "E209": "The driver '{module}' is not installed; run 'pip install encuadre[postgres]'.",
    "E210": "'{what}' is not in the corpus; give the id or the address of an article, as 'encuadre export' lists them.",
    # crawler
    "E300": "{file} cannot be read: {problem}; check that it is there and that you may read it.",
    "E301": "{file} is not UTF-8 text; in your spreadsheet save it again as 'CSV UTF-8'.",
    "E302": "{file} lacks the columns {missing}; its first line must be {columns}",
    "E303": "{file}, row {row}, outlet {outlet}: {problem}; mend the row and type the command again.",
    "E310": "A crawl must say who asks; write contact = \"team@example.org\" (your address, or a page about the study) "
    "under [crawl] in encuadre.toml.",
    "E311": "Another crawl is writing to {folder}; wait until it ends, or stop it first.",
    "E312": "The crawl ended before its time ({problem}); what it had is kept, the reason stands in {log}: type "
    "'encuadre crawl' again to go on.",
    "E320": "The raw page {ref} is not in {folder}; its WARC file may have been moved or cut short.",
    # nlp
    # reports
    # front door
    "E601": "{folder} is not a study; make one with 'encuadre init {folder}', or name yours with --study DIR.",
    "E602": "{file}: {problem}; mend it ('encuadre schema' lists every setting) and type the command again.",
    "E603": "{folder} is already a study; choose another folder, or delete its encuadre.toml first.",
    "E604": "encuadre ships no outlets for country '{country}'; it knows {known}; leave --country out and fill "
    "outlets.csv yourself.",
    "E605": "{file} is missing; put an outlet registry there, or make a new study with 'encuadre init DIR'.",
    "E606": "There is no code '{code}' in the codebook; the codes are {known}.",
    "E607": "{file} has no outlet '{outlet}'; look up its id in the first column and type it again.",
    "E608": "{file} names no outlet, so there is nothing to crawl; add a row, or import articles with "
    "'encuadre import FILE'.",
    "E609": "Some outlets failed, the others are kept: {outlets}; type 'encuadre crawl' again later.",
    "E610": "--map {given} is not of the form FIELD=COLUMN; type for example --map body=texto.",
    "E611": "{folder} is not empty and is not an earlier demo; choose another with --out DIR.",
}


class EncuadreError(Exception):
    """A mistake the user can mend. ``code`` finds the message; ``exit_code`` ends the command."""

    exit_code: Exit = Exit.BAD_INPUT

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(MESSAGES[code].format(**values))


class UsageError(EncuadreError):
    """The command was typed in a way that cannot be carried out."""

    exit_code = Exit.USAGE


class NotEnoughDataError(EncuadreError):
    """The input is sound but too little to answer the question."""

    exit_code = Exit.NOT_ENOUGH_DATA


class OutletsFailedError(EncuadreError):
    """The work is done and kept, except for the outlets named."""

    exit_code = Exit.OUTLETS_FAILED
