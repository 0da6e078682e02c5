// The review page: walk from change to change, judge without a reload, by touch and by keyboard. Every form here works
// without this file; it only saves the way to another page.

const page = document.querySelector("#page");
// Asked for anew each time: what a form brings back takes the place of the page.
const theOne = () => document.querySelector("#one");
const say = document.createElement("p");
say.className = "said-aloud";
say.setAttribute("role", "status");
document.body.append(say);

// --- Which change one is at

const cards = () => [...document.querySelectorAll("[data-change]")];
const inOrder = () => cards().sort((a, b) => a.dataset.change - b.dataset.change);
let at = 0;

function stepTo(number) {
  const walk = inOrder();
  if (!walk.length) return;
  if (!marksOn) document.querySelector("#marks").click();
  at = Math.min(Math.max(number, 1), walk.length);
  const card = walk[at - 1];
  stayAt(...[placeOf(card), card].filter(Boolean));
  card.focus({ preventScroll: true });
  seen(card);
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const placeOf = (card) => {
  const link = card.querySelector("a.mk");
  return link && document.getElementById(link.hash.slice(1));
};

for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) return stepTo(at + Number(step.dataset.step));
  const entry = event.target.closest("[data-card-id]");
  const card = entry && document.getElementById(entry.dataset.cardId);
  if (card) {
    event.preventDefault();
    if (card.dataset.change) return stepTo(Number(card.dataset.change));
    card.scrollIntoView({ block: "center" });
    return card.focus({ preventScroll: true });
  }
  const onward = event.target.closest("[data-one]");
  if (onward) return openBeside(Number(onward.dataset.one));
  const each = event.target.closest("[data-each]");
  if (each) return openOne(firstOf(sentencesOf(each)));
  const sentence = marksOn && event.target.closest(".s");
  if (sentence && !event.target.closest("a, button, input, textarea, summary") && !String(getSelection())) openOne(sentence);
});

// --- One sentence: the same three forms for any of them, and a way to the next

const MARKS = { open: ["○", "warn", "Open"], fine: ["✓", "ok", "Fine"], carried: ["✓", "", "Carried: as you approved it"] };
let opened;
const sentences = () => [...document.querySelectorAll("#page .s")];
const sentencesOf = (button) => sentences().filter((sentence) => button.dataset.each.split(" ").includes(sentence.dataset.place));
const firstOf = (some) => some.find((sentence) => sentence.dataset.mark === "open") ?? some[0];

function openBeside(step) {
  const all = sentences();
  openOne(all[all.findIndex((sentence) => sentence.id === opened) + step]);
}

// Whoever finds a sentence fine goes on to the next, as long as that is open, too.
function onwardFrom(id, isFine) {
  const all = sentences();
  const number = all.findIndex((sentence) => sentence.id === id);
  const next = isFine && all[number + 1]?.dataset.mark === "open" && all[number + 1];
  if (next) return openOne(next);
  const card = all[number]?.nextElementSibling?.matches(".mk") && document.querySelector(all[number].nextElementSibling.hash);
  stayAt(...[all[number], card].filter(Boolean));
  all[number].tabIndex = -1;
  (card || all[number]).focus({ preventScroll: true });
}

