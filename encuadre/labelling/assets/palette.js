// Chooses a code and a voice: type a code ("s2"), or words of its name or meaning, or go down the list.

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const byId = (id) => document.getElementById(id);

export class Palette {
  constructor({ codes, voices, words }) {
    Object.assign(this, { codes, voices, words, active: 0, found: [], resolve: null });
    this.dialog = byId("palette");
    this.search = byId("search");
    this.list = byId("codes");
    this.search.addEventListener("input", () => this.#filter());
    this.search.addEventListener("keydown", (event) => this.#key(event));
    // The event comes late: a fast typist has by then opened the palette for the next mark, which it must not settle.
    this.dialog.addEventListener("close", () => { if (!this.dialog.open) this.#settle(null); });
    for (const [place, { voice, name }] of voices.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      const key = document.createElement("kbd");
      key.textContent = String(place + 1);
      button.append(key, ` ${name}`);
      button.addEventListener("click", () => this.#end(voice));
      byId("voices").append(button);
    }
    byId("voices").addEventListener("keydown", (event) => {
      const place = "123456789".indexOf(event.key);
      if (place < 0 || !voices[place]) return;
      event.preventDefault();
      this.#end(voices[place].voice);
    });
  }

  // A promise of {code, voice}, or of null when it was closed.
  open(chosen, typed) {
    byId("chosen").textContent = chosen;
    for (const part of [this.list, this.search.closest("p"), byId("told")]) part.hidden = false;
    byId("voices").hidden = true;
    this.search.value = typed;
    this.dialog.showModal();
    this.search.focus();
    const answer = new Promise((resolve) => { this.resolve = resolve; });
    this.#filter();
    return answer;
  }

  #filter() {
    const wanted = plain(this.search.value.trim());
    const starts = this.codes.filter((code) => plain(code.code).startsWith(wanted));
    const exact = starts.length === 1 && plain(starts[0].code) === wanted ? starts[0] : null;
    if (wanted && exact) { this.#pick(exact); return; }
    const named = (code) => wanted.split(/\s+/).every((word) => plain(`${code.name} ${code.told}`).includes(word));
    this.found = [...starts, ...this.codes.filter((code) => !starts.includes(code) && named(code))];
    this.active = 0;
    this.list.replaceChildren(...this.found.map((code, place) => this.#option(code, place)));
    this.#show();
  }

  #option(code, place) {
    const option = document.createElement("li");
    option.id = `code-${place}`;
    option.setAttribute("role", "option");
    const chip = document.createElement("span");
    chip.className = `chip c-${code.code}`;
    chip.textContent = code.code;
    option.append(chip, ` ${code.name}`);
    option.addEventListener("mousemove", () => { if (this.active !== place) { this.active = place; this.#show(); } });
    option.addEventListener("click", () => this.#pick(code));
    return option;
  }

  #show() {
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === this.active));
    }
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
    if (this.found.length) this.search.setAttribute("aria-activedescendant", `code-${this.active}`);
    else this.search.removeAttribute("aria-activedescendant");
    byId("told").textContent = this.found.length ? this.found[this.active].told : this.words.none_found;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      this.active = (this.active + step + this.found.length) % this.found.length;
      this.#show();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault(); // or the form would close the dialog
      if (this.found.length) this.#pick(this.found[this.active]);
    }
  }

  #pick(code) {
    this.picked = code;
    if (!code.voiced) { this.#end(null); return; }
    for (const part of [this.list, this.search.closest("p"), byId("told")]) part.hidden = true;
    byId("chosen").textContent = `${code.code} ${code.name}: ${byId("chosen").textContent}`;
    byId("voices").hidden = false;
    byId("voices").querySelector("button").focus();
  }

  #end(voice) {
    this.dialog.close();
    this.#settle({ code: this.picked.code, voice }); // not by the event, which comes after the next key of a fast typist
  }

  #settle(answer) {
    this.resolve?.(answer);
    this.resolve = null;
  }
}
