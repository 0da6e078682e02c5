/* Nothing is lost: every change is kept in this browser at once and on the server within seconds, as a safety copy.
   A safety copy is never a version: only "Save draft" makes one. */
import { read } from "./form-state.js";
import { copiesHere, forgetHere, keepHere, newWindow, tidyHere } from "./browser-copies.js";
import { offer } from "./offers.js";

const box = document.getElementById("scratch");
const form = document.getElementById("article_form");
const { address, user, article } = box.dataset;
const named = form.elements.scratch_window;

const AFTER_A_CHANGE = 2000;
const AT_MOST = 5000;
const HERE_AFTER = 200;
const LARGEST_FAREWELL = 60000;

// A page that came back refused goes on under the name of the window that sent it; its words are not saved.
const wasRefused = Boolean(named.value);
if (!wasRefused) named.value = newWindow();
const [own, ...restoredBefore] = named.value.split(".");
const isLocked = !form.elements.title;

let opened = wasRefused ? "" : state();
let kept = "";
let keptHere = "";
let keptAt = null;
let sent = null;
let isLoggedOut = false;
let hasRoom = true;
let wasTouched = false;
let request = null;
const timers = { here: 0, server: 0, since: 0 };

function state() {
  return JSON.stringify(read(form));
}

const isUnsaved = () => !isLocked && state() !== opened;
const token = () => form.elements.csrfmiddlewaretoken.value;
const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

// --- What the save bar says

const bar = form.querySelector(".submit-row");
const status = bar?.querySelector(".saved") || document.createElement("span");
status.classList.add("saved");
status.setAttribute("role", "status");
if (bar && !status.isConnected) bar.prepend(status);

function say(sentence, look = "") {
  // Said again only when it changed: whoever hears the page is not interrupted every five seconds.
  if (status.textContent !== sentence) status.textContent = sentence;
  status.classList.toggle("is-kept", look === "kept");
  status.classList.toggle("is-lost", look === "lost");
}

// --- Keeping

function packed() {
  return { ...read(form), at: Date.now() };
}

function keepInBrowser() {
  clearTimeout(timers.here);
  timers.here = 0;
  const now = state();
  if (isLocked || sent || now === keptHere || (now === opened && !keptHere)) return;
  const copy = { fields: packed(), based_on: form.elements.based_on?.value || 0 };
  hasRoom = keepHere({ user, article, window: own }, copy);
  if (hasRoom) keptHere = now;
}

/** What to say when the server did not take it. */
const notSent = () => (hasRoom ? "your text is kept in this browser." : "and this browser has no room for a copy: do not close this page.");

async function keepOnServer() {
  clearTimeout(timers.server);
  timers.server = timers.since = 0;
  const [now, began] = [state(), Date.now()];
  if (isLocked || sent || isLoggedOut || request || now === kept || (now === opened && !kept)) return;
  const body = JSON.stringify({ window: own, based_on: form.elements.based_on?.value || 0, fields: packed() });
  request = new AbortController();
  try {
    let answer = await post(body);
    if (answer.status === 403 && (await freshToken())) answer = await post(body);
    if (answer.type === "opaqueredirect" || answer.status === 403) return loggedOut();
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      [kept, keptAt] = [now, said.at];
      say(`Not saved yet. A safety copy was kept at ${clock(keptAt)}.`, "kept");
      document.dispatchEvent(new CustomEvent("scratch:kept", { detail: began }));
    } else {
      if (answer.status === 413) kept = now;
      say(said.sentence || `The server could not keep a copy: ${notSent()}`, "lost");
    }
  } catch (failure) {
    if (failure.name !== "AbortError") say(`No connection: ${notSent()}`, "lost");
  } finally {
    request = null;
  }
  return undefined;
}

const post = (body) =>
  fetch(address, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    redirect: "manual",
    signal: request?.signal,
  });

/** Ask who we are by now; after a new log-in the form gets the new token, so that its save works. */
async function freshToken() {
  const answer = await fetch(address, { redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return null;
  const said = await answer.json();
  if (String(said.user) !== user) return null;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = said.token; });
  return said;
}

function touched() {
  const unsaved = isUnsaved();
  form.dataset.unsaved = unsaved ? "yes" : "no";
  if (!unsaved && !keptHere) return say("");
  if (unsaved && !keptAt && !isLoggedOut && !status.classList.contains("is-lost")) say("Not saved yet.");
  document.dispatchEvent(new CustomEvent("scratch:typed"));
  if (!timers.here) timers.here = setTimeout(keepInBrowser, HERE_AFTER);
  timers.since ||= Date.now();
  clearTimeout(timers.server);
  const left = Math.max(0, timers.since + AT_MOST - Date.now());
  timers.server = setTimeout(keepOnServer, Math.min(AFTER_A_CHANGE, left));
  return undefined;
}

// --- Logged out in mid-edit

const notice = document.createElement("div");
notice.setAttribute("role", "alert");
box.prepend(notice);

