/* Fetches the findings after the page, sends reasons without leaving it, and leads from a finding to its words. */
(() => {
  const panel = document.querySelector("[data-findings]");
  if (!panel) return;

  const show = async (address, options = {}) => {
    const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" }, ...options });
    if (!response.ok || response.redirected) throw new Error(response.status);
    panel.innerHTML = await response.text();
    const version = panel.firstElementChild?.dataset.version;
    const basedOn = document.querySelector("#id_based_on");
    // A waiver makes a version of its own; the form beside it stands on that one now.
    if (basedOn && options.method === "POST" && version) basedOn.value = version;
  };

  const fail = () => { panel.setAttribute("data-failed", ""); };
  show(panel.dataset.findings).catch(fail);

  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    show(form.action, { method: "POST", body: new FormData(form) })
      .then(() => panel.querySelector("h2")?.scrollIntoView({ block: "nearest" }))
      .catch(() => form.submit());
  });

  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-target]");
    if (!link) return;
    const target = document.getElementById(link.dataset.target);
    if (!target) return;
    event.preventDefault();
    lead(target, link.dataset);
  });

  const lead = (target, { editor: id, subject }) => {
    // A collapsed card opens itself when its content is asked for.
    target.dispatchEvent(new CustomEvent("open-card", { bubbles: true }));
    target.scrollIntoView({ block: "center" });
    const editor = id && window.CKEDITOR?.instances[id];
    if (editor) select(editor, subject);
    else (target.matches("input, textarea, select") ? target : target.querySelector("input:not([type=hidden]), textarea, select"))?.focus();
  };

  /** Select the words of a finding in its editor; they may stand across several elements. */
  const select = (editor, subject) => {
    editor.focus();
    const wanted = subject.replace(/…$/, "").replace(/\s+/g, " ").trim();
    if (!wanted) return;
    const doc = editor.document.$;
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = "";
    while (walker.nextNode()) {
      const inMarker = walker.currentNode.parentElement.closest("sup[data-cite]");
      if (inMarker) continue;
      [...walker.currentNode.data].forEach((letter, offset) => {
        const blank = /\s/.test(letter);
        if (blank && text.endsWith(" ")) return;
        text += blank ? " " : letter;
        places.push([walker.currentNode, offset]);
      });
    }
    const start = text.indexOf(wanted);
    if (start < 0) return;
    const range = doc.createRange();
    range.setStart(...places[start]);
    const [node, offset] = places[start + wanted.length - 1];
    range.setEnd(node, offset + 1);
    const selection = doc.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  };
})();
