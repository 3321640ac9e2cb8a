// First part of the script that reads one frame as rendered (elements.js, boxes.js, collect.js, joined in this order into one
// function of `words`): what can be said of any element: its text, place, visibility, selector, paint.

const ACCEPT = new RegExp(words.choice, 'i');
const NAMED_LAYER = new RegExp(words.layer, 'i');
const AGREES = new RegExp(words.consents, 'i');
const BOX_NAME = /check-?box|\bcheck(ed)?\b|checkmark|chk|radio|switch|toggle|\btick\b|agree|select|xieyi|gouxuan/i;
const NOT_BOX_NAME = /checkout|selector-list|dropdown|menu|option-list|nav|carousel|swiper|captcha|arrow|caret/i;
const ON = /(^|[-_\s/.])(is-?)?(checked|active|selected|on|cur|current|yes|true|choosed?|agreed|ticked|marked|open|check-(square|circle|fill)|(square|circle)-check)($|[-_\s/.\d])/i;
const OFF = /(^|[-_\s/.])(un-?(checked|selected|tick(ed)?)|off|not?|none|normal|empty|default|gray|grey|inactive|false|disabled?|uncheck|unselect|blank|outline|(?<!check-)(square|circle)-o)($|[-_\s/.\d])/i;
const GLYPH_ON = /^[\s]*([☑✓✔√✅☒■●◉🗹]|(check_(box|circle)|radio_button_checked|toggle_on)\b)/u;
const GLYPH_OFF = /^[\s]*([☐□○◯⬜▢]|(check_box_outline_blank|radio_button_unchecked|toggle_off)\b)/u;
const MOST = {controls: 300, buttons: 400, links: 1500, fields: 300, blocks: 1500, layers: 60};
const state = window.__hegui || {clicks: new WeakSet()};

const all = [];
(function walk(root) {
  for (const element of root.querySelectorAll('*')) {
    if (all.length >= 30000) return;
    all.push(element);
    if (element.shadowRoot) walk(element.shadowRoot);
  }
})(document);

const parentOf = (e) => e.assignedSlot || e.parentElement || (e.getRootNode() instanceof ShadowRoot ? e.getRootNode().host : null);
const chain = function* (e) { for (let here = e, n = 0; here && n < 200; here = parentOf(here), n++) yield here; };
const clean = (text) => (text || '').replace(/[\s\u00a0\u200b]+/g, ' ').trim();
const cut = (text, most) => (text.length > most ? text.slice(0, most) : text);
const round = (n) => Math.round(n * 100) / 100;
const styles = new Map();
const styleOf = (e) => { let s = styles.get(e); if (!s) styles.set(e, (s = getComputedStyle(e))); return s; };

function textOf(e, most = 2000) {
  if (e.shadowRoot) {
    const parts = [];
    (function read(node) {
      for (const child of node.childNodes) {
        if (child.nodeType === 3) parts.push(child.data);
        else if (child.nodeType === 1 && !/^(STYLE|SCRIPT)$/.test(child.tagName)) {
          if (child.tagName === 'SLOT') child.assignedNodes().forEach((n) => parts.push(n.textContent));
          else read(child.shadowRoot || child);
        }
      }
    })(e.shadowRoot);
    return cut(clean(parts.join(' ')), most);
  }
  const own = e.innerText === undefined ? e.textContent : e.innerText;
  let text = clean(own);
  if (!text && e.children.length) text = clean([...e.children].filter((c) => c.shadowRoot).map((c) => textOf(c, most)).join(' '));
  return cut(text, most);
}

function boxOf(e) {
  const r = e.getBoundingClientRect();
  return {x: round(r.left + scrollX), y: round(r.top + scrollY), w: round(r.width), h: round(r.height)};
}

