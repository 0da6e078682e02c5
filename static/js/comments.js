/* Fetches the comments after the page, puts each thread beside its words in the form, and sends what is done there.
   The forms of the threads stand in the panel, outside the article's form; their fields name them. */
import { lead } from "./leading.js";

const panel = document.querySelector("[data-comments]");
const form = document.getElementById("article_form");
const KEPT = "answer-to-";
const SAVE_FIRST = "Your text is not saved. Save the draft first; then apply this wording.";

const threadOf = (number) => document.getElementById(`comment-${number}`);

// --- Where

function groupOf({ section, column }) {
  if (section) {
    const card = document.querySelector(`#sections-group [data-anchor="${CSS.escape(section)}"]`);
    return card && { card, editor: `id_${card.id}-body`, after: card.querySelector(".field-body, .field-text") };
  }
  const row = column && form.querySelector([`.field-${column}`, `.field-${column}_shown`, column === "key_points" && ".field-points_shown"].filter(Boolean).join(", "));
  return row && { editor: `id_${column}`, after: row.closest(".form-row") || row };
}

/** Put the threads of each place behind its text; those about the whole article stay in the panel. */
function place() {
  document.querySelectorAll(".remarks-here, [data-remarks]").forEach((old) => old.remove());
  panel.querySelectorAll("[data-spot]").forEach((spot) => {
    const here = groupOf(spot.dataset);
    if (!here?.after) return;
    const count = spot.querySelectorAll(".thread").length;
    spot.classList.add("remarks-here");
    here.after.after(spot);
    if (here.card) here.card.querySelector("[data-badges]")?.append(badge(count, here.card, spot));
  });
}

function badge(count, card, spot) {
  const words = count === 1 ? "1 comment" : `${count} comments`;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "chip warn", textContent: words });
  button.dataset.remarks = "";
  button.addEventListener("click", () => {
    card.dispatchEvent(new CustomEvent("card:open"));
    spot.querySelector(".thread").focus();
  });
  return button;
}

function leadTo(number) {
  const thread = threadOf(number);
  if (!thread) return;
  const { subject } = thread.dataset;
  const here = groupOf(thread.closest("[data-spot]")?.dataset || {});
  if (!here?.after) {
    thread.scrollIntoView({ block: "center" });
    thread.focus();
    return;
  }
  lead(here.after, { editor: here.editor, subject }).then(() => {
    // Where the text is only read, there is nothing to do but in the thread.
    if (document.activeElement === document.body) thread.focus();
  });
}

// --- What was typed and not sent

function keepAnswers() {
  document.querySelectorAll(".thread textarea").forEach((field) => {
    const name = KEPT + field.dataset.answers;
    if (!field.value) field.value = sessionStorage.getItem(name) || "";
    if (field.value) field.closest("details").open = true;
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
  });
}

// --- A wording is applied to the saved draft

const isUnsaved = () => form.dataset.unsaved === "yes";
function sayUnsaved() {
  document.querySelectorAll(".thread [value=apply]").forEach((button) => {
    button.setAttribute("aria-disabled", String(isUnsaved()));
    const said = button.closest(".thread").querySelector("[data-save-first]");
    const sentence = isUnsaved() ? SAVE_FIRST : "";
    if (said.textContent !== sentence) said.textContent = sentence;
  });
}

// --- To and from the server

async function show(address, options = {}) {
  const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" }, ...options });
  if (response.status === 201) {
    window.location.reload();
    return false;
  }
  if (!response.ok || response.redirected) throw new Error(response.status);
  panel.innerHTML = await response.text();
  place();
  keepAnswers();
  sayUnsaved();
  return true;
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  const sent = event.target;
  const button = event.submitter;
  if (button?.value === "apply" && isUnsaved()) return sayUnsaved();
  const body = new FormData(sent, button);
  const number = sent.dataset.thread;
  show(sent.action, { method: "POST", body }).then((isHere) => {
    if (!isHere) return;
    const thread = threadOf(number);
    const isRefused = Boolean(thread?.querySelector("[role=alert]"));
    if (body.get("do") === "answer" && !isRefused) {
      sessionStorage.removeItem(KEPT + number);
      const field = thread?.querySelector("textarea");
      if (field) Object.assign(field, { value: "" }).closest("details").open = false;
    }
    (thread?.offsetParent ? thread : panel.querySelector("h2")).focus({ preventScroll: Boolean(thread?.offsetParent) });
  }).catch(() => {
    const field = document.querySelector(`.thread textarea[form="${sent.id}"]`);
    const said = threadOf(number)?.querySelector("[data-save-first]");
    if (said) said.textContent = "This did not reach the server. What you typed is kept here; try again.";
    field?.focus();
  });
  return undefined;
});

panel.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-comment]");
  if (!link || !threadOf(link.dataset.comment)) return;
  event.preventDefault();
  leadTo(link.dataset.comment);
});

["scratch:typed", "scratch:kept"].forEach((name) => document.addEventListener(name, sayUnsaved));
form.addEventListener("input", () => setTimeout(sayUnsaved));

const wanted = /^#comment-(\d+)$/.exec(window.location.hash)?.[1];
show(panel.dataset.comments).then(() => wanted && leadTo(wanted)).catch(() => panel.setAttribute("data-failed", ""));
