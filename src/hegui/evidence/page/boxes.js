// Second part: boxes and switches of every make, each with its state, its words and the agreements it is tied to.

// ---- boxes and switches

const native = (e) => e.tagName === 'INPUT' && (e.type === 'checkbox' || e.type === 'radio');
const aria = (e) => /^(checkbox|switch|radio|menuitemcheckbox|menuitemradio)$/.test(e.getAttribute('role') || '') || e.hasAttribute('aria-checked');
const nameOf = (e) => `${e.className && e.className.baseVal !== undefined ? e.className.baseVal : e.className || ''} ${e.id || ''} ${e.getAttribute('data-role') || ''}`.replace(/([a-z])([A-Z])/g, '$1-$2');
const clickable = (e) => /^(BUTTON|SUMMARY)$/.test(e.tagName) || (e.tagName === 'INPUT' && /^(submit|button|image|reset)$/.test(e.type)) || (e.tagName === 'A')
  || e.getAttribute('role') === 'button' || e.hasAttribute('onclick') || state.clicks.has(e)
  || (/(^|[-_\s])(btn|button)/i.test(nameOf(e)) && clean(e.textContent).length <= 40) || styleOf(e).cursor === 'pointer';
const clear = (colour) => /^transparent$|^rgba\(.*, 0\)$/.test(colour);

function small(e) {
  const r = e.getBoundingClientRect();
  return r.width >= 7 && r.height >= 7 && r.height <= 48 && r.width <= 90;
}

function styledBox(e) {
  if (!/^(I|SPAN|DIV|IMG|SVG|EM|B|LABEL|P|A|BUTTON|VIEW|UNI-VIEW|UNI-CHECKBOX|TARO-VIEW-CORE)$/i.test(e.tagName) && !e.tagName.includes('-')) return false;
  const text = clean(e.textContent);
  if (GLYPH_ON.test(text) || GLYPH_OFF.test(text)) {
    if (e.children.length) return false;
    return text.length <= 2 || (text.length > 4 && text.length < 300);
  }
  if (text.length > 2 || !small(e)) return false;
  if (/^img$/i.test(e.tagName)) {
    const name = `${nameOf(e)} ${e.getAttribute('alt') || ''} ${decodeURIComponentSafe(e.getAttribute('src') || '').slice(0, 300)}`;
    return (BOX_NAME.test(name) || /勾|同意|选中/.test(name)) && !NOT_BOX_NAME.test(name);
  }
  const name = nameOf(e);
  return BOX_NAME.test(name) && !NOT_BOX_NAME.test(name) && !/btn|button(?!.*check)/i.test(name.replace(/radio-?button|check-?button/i, ''));
}

// ---- boxes that are drawn and not named: by a border, a picture or a pseudo-element, right before words of consent

const GAP = 6; // pixels commonly left between a box and its words
const square = (w, h) => w >= 7 && w <= 32 && h >= 7 && h <= 32 && w / h > 0.7 && w / h < 1.4;