function isVisible(e, smallest = 1) {
  const r = e.getBoundingClientRect();
  if (r.width < smallest || r.height < smallest) return false;
  if (r.right + scrollX <= 0 || r.bottom + scrollY <= 0 || r.left > 20000) return false;
  if (styleOf(e).visibility !== 'visible') return false;
  for (const here of chain(e)) {
    const s = styleOf(here);
    if (s.display === 'none' || Number(s.opacity) < 0.05) return false;
    if (/inset\((50|100)%|circle\(0|rect\(0px, 0px, 0px, 0px\)|rect\(1px, 1px, 1px, 1px\)/.test(s.clipPath + s.clip)) return false;
    if (here !== e && s.overflow !== 'visible') {
      const outer = here.getBoundingClientRect();
      if ((outer.width <= 1 || outer.height <= 1) && s.position !== 'static') return false;
      if (s.overflow === 'hidden' && (r.bottom <= outer.top || r.top >= outer.bottom || r.right <= outer.left || r.left >= outer.right)) return false;
    }
  }
  return true;
}

function selectorOf(e) {
  const parts = [];
  for (let here = e; here; ) {
    const root = here.getRootNode();
    if (here.id && root.querySelectorAll && root.querySelectorAll('#' + CSS.escape(here.id)).length === 1) {
      parts.unshift('#' + CSS.escape(here.id));
    } else {
      const name = here.localName;
      const like = here.parentNode ? [...here.parentNode.children].filter((c) => c.localName === name) : [here];
      parts.unshift(like.length > 1 ? `${CSS.escape(name)}:nth-of-type(${like.indexOf(here) + 1})` : CSS.escape(name));
      if (here.parentElement && here.parentElement !== document.documentElement) { here = here.parentElement; parts.unshift('>'); continue; }
      if (here.parentElement === document.documentElement || here === document.documentElement) break;
    }
    if (root instanceof ShadowRoot) { here = root.host; parts.unshift('>>'); } else break;
  }
  return parts.join(' ').replace(/ > /g, ' > ').trim();
}

// The layers of paint behind an element, innermost first: colour, picture, opacity of the group it belongs to.
function paintOf(e) {
  const layers = [];
  for (const here of chain(e)) {
    const s = styleOf(here);
    layers.push({
      colour: s.backgroundColor, picture: s.backgroundImage !== 'none', opacity: Number(s.opacity),
      blend: s.mixBlendMode === 'normal' ? null : s.mixBlendMode, place: s.position === 'static' ? null : s.position,
    });
  }
  return layers;
}

// What is painted between the text and its ancestors without being one of them, such as a positioned picture below it.
function foreignBehind(e) {
  const r = e.getBoundingClientRect();
  if (r.bottom < 0 || r.top > innerHeight || !r.width) return null;
  const x = Math.min(Math.max(r.left + r.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(r.top + r.height / 2, 0), innerHeight - 1);
  const root = e.getRootNode();
  const stack = (root.elementsFromPoint ? root : document).elementsFromPoint(x, y);
  const mine = new Set(chain(e));
  const at = stack.indexOf(e);
  for (const here of stack.slice(at + 1)) {
    if (mine.has(here)) { if (/rgba\(.*, 0\)|transparent/.test(styleOf(here).backgroundColor)) continue; return null; }
    if (here.contains(e) || e.contains(here)) continue;
    const s = styleOf(here);
    if (/^(IMG|VIDEO|CANVAS|svg|PICTURE|IFRAME)$/.test(here.tagName) || s.backgroundImage !== 'none') return 'picture';
    if (!/rgba\(.*, 0\)|transparent/.test(s.backgroundColor)) return s.backgroundColor;
  }
  return null;
}

function scaleOf(e) {
  for (const here of chain(e)) {
    if (here.offsetHeight && here.getBoundingClientRect().height) {
      const scale = here.getBoundingClientRect().height / here.offsetHeight;
      return scale > 0.98 && scale < 1.02 ? 1 : scale;
    }
  }
  return 1;
}

function lookOf(e) {
  const s = styleOf(e);
  return {
    font_px: round(parseFloat(s.fontSize) * scaleOf(e)), weight: Number(s.fontWeight) || 400, colour: s.color, fill: s.webkitTextFillColor,
    stroke: s.webkitTextStrokeWidth, stroke_colour: s.webkitTextStrokeColor, shadow: s.textShadow !== 'none', line: s.lineHeight,
    paint: paintOf(e), behind: foreignBehind(e), decoration: s.textDecorationLine,
  };
}

// The pieces of text in an element, each with how many characters it has and how it looks.
function runsOf(container, skip) {
  const runs = [];
  (function read(node) {
    for (const child of node.childNodes) {
      if (runs.length >= 40) return;
      if (child.nodeType === 3) {
        const text = clean(child.data), e = child.parentElement || node.host;
        if (!text || !e || /^(SCRIPT|STYLE|OPTION|NOSCRIPT)$/.test(e.tagName)) continue;
        if (skip && skip(e)) continue;
        const range = document.createRange();
        range.selectNodeContents(child);
        const r = range.getBoundingClientRect();
        if (!r.width || !r.height || styleOf(e).visibility !== 'visible') continue;
        runs.push({text: cut(text, 300), link: [...chain(e)].some((a) => a.tagName === 'A'), selector: selectorOf(e), ...lookOf(e)});
      } else if (child.nodeType === 1) {
        if (child.tagName === 'SLOT') child.assignedNodes({flatten: true}).forEach((n) => read(n.nodeType === 3 ? {childNodes: [n], host: n.parentElement} : n));
        else read(child.shadowRoot || child);
      }
    }
  })(container.shadowRoot || container);
  return runs;
}
