// The list of marks beside the text, and the machine's suggestions: with the mouse, by keyboard, for screen readers.

const element = (name, className, ...inside) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
};

const button = (label, described, act) => {
  const made = element("button", "", label);
  made.type = "button";
  made.setAttribute("aria-label", `${label}: ${described}`);
  made.addEventListener("click", act);
  return made;
};

export const same = (a, b) => ["part", "start", "end", "code", "voice"].every((name) => a[name] === b[name]);

// does: {goTo(mark), remove(mark), voice(mark, voice)}
export function listMarks(root, marks, text, { codes, voices, words }, does) {
  const names = Object.fromEntries(codes.map((code) => [code.code, code]));
  root.replaceChildren(...marks.map((mark) => {
    const said = text.said(mark);
    const go = button(said, names[mark.code].name, () => does.goTo(mark));
    go.className = "said";
    const line = element("li", `c-${mark.code}`, element("span", `chip c-${mark.code}`, mark.code), " ", go, " ");
    if (names[mark.code].voiced) {
      const select = element("select", "", ...voices.map(({ voice, name }) => new Option(name, voice, false, voice === mark.voice)));
      if (!mark.voice) select.prepend(new Option("–", "", false, true)); // a label from elsewhere may not say whose voice
      select.setAttribute("aria-label", `${words.voice}: ${said}`);
      select.addEventListener("change", () => does.voice(mark, select.value));
      line.append(select, " ");
    }
    line.append(button(words.delete, `${mark.code} ${said}`, () => does.remove(mark)));
    return line;
  }));
}

export function listSuggestions(root, suggested, text, { voices, words }, take) {
  const names = Object.fromEntries(voices.map(({ voice, name }) => [voice, name]));
  root.replaceChildren(...suggested.map((mark) => {
    const said = text.said(mark);
    return element(
      "li", `c-${mark.code} suggested`, element("span", `chip c-${mark.code} suggested`, mark.code), ` ${said} `,
      element("span", "unit", mark.voice ? `(${names[mark.voice]})` : ""), " ", button(words.take, `${mark.code} ${said}`, () => take(mark)),
    );
  }));
}
