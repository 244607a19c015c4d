// The article as words with a caret, and its marks. Offsets are the server's code points; nothing here counts UTF-16:
// texts are cut into code points first. Text goes in as text, so that nothing the press wrote is markup.

// Signs that steer the direction of text could turn a line around; they keep their place in the count and are not shown.
const STEERING = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const shown = (points) => points.join("").replace(STEERING, "");

const covers = (mark, at) => mark.part === at.part && mark.start < at.end && at.start < mark.end;

export class Text {
  // names: part to its name; spoken(words): says what is at the caret; chosen(): the mouse chose words.
  constructor(root, names, spoken, chosen) {
    Object.assign(this, { root, names, spoken, chosen, words: [], pieces: [], lit: [], anchor: 0, head: 0 });
    // On the document, since the button may be let go beside the text.
    for (const end of ["mouseup", "touchend"]) document.addEventListener(end, () => setTimeout(() => this.#fromMouse()));
  }

  show(article) {
    this.points = Object.fromEntries(article.parts.map(({ part, text }) => [part, Array.from(text)]));
    this.words = [];
    this.pieces = [];
    this.lit = [];
    this.root.lang = article.language || "";
    const paragraphs = article.parts.flatMap((part) => this.#part(part));
    this.root.replaceChildren(...paragraphs); // at once: a long article is laid out once
    this.anchor = this.head = 0;
    this.#caret();
    this.root.scrollTop = 0;
  }

  // Each paragraph is a run of pieces, a word or what stands between two; marks wrap pieces, never cut them.
  #part({ part, words }) {
    const points = this.points[part];
    const made = [];
    let paragraph = null;
    const begin = () => {
      paragraph = document.createElement("p");
      paragraph.className = part;
      paragraph.dir = "auto"; // each paragraph in its own direction, and signs that steer direction end with it
      made.push(paragraph);
    };
    const piece = (start, end, word) => {
      if (!paragraph) begin();
      const node = document.createElement("span");
      node.textContent = shown(points.slice(start, end));
      paragraph.append(node);
      const cut = { part, start, end, node, text: node.textContent, at: this.pieces.length };
      this.pieces.push(cut);
      if (word) { cut.place = this.words.length; this.words.push(cut); node.className = "word"; }
    };
    const between = (start, end) => {
      let from = start;
      for (let at = start; at < end; at += 1) {
        if (points[at] !== "\n") continue;
        if (at > from) piece(from, at, false);
        from = at + 1;
        paragraph = null;
      }
      if (end > from) piece(from, end, false);
    };
    let done = 0;
    for (const [start, end] of words) { between(done, start); piece(start, end, true); done = end; }
    between(done, points.length);
    if (made.length) made[0].dataset.part = this.names[part];
    return made;
  }

  // marks and suggestions: {part, start, end, code, voice}. Longer marks lie outside shorter ones.
  mark(marks, suggestions = []) {
    const all = [...marks.map((mark) => ({ ...mark })), ...suggestions.map((mark) => ({ ...mark, suggested: true }))];
    all.sort((a, b) => a.start - b.start || b.end - a.end);
    for (const piece of this.pieces) {
      const over = all.filter((mark) => covers(mark, piece));
      if (!over.length && !piece.marked) continue;
      piece.marked = over.length > 0;
      let inside = document.createTextNode(piece.text);
      const chips = [];
      for (const [line, mark] of [...over.entries()].reverse()) {
        const node = document.createElement("mark");
        node.className = `c-${mark.code} v-${mark.voice || "outlet"} n${Math.min(line, 2)}${mark.suggested ? " suggested" : ""}`;
        node.append(inside);
        inside = node;
        const before = this.pieces[piece.at - 1];
        if (!before || !covers(mark, before)) chips.unshift(mark);
      }
      piece.node.replaceChildren(inside);
      for (const mark of chips.reverse()) {
        const chip = document.createElement("span");
        chip.className = `chip c-${mark.code}${mark.suggested ? " suggested" : ""}`;
        chip.textContent = mark.code;
        piece.node.prepend(chip);
      }
    }
  }

  // The chosen words as a span, or null in a text without words.
  selection() {
    const [first, last] = [this.words[Math.min(this.anchor, this.head)], this.words[Math.max(this.anchor, this.head)]];
    return first ? { part: first.part, start: first.start, end: last.end } : null;
  }

  plain(title) { return shown(Array.from(title)); }

  said(span) { return shown(this.points[span.part].slice(span.start, span.end)).replace(/\s+/g, " "); }

  choose(span) {
    const inside = this.words.filter((word) => covers(span, word));
    if (!inside.length) return;
    this.anchor = inside[0].place;
    this.head = inside[inside.length - 1].place;
    this.#caret();
  }

  collapse() { this.anchor = this.head; this.#caret(); }
  get wide() { return this.anchor !== this.head; }

  // Moves the caret for a key; true when the key was one of these.
  key(key, extend) {
    const here = this.words[this.head];
    if (!here) return false;
    const leftToRight = getComputedStyle(here.node.closest("p")).direction === "ltr";
    const to = {
      ArrowRight: () => this.head + (leftToRight ? 1 : -1),
      ArrowLeft: () => this.head + (leftToRight ? -1 : 1),
      ArrowDown: () => this.#line(1),
      ArrowUp: () => this.#line(-1),
      Home: () => this.#inParagraph(here)[0].place,
      End: () => this.#inParagraph(here).at(-1).place,
    }[key]?.();
    if (to === undefined) return false;
    let next = Math.max(0, Math.min(this.words.length - 1, to));
    // A span lies in one part: the headline, the lead or the body.
    if (extend && this.words[next].part !== this.words[this.anchor].part) next = this.head;
    this.head = next;
    if (!extend) this.anchor = next;
    this.#caret();
    this.spoken(this.selection());
    return true;
  }

  #inParagraph(word) {
    const paragraph = word.node.closest("p");
    return this.words.filter((other) => paragraph.contains(other.node));
  }

  // The word of the next line in this direction that is nearest to the caret's middle.
  #line(step) {
    const middle = (box) => (box.left + box.right) / 2;
    const here = this.words[this.head].node.getBoundingClientRect();
    let best = null;
    let line = null;
    for (let at = this.head + step; this.words[at]; at += step) {
      const box = this.words[at].node.getBoundingClientRect();
      if (line === null && (step > 0 ? box.top < here.bottom - 1 : box.bottom > here.top + 1)) continue;
      if (line !== null && (step > 0 ? box.top >= line.bottom : box.bottom <= line.top)) break;
      line ??= box;
      const off = Math.abs(middle(box) - middle(here));
      if (best === null || off < best.off) best = { at, off };
    }
    return best === null ? this.head : best.at;
  }

  // Only what changes is touched, so that a held arrow key stays quick in a long article.
  #caret() {
    for (const piece of this.lit) piece.node.classList.remove("chosen", "caret");
    const [first, last] = [this.words[Math.min(this.anchor, this.head)], this.words[Math.max(this.anchor, this.head)]];
    const head = this.words[this.head];
    this.lit = first && first !== last ? this.pieces.slice(first.at, last.at + 1) : [];
    for (const piece of this.lit) piece.node.classList.add("chosen");
    if (!head) return;
    this.lit.push(head);
    head.node.classList.add("caret");
    head.node.scrollIntoView({ block: "nearest" });
  }

  #fromMouse() {
    const selected = getSelection();
    if (!selected.rangeCount || !this.root.contains(selected.anchorNode)) return;
    const range = selected.getRangeAt(0);
    if (selected.isCollapsed) {
      const word = this.words.find((each) => each.node.contains(range.startContainer));
      if (word) { this.anchor = this.head = word.place; this.#caret(); }
      return;
    }
    const inside = this.words.filter((word) => {
      const leaf = document.createTreeWalker(word.node, NodeFilter.SHOW_TEXT);
      let own = null;
      while (leaf.nextNode()) own = leaf.currentNode; // the last text is the word's own; chips stand before it
      const box = document.createRange();
      box.selectNodeContents(own);
      return range.compareBoundaryPoints(Range.START_TO_END, box) > 0 && range.compareBoundaryPoints(Range.END_TO_START, box) < 0;
    });
    const same = inside.filter((word) => word.part === inside[0].part);
    selected.removeAllRanges();
    if (!same.length) return;
    this.anchor = same[0].place;
    this.head = same.at(-1).place;
    this.#caret();
    this.chosen();
  }
}