function openOne(sentence) {
  const one = theOne();
  if (!one || !sentence) return;
  opened = sentence.id;
  stayAt(sentence);
  const text = textOf(sentence);
  one.querySelector("#one-text").textContent = text;
  for (const field of one.querySelectorAll("[name=key]")) field.value = sentence.dataset.key;
  for (const field of one.querySelectorAll("textarea")) field.value = field.name === "suggestion" ? text : "";
  for (const error of one.querySelectorAll(".error")) error.remove();
  const mark = sentence.dataset.mark;
  const fine = one.querySelector("[name=mark]");
  fine.form.hidden = mark === "carried";
  const [sign, kind, word] = MARKS[mark];
  Object.assign(one.querySelector("#one-mark"), { textContent: word, className: `chip ${kind}` }).dataset.sign = sign;
  fine.value = mark === "fine" ? "open" : "fine";
  fine.textContent = mark === "fine" ? "Reopen" : "✓ Fine";
  const known = document.querySelector("#sources-known").content;
  const keys = (sentence.dataset.cites ?? "").split(" ").filter(Boolean);
  one.querySelector("#one-sources").replaceChildren(
    ...keys.map((key) => known.querySelector(`[data-source="${CSS.escape(key)}"]`)).filter(Boolean).map((node) => node.cloneNode(true)),
  );
  for (const part of one.querySelectorAll("details")) part.open = false;
  const all = sentences();
  const number = all.indexOf(sentence);
  one.querySelector("#one-title").textContent = `Sentence ${number + 1} of ${all.length}`;
  one.querySelector("[data-one='-1']").disabled = number === 0;
  one.querySelector("[data-one='1']").disabled = number === all.length - 1;
  if (!one.open) one.showModal();
  one.scrollTop = 0;
}

// Where one is in the text, for whoever looks up from a card or a dialog.
function stayAt(...places) {
  for (const other of document.querySelectorAll(".is-here")) other.classList.remove("is-here");
  for (const place of places) place?.classList.add("is-here");
  places[0]?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

function textOf(sentence) {
  const copy = (sentence.querySelector(".as-frozen") ?? sentence).cloneNode(true);
  for (const marker of copy.querySelectorAll("sup.cite, .mk")) marker.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// --- Send a form and put what came back into its places, so that nobody loses theirs

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-quick]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  form.inert = true;
  try {
    const response = await fetch(form.action, { method: "POST", body });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (response.ok && answer.querySelector("#page")) return takeOver(answer, form);
    complain(form, answer.querySelector("[role=alert], .field .error")?.textContent.trim());
  } catch {
    complain(form, "No connection. What you typed is still here.");
  } finally {
    form.inert = false;
  }
});

function takeOver(answer, form) {
  const refused = answer.querySelector("main > .notices .error, main > .notices .bad");
  if (refused) return complain(form, refused.textContent.trim());
  const top = scrollY;
  const sentence = theOne()?.open ? opened : undefined;
  const kept = halfTyped(form);
  // Whoever went on to another card meanwhile is left there.
  const card = (document.activeElement.closest("[data-card]") ?? form.closest("[data-card]"))?.id;
  const tools = form.parentElement.querySelector("[data-each]")?.dataset.each;
  theOne()?.close();
  for (const id of ["page", "bar"]) {
    const [here, there] = [document.getElementById(id), answer.getElementById(id)];
    if (here && there) here.replaceChildren(...there.childNodes);
  }
  const [facts, newer] = [document.querySelector("#decide .facts"), answer.querySelector("#decide .facts")];
  if (facts && newer) facts.replaceWith(newer);
  for (const button of document.querySelectorAll("[data-step]")) button.hidden = false;
  for (const restore of kept) restore();
  if (document.querySelector("#marks")) document.querySelector("#marks").checked = marksOn;
  scrollTo({ top });
  say.textContent = answer.querySelector("#bar .left strong")?.textContent ?? "Noted.";
  if (sentence) onwardFrom(sentence, form.querySelector("[name=mark]")?.value === "fine");
  else comeBackTo(document.getElementById(card) ?? document.querySelector(`[data-each="${tools}"]`));
  watch();
}

// To where the form was sent from: its card, or the tools of its section.
function comeBackTo(place) {
  if (place?.dataset.change) {
    at = Number(place.dataset.change);
    for (const here of [place, placeOf(place)]) here?.classList.add("is-here");
  }
  place?.focus({ preventScroll: true });
}

