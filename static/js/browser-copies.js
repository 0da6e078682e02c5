/* The second net: safety copies in this browser's own storage, one per window, for thirty days. */

const START = "scratch";
const KEPT_FOR = 30 * 24 * 3600 * 1000;

const keyOf = ({ user, article, window }) => [START, user, article, window].join(":");

/** A name for this window. Not randomUUID: a trial without https does not have it. */
export function newWindow() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keep `copy`; false if the browser has no room or allows no storage. */
export function keepHere(place, copy) {
  try {
    localStorage.setItem(keyOf(place), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

function entries() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(`${START}:`))
      .map((key) => {
        const [, user, article, window] = key.split(":");
        return { key, user, article, window, text: localStorage.getItem(key) };
      });
  } catch {
    return [];
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function copiesHere({ user, article }) {
  return entries()
    .filter((entry) => entry.user === user && entry.article === article)
    .map((entry) => ({ window: entry.window, ...parsed(entry.text) }))
    .filter((copy) => copy.fields?.values);
}

export function forgetHere({ user, window }) {
  entries().filter((entry) => entry.user === user && entry.window === window).forEach(({ key }) => localStorage.removeItem(key));
}

/** Let go of what was saved (the answer to a save says so in a cookie), and of what is older than thirty days. */
export function tidyHere({ user }) {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("saved_windows="));
  const saved = (cookie?.split("=")[1] || "").replace(/"/g, "").split(".").filter(Boolean);
  saved.forEach((window) => forgetHere({ user, window }));
  entries()
    .filter(({ text }) => !((parsed(text)?.fields?.at || 0) > Date.now() - KEPT_FOR))
    .forEach(({ key }) => localStorage.removeItem(key));
}
