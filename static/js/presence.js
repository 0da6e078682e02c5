/* "Ana is editing this, since 10:38": asks every ten seconds, while the tab can be seen. No lock, no noise. */

const line = document.getElementById("presence");
const form = document.getElementById("article_form");
const EVERY = 10000;
let timer = 0;
let wasWriting = false;

const isWriting = () => form?.dataset.unsaved === "yes";
const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function show(here) {
  const sentences = here.map(({ name, writing, since }) => `${name} is ${writing ? "editing" : "reading"} this, since ${clock(since)}`);
  // Written only when it changed, so that it is said once.
  const text = sentences.join(". ");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("is-writing", here.some(({ writing }) => writing));
}

async function ask() {
  clearTimeout(timer);
  if (document.hidden) return;
  wasWriting = isWriting();
  const body = new URLSearchParams({ pass: line.dataset.pass, writing: wasWriting ? "yes" : "no" });
  const headers = { "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(line.dataset.address, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") document.dispatchEvent(new CustomEvent("presence:logged-out"));
  if (answer?.ok) show((await answer.json()).here);
  else show([]);
  clearTimeout(timer);
  timer = setTimeout(ask, EVERY);
}

document.addEventListener("visibilitychange", ask);
// The others learn at once that somebody began to write.
document.addEventListener("scratch:typed", () => { if (isWriting() !== wasWriting) ask(); });
ask();
