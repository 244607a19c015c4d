// The page to label on: one article at a time, from the first key to a stored label. Nothing is stored as a label until
// the annotator says done; everything before is a draft, in the browser at once and in the study soon after.

import { breaks, pause, takeCare } from "./care.js";
import { listMarks, listSuggestions, same } from "./marks.js";
import { Palette } from "./palette.js";
import { Store, stillAsked } from "./store.js";
import { Text } from "./text.js";

const DRAFT_AFTER = 400; // a pause in typing or clicking
const MOST_UNDO = 200;

const byId = (id) => document.getElementById(id);
const given = JSON.parse(byId("given").textContent);
const words = given.words;
const tell = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const questions = [...document.querySelectorAll("[data-question]")];

let articles = []; // {id, state}, in this annotator's order
let article = null; // the one on the desk
let state = null; // {answers, spans, note}: what the annotator has said so far
let past = []; // states before, as JSON, for undo
let future = [];
let current = 0; // the question at hand
let touched = false;
let timer = 0;

const store = new Store(given, (trouble) => problem(trouble ? words[trouble.key] : ""));
const palette = new Palette(given);
const text = new Text(
  byId("text"), words,
  (span) => { if (span) say(spokenAt(span)); },
  () => { if (given.spans) mark(""); },
);

// Words for people and for screen readers

function say(sentence) { byId("said").textContent = sentence; }
function status(sentence) { byId("status").textContent = sentence; }
function problem(sentence) { byId("problem").textContent = sentence; byId("problem").hidden = !sentence; }

function spokenAt(span) {
  const codes = state.spans.filter((each) => each.part === span.part && each.start < span.end && span.start < each.end);
  return codes.length ? tell("mark_at", { words: text.said(span), codes: codes.map((each) => each.code).join(", ") }) : text.said(span);
}

function failed(error) {
  if (!error.key) throw error;
  const question = questions.find((each) => each.dataset.question === error.detail);
  if (error.key === "unanswered" && question) { lacking(question); return; }
  problem(words[error.key] ?? tell("failed", { detail: error.detail || error.key }));
}

// Going from article to article

async function load() {
  status(words.loading);
  articles = (await store.overview()).articles;
  store.forgetAllBut(articles.map(({ id }) => id));
  await open(Number(location.hash.slice(1)) - 1);
}

const placeOf = (id) => articles.findIndex((each) => each.id === id);

// The next article that waits after a place, round the end; skipped ones only when no other is left.
function nextAfter(place) {
  const order = articles.map((_, step) => (place + 1 + step) % articles.length);
  const waits = (...states) => order.find((at) => states.includes(articles[at].state));
  return waits("open", "begun") ?? waits("skipped") ?? -1;
}

async function open(place) {
  keepDraft();
  const at = articles[place] ? place : nextAfter(-1);
  byId("finished").hidden = at >= 0;
  byId("work").hidden = byId("where").hidden = at < 0;
  if (at < 0) { finish(); return; }
  try {
    article = await store.article(articles[at].id);
  } catch (error) {
    if (error.key !== "gone") { failed(error); return; }
    status(words.gone);
    articles.splice(at, 1);
    await open(-1);
    return;
  }
  history.replaceState(null, "", `#${at + 1}`);
  const local = store.remembered(article.id);
  const newest = [local, article.draft].filter(Boolean).sort((a, b) => b.changed - a.changed)[0];
  state = stillAsked(newest ?? article.label ?? { answers: {}, spans: [], note: "" }, questions, given.codes);
  [past, future, touched, current] = [[], [], false, 0];
  text.show(article);
  for (const input of document.querySelectorAll("#form input, #form button, #form textarea")) input.disabled = false;
  render();
  byId("where").textContent = tell("article", { place: at + 1, total: articles.length });
  byId("kept").textContent = "";
  status(article.label ? (newest ? words.changed : words.was_done) : "");
  byId("text").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function finish() {
  article = null;
  status("");
  byId("back").disabled = true; // the list of all articles leads back from here
  progress();
  byId("finished-count").textContent = tell("progress", counts());
  byId("finished").focus();
}

const counts = () => ({ done: articles.filter((each) => each.state === "done").length, total: articles.length });

function progress() {
  const { done, total } = counts();
  Object.assign(byId("progress"), { value: done, max: total });
  byId("progress").title = tell("progress", { done, total });
  byId("counted").textContent = tell("progress", { done, total });
}

// Changing what is said

function change(next, { remember = true } = {}) {
  if (remember) { past.push(JSON.stringify(state)); past.splice(0, past.length - MOST_UNDO); future = []; }
  state = next;
  touched = true;
  byId("kept").textContent = "";
  store.remember(sent());
  clearTimeout(timer);
  timer = setTimeout(keepDraft, DRAFT_AFTER);
  render();
}

const sent = (more = {}) => ({ article: article.id, ...state, changed: Date.now(), ...more });

function keepDraft(leaving = false, more = {}) {
  clearTimeout(timer);
  if (!touched || !article) return Promise.resolve();
  touched = false;
  const [kept, draft] = [articles[placeOf(article.id)], sent(more)];
  if (kept && kept.state !== "done") kept.state = more.skipped ? "skipped" : "begun";
  return store.draft(draft, leaving).then(
    () => { byId("kept").textContent = words.drafted; if (byId("problem").textContent === words.unreachable) problem(""); },
    (error) => problem(words[error.key] ?? tell("failed", { detail: error.detail || error.key })),
  );
}

function step(from, to, done, none) {
  if (!from.length) { status(words[none]); return; }
  to.push(JSON.stringify(state));
  change(JSON.parse(from.pop()), { remember: false });
  status(words[done]);
}

async function mark(typed) {
  const span = article && text.selection();
  if (!given.spans || !span) return;
  const chosen = await palette.open(text.said(span), typed);
  byId("text").focus({ preventScroll: true });
  if (!chosen) return;
  add([{ ...span, ...chosen }]);
  text.collapse();
}

function add(spans) {
  const fresh = spans.filter((span) => !state.spans.some((each) => same(each, span)));
  if (!fresh.length) { status(words.exists); return; }
  change({ ...state, spans: inOrder([...state.spans, ...fresh]) });
  status(tell("marked", { code: fresh[0].code, words: text.said(fresh[0]) }));
}

const PARTS = ["headline", "lead", "body"];
const inOrder = (spans) => spans.sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || a.start - b.start || a.end - b.end);

