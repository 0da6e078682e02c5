/* Leads from a remark in a panel to its words: opens the card, scrolls there, and selects them, in an editor or not. */

/** Go to `target`; select `subject` in the editor of the field `editor`, or in `target` where the text is only read. */
export async function lead(target, { editor: id = "", subject = "" } = {}) {
  // A collapsed card opens itself when its content is asked for.
  (target.closest("[data-row]") || target).dispatchEvent(new CustomEvent("card:open"));
  target.scrollIntoView({ block: "center" });
  const editor = await window.richTexts?.ready(id);
  if (editor) {
    editor.focus();
    select(editor.document.$, editor.document.$.body, subject);
    return;
  }
  const field = target.matches("input, textarea, select") ? target : target.querySelector("input:not([type=hidden]), textarea, select");
  field?.focus();
  const read = target.querySelector(".read");
  if (read) select(document, read, subject);
}

/** Select words that may stand across several elements. */
function select(doc, root, subject) {
  const wanted = subject.replace(/…$/, "").replace(/\s+/g, " ").trim();
  if (!wanted) return;
  const walker = doc.createTreeWalker(root, NodeFilter.SHOW_TEXT);
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
}
