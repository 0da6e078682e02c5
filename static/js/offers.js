/* On return: "You typed this at 10:42 and did not save it", with what to do about it. */
import { differences, placeOf, restore, shown } from "./form-state.js";

function when(copy) {
  const time = new Date(copy.fields.at || copy.at);
  const clock = time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  if (time.toDateString() === new Date().toDateString()) return `at ${clock}`;
  return `on ${time.toLocaleDateString([], { day: "numeric", month: "long" })} at ${clock}`;
}

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Offer a copy above the form, unless it says nothing that the form does not say. */
export function offer(copy, { box, form, isLocked, forget, restored }) {
  const found = isLocked ? null : differences(copy.fields, form);
  if (found && !found.length) return forget(copy.window);

  const newest = Number(form.elements.based_on?.value || 0);
  const isOlder = !isLocked && Number(copy.based_on) < newest;
  const sentence = make("p", {}, `You typed this ${when(copy)} and did not save it. `);
  if (isLocked) sentence.append("The text is locked now: look at what you typed, and restore it when you may write again.");
  if (isOlder) sentence.append(`Version ${newest} was saved since: restore it, and saving lets you choose part by part.`);

  const details = make("div", { className: "scratch-compare", hidden: true });
  const button = (label, action) => {
    const made = make("button", { type: "button", className: "button", textContent: label });
    made.addEventListener("click", () => action(made));
    return made;
  };
  const compare = button(isLocked ? "Look" : "Compare", () => {
    details.hidden = !details.hidden;
    compare.setAttribute("aria-expanded", String(!details.hidden));
    if (!details.hidden) details.replaceChildren(...sides(copy, form, isLocked));
  });
  compare.setAttribute("aria-expanded", "false");
  const discard = button("Discard", () => {
    if (!window.confirm(`Discard what you typed ${when(copy)}? It cannot be brought back.`)) return;
    forget(copy.window);
    banner.remove();
  });
  const back = button("Restore", async () => {
    back.disabled = true;
    const missed = await restore(copy.fields, form, copy.based_on);
    if (!missed.length) restored(copy.window);
    details.hidden = true;
    if (missed.length) {
      back.disabled = false;
      const places = missed.map((difference) => placeOf(difference, form)).join(", ");
      sentence.textContent = `Restored, but not everything could be put back: ${places}. The copy is kept; Compare shows it.`;
    } else {
      // Only when these words are kept under this window's name may the other copy go.
      const restoredAt = Date.now();
      const letGo = ({ detail }) => {
        if (detail < restoredAt) return;
        document.removeEventListener("scratch:kept", letGo);
        forget(copy.window);
      };
      document.addEventListener("scratch:kept", letGo);
      sentence.textContent = "Restored. Save the draft to keep it.";
      [back, compare, discard].forEach((made) => made.remove());
    }
    sentence.tabIndex = -1;
    sentence.focus();
  });
  const buttons = isLocked ? [compare, discard] : [back, compare, discard];
  const banner = make("div", { className: "banner warn scratch-offer" }, sentence, make("div", { className: "scratch-buttons" }, ...buttons), details);
  banner.setAttribute("role", "group");
  banner.setAttribute("aria-label", "Text that was not saved");
  box.append(banner);
  return undefined;
}

function sides(copy, form, isLocked) {
  if (isLocked) return everything(copy);
  const list = differences(copy.fields, form);
  if (!list.length) return [make("p", {}, "The form says the same by now.")];
  return list.flatMap((difference) => [
    make("h3", {}, placeOf(difference, form)),
    make("div", { className: "merge" },
      make("div", { className: "side" }, make("h4", {}, "What you typed"), make("div", { className: "read scratch-text" }, shown(difference, "copied", copy.fields))),
      make("div", { className: "side" }, make("h4", {}, "In the form now"), make("div", { className: "read scratch-text" }, shown(difference, "current", copy.fields)))),
  ]);
}

/** Without fields to compare with: everything that was typed, to read and to copy from. */
function everything(copy) {
  return Object.entries(copy.fields.values)
    .filter(([name, value]) => !/-(id|article|position|DELETE)$/.test(name) && value.join("").trim())
    .flatMap(([name, value]) => [
      make("h3", {}, name.replace(/[-_]+/g, " ")),
      make("div", { className: "read scratch-text" }, shown({ name, copied: value }, "copied", copy.fields)),
    ]);
}