function remove(span) {
  change({ ...state, spans: state.spans.filter((each) => !same(each, span)) });
  status(words.deleted);
  byId("text").focus({ preventScroll: true }); // the button that was pressed is gone
}

function revoice(span, voice) {
  const place = state.spans.findIndex((each) => same(each, span));
  change({ ...state, spans: state.spans.map((each, at) => (at === place ? { ...each, voice } : each)) });
  byId("marks").children[place].querySelector("select").focus();
}

// The shortest mark at the caret is the one meant.
function removeHere() {
  const here = text.selection();
  const over = state.spans.filter((span) => span.part === here.part && span.start < here.end && here.start < span.end);
  over.sort((a, b) => (a.end - a.start) - (b.end - b.start));
  if (over.length) remove(over[0]);
}

// Questions

const asked = (question) => !question.dataset.if || state.answers[question.dataset.if] === "yes";
const chosenOf = (question) => (state.answers[question.dataset.question] ?? "").split(" ").filter(Boolean);

function answer(question, option) {
  const { question: id, several } = question.dataset;
  const had = chosenOf(question);
  const now = !several ? [option] : had.includes(option) ? had.filter((each) => each !== option) : [...had, option];
  const answers = { ...state.answers, [id]: now.sort().join(" ") };
  problem("");
  change({ ...state, answers });
  const label = question.querySelector(`input[value="${CSS.escape(option)}"]`).closest("label").querySelector("span").textContent;
  say(`${label}${several && !now.includes(option) ? " –" : ""}`);
}

function goTo(place) {
  const open = questions.filter(asked);
  const question = open[Math.max(0, Math.min(open.length - 1, place))];
  current = questions.indexOf(question);
  render();
  question.scrollIntoView({ block: "nearest" });
  if (document.activeElement.closest("fieldset.question")) (question.querySelector(":checked") ?? question.querySelector("input")).focus();
  else say(question.querySelector("legend").textContent);
}

function nextQuestion(way) { goTo(questions.filter(asked).indexOf(questions[current]) + way); }

function digit(key) {
  const question = questions[current];
  const input = question.querySelectorAll("input")[given.keys.indexOf(key)];
  if (!input) return;
  answer(question, input.value);
  if (!question.dataset.several) nextQuestion(1);
}

function lacking(question) {
  problem(tell("unanswered", { question: question.querySelector("legend").firstChild.textContent.trim() }));
  current = questions.indexOf(question);
  render();
  question.querySelector("input").focus();
}

// Ends of an article

async function done() {
  if (!article || byId("done").disabled) return;
  const open = questions.find((each) => asked(each) && !each.dataset.several && !state.answers[each.dataset.question]);
  if (open) { lacking(open); return; }
  problem("");
  byId("done").disabled = true;
  status(words.saving);
  clearTimeout(timer);
  touched = false;
  const stored = article.id;
  const place = placeOf(stored);
  try {
    articles = (await store.label(() => sent())).articles;
  } catch (error) {
    byId("done").disabled = false;
    touched = true;
    failed(error);
    return;
  }
  store.forget(stored);
  await openAfter(place, words.stored);
}

async function openAfter(place, sentence) {
  await open(nextAfter(place));
  if (article) status(sentence);
}

async function skip() {
  if (!article) return;
  const place = placeOf(article.id);
  if (articles[place].state !== "done") {
    touched = true;
    await keepDraft(false, { skipped: true });
  }
  // The one just skipped comes last, even when only skipped ones are left.
  const others = articles.some((each, at) => at !== place && each.state !== "done");
  await openAfter(others ? place : place - 1, words.skipped);
}

// Showing it all

