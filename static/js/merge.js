/* Two texts become one: says how many parts are decided, and leads to the first that is not. The server asks, too. */

const conflict = document.querySelector(".conflict");
const form = document.getElementById("article_form");
const parts = [...conflict.querySelectorAll(".part")];
const isOpen = (part) => !part.querySelector(":checked");

function count() {
  const open = parts.filter(isOpen).length;
  conflict.querySelector(".decided").textContent = parts.length ? `${parts.length - open} of ${parts.length} parts decided.` : "";
  parts.forEach((part) => part.classList.toggle("is-open", isOpen(part)));
}

/** Who writes on in the form means it: "theirs" would drop those words without a word. */
function keepsWriting(name) {
  const row = /^[a-z_]+-\d+/.exec(name)?.[0];
  const theirs = [name, row].map((part) => part && conflict.querySelector(`[name="merge-${CSS.escape(part)}"][value=theirs]:checked`)).find(Boolean);
  if (!theirs) return;
  const part = theirs.closest(".part");
  part.querySelector("[value=mine]").checked = true;
  count();
  const place = part.querySelector("legend").firstChild.textContent.trim();
  conflict.querySelector(".decided").textContent += ` You wrote on in ${place}, so yours is chosen there.`;
}

form.addEventListener("input", ({ target, isTrusted }) => {
  if (isTrusted && target.name && !conflict.contains(target)) keepsWriting(target.name);
});
window.CKEDITOR?.on("instanceReady", ({ editor }) => {
  editor.on("change", () => { if (editor.checkDirty()) keepsWriting(editor.element.getAttribute("name")); });
});
conflict.addEventListener("change", count);
// Before anything else hears of it: a form that is not sent is not saved either.
form.addEventListener("submit", (event) => {
  const first = parts.find(isOpen);
  if (!first) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  first.scrollIntoView({ block: "center" });
  first.querySelector("input[type=radio]").focus();
}, { capture: true });
count();
