// What a page must be for everybody, beside what axe-core asks. Each function answers with what is wrong: nothing, when all is well.
({
  // Text against what is behind it: 4.5:1, and 3:1 for large text (WCAG 1.4.3). Axe leaves open what lies in a scrolling box.
  faint() {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const known = new Map();
    const rgba = colour => {
      if (!known.has(colour)) {
        canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
      }
      return known.get(colour);
    };
    const light = colour => {
      const [r, g, b] = colour.slice(0, 3).map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
      return .2126 * r + .7152 * g + .0722 * b;
    };
    const behind = node => {
      for (; node; node = node.parentElement) {
        const colour = rgba(getComputedStyle(node).backgroundColor);
        if (colour[3] === 255) return colour;
      }
      return [255, 255, 255, 255];
    };
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || seen.has(node) || !node.checkVisibility() || node.closest('svg, script, style, :disabled')) continue;
      seen.add(node);
      const style = getComputedStyle(node);
      const [a, b] = [light(rgba(style.color)), light(behind(node))].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
      if ((a + .05) / (b + .05) < least) found.push(`${node.tagName} ${style.color}: ${node.textContent.trim().slice(0, 40)}`);
    }
    return found;
  },
  // Nothing wider than the window; what is wider lies in a box that scrolls and takes the keyboard (1.4.10, 2.1.1).
  wide() {
    const found = document.documentElement.scrollWidth > innerWidth ? [`page of ${document.documentElement.scrollWidth}`] : [];
    for (const node of document.querySelectorAll('body *')) {
      const scrolls = node.scrollWidth > node.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(node).overflowX);
      if (scrolls && node.tabIndex < 0) found.push(`no key reaches ${node.outerHTML.slice(0, 80)}`);
    }
    return found;
  },
  // Each chart says what it shows, and a table stands after it in the page (1.1.1).
  silent() {
    const all = [...document.querySelectorAll('svg, table')];
    return all.filter((node, place) => node.tagName === 'svg' && !(
      node.getAttribute('role') === 'img' && (node.getAttribute('aria-label') || '').length > 40
      && all.slice(place).some(later => later.tagName === 'TABLE'))).map(node => node.outerHTML.slice(0, 120));
  },
  // Tables have a name and heads with a direction (1.3.1).
  headless() {
    return [...document.querySelectorAll('table')].filter(table =>
      !(table.caption?.textContent.trim() || table.closest('[aria-labelledby], [aria-label]'))
      || [...table.querySelectorAll('th')].some(head => !head.scope)
      || [...table.tBodies].some(body => [...body.rows].some(row => row.cells.length && row.cells[0].tagName !== 'TH'))
    ).map(table => table.outerHTML.slice(0, 120));
  },
  // The one heading of the page first, and none skipped.
  steps() {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(node => node.checkVisibility()).map(node => +node.tagName[1]);
    return levels.filter((level, place) => place ? level > levels[place - 1] + 1 || level === 1 : level !== 1);
  },
  twice() {
    const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
    return ids.filter((id, place) => ids.indexOf(id) !== place);
  },
  // Only the shape of the page is left: drawings, and all rows and stories but the first of each list, are alike.
  shorten() {
    document.querySelectorAll('svg.chart').forEach(node => node.replaceChildren());
    document.querySelectorAll('tbody').forEach(body => [...body.rows].slice(3).forEach(row => row.remove()));
    document.querySelectorAll('.stories > li:nth-child(n+5), .versions > li:nth-child(n+4)').forEach(node => node.remove());
    return [];
  },
  // The room that readers of small print ask for (1.4.12).
  spaced() {
    const style = document.createElement('style');
    style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';
    document.head.append(style);
    const found = this.wide();
    for (const node of document.querySelectorAll('p, li, dt, dd, h1, h2, h3, h4, td, th, caption')) {
      if (node.checkVisibility() && getComputedStyle(node).overflow === 'hidden' && node.scrollHeight > node.clientHeight + 1)
        found.push(`cut: ${node.textContent.slice(0, 60)}`);
    }
    style.remove();
    return found;
  },
})