// What somebody began to type in another form of the page, to be put back into the new one.
function halfTyped(sent) {
  const known = (form) => `${form.action} ${new FormData(form).get("key")} ${[...form.elements].map((field) => field.name)}`;
  const typed = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
  const forms = () => [...document.querySelectorAll("#page form[data-quick]")].filter((form) => !form.closest("#one"));
  return forms()
    .filter((form) => form !== sent && typed(form))
    .map((form) => () => {
      const again = forms().find((other) => known(other) === known(form));
      if (!again) return;
      [...form.elements].forEach((field, index) => {
        if (field.type === "checkbox") again.elements[index].checked = field.checked;
        else if (field.type === "textarea") again.elements[index].value = field.value;
      });
      if (again.parentElement.matches("details")) again.parentElement.open = true;
    });
}

function complain(form, sentence) {
  form.querySelector(".error")?.remove();
  const error = document.createElement("p");
  error.className = "error";
  error.setAttribute("role", "alert");
  error.textContent = sentence || "This was not recorded. Load the page again.";
  form.prepend(error);
}

// --- The switch

let marksOn = true;
document.addEventListener("change", (event) => {
  if (event.target.id === "marks") marksOn = event.target.checked;
});

// --- Keys: only while no field has the focus, and off for whoever turned them off

const KEYS = {
  n: () => (theOne()?.open ? openBeside(1) : stepTo(at + 1)),
  p: () => (theOne()?.open ? openBeside(-1) : stepTo(at - 1)),
  f: () => here()?.querySelector("[data-key=f]")?.click(),
  c: () => write("c"),
  s: () => write("s"),
  o: () => toggle(here()?.querySelector("details.sources")),
  m: () => document.querySelector("#marks")?.click(),
  "?": () => document.querySelector("#keys")?.showPopover(),
};
const here = () => (theOne()?.open ? theOne() : (document.activeElement.closest("[data-card]") ?? inOrder()[at - 1]));
const toggle = (details) => details && (details.open = !details.open);

function write(key) {
  const summary = here()?.querySelector(`summary[data-key=${key}]`);
  if (!summary) return;
  summary.parentElement.open = true;
  summary.parentElement.querySelector("textarea").focus();
}

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (busy || event.target.closest("input, textarea, select") || localStorage.getItem("review-keys") === "off") return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.querySelector("#keys-off")?.addEventListener("change", (event) => {
  localStorage.setItem("review-keys", event.target.checked ? "off" : "on");
});
const off = document.querySelector("#keys-off");
if (off) off.checked = localStorage.getItem("review-keys") === "off";

// --- How the page was read: seconds in sight, and the changes that were

const address = page?.dataset.visit;
const visited = new Set();
let seconds = 0;
let watcher;
// With the decision the reading is over; who came by a link has nothing more to tell.
let isDecided = false;
document.querySelector("#decide form")?.addEventListener("submit", () => {
  tell();
  isDecided = true;
});

function seen(card) {
  if (card.dataset.change) visited.add(Number(card.dataset.change) - 1);
}

function watch() {
  watcher?.disconnect();
  watcher = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => seen(entry.target)),
    { threshold: 0.6 },
  );
  for (const card of cards()) watcher.observe(card);
}

function tell() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || isDecided) return;
  const body = JSON.stringify({ seconds, changes: Number(page.dataset.changes), visited: [...visited] });
  seconds = 0;
  fetch(address, { method: "POST", body, keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {});
}

// What was refused may stand above what one sees: browsers come back to where one was.
const refused = document.querySelector("#decide :is([role=alert], .wrong)");
if (refused) {
  history.scrollRestoration = "manual";
  addEventListener("load", () => refused.scrollIntoView({ block: "center", behavior: "instant" }));
}

if (page) {
  document.documentElement.classList.add("has-script");
  watch();
  if (address) {
    setInterval(() => document.visibilityState === "visible" && (seconds += 1), 1000);
    setTimeout(tell, 1000);
    setInterval(tell, 15000);
    // Before anything can be decided: the record of the decision says how it was read.
    document.querySelector("#decide")?.addEventListener("focusin", () => seconds && tell());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  }
}