function loggedOut() {
  if (isLoggedOut) return;
  isLoggedOut = true;
  keepInBrowser();
  say(`You are logged out: ${notSent()}`, "lost");
  const link = document.createElement("a");
  Object.assign(link, { href: box.dataset.login, target: "_blank", rel: "noopener", className: "button", textContent: "Log in again" });
  const sentence = document.createElement("p");
  sentence.textContent = "You were logged out. Your text is kept in this browser and will be sent when you are back.";
  const hint = document.createElement("span");
  hint.className = "quiet";
  hint.textContent = "(in a new tab)";
  notice.className = "banner bad scratch-notice";
  notice.replaceChildren(sentence, link, hint);
}

async function tryAgain() {
  if (!isLoggedOut || !(await freshToken())) return !isLoggedOut;
  isLoggedOut = false;
  notice.className = "banner scratch-notice";
  notice.replaceChildren("You are logged in again. Nothing was lost.");
  say("Not saved yet.");
  await keepOnServer();
  return true;
}

// --- When

function watch() {
  const wake = () => touched();
  form.addEventListener("input", wake);
  form.addEventListener("change", wake);
  ["formset:added", "formset:removed"].forEach((name) => document.addEventListener(name, wake));
  const listen = (editor) => editor.on("change", wake);
  if (window.CKEDITOR) {
    Object.values(window.CKEDITOR.instances).forEach(listen);
    window.CKEDITOR.on("instanceCreated", ({ editor }) => listen(editor));
  }
  ["keydown", "pointerdown", "paste", "drop"].forEach((name) =>
    form.addEventListener(name, () => { wasTouched = true; }, { capture: true, passive: true }));
  // Whatever changes the form without saying so, and whatever could not be sent, is found here.
  setInterval(() => {
    if (isLoggedOut && !document.hidden) tryAgain();
    if (state() !== (keptHere || opened) || (keptHere && keptHere !== kept && !request && !timers.server)) touched();
  }, 3000);
  window.addEventListener("online", keepOnServer);
  window.addEventListener("focus", tryAgain);
  document.addEventListener("presence:logged-out", loggedOut);
  document.addEventListener("visibilitychange", () => {
    keepInBrowser();
    if (!document.hidden) tryAgain();
  });
}

/** Other scripts put the form in order when it opens; that is nobody's change. */
function settle() {
  const editors = Object.values(window.CKEDITOR?.instances || {});
  if (document.readyState !== "complete" || editors.some((editor) => editor.status !== "ready")) return setTimeout(settle, 100);
  if (!wasTouched && !wasRefused && !keptHere) opened = state();
  document.documentElement.dataset.scratch = "ready";
  if (wasRefused) touched();
  return offerCopies();
}

async function offerCopies() {
  tidyHere({ user });
  const said = await freshToken();
  if (!said) return;
  const here = copiesHere({ user, article }).filter((copy) => copy.window !== own && !restoredBefore.includes(copy.window));
  const there = said.copies.filter((copy) => copy.window !== own && !restoredBefore.includes(copy.window));
  const known = new Map(there.map((copy) => [copy.window, copy]));
  for (const copy of here) {
    const other = known.get(copy.window);
    if (!other || (other.fields.at || 0) <= copy.fields.at) known.set(copy.window, copy);
  }
  const copies = [...known.values()].sort((one, two) => (two.fields.at || 0) - (one.fields.at || 0));
  copies.forEach((copy) => offer(copy, { box, form, isLocked, forget, restored: takeOver }));
}

/** These words are in this form now: the save that keeps them lets go of that window's copy, too. */
function takeOver(window) {
  named.value += `.${window}`;
  touched();
}

/** Let go of another window's copy, in both places. */
function forget(window) {
  forgetHere({ user, window });
  return fetch(`${address}?window=${window}`, { method: "DELETE", headers: { "X-CSRFToken": token() }, redirect: "manual" }).catch(() => null);
}

window.addEventListener("beforeunload", (event) => {
  if (sent || !isUnsaved()) return;
  keepInBrowser();
  event.preventDefault();
});

window.addEventListener("pagehide", () => {
  if (isLocked) return;
  if (sent) {
    // What was typed while the save was under way is not in it.
    if (state() !== sent) keepHere({ user, article, window: newWindow() }, { fields: packed(), based_on: form.elements.based_on?.value || 0 });
    return;
  }
  keepInBrowser();
  const body = JSON.stringify({ window: own, based_on: form.elements.based_on?.value || 0, fields: packed() });
  if (isLoggedOut || !isUnsaved() || state() === kept || body.length > LARGEST_FAREWELL) return;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token() };
  fetch(address, { method: "POST", body, headers, keepalive: true, redirect: "manual" }).catch(() => null);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) sent = null; });

form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (isLoggedOut) {
    event.preventDefault();
    tryAgain().then((isBack) => (isBack ? form.requestSubmit(event.submitter) : notice.querySelector("a")?.focus()));
    return;
  }
  keepInBrowser();
  clearTimeout(timers.server);
  request?.abort();
  sent = state();
});

watch();
settle();