function render() {
  const suggested = (article.suggested?.spans ?? []).filter((span) => !state.spans.some((each) => same(each, span)));
  if (given.spans) {
    text.mark(state.spans, suggested);
    byId("no-marks").hidden = state.spans.length > 0;
    listMarks(byId("marks"), state.spans, text, given, {
      goTo: (span) => { text.choose(span); byId("text").focus(); },
      remove,
      voice: revoice,
    });
  }
  for (const [place, question] of questions.entries()) {
    question.hidden = !asked(question);
    question.classList.toggle("current", place === current);
    const chosen = chosenOf(question);
    const machine = (article.suggested?.answers[question.dataset.question] ?? "").split(" ");
    for (const input of question.querySelectorAll("input")) {
      input.checked = chosen.includes(input.value);
      input.closest("label").querySelector(".machine").hidden = !article.suggested || !machine.includes(input.value);
    }
  }
  if (byId("note").value !== state.note) byId("note").value = state.note;
  if (byId("suggestions")) {
    byId("suggestions").hidden = !suggested.length;
    listSuggestions(byId("suggested"), suggested, text, given, (span) => add([span]));
    byId("accept-all").onclick = () => add(suggested);
  }
  byId("back").disabled = placeOf(article.id) <= 0;
  progress();
}

async function showList() {
  let titles = {};
  try { titles = (await store.titles()).titles; } catch (error) { failed(error); }
  byId("articles").replaceChildren(...articles.map((each, place) => {
    const line = document.createElement("li");
    const go = document.createElement("button");
    go.type = "button";
    go.textContent = `${tell("article", { place: place + 1, total: articles.length })}: ${words[`state_${each.state}`]}`;
    if (each.id === article?.id) { go.setAttribute("aria-current", "true"); go.textContent += `, ${words.here}`; }
    go.addEventListener("click", () => { byId("list").close(); open(place); });
    if (titles[each.id]) go.append(document.createElement("br"), text.plain(titles[each.id]));
    line.append(go);
    return line;
  }));
  byId("list").showModal();
}

// Keys. Single letters and digits act only while the article or the questions have the focus (WCAG 2.1.4).

const COMMANDS = { KeyB: () => back(), KeyK: () => skip(), KeyN: () => byId("note").focus() };

function back() { if (article && placeOf(article.id) > 0) open(placeOf(article.id) - 1); }

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("textarea, select");
  const control = event.ctrlKey || event.metaKey;
  const act = () => {
    if (event.key === "Escape" || event.key === "Pause") return pause;
    if (control && event.key === "Enter") return done;
    if (event.altKey && !control && COMMANDS[event.code] && article) return COMMANDS[event.code];
    if (typing || !article) return null;
    if (control && !event.altKey && event.key.toLowerCase() === "z") return event.shiftKey ? redo : undo;
    if (control && !event.altKey && event.key.toLowerCase() === "y") return redo;
    if (control || event.altKey) return null;
    if (event.key === "?") return () => showKeys();
    return inFocus(event);
  };
  const found = act();
  if (found) { event.preventDefault(); found(); }
});

function inFocus(event) {
  const inText = event.target === byId("text");
  if (!inText && !event.target.closest("fieldset.question")) return null;
  if (given.keys.includes(event.key)) return () => digit(event.key);
  if (event.key === ".") return () => nextQuestion(1);
  if (event.key === ",") return () => nextQuestion(-1);
  if (!inText) return event.key === "Enter" ? () => nextQuestion(1) : null;
  if (text.key(event.key, event.shiftKey)) return () => {};
  if (!given.spans) return null;
  if (event.key === "Enter") return () => mark("");
  if (event.key === "Backspace" || event.key === "Delete") return removeHere;
  return /^\p{L}$/u.test(event.key) ? () => mark(event.key) : null;
}

const undo = () => step(past, future, "undone", "nothing_undo");
const redo = () => step(future, past, "redone", "nothing_undo");

function showKeys() {
  byId("breaks").checked = breaks.wanted;
  byId("keys").showModal();
}

// Clicks and changes

for (const question of questions) {
  question.addEventListener("change", (event) => {
    current = questions.indexOf(question);
    answer(question, event.target.value);
  });
  question.addEventListener("focusin", () => { if (questions.indexOf(question) !== current) { current = questions.indexOf(question); render(); } });
}
byId("note").addEventListener("input", () => change({ ...state, note: byId("note").value }, { remember: false }));
byId("form").addEventListener("submit", (event) => { event.preventDefault(); done(); });
const clicks = {
  back, undo, skip, "list-open": showList, "guide-open": () => byId("guide").showModal(), "keys-open": showKeys,
  mark: () => mark(""),
};
for (const [id, act] of Object.entries(clicks)) byId(id)?.addEventListener("click", () => act());
addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(true); });
addEventListener("pagehide", () => keepDraft(true));
addEventListener("hashchange", () => { const place = Number(location.hash.slice(1)) - 1; if (articles[place] && articles[place].id !== article?.id) open(place); });

takeCare();
load().catch(failed);
