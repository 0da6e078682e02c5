/* Lets CKEditor 4 run under `script-src 'self'`: no inline script, no nonce, no eval.

   CKEditor writes its buttons and panels as HTML with handlers such as onclick="CKEDITOR.tools.callFunction(12,this)",
   and starts its frames with a small script in them. The policy blocks both. So we take the handlers out of that HTML
   before the browser sees it, keep them as data, and call the numbered function ourselves. Only numbers of functions
   that CKEditor registered can be called, and only from its own controls, never from the text that is edited. */
(() => {
  if (!window.CKEDITOR) return;

  const EVENTS = ["click", "keydown", "keypress", "mousedown", "mouseup", "mouseover", "mouseout", "focus", "blur", "dragstart"];
  const OWN_CONTROLS = ".cke_reset_all, .cke_chrome, .cke_panel_block, .cke_menu_panel";
  const TAG = /<[a-z][^>]*>/gi;
  const HANDLER = new RegExp(`(["'\\s])on(${[...EVENTS, "load"].join("|")})=(["'])`, "gi");
  const CALL = /CKEDITOR\s*\)?\s*\.tools\.callFunction\(\s*(\d+)\s*([^)]*)\)/;
  const ARGUMENT = /event|this|null|-?\d+|'[^']*'/g;

  /** The HTML with its handlers as data: nothing in it is blocked, and nothing in it runs by itself. */
  const tamed = (html) => html.replace(TAG, (tag) => tag.replace(HANDLER, "$1 data-cke-on$2=$3"));

  function call(code, event, element) {
    const [, number, given] = CALL.exec(code) || [];
    if (!number) return undefined;
    const values = { event, this: element, null: null };
    const known = (word) => (word in values ? values[word] : word.startsWith("'") ? word.slice(1, -1) : Number(word));
    return window.CKEDITOR.tools.callFunction(Number(number), ...(given.match(ARGUMENT) || []).map(known));
  }

  function handle(event) {
    const isInFrame = event.currentTarget !== document;
    const reachesParents = event.type !== "focus" && event.type !== "blur";
    let element = event.target;
    while (element && element.nodeType === Node.ELEMENT_NODE) {
      const code = element.getAttribute(`data-cke-on${event.type}`);
      if (code !== null && (isInFrame || element.closest(OWN_CONTROLS))) {
        // Some handlers say for themselves that they are for the left button alone.
        const isForUs = !(code.includes("getMouseButton") && event.button !== 0);
        const result = isForUs ? call(code, event, element) : undefined;
        if (/return false/.test(code) || (/^\s*return\s/.test(code) && result === false)) event.preventDefault();
        if (CALL.test(code)) return;
      }
      element = reachesParents ? element.parentElement : null;
    }
  }

  const listenIn = (doc) => EVENTS.forEach((type) => doc.addEventListener(type, handle, true));
  listenIn(document);

  const { template, dom } = window.CKEDITOR;
  const { output } = template.prototype;
  template.prototype.output = function (data, buffer) {
    const html = tamed(output.call(this, data));
    return buffer ? buffer.push(html) : html;
  };

  const { setHtml } = dom.element.prototype;
  dom.element.prototype.setHtml = function (html) {
    return setHtml.call(this, tamed(html));
  };

  const { write } = dom.document.prototype;
  dom.document.prototype.write = function (html) {
    const starts = [];
    const later = (whole, before, code) => {
      starts.push(code);
      return before;
    };
    const isPanel = html.includes("cke_panel_container");
    const bare = html
      .replace(/()<script id="cke_actscrpt"[^>]*>([\s\S]*?)<\/script>/, later)
      .replace(/(<body[^>]*?)\s(?:data-cke-)?onload="([^"]*)"/, later);
    write.call(this, isPanel ? tamed(bare) : bare);

    const doc = this.$;
    if (isPanel) listenIn(doc);
    const start = () => starts.forEach((code) => call(code.replace(/,\s*window\s*\)/, ", this)"), null, doc.defaultView));
    if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", start, { once: true });
    else setTimeout(start, 0);
  };
})();
