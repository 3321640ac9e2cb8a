// Runs before any script of the page: opens closed shadow roots, remembers which elements listen for clicks, and keeps
// count of what is still to come (short timers, changes of the document), so that the page can be read once it is quiet.
(() => {
  if (window.__hegui) return;
  const clicks = new WeakSet();
  const pending = new Set();
  const state = {clicks, pending, changed: performance.now(), since: 0, longest: 3500};
  Object.defineProperty(window, '__hegui', {value: state, enumerable: false});

  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, {...options, mode: 'open'});
    observe(root);
    return root;
  };

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if ((type === 'click' || type === 'touchend' || type === 'pointerup') && this instanceof Element) clicks.add(this);
    return listen.call(this, type, ...rest);
  };

  const later = window.setTimeout;
  const cancel = window.clearTimeout;
  window.setTimeout = function (action, delay, ...rest) {
    const wait = Number(delay) || 0;
    if (typeof action !== 'function' || wait > state.longest) return later.call(window, action, delay, ...rest);
    const id = later.call(window, (...given) => { pending.delete(id); action.apply(window, given); }, delay, ...rest);
    if (performance.now() - state.since < state.longest) pending.add(id);
    return id;
  };
  window.clearTimeout = function (id) { pending.delete(id); return cancel.call(window, id); };

  const observer = new MutationObserver(() => { state.changed = performance.now(); });
  function observe(root) {
    observer.observe(root, {subtree: true, childList: true, attributes: true, characterData: true});
  }
  observe(document);
})();
