/* Rows of a form: add, move, delete and take back.

   No row is ever renumbered and none leaves the page: the names of its fields say which stored row it is. A moved row
   only gets another position; a deleted one is ticked for deletion, and can be taken back until the form is saved. */
(() => {
  const form = document.querySelector("[data-rows]")?.closest("form");
  if (!form) return;
  document.documentElement.classList.add("scripted");

  const groups = [...form.querySelectorAll("[data-rows]")];
  const groupOf = (prefix) => groups.find((group) => group.dataset.rows === prefix);
  const listOf = (group) => group.querySelector("[data-list]") || group;
  const all = (group) => [...group.querySelectorAll("[data-row]")].filter((row) => !row.matches(".empty-form"));
  const kept = (group) => all(group).filter((row) => !row.matches(".is-gone"));
  const field = (row, name) => form.elements[`${row.id}-${name}`];
  const box = (row) => field(row, "DELETE");

  /** Say something to people who do not see the page change. */
  const voice = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  voice.setAttribute("role", "status");
  form.append(voice);
  const say = (sentence) => { voice.textContent = sentence; };

  const changed = (group) => group.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));

  function number(group) {
    kept(group).forEach((row, at) => {
      const position = field(row, "position");
      if (position) position.value = at + 1;
    });
    form.dispatchEvent(new Event("change", { bubbles: true }));
    show(group);
  }

  function show(group) {
    const rows = kept(group);
    rows.forEach((row, at) => {
      const sign = row.querySelector("[data-ord]");
      if (sign) sign.textContent = at + 1;
      const [up, down] = row.querySelectorAll("[data-move]");
      if (up) up.disabled = at === 0;
      if (down) down.disabled = at === rows.length - 1;
    });
    const count = group.querySelector("[data-count]");
    if (count && group.dataset.rows !== "citations") count.textContent = rows.length || "";
    changed(group);
  }

  /** Run `move` with the row's editors taken out: an editor's frame loses its text when it is moved. */
  async function around(row, move) {
    const fields = [...row.querySelectorAll("textarea[data-type=ckeditortype]")];
    const editors = fields.map((it) => window.CKEDITOR?.instances[it.id]).filter(Boolean);
    await Promise.all(editors.map(whenReady));
    editors.forEach((editor) => editor.destroy());
    move();
    const again = editors.map((editor) => {
      const { config } = document.getElementById(editor.name).dataset;
      return window.CKEDITOR.replace(editor.name, JSON.parse(config));
    });
    await Promise.all(again.map(whenReady));
  }

  const whenReady = (editor) =>
    editor.status === "ready" ? Promise.resolve() : new Promise((done) => editor.once("instanceReady", () => done()));

  // One move after another: a second click must not meet a half-built editor.
  let last = Promise.resolve();
  const inTurn = (work) => { last = last.then(work, work); return last; };

  const nameOf = (row) => row.querySelector("[data-title]")?.textContent || `This ${row.closest("[data-rows]").dataset.noun}`;

  /** Move by one. The neighbour is what moves in the page, so that the pressed button keeps the focus. */
  const step = (row, by) => inTurn(async () => {
    const group = row.closest("[data-rows]");
    const rows = kept(group);
    const neighbour = rows[rows.indexOf(row) + by];
    if (!neighbour) return;
    await around(neighbour, () => (by < 0 ? row.after(neighbour) : row.before(neighbour)));
    number(group);
    row.scrollIntoView({ block: "nearest" });
    say(`${nameOf(row)} is now number ${kept(group).indexOf(row) + 1} of ${kept(group).length}.`);
  });

  /** Move the row before another one, or to the end. */
  const place = (row, before) => inTurn(async () => {
    if (row === before || row.nextElementSibling === before) return;
    const group = row.closest("[data-rows]");
    await around(row, () => listOf(group).insertBefore(row, before || group.querySelector(".empty-form")));
    number(group);
    say(`${nameOf(row)} is now number ${kept(group).indexOf(row) + 1} of ${kept(group).length}.`);
  });

  /** Add an empty row before another one, or at the end, and return it. */
  function add(prefix, before = null) {
    const group = groupOf(prefix);
    const empty = group.querySelector(".empty-form");
    const total = form.elements[`${prefix}-TOTAL_FORMS`];
    const holder = document.createElement(empty.tagName === "TR" ? "tbody" : "div");
    holder.innerHTML = empty.outerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    row.id = `${prefix}-${total.value}`;
    row.classList.remove("empty-form");
    listOf(group).insertBefore(row, before || empty);
    total.value = Number(total.value) + 1;
    number(group);
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }));
    return row;
  }

  function drop(row, isGone) {
    const group = row.closest("[data-rows]");
    const name = nameOf(row);
    row.classList.toggle("is-gone", isGone);
    if (box(row)) box(row).checked = isGone;
    row.querySelector("[data-gone]").hidden = !isGone;
    number(group);
    if (isGone) row.querySelector("[data-take-back]").focus();
    else row.querySelector("[data-delete]").focus();
    say(isGone ? `${name} will be deleted when you save.` : `${name} is back.`);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button?.closest("[data-row]");
    if (!button) return;
    if (button.matches("[data-move]")) step(row, Number(button.dataset.move));
    if (button.matches("[data-delete]")) drop(row, true);
    if (button.matches("[data-take-back]")) drop(row, false);
    if (button.matches("[data-add], [data-add-after]")) {
      const before = row ? row.nextElementSibling : null;
      begin(add(button.closest("[data-rows]").dataset.rows, before));
    }
  });

  const begin = (row) => {
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("input:not([type=hidden], [type=checkbox], [name$=position]), .select2-selection")?.focus();
  };

  form.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const row = event.target.closest?.("[data-row]");
    if (!event.altKey || !by || !row) return;
    event.preventDefault();
    const { activeElement } = document;
    step(row, by).then(() => activeElement.focus());
  });

  const save = () => form.requestSubmit(form.querySelector("[name=_save]"));
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.altKey) return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) save();
  });
  window.CKEDITOR?.on("instanceCreated", ({ editor }) => {
    editor.on("pluginsLoaded", () => {
      editor.addCommand("saveForm", { exec: save, readOnly: 1, canUndo: false });
      editor.setKeystroke(window.CKEDITOR.CTRL + 83, "saveForm");
      [[38, -1], [40, 1]].forEach(([key, by]) => {
        const exec = () => {
          const row = editor.element.$.closest("[data-row]");
          if (row) step(row, by).then(() => window.CKEDITOR.instances[editor.name]?.focus());
        };
        editor.addCommand(`move${by}`, { exec, canUndo: false });
        editor.setKeystroke(window.CKEDITOR.ALT + key, `move${by}`);
      });
    });
  });

  window.articleRows = { form, groups, groupOf, all, kept, field, add, place, step, say, changed };
  groups.forEach(show);
})();
