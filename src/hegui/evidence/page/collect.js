// Third part: layers, buttons, links, fields and blocks of text; all that is recorded is returned here. Nothing is judged.

// ---- layers: banners, dialogs, sheets

const layers = [];
function isLayer(e) {
  if (e === document.body || e === document.documentElement) return false;
  const s = styleOf(e);
  const role = e.getAttribute('role') || '';
  const text = clean(e.textContent);
  if (!text && !e.shadowRoot && !e.querySelector('iframe')) return false;
  if (/^(dialog|alertdialog)$/.test(role) || e.getAttribute('aria-modal') === 'true' || (e.tagName === 'DIALOG' && e.open)) return true;
  if ((s.position === 'fixed' || s.position === 'sticky') && text.length > 8) return true;
  if (s.position === 'absolute' && Number(s.zIndex) >= 10 && text.length > 15) return true;
  return NAMED_LAYER.test(nameOf(e)) && /^(DIV|SECTION|ASIDE|FOOTER|HEADER|FORM|DIALOG|P|UL)$/.test(e.tagName) || (e.tagName.includes('-') && NAMED_LAYER.test(e.localName));
}
for (const e of all) if (layers.length < MOST.layers && !/^(SCRIPT|STYLE|TEMPLATE|INPUT|BUTTON|A|LABEL|SPAN)$/.test(e.tagName) && isLayer(e) && isVisible(e)) layers.push(e);
const buttons = [];
for (const e of all) {
  if (buttons.length >= MOST.buttons) break;
  if (/^(BODY|HTML|LABEL|OPTION)$/.test(e.tagName) || taken.has(e) || !clickable(e)) continue;
  const text = textOf(e, 80) || clean(e.value || e.getAttribute('aria-label') || e.getAttribute('title') || e.getAttribute('alt') || '');
  if (!text || text.length > 60) continue;
  if ([...e.querySelectorAll('*')].some((c) => clickable(c) && /^(BUTTON|INPUT|A)$/.test(c.tagName))) continue;
  if (styleOf(e).cursor === 'pointer' && e.parentElement && buttons.some((b) => b.contains(e))) continue;
  buttons.push(e);
}
// A choice that stands in no layer: its nearest surrounding with words of its own counts as one.
for (const e of buttons) {
  const text = textOf(e, 60) || clean(e.value || '');
  if (!ACCEPT.test(text) || layers.some((l) => holds(l, e)) || !isVisible(e)) continue;
  for (const here of [...chain(e)].slice(1, 6)) {
    if (here === document.documentElement || here.tagName === 'LABEL' || all.some((f) => isField(f) && holds(here, f))) break;
    const whole = textOf(here, 2500);
    if (whole.length >= 2000) break;
    const inside = buttons.filter((b) => holds(here, b)).map((b) => textOf(b, 60)).join('');
    if (whole.length > inside.length + 14) { layers.push(here); break; }
  }
}
const outer = layers.filter((l) => !layers.some((o) => o !== l && holds(o, l) && textOf(o, 4001).length <= 4000 && !all.some((f) => isField(f) && holds(o, f))));
function layerOf(e) { const at = outer.findIndex((l) => holds(l, e)); return at < 0 ? null : at; }

const bigEnough = (e) => { const r = e.getBoundingClientRect(); return {share: round((r.width * r.height) / (innerWidth * innerHeight))}; };

const describe = (e) => {
  const look = lookOf(e);
  const s = styleOf(e);
  return {
    selector: selectorOf(e), tag: e.localName, text: textOf(e, 80) || clean(e.value || e.getAttribute('aria-label') || e.getAttribute('title') || e.getAttribute('alt') || ''),
    visible: isVisible(e), box: boxOf(e), form: formOf(e), layer: layerOf(e), disabled: !!e.disabled || e.getAttribute('aria-disabled') === 'true' || /(^|[-_\s])(is-)?disabled($|[-_\s])/i.test(nameOf(e)),
    submit: (e.tagName === 'BUTTON' && (e.type === 'submit' || !e.type) && !!e.closest('form')) || (e.tagName === 'INPUT' && e.type === 'submit'),
    href: e.tagName === 'A' && e.hasAttribute('href') ? e.href : null, ...look,
    framed: s.borderTopStyle !== 'none' && parseFloat(s.borderTopWidth) > 0 && !/rgba\(.*, 0\)|transparent/.test(s.borderTopColor),
    filled: !/rgba\(.*, 0\)|transparent/.test(s.backgroundColor) || s.backgroundImage !== 'none',
  };
};

