/* The preview beside the form: the version that was saved, by the page that readers get. It never shows what is typed,
   because that is no version yet; it says so, and a save brings the page back with the new version at the same place. */
import { keepLinksOut } from "./preview-frames.js";

const aside = document.getElementById("preview-beside");
const toggle = document.querySelector("[data-preview-toggle]");
const form = document.getElementById("article_form");
const glass = aside.querySelector("[data-preview-glass]");
const line = aside.querySelector("[data-preview-state]");
const widths = [...aside.querySelectorAll("[name=preview-width]")];
const { address, article, number } = aside.dataset;

const WISH = "preview-beside";
const PLACE = `preview-place:${article}`;
const NEAR = 40;
// Parts of the form that are no sections, and where readers meet them.
const PARTS = {
  "field-title": "[data-part=title]",
  "field-summary": "[data-part=title]",
  "field-key_points": "[data-part=key-points]",
  "field-lede": "[data-part=lede]",
  "field-emergency": "[data-part=emergency]",
};

let frame = null;
let followed = null;

// --- What this browser remembers: the wish for a preview, and for this window where it was scrolled to

function remembered(storage, key) {
  try {
    return JSON.parse(window[storage].getItem(key)) || {};
  } catch {
    return {};
  }
}

function remember(storage, key, value) {
  try {
    window[storage].setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing opens the preview when it is asked to.
  }
}

// --- The frame

const width = () => Number(widths.find((choice) => choice.checked).value);
const isShown = () => !aside.hidden && glass.clientWidth > 0;

function fit() {
  // A screen that became narrow has no room for it.
  if (!frame || !isShown()) return;
  const scale = Math.min(1, glass.clientWidth / width());
  frame.style.width = `${width()}px`;
  frame.style.height = `${glass.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
}
new ResizeObserver(fit).observe(glass);

function load() {
  // Fetched when it can be seen, and not before.
  if (frame || !isShown()) return;
  frame = document.createElement("iframe");
  frame.title = `Version ${number} as readers would see it`;
  frame.src = address;
  frame.addEventListener("load", () => comeBack(remembered("sessionStorage", PLACE)));
  keepLinksOut(frame);
  glass.append(frame);
  fit();
}
new ResizeObserver(load).observe(glass);

/** Where it is scrolled to: so far from the last heading above, as words before it may change. */
function place() {
  const page = frame?.contentDocument;
  const above = [...(page?.querySelectorAll("[data-part=section] > h2[id]") || [])]
    .filter((heading) => heading.getBoundingClientRect().top < NEAR).pop();
  if (above) return { anchor: above.id, top: above.getBoundingClientRect().top };
  return { anchor: "", top: -(frame?.contentWindow?.scrollY || 0) };
}

function comeBack({ anchor = "", top = 0 }) {
  const heading = anchor && frame.contentDocument.getElementById(anchor);
  if (heading) scroll(heading, { top, behavior: "instant" });
  else frame.contentWindow.scrollTo({ top: -top, behavior: "instant" });
}

/** Only the frame: scrollIntoView would move the form, too. */
function scroll(element, { top, behavior }) {
  const view = frame.contentWindow;
  view.scrollTo({ top: element.getBoundingClientRect().top + view.scrollY - top, behavior });
}

// --- Following the writer

const nameOf = (card) => card.querySelector("[data-title]")?.textContent.trim() || "This section";

/** What readers see of the part of the form that `element` is in; undefined where that is nothing of the page. */
function partOf(element) {
  const card = element.closest(".card[data-row]");
  const page = frame?.contentDocument;
  if (card) return page?.getElementById(card.dataset.anchor) || null;
  const name = Object.keys(PARTS).find((row) => element.closest(`.${row}`));
  return name && page?.querySelector(PARTS[name]);
}

function show(part) {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scroll(part, { top: NEAR / 2, behavior: isCalm ? "instant" : "smooth" });
}

function follow(element) {
  const part = isShown() && partOf(element);
  // Within one part the writer may scroll as they like.
  if (!part || part === followed) return;
  followed = part;
  show(part);
}

form?.addEventListener("focusin", ({ target }) => follow(target));
const listen = (editor) => editor.on("focus", () => follow(editor.element.$));
Object.values(window.CKEDITOR?.instances || {}).forEach(listen);
window.CKEDITOR?.on("instanceCreated", ({ editor }) => listen(editor));

for (const head of document.querySelectorAll("#sections-group .card-head")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "iconb", title: "Show in the preview", textContent: "◎" });
  button.dataset.showInPreview = "";
  button.setAttribute("aria-label", "Show the section in the preview");
  (head.querySelector(".tools") || head).prepend(button);
}
document.getElementById("sections-group")?.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-show-in-preview]")?.closest(".card");
  if (!card || !frame) return;
  const part = partOf(card);
  followed = part;
  if (part) show(part);
  window.articleRows?.say(part ? `The preview shows “${nameOf(card)}”.` : "");
  tell(part ? "" : `“${nameOf(card)}” is not in version ${number} yet: save to see it.`);
});

// --- What it says

function tell(more = "") {
  const isBehind = form?.dataset.unsaved === "yes";
  const sentence = isBehind ? `Shows version ${number}, without what you changed since: save to refresh.` : `Shows version ${number}, the last one saved.`;
  const text = more || sentence;
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("is-behind", isBehind || Boolean(more));
}
if (form) new MutationObserver(() => tell()).observe(form, { attributeFilter: ["data-unsaved"] });

// --- Opened and shut

function open(isOpen) {
  aside.hidden = !isOpen;
  document.body.classList.toggle("with-preview", isOpen);
  toggle.setAttribute("aria-pressed", String(isOpen));
  load();
  fit();
}

const wish = () => remember("localStorage", WISH, { isOpen: !aside.hidden, width: width() });

toggle.hidden = false;
toggle.addEventListener("click", () => {
  open(aside.hidden);
  wish();
});
aside.querySelector("[data-preview-close]").addEventListener("click", () => {
  open(false);
  wish();
  toggle.focus({ preventScroll: true });
});
widths.forEach((choice) => choice.addEventListener("change", () => {
  const before = place();
  fit();
  if (frame) comeBack(before);
  wish();
}));
window.addEventListener("pagehide", () => {
  if (frame?.contentDocument?.readyState === "complete") remember("sessionStorage", PLACE, place());
});

const { isOpen = false, width: wished } = remembered("localStorage", WISH);
widths.forEach((choice) => { choice.checked = Number(choice.value) === (wished === 1280 ? 1280 : 390); });
tell();
open(isOpen);
