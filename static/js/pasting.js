/* Paste: every word, list and table cell of what came from Word, Google Docs, LibreOffice or a web page, and nothing of
   its looks. What is kept is the server's own list (`allowedTags` in the configuration), so that nothing is lost later.
   CKEditor's own converters are switched off: one of them throws on a span without style and the paste is gone. */
(() => {
  if (!window.CKEDITOR) return;

  const RENAMED = { B: "strong", I: "em", H1: "h3", H2: "h3", H5: "h4", H6: "h4", DT: "p", DD: "p", PRE: "p", ADDRESS: "p", FIGCAPTION: "p", TFOOT: "tbody", DIR: "ul", MENU: "ul" };
  const BLOCKS = "p,h2,h3,h4,ul,ol,li,table,blockquote,caption,thead,tbody,tr,td,th";
  const NOT_WORDS = "script,style,meta,link,title,head,noscript,template,iframe,object,embed,img,svg,canvas,video,audio,input,button,select,textarea,colgroup,col,xml";

  const make = (doc, tag, children = []) => {
    const element = doc.createElement(tag);
    element.append(...children);
    return element;
  };
  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const each = (root, selector, work) => root.querySelectorAll(selector).forEach(work);

  function rename(element, tag) {
    const renamed = make(element.ownerDocument, tag, [...element.childNodes]);
    [...element.attributes].forEach(({ name, value }) => renamed.setAttribute(name, value));
    element.replaceWith(renamed);
    return renamed;
  }

  function withoutComments(root) {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
    const comments = [];
    while (walker.nextNode()) comments.push(walker.currentNode);
    comments.forEach((comment) => comment.remove());
  }

  // --- Word writes list items as paragraphs that only look like a list

  const LEVEL = /mso-list:\s*l(\d+)\s+level(\d+)/i;

  function wordLists(root) {
    let stack = [];
    let list = "";
    each(root, "p, h1, h2, h3, h4, h5, h6", (paragraph) => {
      const [, name, level] = LEVEL.exec(paragraph.getAttribute("style") || "") || [];
      if (!name) return;
      const mark = [...paragraph.querySelectorAll("[style*='mso-list']")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("style")));
      const sign = mark?.textContent.trim() || "";
      mark?.remove();
      const doc = paragraph.ownerDocument;
      const follows = stack.length && before(paragraph) === stack[0].list && list === name;
      if (!follows) stack = [];
      list = name;
      const depth = Number(level);
      while (stack.length && stack[stack.length - 1].depth > depth) stack.pop();
      const tag = /^\(?(?:\d+|[a-z]{1,4})[.)]/i.test(sign) && !/^o$/i.test(sign) ? "ol" : "ul";
      if (!stack.length || stack[stack.length - 1].depth < depth) {
        const made = make(doc, tag);
        const first = Number(/^\(?(\d+)/.exec(sign)?.[1]);
        if (tag === "ol" && first > 1) made.setAttribute("start", first);
        const parent = stack[stack.length - 1];
        if (parent) parent.list.lastElementChild.append(made);
        else paragraph.before(made);
        stack.push({ list: made, depth });
      }
      stack[stack.length - 1].list.append(make(doc, "li", [...paragraph.childNodes]));
      paragraph.remove();
    });
  }

  /** The element before, unless there are words between. */
  function before(element) {
    let node = element.previousSibling;
    while (node && node.nodeType !== Node.ELEMENT_NODE && !node.textContent.trim()) node = node.previousSibling;
    return node;
  }

  // --- Looks become meaning

  function looks(root) {
    each(root, "[style]", (element) => {
      const { fontWeight, fontStyle, verticalAlign } = element.style;
      const isWrapper = element.matches("b, strong") && /^(normal|[1-4]00)$/.test(fontWeight);
      if (isWrapper) return unwrap(element);
      if (!element.matches("span, font, b, i, em, strong, a, sub, sup")) return undefined;
      const wrap = (tag) => { if (element.textContent.trim() && !element.closest(tag)) element.replaceChildren(make(element.ownerDocument, tag, [...element.childNodes])); };
      if (/^(bold|bolder|[6-9]00)$/.test(fontWeight) && !element.closest("h1,h2,h3,h4,h5,h6,th")) wrap("strong");
      if (/^(italic|oblique)/.test(fontStyle)) wrap("em");
      if (verticalAlign === "super") wrap("sup");
      if (verticalAlign === "sub") wrap("sub");
      return undefined;
    });
  }

  // --- Shapes

  function lists(root) {
    // A list right in a list belongs to the item before it.
    each(root, "ul > ul, ul > ol, ol > ul, ol > ol", (list) => {
      const item = list.previousElementSibling;
      if (item?.matches("li")) item.append(list);
      else list.replaceWith(make(list.ownerDocument, "li", [list.cloneNode(true)]));
    });
    each(root, "li", (item) => {
      if (!item.parentElement.matches("ul, ol")) {
        const list = make(item.ownerDocument, "ul");
        item.before(list);
        list.append(item);
      }
    });
    each(root, "li > p, td > p, th > p", (paragraph) => {
      const { parentElement } = paragraph;
      if (parentElement.querySelectorAll(":scope > p").length === 1) unwrap(paragraph);
    });
  }

  /** The first row of a table without headers becomes one: without it, nobody who hears the table knows what a cell means. */
  function headers(root) {
    let made = 0;
    each(root, "table", (table) => {
      const first = table.querySelector("tr");
      if (!first) return unwrap(table);
      if (!table.querySelector("th") && table.querySelectorAll("tr").length > 1) {
        [...first.children].forEach((cell) => rename(cell, "th"));
        made += 1;
      }
      each(table, "th", (cell) => { each(cell, "strong", unwrap); });
      if (!table.querySelector("thead") && [...first.children].every((cell) => cell.matches("th"))) {
        const head = make(table.ownerDocument, "thead", [first]);
        const caption = table.querySelector(":scope > caption");
        if (caption) caption.after(head);
        else table.prepend(head);
      }
      each(table, "thead th", (cell) => cell.setAttribute("scope", "col"));
      return undefined;
    });
    return made;
  }

  function address(link) {
    let href = link.getAttribute("href") || "";
    const google = /^https?:\/\/www\.google\.com\/url\?(.*)/.exec(href);
    if (google) href = new URLSearchParams(google[1]).get("q") || href;
    if (/^(https?:\/\/|mailto:|tel:|\/[^/\\])/i.test(href)) link.setAttribute("href", href);
    else unwrap(link);
  }

  function reduce(root, allowed) {
    [...root.querySelectorAll("*")].forEach((element) => {
      const name = element.localName;
      const isMark = element.hasAttribute("data-expert") || element.hasAttribute("data-cite");
      if (!(name in allowed) || (name === "span" && !isMark)) return unwrap(element);
      const kept = [...(allowed[name] || []), ...(isMark ? ["class"] : [])];
      [...element.attributes].forEach((attribute) => kept.includes(attribute.name) || element.removeAttribute(attribute.name));
      ["colspan", "rowspan"].forEach((span) => element.getAttribute(span) === "1" && element.removeAttribute(span));
      return undefined;
    });
  }

  /** Words that stand between blocks become paragraphs of their own. */
  function paragraphs(root) {
    const doc = root.ownerDocument;
    const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS);
    let run = [];
    const close = () => {
      if (run.some((node) => node.textContent.trim())) {
        const paragraph = make(doc, "p");
        run[0].before(paragraph);
        paragraph.append(...run);
      }
      run = [];
    };
    if (![...root.childNodes].some(isBlock)) return;
    [...root.childNodes].forEach((node) => {
      if (isBlock(node) || node.localName === "br") {
        close();
        if (node.localName === "br") node.remove();
      } else run.push(node);
    });
    close();
  }

  const clean = (text) => text.replace(/[\u200b\ufeff]/g, "").replace(/[\n\r\t]+/g, " ");

  /** What is kept of `html`, and how many tables were given a header row. */
  function cleaned(html, allowed) {
    const inner = /<!--\s*StartFragment\s*-->([\s\S]*?)<!--\s*EndFragment\s*-->/i.exec(html)?.[1] ?? html;
    // A parsed document is inert: no script runs in it, no picture is fetched; handlers would still be complained about.
    const inert = inner.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(["'\s])on[a-z]+\s*=/gi, "$1 data-off="));
    const root = new DOMParser().parseFromString(inert, "text/html").body;
    withoutComments(root);
    wordLists(root);
    each(root, NOT_WORDS, (element) => element.remove());
    looks(root);
    each(root, Object.keys(RENAMED).join(","), (element) => {
      if (!(element.tagName.toLowerCase() in allowed)) rename(element, RENAMED[element.tagName]);
    });
    each(root, "a", address);
    // A div that holds words alone is a paragraph; one that holds blocks is nothing.
    each(root, "div, section, article, header, footer, main, aside, figure, center, form, dl", (element) => {
      if (element.querySelector(`${BLOCKS},div,section,article,header,footer,main,aside,figure,center,form,dl`) || element.closest("li,p")) {
        paragraphs(element);
        unwrap(element);
      } else rename(element, "p");
    });
    reduce(root, allowed);
    lists(root);
    const made = headers(root);
    each(root, "li, td, th", (element) => element.querySelector(`:scope > p`) && paragraphs(element));
    paragraphs(root);
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) walker.currentNode.data = clean(walker.currentNode.data);
    each(root, "p, h3, h4, strong, em, li, a", (element) => element.textContent.replace(/\u00a0/g, "").trim() || element.querySelector("table, sup, ul, ol") || element.remove());
    each(root, "p, li, td, th", (element) => { if (element.lastChild?.localName === "br") element.lastChild.remove(); });
    return { html: root.innerHTML.trim(), made };
  }

  window.CKEDITOR.on("instanceCreated", ({ editor }) => {
    // Before every listener of the editor's own.
    editor.on("paste", (event) => {
      const { dataTransfer } = event.data;
      if (dataTransfer?.getTransferType(editor) === window.CKEDITOR.DATA_TRANSFER_INTERNAL) return;
      const html = dataTransfer?.getData("text/html", true) || event.data.dataValue;
      if (!html || !/<[a-z]/i.test(html)) return;
      const { html: kept, made } = cleaned(html, editor.config.allowedTags);
      event.data.dataValue = kept;
      event.data.type = "html";
      if (made) window.articleRows?.say("The first row of the table was made its header row. Undo takes it back.");
    }, null, null, 0);
  });
})();