// What a pseudo-element shows: its glyph and where it lies in the element; null where it shows nothing.
function pseudoOf(e, name) {
  const s = getComputedStyle(e, name);
  if (!s.content || /^(none|normal)$/.test(s.content) || s.display === 'none' || Number(s.opacity) <= 0.05 || s.visibility !== 'visible') return null;
  const own = styleOf(e);
  const w = parseFloat(s.width) || parseFloat(s.fontSize), h = parseFloat(s.height) || parseFloat(s.lineHeight) || parseFloat(s.fontSize);
  const placed = s.position === 'absolute';
  const left = placed ? parseFloat(s.left) : parseFloat(own.paddingLeft), top = placed ? parseFloat(s.top) : parseFloat(own.paddingTop);
  const glyph = s.content.replace(/["']/g, '');
  const hidden = /scale\(0\)|matrix\(0, 0, 0, 0/.test(s.transform) || clear(s.color) || (clear(s.backgroundColor) && s.color === behind(e));
  return {glyph, hidden, drawn: !!glyph || s.backgroundImage !== 'none' || parseFloat(s.borderTopWidth) > 0, x: left || 0, y: top || 0, w, h};
}

function behind(e) {
  for (const here of chain(e)) if (!clear(styleOf(here).backgroundColor)) return styleOf(here).backgroundColor;
  return 'rgb(255, 255, 255)';
}

// The words that come right after an element and before which nothing else is said.
function wordsAfter(e) {
  for (const here of [...chain(e)].slice(1, 4)) {
    const text = textOf(here, 301);
    if (text.length < 4) continue;
    const before = document.createRange();
    before.setStart(here, 0);
    if (!here.contains(e)) return '';
    before.setEndBefore(e);
    return text.length <= 300 && clean(before.toString()).length <= 2 ? text : '';
  }
  return '';
}

function drawnBox(e) {
  if (/^(A|BUTTON|INPUT|TEXTAREA|SELECT|PATH|RECT|USE|CIRCLE|G)$/i.test(e.tagName) || e.children.length > 3) return null;
  const r = e.getBoundingClientRect();
  if (!square(r.width, r.height) || clean(e.textContent).length > 2) return null;
  const s = styleOf(e);
  const pseudos = ['::before', '::after'].map((n) => pseudoOf(e, n)).filter((p) => p && p.drawn);
  const painted = /^(IMG|SVG)$/i.test(e.tagName) || s.backgroundImage !== 'none' || (parseFloat(s.borderTopWidth) > 0 && s.borderTopStyle !== 'none') || e.querySelector('svg, img');
  if (!painted && !pseudos.length) return null;
  const ticked = pseudos.some((p) => GLYPH_ON.test(p.glyph) || GLYPH_OFF.test(p.glyph));
  const pressed = [...chain(e)].slice(0, 2).some((c) => clickable(c) && c.tagName !== 'A');
  return (ticked || pressed) && AGREES.test(wordsAfter(e)) ? {x: 0, y: 0, w: r.width, h: r.height} : null;
}

// The same, where the words stand in the element on whose left the box is drawn.
function drawnBeside(e) {
  if (!/^(DIV|P|SPAN|A|LABEL|LI|EM|I|B)$/.test(e.tagName) || /^https?:/.test(e.getAttribute('href') || '') || !clickable(e)) return null;
  const text = clean(e.textContent);
  if (text.length < 2 || text.length > 300 || !AGREES.test(text) || e.querySelector('input, button, img')) return null;
  const s = styleOf(e);
  const left = parseFloat(s.paddingLeft);
  const pseudo = pseudoOf(e, '::before');
  if (pseudo && pseudo.drawn && (square(pseudo.w, pseudo.h) || GLYPH_ON.test(pseudo.glyph) || GLYPH_OFF.test(pseudo.glyph))) return pseudo;
  if (!/^url/.test(s.backgroundImage) || s.backgroundRepeat !== 'no-repeat' || left < 12 || left > 48) return null;
  const size = parseFloat(s.backgroundSize) || left - GAP, [x, y] = s.backgroundPosition.split(' ');
  const at = (place, room) => (place.endsWith('%') ? (room - size) * parseFloat(place) / 100 : parseFloat(place));
  return {x: x === '100%' ? 0 : at(x, size), y: at(y, e.getBoundingClientRect().height), w: size, h: size};
}

function decodeURIComponentSafe(text) { try { return decodeURIComponent(text); } catch { return text; } }

function shownState(e, depth = 3) {
  const a = e.getAttribute('aria-checked') || e.getAttribute('aria-pressed') || e.getAttribute('data-checked') || e.getAttribute('data-state') || e.getAttribute('checked');
  if (a !== null && a !== '') { if (/^(true|checked|on|1|yes)$/i.test(a)) return true; if (/^(false|unchecked|off|0|no|mixed)$/i.test(a)) return false; }
  if (a === '' && e.hasAttribute('checked')) return true;
  const text = clean(e.textContent);
  if (GLYPH_ON.test(text)) return true;
  if (GLYPH_OFF.test(text)) return false;
  if (/^img$/i.test(e.tagName)) {
    const name = decodeURIComponentSafe(e.getAttribute('src') || '').replace(/\?.*$/, '').slice(0, 200).split('/').slice(-1)[0] + ' ' + (e.alt || '') + ' ' + nameOf(e);
    if (/未选|未勾|未同意/.test(name) || OFF.test(name)) return false;
    if (/已选|选中|已勾|勾选/.test(name) || ON.test(name)) return true;
  }
  for (const here of [e, ...(text.length <= 2 ? [...e.querySelectorAll('*')].slice(0, 12) : [])]) {
    for (const name of ['::before', '::after']) {
      const pseudo = pseudoOf(here, name);
      if (pseudo && GLYPH_ON.test(pseudo.glyph)) return !pseudo.hidden;
      if (pseudo && GLYPH_OFF.test(pseudo.glyph)) return false;
    }
    if (here !== e && OFF.test(nameOf(here))) return false;
    if (here !== e && ON.test(nameOf(here)) && isVisible(here)) return true;
  }
  const mark = e.querySelector('svg, img, i, span, em, b');
  if (mark && !/^img$/i.test(e.tagName)) {
    const inner = clean(e.textContent);
    if (GLYPH_ON.test(inner)) return isVisible(mark);
  }
  for (const here of [...chain(e)].slice(0, depth)) {
    if (here !== e && textOf(here, 400).length > 300) break;
    const name = nameOf(here);
    if (OFF.test(name)) return false;
    if (ON.test(name)) return true;
  }
  return null;
}

// Whether a styled box is what a native one beside it looks like, and so no box of its own.
function drawnFor(e, t) {
  const label = e.closest('label');
  if (label && (label.contains(t) || label.control === t)) return true;
  if (isVisible(t, 4)) return false;
  for (const here of [...chain(e)].slice(1, 3)) if (here.contains(t)) return found.filter((o) => here.contains(o)).length === 1;
  return false;
}

const found = [];
const taken = new Set();
const marks = new Map(); // where in an element its box is drawn
for (const e of all) if (native(e)) { found.push(e); taken.add(e); }
for (const e of all) {
  if (taken.has(e) || !aria(e) || /^(OPTION|TR|LI)$/.test(e.tagName)) continue;
  if ([...taken].some((t) => e.contains(t))) continue;
  found.push(e); taken.add(e);
}
const drawn = (seems) => {
  for (const e of all) {
    if (taken.has(e) || found.length >= MOST.controls) continue;
    const mark = seems(e);
    if (!mark || [...taken].some((t) => e.contains(t) || t.contains(e))) continue;
    if (found.some((t) => native(t) && drawnFor(e, t))) continue;
    found.push(e); taken.add(e);
    if (mark !== true) marks.set(e, mark);
  }
};
drawn(styledBox); drawn(drawnBox); drawn(drawnBeside);

const isField = (e) => (e.tagName === 'INPUT' && !/^(hidden|checkbox|radio|submit|button|image|reset)$/.test(e.type)) || e.tagName === 'TEXTAREA' || e.tagName === 'SELECT';
const holds = (outer, e) => { for (const here of chain(e)) if (here === outer) return true; return false; };

// The words beside a box: its label, or the nearest surrounding that holds this box alone.
function rowOf(e) {
  let row = null;
  for (const here of [...chain(e)].slice(0, 7)) {
    if (here === document.body || here === document.documentElement || here.tagName === 'FORM') break;
    if (found.some((other) => other !== e && holds(here, other))) break;
    if (all.some((f) => (isField(f) || (f.tagName === 'BUTTON' && f !== e && !holds(f, e)) || (f.tagName === 'INPUT' && f.type === 'submit')) && holds(here, f))) break;
    const text = textOf(here, 700);
    if (text.length > 600) break;
    if (text.length >= 2) row = here;
    if (text.length > 160) break;
  }
  return row;
}

function labelOf(e) {
  const parts = [];
  if (e.labels) for (const label of e.labels) if (label.getClientRects().length) parts.push(label);
  const by = e.getAttribute('aria-labelledby');
  if (by) for (const id of by.split(/\s+/)) { const l = e.getRootNode().getElementById && e.getRootNode().getElementById(id); if (l) parts.push(l); }
  return parts;
}

function wordsOf(e) {
  const labels = labelOf(e).filter((l) => textOf(l));
  const row = rowOf(e);
  const texts = labels.map((l) => textOf(l, 700));
  let container = labels[0] || null;
  if (row) {
    const text = textOf(row, 700);
    if (!labels.length || (labels.every((l) => holds(row, l)) && text.length <= 300)) { container = row; texts.length = 0; texts.push(text); }
  }
  if (!container) {
    const next = [e.nextElementSibling, e.parentElement && e.parentElement.nextElementSibling].find((n) => n && textOf(n, 400) && !found.some((o) => holds(n, o)) && textOf(n).length < 400);
    const wrap = e.parentElement && !textOf(e.parentElement) ? e.parentElement : e;
    const bare = [e, wrap].map((n) => (n.nextSibling && n.nextSibling.nodeType === 3 ? clean(n.nextSibling.data) : '')).find((text) => text.length > 1) || '';
    if (bare.length > 1) return {text: bare, container: e.parentElement, around: groupOf(e)};
    if (next) { container = next; texts.push(textOf(next, 700)); }
  }
  const going = container && !agreementsIn(container).length && AGREES.test(texts.join(' ')) ? goingOn(container) : null;
  if (going) texts.push(going.text);
  const named = clean(e.getAttribute('aria-label') || e.getAttribute('title') || e.getAttribute('alt') || '');
  let text = clean(texts.join(' '));
  if (named && named.length > 1 && !text.includes(named)) text = clean(`${text} ${named}`);
  return {text, container, more: going ? going.links : [], around: groupOf(e)};
}

// The rest of a sentence whose first words are a label: the text and links in the same line right after it.
function goingOn(label) {
  const links = [];
  let text = '', next = label.nextSibling;
  for (; next && text.length < 200; next = next.nextSibling) {
    if (next.nodeType === 3) { text += next.data; continue; }
    if (next.nodeType !== 1) continue;
    if (!/^(inline|inline-block|contents)$/.test(styleOf(next).display) || /^(BR|BUTTON|INPUT|SELECT|TEXTAREA|LABEL)$/.test(next.tagName) || found.some((o) => holds(next, o))) break;
    text += textOf(next, 200);
    links.push(next);
  }
  return {text: clean(text), links};
}

// What a choice between several boxes is about: the legend of their group, or the words around all boxes of one name.
function groupOf(e) {
  const group = [...chain(e)].find((p) => p.tagName === 'FIELDSET' || /^(group|radiogroup)$/.test(p.getAttribute('role') || ''));
  const legend = group && group.querySelector('legend');
  if (legend) return textOf(legend, 300);
  if (e.type !== 'radio' && !/radio/.test(e.getAttribute('role') || '')) return null;
  const mates = found.filter((o) => o !== e && (e.name ? o.name === e.name : o.getAttribute('role') === 'radio'));
  for (const here of [...chain(e)].slice(1, 8)) {
    const text = textOf(here, 500);
    if (text.length >= 450) return null;
    if (mates.every((m) => holds(here, m)) && text.length > 12) return text;
  }
  return null;
}

function agreementsIn(container) {
  if (!container) return [];
  const seen = [];
  const links = container.tagName === 'A' ? [container] : [...container.querySelectorAll('a')];
  for (const a of links) { const text = textOf(a, 120); if (text) seen.push({text, href: a.hasAttribute('href') ? a.href : null, selector: selectorOf(a)}); }
  for (const match of textOf(container, 700).matchAll(/《[^《》]{1,60}》/g)) {
    if (!seen.some((s) => s.text.includes(match[0].slice(1, -1)) || match[0].includes(s.text))) seen.push({text: match[0], href: null, selector: null});
  }
  return seen;
}

const formOf = (e) => { for (const here of chain(e)) if (here.tagName === 'FORM') return selectorOf(here); return null; };

function controlOf(e) {
  const near = wordsOf(e);
  const seen = isVisible(e) || labelOf(e).some((l) => isVisible(l)) || (near.container ? isVisible(near.container) : false);
  let checked = null;
  let via = 'native';
  if (native(e)) {
    checked = e.checked;
    if (!checked && !isVisible(e, 4)) {
      for (const here of [...chain(e)].slice(1, 4)) {
        if (found.some((o) => o !== e && holds(here, o)) || isField(here)) break;
        if (here.getAttribute('aria-checked') === 'true' || (/check|switch|radio|toggle/i.test(nameOf(here)) && ON.test(nameOf(here)) && !OFF.test(nameOf(here)))) { checked = true; break; }
      }
    }
  } else {
    via = aria(e) ? 'aria' : 'styled';
    checked = shownState(e);
  }
  const r = e.getBoundingClientRect();
  const mark = native(e) || checked !== null ? null : marks.get(e) || (small(e) ? {x: 0, y: 0, w: r.width, h: r.height} : null);
  const role = native(e) ? e.type : /switch|toggle/i.test((e.getAttribute('role') || '') + nameOf(e)) ? 'switch' : /radio/i.test((e.getAttribute('role') || '') + nameOf(e)) ? 'radio' : 'checkbox';
  const container = near.container || e;
  return {
    selector: selectorOf(e), role, made_as: via, name: e.getAttribute('name'), label: cut(near.text, 600), group: near.around,
    checked, mark, indeterminate: !!e.indeterminate, disabled: !!e.disabled || e.getAttribute('aria-disabled') === 'true',
    required: !!e.required || e.getAttribute('aria-required') === 'true', visible: seen, box_visible: isVisible(e, 4),
    box: boxOf(isVisible(e) ? e : container), runs: runsOf(container, (at) => at === e || (at.tagName === 'BUTTON' && at !== container)),
    agreements: [near.container, ...(near.more || [])].flatMap(agreementsIn), form: formOf(e), layer: layerOf(e),
    options: e.type === 'radio' && e.name ? found.filter((o) => o.type === 'radio' && o.name === e.name).length : 0,
  };
}
