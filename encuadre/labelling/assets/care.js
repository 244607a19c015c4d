// Pauses. While one lasts the text is taken out of the page, not only covered; a hint to take one can be turned off.

const BREAK_AFTER = 30 * 60 * 1000; // half an hour of reading, as the words of the hint say
const LOOK_EVERY = 15 * 1000;
const byId = (id) => document.getElementById(id);

let before = null; // what had the focus
let readSince = Date.now();

export function pause() {
  before = document.activeElement;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  byId("main").hidden = true;
  byId("break").hidden = true;
  byId("pause").showModal();
}

export const breaks = {
  get wanted() { try { return localStorage.getItem("encuadre/breaks") !== "off"; } catch { return true; } },
  set wanted(on) { try { localStorage.setItem("encuadre/breaks", on ? "on" : "off"); } catch { /* asked again next time */ } },
};

function later() { readSince = Date.now(); byId("break").hidden = true; }
function never() { breaks.wanted = false; byId("break").hidden = true; }

export function takeCare() {
  // A second press of the key that hid the page must not show it.
  byId("pause").addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
  byId("pause").addEventListener("close", () => {
    byId("main").hidden = false;
    readSince = Date.now();
    before?.focus({ preventScroll: true });
  });
  for (const [id, act] of Object.entries({ "pause-now": pause, "break-pause": pause, "break-later": later, "break-never": never })) {
    byId(id).addEventListener("click", act);
  }
  byId("breaks").addEventListener("change", () => { breaks.wanted = byId("breaks").checked; });
  setInterval(() => {
    if (breaks.wanted && Date.now() - readSince > BREAK_AFTER && !byId("pause").open) byId("break").hidden = false;
  }, LOOK_EVERY);
}
