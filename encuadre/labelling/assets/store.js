// Speaks to the server, and keeps a copy of every draft in the browser until the server has the label.

export class Refusal extends Error {
  constructor(key, detail) { super(key); this.key = key; this.detail = detail; }
}

const WAITS = [1000, 2000, 4000, 8000]; // then every eight seconds: a crawl's longest write is far shorter
const AGAIN = new Set(["busy", "unreachable"]);

export class Store {
  constructor({ study, sample, annotator, query }, troubled) {
    this.query = query;
    this.prefix = `encuadre/${study}/${sample}/${annotator}/`;
    this.troubled = troubled; // called with a refusal before each new try, and with null when all is well again
  }

  overview() { return this.#until(() => this.#ask(`/api/overview?${this.query}`)); }
  titles() { return this.#ask(`/api/titles?${this.query}`); }
  article(id) { return this.#until(() => this.#ask(`/api/article?${this.query}&id=${encodeURIComponent(id)}`)); }

  // sent(): the label as it is at each try. A draft still on its way must not arrive after it.
  async label(sent) {
    await this.drafted;
    return this.#until(() => this.#ask(`/api/label?${this.query}`, sent()));
  }

  // A draft is not tried again: the next change sends a newer one, and the browser has this one.
  draft(sent, leaving = false) {
    const asked = this.#ask(`/api/draft?${this.query}`, sent, leaving);
    this.drafted = asked.catch(() => {});
    return asked;
  }

  remember(sent) {
    try { localStorage.setItem(this.prefix + sent.article, JSON.stringify(sent)); } catch { /* full or forbidden: the server keeps drafts too */ }
  }

  remembered(id) {
    try { return JSON.parse(localStorage.getItem(this.prefix + id)); } catch { return null; }
  }

  forget(id) {
    try { localStorage.removeItem(this.prefix + id); } catch { /* nothing was kept */ }
  }

  // Articles that left the study take their drafts along.
  forgetAllBut(ids) {
    const known = new Set(ids);
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(this.prefix) && !known.has(key.slice(this.prefix.length))) localStorage.removeItem(key);
      }
    } catch { /* nothing was kept */ }
  }

  async #until(ask) {
    for (let tried = 0; ; tried += 1) {
      try {
        const answer = await ask();
        if (tried) this.troubled(null);
        return answer;
      } catch (error) {
        if (!AGAIN.has(error.key)) throw error;
        this.troubled(error);
        await new Promise((done) => setTimeout(done, WAITS[Math.min(tried, WAITS.length - 1)]));
      }
    }
  }

  async #ask(path, sent, leaving = false) {
    const how = sent === undefined ? {} : {
      method: "POST", keepalive: leaving, headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
    };
    let reply;
    try { reply = await fetch(path, how); } catch { throw new Refusal("unreachable", ""); }
    let said;
    try { said = await reply.json(); } catch { throw new Refusal("unreachable", ""); }
    if (!reply.ok) throw new Refusal(said.error, said.detail);
    return said;
  }
}

// What an earlier sitting or another tool left, as far as today's questions (their fieldsets) and codes have it.
export function stillAsked({ answers, spans, note }, questions, codes) {
  const offered = (question, option) => question.querySelector(`input[value="${CSS.escape(option)}"]`);
  const kept = questions.map((question) => [question, answers[question.dataset.question]])
    .filter(([question, said]) => said !== undefined && said.split(" ").filter(Boolean).every((each) => offered(question, each)))
    .map(([question, said]) => [question.dataset.question, said]);
  const known = new Set(codes.map(({ code }) => code));
  return { answers: Object.fromEntries(kept), spans: spans.filter(({ code }) => known.has(code)).map((span) => ({ ...span })), note };
}