const links = all.filter((e) => e.tagName === 'A' || e.getAttribute('role') === 'link' || e.tagName === 'AREA'
  || (/^(SPAN|DIV|EM|B|I|P|TEXT|UNI-TEXT|LI|U|STRONG)$/.test(e.tagName) && e.children.length === 0 && (state.clicks.has(e) || e.hasAttribute('onclick') || e.hasAttribute('data-href') || e.hasAttribute('data-url') || styleOf(e).cursor === 'pointer' || /《.+》/.test(e.textContent)) && clean(e.textContent).length < 40));

const fields = all.filter(isField).slice(0, MOST.fields).map((e) => ({
  selector: selectorOf(e), type: e.tagName === 'INPUT' ? e.type : e.localName, name: `${e.name || ''} ${e.id || ''}`.trim(), autocomplete: e.getAttribute('autocomplete') || '',
  layer: layerOf(e), label: cut(clean([...labelOf(e).map((l) => textOf(l, 100)), e.getAttribute('aria-label') || '', e.getAttribute('placeholder') || '', e.getAttribute('title') || '', beside(e)].filter(Boolean).join(' ')), 160),
  accept: e.getAttribute('accept') || '', required: !!e.required, visible: isVisible(e), form: formOf(e), box: boxOf(e),
}));
function beside(e) {
  if (labelOf(e).length) return '';
  for (const here of [...chain(e)].slice(1, 4)) {
    if (all.some((f) => f !== e && isField(f) && holds(here, f))) break;
    const text = textOf(here, 80);
    if (text && text.length < 60) return text;
  }
  const before = e.previousElementSibling;
  return before && before.getClientRects().length ? textOf(before, 60) : '';
}

const blocks = [];
const inBlock = new Set();
for (const e of all) {
  if (blocks.length >= MOST.blocks || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|OPTION|TITLE|HEAD|META)$/.test(e.tagName)) continue;
  if (![...e.childNodes].some((n) => n.nodeType === 3 && clean(n.data).length > 1)) continue;
  let block = e;
  for (const here of chain(e)) { block = here; if (!/^(inline|contents)$/.test(styleOf(here).display)) break; }
  if (inBlock.has(block) || inBlock.has(e)) continue;
  inBlock.add(block); inBlock.add(e);
  const text = textOf(block, 1200);
  if (text.length < 2) continue;
  const visible = isVisible(block) || isVisible(e);
  blocks.push({text, selector: selectorOf(block), main: selectorOf(e), tag: block.localName, visible, layer: layerOf(block), form: formOf(block), box: boxOf(block), ...(text.length > 3 ? {...lookOf(e), parts: visible && text.length < 600 ? partsOf(block, e) : []} : {})});
}

// Pieces of a block that look otherwise than the block: a paler span, a bolder word, a link.
function partsOf(block, main) {
  const like = (e) => { const s = styleOf(e); return `${s.color} ${s.fontSize} ${s.fontWeight} ${s.opacity} ${s.backgroundColor}`; };
  const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && clean(n.data).length > 1);
  const others = [...block.querySelectorAll('*')].filter((e) => e !== main && own(e) && like(e) !== like(main) && isVisible(e)).slice(0, 8);
  return others.map((e) => ({text: textOf(e, 300), link: [...chain(e)].some((a) => a.tagName === 'A'), selector: selectorOf(e), ...lookOf(e)}));
}

return {
  url: location.href, title: document.title, lang: document.documentElement.lang || '', width: innerWidth, height: innerHeight,
  scroll_height: Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0),
  text: cut(document.body ? (document.body.innerText || '') + '\n' + all.filter((e) => e.shadowRoot).map((e) => textOf(e, 3000)).join('\n') : '', 200000),
  controls: found.slice(0, MOST.controls).map(controlOf), buttons: buttons.map(describe).slice(0, MOST.buttons),
  links: links.slice(0, MOST.links).map((e) => ({selector: selectorOf(e), text: textOf(e, 120) || clean(e.getAttribute('aria-label') || e.getAttribute('title') || (e.querySelector && e.querySelector('img[alt]') ? e.querySelector('img[alt]').alt : '')),
    href: e.tagName === 'A' && e.hasAttribute('href') ? e.href : e.getAttribute('data-href') || e.getAttribute('data-url'), raw: e.getAttribute('href'), listens: state.clicks.has(e) || e.hasAttribute('onclick'), visible: isVisible(e), layer: layerOf(e), box: boxOf(e)})),
  fields, layers: outer.map((e) => ({selector: selectorOf(e), text: textOf(e, 4000), name: nameOf(e).trim(), box: boxOf(e), ...bigEnough(e), modal: e.getAttribute('aria-modal') === 'true' || styleOf(e).position === 'fixed' && bigEnough(e).share > 0.6})),
  blocks, truncated: all.length >= 30000,
};
