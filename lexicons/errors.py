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
    FINDINGS = 6
    INTERRUPTED = 130


MESSAGES: dict[str, str] = {
    # lexicons
    "E101": "{file}, entry {entry}: {problem}; mend the entry and run 'encuadre lexicon check'.",
    "E102": "{file} is not valid TOML: {problem}; mend the file and run 'encuadre lexicon check'.",
    "E103": "There is no lexicon for language '{language}'; the languages are {known}.",
    "E104": "There is no profile '{given}'; the profiles are {known}, or name a file of your own that ends in .toml.",
    "E105": "There is no profile at {path}; put one there, or name one that 'encuadre lexicon profiles' lists.",
    "E106": "'{given}' is neither a language ({known}) nor a form of the lexicon; 'encuadre lexicon show es "
    "--term WORDS' looks inside longer forms.",
    "E107": "{file} weighs '{form}', which no entry of the lexicon holds; write a form of the lexicon.",
    "E108": "{folder} is not empty and is not an earlier export of encuadre; choose another folder.",
    # lexicons: a study's own
    "E110": "{file}, entry {entry}: {problem}; mend the entry and run 'encuadre lexicon check --study DIR'.",
    "E111": "{file} is not valid TOML: {problem}; mend the file and run 'encuadre lexicon check --study DIR'.",
    "E112": "There is no folder of lexicons at {folder}; make it, or mend 'folder' under [lexicon] in encuadre.toml.",
    "E113": "{path} is not read by encuadre: {known}; rename or move it.",
    "E114": "{folder} holds no lexicon; write LANGUAGE/cues/NAME.toml there (docs/own-topic.md shows one).",
    "E115": "{folder} has no topic.toml, and without one nothing in '{language}' is on topic; write one "
    "(docs/own-topic.md), or take the folder away.",
    "E116": "spaCy has no tokenizer for '{language}' ({folder}); name the folder by a code that "
    "spacy.io/usage/models lists.",
    "E117": '\'{given}\' is not a way to use own lexicons; write use = "add" (beside the shipped ones) or "replace".',
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
    # corpus: a file to import or export
    "E220": "{path} cannot be read: {problem}; check the name and that you may read it.",
    "E221": "{path} is a folder; name one file in it.",
    "E222": "{path} is empty; name a file that holds rows.",
    "E223": "{path} holds no rows of articles; name a file that does.",
    "E224": "--map names the column '{column}', which {path} does not have; its columns are: {columns}.",
    "E225": "No column of {path} is known to hold the {field}; say which with --map {field}=COLUMN, out of: {columns}.",
    "E226": "--map names the field '{field}', which an article does not have; the fields are: {fields}.",
    "E227": "{path} cannot be read as a table: {problem}; save it again as CSV, JSON lines or Parquet.",
    "E228": "{path} is not a text file or Parquet; save it as 'CSV UTF-8' from your spreadsheet.",
    "E229": "The column '{column}' stands twice in {path}; rename one of the two.",
    # corpus: why one row was rejected
    "E230": "The row has {cells} cells where the header has {header}; a separator or quotation mark is out of place.",
    "E231": "A quotation mark opens here and is never closed; nothing after it could be read.",
    "E232": "This is not a row of JSON: {problem}.",
    "E233": "The row holds bytes that do not fit the encoding of the file; save it again as UTF-8.",
    "E234": "The file is damaged here; nothing after it could be read.",
    "E235": "There is no {field}.",
    "E236": "The {field} is not text.",
    "E237": "The {field} is longer than {limit} characters.",
    "E238": "The date is not sound: {problem}.",
    "E239": "The {field} '{value}' is not known; write a code of two letters such as {example}.",
    "E240": "The address is not sound: {problem}.",
    "E241": "Another text is in the corpus under the id '{id}'; give this one its own, or import with --map id= .",
    "E242": "Another text is in the corpus at this address; use --map url= if addresses do not tell them apart.",
    "E243": "This article was removed with 'encuadre forget' and does not come back.",
    "E244": "There is no outlet in the row; add it, or name one for all such rows with --outlet.",
    "E245": "No column of {path} is known to hold the outlet; name the outlet of all rows with --outlet NAME, or say "
    "which column it is with --map outlet=COLUMN, out of: {columns}.",
    # corpus: export
    "E250": "{path} ends in none of .csv, .jsonl, .parquet; name the file so that its format is clear.",
    "E251": "{path} cannot be written: {problem}; name another file.",
    "E252": "{path} is there already and is not an export of encuadre; name another file.",
    "E253": "{folder} is not empty and is not an earlier collection; choose another folder.",
    "E254": "The collection {folder} does not hold: {problem}; write it again with 'encuadre export DIR --table "
    "collection' where it comes from.",
    # corpus: samples and labels
    "E260": "There is a sample '{sample}' already; choose another name with --name.",
    "E261": "The article '{article}' was drawn for the other purpose before, so the sample '{sample}' cannot take it "
    "for {purpose}; draw again, which leaves such articles out.",
    "E262": "There is no sample '{sample}' (there is {known}); draw one with 'encuadre label sample'.",
    "E263": "The article '{article}' was never drawn to audit; import its label with --purpose train, or draw an audit "
    "sample with 'encuadre label sample'.",
    "E264": "The article '{article}' belongs to an audit sample and may not teach a classifier; import its label with "
    "--purpose audit.",
    "E265": "The tags come from {count} different versions; run 'encuadre tag' so that one version has read all "
    "articles, then draw.",
    "E266": "None of the {stories} stories of the study fits what was asked for; leave out --since, --until, "
    "--country, --outlet, --language or --topics one at a time to see which is too narrow.",
    "E267": "Only {left} stories are left to teach from, and {size} were asked for ({gone} audit or teach already, or "
    "are copies of such); ask for --size {left} or fewer, widen the selection, or collect more.",
    "E268": "The classifier '{model}' has read none of the {stories} stories that could be drawn; apply it with "
    "'encuadre classify', or leave --model out.",
    # crawler
    "E300": "{file} cannot be read: {problem}; check that it is there and that you may read it.",
    "E301": "{file} is not UTF-8 text; in your spreadsheet save it again as 'CSV UTF-8'.",
    "E302": "{file} lacks the columns {missing}; its first line must be {columns}",
    "E303": "{file}, row {row}, outlet {outlet}: {problem}; mend the row and type the command again.",
    "E310": 'A crawl must say who asks; write contact = "team@example.org" (your address, or a page about the study) '
    "under [crawl] in encuadre.toml.",
    "E311": "Another crawl is writing to {folder}; wait until it ends, or stop it first.",
    "E312": "The crawl ended before its time ({problem}); what it had is kept, the reason stands in {log}: type "
    "'encuadre crawl' again to go on.",
    "E320": "The raw page {ref} is not in {folder}; its WARC file may have been moved or cut short.",
    "E330": "{folder} holds no truth.jsonl with saved pages; name such a folder with --pages DIR "
    "(docs/extraction.md says "
    "what stands in it).",
    "E331": "{file}, row {row}: {problem}; mend the row or the page it names.",
    "E340": "The country of {homepage} cannot be told from its address; say it with --country CC.",
    "E341": "'{homepage}' is not the address of a homepage; type for example https://www.example.org/.",
    "E342": "The outlet '{outlet}' of the study is already at {homepage}; mend its row in outlets.csv, or check it "
    "with "
    "'encuadre outlets check --outlet {outlet}'.",
    "E343": "{file} names no outlet of {country}; leave --country out, or add one with 'encuadre outlets add URL'.",
    "E360": "{path} is not there; name a WARC file, a folder of them, or a list such as warc.paths.gz.",
    "E361": "{folder} holds no file whose name ends in .warc or .warc.gz; name the folder they are in.",
    "E362": "{path} is neither a WARC file nor a list of them, one path or address a line; name a file that ends in "
    ".warc or .warc.gz, or a list.",
    "E363": "None of the {count} files that {what} names is on this computer; type '{command}', then this again.",
    "E364": "Nothing could be read of {names}; fetch the file again, or name another.",
    "E370": "'{given}' is not a part of a crawl; type for example --part 2/8, the second of eight.",
    "E371": "{file} is there, and while it is nothing is crawled; delete it and type the command again.",
    "E372": "The pages of {outlet} need a browser (needs = javascript), and {missing}; type pip install "
    "'encuadre[js]', then 'apt install chromium' or 'playwright install chromium', and crawl again.",
    # nlp
    "E402": "encuadre.tag takes a pandas data frame, not {given}; make one with pandas.DataFrame(...).",
    "E403": "The data frame has two columns '{column}'; rename or drop one of them.",
    "E411": "{folder} holds no labelled articles (articles.jsonl and codes.jsonl); give the folder that has them "
    "with --gold DIR.",
    "E412": "{file}, line {line}: {problem}; mend the line and evaluate again.",
    "E413": "{file} has no article '{article}', which {other} labels; add its text or remove its labels.",
    "E401": "The data frame has no column '{column}' (it has: {columns}); rename one with df.rename(columns={{...}}).",
    "E421": "Tier 1 needs a trained spaCy pipeline for '{language}' and none is installed ({names}); type "
    "'python -m spacy download {first}', or leave --tier 1 out.",
    # nlp: classifiers
    "E460": "'{given}' is not a kind of feature; name some of {known} with --features.",
    "E461": "None of the text columns {text} is in the table (it has: {columns}); name the columns with --text COLUMN.",
    "E462": "The articles have no tags to learn from; run 'encuadre tag' first, or leave 'tags' out of --features.",
    "E463": "The columns {text} hold no words to learn from; name others with --text COLUMN.",
    "E464": "There is no folder {folder} with a sentence-transformers model; name one on this computer with "
    "--embeddings DIR (nothing is downloaded).",
    "E465": "Embeddings need the package sentence-transformers; run 'pip install encuadre[embeddings]', or leave "
    "'embeddings' out of --features.",
    # nlp: samples
    "E430": "A stratified sample needs --by with what to stratify by: {known}, separated by commas.",
    "E431": "'{given}' is not a day; write it as 2024-03-08, or a month as 2024-03, or a year as 2024.",
    "E432": "{size} labels are too few for {strata} strata, which need two each; ask for --size {need} or more, for a "
    "longer --period, or for less in --by.",
    "E433": "One constructed week is about {expected} stories here, more than the {size} asked for; ask for --size "
    "{expected} or more, for a longer --period, or for less in --by.",
    "E434": "The samples {samples} cannot be taken together: {problem}; estimate from each alone.",
    "E435": "All {stories} stories that fit were drawn before; widen the selection, or collect more.",
    "E436": "{wanted} is neither a half-width nor a change that can be planned for; give points between 1 and 50.",
    "E437": "'{name}' is not a name for a sample; use up to 64 letters, digits, hyphens, dots and underscores.",
    "E438": "--off-topic-share is {given}; give a share between 0 and 1, or leave such stories out with --topics only.",
    "E439": "No run begins with '{given}'; 'encuadre runs' lists them.",
    "E466": "The labelled articles form {groups} group only (same outlet, story or text), so none can be held out; "
    "label articles of more outlets, or group by story alone with --by story.",
    # nlp: labels to and from labelling tools, agreement
    "E440": "{path} does not read as {format}: {problem}; name another file, or its format with --format.",
    "E441": "There is no article '{article}' in the corpus; import its text with 'encuadre import FILE', then import "
    "the labels again.",
    "E442": "The text that was labelled for '{article}' is not the one in the corpus (they differ from character "
    "{place} on); export the article and label it again.",
    "E443": "The span {span} of code '{label}' {problem}; mark it again in the tool and export once more.",
    "E444": "'{given}' is no {kind} of this study ({known}); mend it in the file and import again.",
    "E445": "The row does not say who labelled it; import again with --annotator NAME.",
    "E446": "There is no label here: {problem}; finish the task in the tool and import again.",
    "E447": "'{annotator}' labelled this article more than once in the file and not alike, so the later label "
    "({winner}) "
    "is kept.",
    "E448": "{path} {problem}, which no export of labels does; name the file that the tool wrote.",
    "E449": "No article has labels of two annotators{where}; give the same articles to a second annotator and import "
    "both.",
    "E467": "There are no training labels for '{question}'; label a sample drawn with --purpose train and import it, "
    "or "
    "give a table with --labels FILE.",
    "E468": "The labels for '{question}' hold '{answer}' {n} times, in {classes} classes; a classifier needs two "
    "classes "
    "or more and each {fewest} times: label more.",
    "E469": "{path} has no column '{column}' (it has: {columns}); name its columns with --text, --label and "
    "--map FIELD=COLUMN.",
    "E470": "{folder} holds something else than a trained classifier; name another folder with --out DIR.",
    "E471": "There is no trained classifier in {folder}; make one with 'encuadre train', or name its folder with "
    "--model DIR.",
    "E472": "{path} cannot be loaded ({problem}); train again with 'encuadre train', or copy the folder again.",
    "E473": "{path} holds {types}, which no classifier of encuadre needs, so nothing of it was loaded; use only models "
    "whose maker you trust.",
    "E474": "The classifier reads tags and the article '{article}' has none; run 'encuadre tag' first.",
    "E475": "The classifier learnt from tags of version {model} and the corpus has those of {corpus}; train again with "
    "'encuadre train'.",
    "E476": "--file FILE (the table to read) and --out FILE (the table to write) belong together; give both.",
    "E477": "The labelled articles do not answer '{question}'; they answer {known}.",
    # reports
    "E501": "The study has no articles yet; run 'encuadre crawl' or 'encuadre import FILE' first.",
    "E502": "The tags come from {count} different versions ({sets}), which no report may mix; run 'encuadre tag' "
    "to tag "
    "all articles with the present one.",
    "E503": "None of the {articles} articles of the study is tagged; run 'encuadre tag' first.",
    "E504": "None of the {articles} tagged articles is about {topic}, so there is nothing to report; "
    "'encuadre explain ARTICLE' says why an article is not.",
    "E505": "There are no stories about {topic} from country '{country}'; the countries with stories are {known}.",
    "E506": "{file}, row {row}: {problem}; mend the events table and run 'encuadre report' again.",
    "E507": "There are no reports in language '{language}'; the languages are {known}.",
    "E508": "{path} cannot be written ({problem}); choose another folder or free the place and run again.",
    "E510": "'{given}' is not a licence that encuadre knows; give --licence with one of {known}.",
    "E511": "{folder} holds something that is not an earlier publication; give a new or empty folder.",
    "E512": "There is no scorecard of '{outlet}'; the outlets with stories are {known}.",
    "E513": "{path} is not a key of encuadre publish; restore it from a copy, or delete it to give all rows new "
    "identifiers.",
    "E550": "There is no event '{event}' in {file}; the events are {known} ('encuadre events list').",
    "E551": "The event '{event}' is of {own}, and this study has stories of {known} only; choose another event, or add "
    "the country to it in the events table.",
    "E552": "A study with codes or a topic of its own has one page and no {kind} report; type 'encuadre report'.",
    "E554": "The event does not hold: {problem}; mend that option and type the command again.",
    "E580": "'{given}' is no country's code; type two letters, as mx or br.",
    "E555": "There is an event '{event}' in {file} already; give another id, or edit the table.",
    "E553": "Options stand after the kind of report: 'encuadre report {kind} {given}'.",
    "E530": "{problem}; give --event ID (an id of {file}: {known}) or --date YYYY-MM-DD, and --country CC.",
    "E531": "{file}, line {line}: {problem}; restore the file from a copy, for what was registered cannot be told.",
    "E532": "The figure of '{event}' for {country} ({side}) was computed on {at} by 'encuadre {by}', so it can no "
    "longer be registered beforehand; register an event whose figure nobody has seen.",
    "E533": "'{event}' for {country} ({side}) is registered since {at}, and a registration does not change; run "
    "'encuadre change --event {event}' when its months are over.",
    "E534": "{file} is being written by another command; wait for it, or delete {lock} when none is running.",
    "E535": "'{given}' is not an indicator of change; give S (stigmatizing, O2) or R (rights-based, O3).",
    "E536": "'{given}' is not a date; give --date YYYY-MM-DD, YYYY-MM or YYYY.",
    "E537": "No outlet of {country} has a story in the {months} months before {date}, so there is no panel to "
    "register; "
    "collect first, or give --months.",
    "E538": "Change after an event is computed for the shipped codes only, and this study reads with its own; "
    "compute it "
    "from 'encuadre export'.",
    "E541": "There are no stories of '{given}' to compare with; --against may name {known}.",
    "E540": "The hypothesis is empty; write what you expect and why in a sentence, in quotation marks.",
    "E539": "'{given}' is not a direction; give --direction {known}.",
    # reports: right of reply
    "E542": "The outlet '{outlet}' was never sent its scorecard; type 'encuadre scorecard draft {outlet}' first.",
    "E543": "The outlet '{outlet}' may reply until {due} (inclusive), so its scorecard is not published before; wait, "
    "or waive the period with --waive REASON, which is printed.",
    "E544": "The outlet '{outlet}' has disputes that nobody has decided ({count}); decide them first ('encuadre "
    "scorecard dispute {outlet} --decide {dispute} ...').",
    "E545": "The draft of {day} showed the outlet '{outlet}' figures of another version of the rules; type 'encuadre "
    "scorecard draft {outlet}' and let it reply to the present ones.",
    "E546": "{problem}; --correct may say {known}.",
    "E547": "The scorecard of '{outlet}' is not released; type 'encuadre scorecard publish {outlet} --by NAME' first.",
    "E548": "{file}, row {row}: {problem}; mend the row and read the file again (nothing of it was kept).",
    "E549": "'{given}' is neither an article, a mark nor a figure of '{outlet}'; give a reference of its pack (a-..., "
    "m-..., O6) or the article's address.",
    "E514": 'The letter must say whom to write to; put contact = "team@example.org" under [crawl] in encuadre.toml, '
    "or give --contact.",
    "E515": "'{given}' is no day that can be; give a day {which}, written as 2026-03-08.",
    "E516": "There is no dispute '{given}' of '{outlet}'; 'encuadre scorecard status {outlet}' lists them.",
    "E517": "{problem}; {how}.",
    "E518": "{file} does not read as a filled-in list: {problem}; send back articles.csv, figures.csv or "
    "marks.csv of the pack with the column for objections filled in.",
    "E585": "{file} does not read as a list of decisions: {problem}; write one with 'encuadre scorecard dispute "
    "{outlet} --list FILE' and fill in its columns decision, correct and reason.",
    "E519": "There is no reply {given} of '{outlet}'; its replies are {known}.",
    # reports: PDF, and the data package opened
    "E560": "PDF files need the package WeasyPrint; type pip install 'encuadre[pdf]' and run again with --pdf.",
    "E561": "PDF files need the system library Pango, and it does not load ({problem}); install it (Debian, Ubuntu: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango) and run again.",
    "E562": "'encuadre explore' needs the package Datasette; type pip install 'encuadre[explore]' and run again.",
    "E563": "{folder} holds no data package; make one with 'encuadre publish DIR' and name that DIR.",
    "E564": "{path} is not what the data package describes ({problem}); publish again with 'encuadre publish DIR'.",
    # front door: the page to label on
    "E450": "{path} cannot keep drafts ({problem}); mend that, or delete the file (drafts in it are lost, labels are "
    "not).",
    "E451": "'{given}' is no name for an annotator or group; write 1 to {limit} letters, digits or spaces (and not "
    "'adjudicated', which is kept for decisions).",
    "E452": "The sample '{sample}' has no article left; draw another with 'encuadre label sample'.",
    "E453": "Port {port} is taken on this machine; leave --port out, or name another.",
    # reports: estimates
    "E575": "There are no stories of {what} '{given}' in the study; there are {known}.",
    "E576": "'{given}' is not what {what} by; name some of {known}, joined by commas.",
    "E577": "{options} {has} no say in a sample drawn {how}; leave {it} out{instead}.",
    "E578": "It cannot be told which country is meant; say --country CC, one of {known}.",
    "E521": "There is no estimate of '{given}'; the indicators are {known}.",
    "E523": "The classifier '{model}' has not read {missing} of {stories} stories (framing or headline); apply it with "
    "'encuadre classify', or mend 'models' under [estimate] in encuadre.toml.",
    # front door
    "E601": "{folder} is not a study; make one with 'encuadre init {folder}', or name yours with --study DIR.",
    "E602": "{file}: {problem}; mend it ('encuadre schema' lists every setting) and type the command again.",
    "E603": "{folder} is already a study; choose another folder, or delete its encuadre.toml first.",
    "E604": "encuadre ships no outlets for country '{country}'; it knows {known}; leave --country out and fill "
    "outlets.csv yourself.",
    "E605": "{file} is missing; put an outlet registry there, or make a new study with 'encuadre init DIR'.",
    "E606": "There is no code '{given}' in the codebook; the codes are {known}.",
    "E607": "{file} has no outlet '{outlet}'; look up its id in the first column and type it again.",
    "E608": "{file} names no outlet, so there is nothing to crawl; add a row, or import articles with "
    "'encuadre import FILE'.",
    "E609": "Some outlets failed, the others are kept: {outlets}; type 'encuadre crawl' again later.",
    "E610": "--map {given} is not of the form FIELD=COLUMN; type for example --map body=texto.",
    "E611": "{folder} is not empty and is not an earlier demo; choose another with --out DIR.",
    "E612": '{file} names no lexicons of the study; write folder = "lexicons" under [lexicon] there '
    "(docs/own-topic.md).",
    # front door: labels
    "E630": "'{given}' is not of the form NAME or {form}; type for example {example}.",
    "E632": "{path} is there already, perhaps with decisions in it; name a new file with --out.",
    "E633": "Say what to do: 'encuadre label adjudicate --out FILE.csv' writes the list of disagreements, 'encuadre "
    "label adjudicate FILE.csv' reads the decisions.",
    "E636": "This format needs the package {package}; type 'pip install encuadre[{extra}]'.",
    "E637": "{folder} holds something already, perhaps labels somebody filled in; name a new folder with --out.",
    "E638": "The sample '{sample}' has no article in {language}; leave --language out, or draw another sample.",
    "E639": "'{format}' is only read; choose another format with --format.",
    # front door: drafts
    "E620": "{path} is larger than {limit} MB, which no draft is; name the draft itself.",
    "E621": "{path} is {kind}; save the draft as .docx, .md, .html or .txt and check that.",
    "E622": "{path} is damaged, so that its words cannot be read; open it in your word processor and save it again.",
    "E623": "{path} holds no words; name a draft that does.",
    "E624": "The language of {path} cannot be told; say it with --lang es, --lang pt or --lang en.",
    "E625": "There is no format '{given}'; the formats are {known}.",
    "E626": "'{given}' is not a country; give its code of two letters, for example --country MX.",
    "E627": "{path} does not read as {language}; there are lexicons for Spanish, Portuguese and English only.",
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
