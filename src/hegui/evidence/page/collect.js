// Reads one frame as rendered: boxes and switches of every make, buttons, links, fields, layers and blocks of text, each with
// its words, size, colours and place. It records; nothing is judged here.
(words) => {
  const ACCEPT = new RegExp(words.choice, 'i');
  const NAMED_LAYER = new RegExp(words.layer, 'i');
  const BOX_NAME = /check-?box|\bcheck(ed)?\b|checkmark|chk|radio|switch|toggle|\btick\b|agree|select|xieyi|gouxuan/i;
  const NOT_BOX_NAME = /checkout|selector-list|dropdown|menu|option-list|nav|carousel|swiper|captcha|arrow|caret/i;
  const ON = /(^|[-_\s/.])(is-?)?(checked|active|selected|on|cur|current|yes|true|choosed?|agreed|ticked|open)($|[-_\s/.\d])/i;
  const OFF = /(^|[-_\s/.])(un-?(checked|selected|tick(ed)?)|off|not?|none|normal|empty|default|gray|grey|inactive|false|disabled?|uncheck|unselect)($|[-_\s/.\d])/i;
  const GLYPH_ON = /^[\s]*[☑✓✔√✅☒■●◉🗹]/u;
  const GLYPH_OFF = /^[\s]*[☐□○◯⬜▢]/u;
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

  // ---- boxes and switches

  const native = (e) => e.tagName === 'INPUT' && (e.type === 'checkbox' || e.type === 'radio');
  const aria = (e) => /^(checkbox|switch|radio|menuitemcheckbox|menuitemradio)$/.test(e.getAttribute('role') || '') || e.hasAttribute('aria-checked');
  const nameOf = (e) => `${e.className && e.className.baseVal !== undefined ? e.className.baseVal : e.className || ''} ${e.id || ''} ${e.getAttribute('data-role') || ''}`;

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
    for (const pseudo of ['::before', '::after']) {
      const s = getComputedStyle(e, pseudo);
      if (s.content && s.content !== 'none' && s.display !== 'none' && Number(s.opacity) > 0.05 && s.visibility === 'visible') {
        const glyph = s.content.replace(/["']/g, '');
        if (GLYPH_ON.test(glyph)) return !/scale\(0\)|matrix\(0, 0, 0, 0/.test(s.transform) && s.color !== 'rgba(0, 0, 0, 0)';
        if (GLYPH_OFF.test(glyph)) return false;
      }
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
  for (const e of all) if (native(e)) { found.push(e); taken.add(e); }
  for (const e of all) {
    if (taken.has(e) || !aria(e) || /^(OPTION|TR|LI)$/.test(e.tagName)) continue;
    if ([...taken].some((t) => e.contains(t))) continue;
    found.push(e); taken.add(e);
  }
  for (const e of all) {
    if (taken.has(e) || found.length >= MOST.controls || !styledBox(e)) continue;
    if ([...taken].some((t) => e.contains(t) || t.contains(e))) continue;
    if (found.some((t) => native(t) && drawnFor(e, t))) continue;
    found.push(e); taken.add(e);
  }

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
    if (e.labels) for (const label of e.labels) parts.push(label);
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
      const bare = e.nextSibling && e.nextSibling.nodeType === 3 ? clean(e.nextSibling.data) : '';
      if (bare.length > 1) return {text: bare, container: e.parentElement, around: groupOf(e)};
      if (next) { container = next; texts.push(textOf(next, 700)); }
    }
    const named = clean(e.getAttribute('aria-label') || e.getAttribute('title') || e.getAttribute('alt') || '');
    let text = clean(texts.join(' '));
    if (named && named.length > 1 && !text.includes(named)) text = clean(`${text} ${named}`);
    return {text, container, around: groupOf(e)};
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
    const role = native(e) ? e.type : /switch|toggle/i.test((e.getAttribute('role') || '') + nameOf(e)) ? 'switch' : /radio/i.test((e.getAttribute('role') || '') + nameOf(e)) ? 'radio' : 'checkbox';
    const container = near.container || e;
    return {
      selector: selectorOf(e), role, made_as: via, name: e.getAttribute('name'), label: cut(near.text, 600), group: near.around,
      checked, indeterminate: !!e.indeterminate, disabled: !!e.disabled || e.getAttribute('aria-disabled') === 'true',
      required: !!e.required || e.getAttribute('aria-required') === 'true', visible: seen, box_visible: isVisible(e, 4),
      box: boxOf(isVisible(e) ? e : container), runs: runsOf(container, (at) => at === e || (at.tagName === 'BUTTON' && at !== container)),
      agreements: agreementsIn(near.container), form: formOf(e), layer: layerOf(e),
      options: e.type === 'radio' && e.name ? found.filter((o) => o.type === 'radio' && o.name === e.name).length : 0,
    };
  }

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
  const clickable = (e) => /^(BUTTON|SUMMARY)$/.test(e.tagName) || (e.tagName === 'INPUT' && /^(submit|button|image|reset)$/.test(e.type)) || (e.tagName === 'A')
    || e.getAttribute('role') === 'button' || e.hasAttribute('onclick') || state.clicks.has(e)
    || (/(^|[-_\s])(btn|button)/i.test(nameOf(e)) && clean(e.textContent).length <= 40) || styleOf(e).cursor === 'pointer';
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
    layer: layerOf(e), label: cut(clean([...labelOf(e).map((l) => textOf(l, 100)), e.getAttribute('aria-label') || '', e.getAttribute('placeholder') || '', beside(e)].filter(Boolean).join(' ')), 160),
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
    return before ? textOf(before, 60) : '';
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
    blocks.push({text, selector: selectorOf(block), tag: block.localName, visible, layer: layerOf(block), form: formOf(block), box: boxOf(block), ...(text.length > 3 ? {...lookOf(e), parts: visible && text.length < 600 ? partsOf(block, e) : []} : {})});
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
}
