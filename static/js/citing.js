/* Citing while writing: one dialog that finds or adds a source, its row in the form, the numbers, and the list beside. */
(() => {
  if (!window.articleAsking) return;
  const { form, groupOf, kept, field, add } = window.articleRows;
  const { all, show } = window.articleTexts;
  const { ask, searching, choice, chip, opened } = window.articleAsking;
  const group = groupOf("citations");
  const dialog = document.getElementById("citing");
  if (!group || !dialog) return;

  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const words = dialog.querySelector("#citing-words");
  const locator = dialog.querySelector("#citing-locator");
  const fresh = part("new-source");
  const address = dialog.dataset.sources;
  // Everything the page has heard of so far, by id.
  const sources = JSON.parse(document.getElementById("cited-sources").textContent);

  // --- The citations in the form, and how the text uses them

  const citations = () => kept(group)
    .map((row) => ({ row, key: field(row, "key").value.trim(), source: field(row, "source").value, locator: field(row, "locator").value }))
    .filter(({ key, source }) => key || source);

  /** Number the keys by first use, as the published page does; keys without a citation are unknown. */
  function numbering() {
    const known = new Set(citations().map(({ key }) => key).filter(Boolean));
    const numbers = new Map();
    const unknown = new Map();
    const uses = new Map();
    all().forEach((text) => text.root.querySelectorAll("sup[data-cite]").forEach((marker) => {
      const key = marker.getAttribute("data-cite");
      if (!known.has(key)) return unknown.set(key, unknown.get(key) || { text, marker });
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      uses.set(key, [...(uses.get(key) || []), { text, marker }]);
      return undefined;
    }));
    return { numbers, unknown, uses };
  }

  // A sheet of its own in each editor's frame and in the page: the numbers are seen and are no part of the text.
  const sheets = new WeakMap();
  function paint(view, rules) {
    if (!view) return;
    const { document: doc } = view;
    if (!sheets.has(doc)) {
      sheets.set(doc, new view.CSSStyleSheet());
      doc.adoptedStyleSheets = [...doc.adoptedStyleSheets, sheets.get(doc)];
    }
    if (sheets.get(doc).said === rules) return;
    sheets.get(doc).replaceSync(rules);
    sheets.get(doc).said = rules;
  }

  const labelOf = (id) => sources[id]?.label || "A source";
  const button = (name, action) => {
    const it = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: name });
    it.addEventListener("click", action);
    return it;
  };

  function refresh() {
    const { numbers, unknown, uses } = numbering();
    const rules = (place) => [...numbers].map(([key, number]) => `${place} sup[data-cite=${JSON.stringify(key)}]::after{content:"${number}"}`
      + `${place} sup[data-cite=${JSON.stringify(key)}]{background:light-dark(#e1eff3,#12343d);color:light-dark(#0b5d70,#74c7d8)}`).join("");
    paint(window, rules(".still"));
    all().forEach(({ editor }) => editor?.status === "ready" && paint(editor.document?.getWindow().$, rules("body")));

    const rows = citations();
    const unused = rows.filter(({ key }) => key && !numbers.has(key));
    group.querySelector("[data-count]").textContent = rows.length ? `${numbers.size} numbered${unused.length ? `, ${unused.length} not used` : ""}` : "";
    kept(group).forEach((row) => {
      const key = field(row, "key").value.trim();
      row.classList.toggle("is-unused", Boolean(key) && !numbers.has(key));
    });

    const list = document.querySelector("[data-references]");
    const byNumber = rows.filter(({ key }) => numbers.has(key)).sort((a, b) => numbers.get(a.key) - numbers.get(b.key));
    list.replaceChildren(...byNumber.map(reference(numbers, uses)), ...unused.map(reference(numbers, uses)));
    document.querySelector("[data-reference-count]").textContent = numbers.size || "";
    document.querySelector("[data-no-references]").hidden = rows.length > 0;
    document.querySelectorAll("[data-citation-warnings]").forEach((place) => warn(place, unused, unknown));
  }

  const reference = (numbers, uses) => ({ key, source, locator: where, row }) => {
    const item = document.createElement("li");
    const number = numbers.get(key);
    item.className = number ? "" : "unused";
    item.append(Object.assign(document.createElement("span"), { className: "no", textContent: number || "–" }));
    const body = document.createElement("div");
    const text = document.createElement("p");
    // Written by our own formatter, which escapes what a source holds.
    text.innerHTML = sources[source]?.html || "";
    if (!text.innerHTML) text.textContent = "No source is chosen yet.";
    text.querySelectorAll("a").forEach((link) => { link.target = "_blank"; link.rel = "noopener"; });
    if (where) text.append(` ${where}.`);
    const about = Object.assign(document.createElement("p"), { className: "meta" });
    const used = uses.get(key) || [];
    about.append(...(sources[source]?.status === "retracted" ? [chip("✕ Retracted", "bad")] : []));
    if (used.length) about.append(button(`In ${used[0].text.name}${used.length > 1 ? `, ${used.length} times` : ""}`, () => show(used[0].text, used[0].marker)));
    else about.append(chip("! Not used in the text", "warn"), button("Go to its row", () => field(row, "key").focus()));
    body.append(text, about);
    item.append(body);
    return item;
  };

  function warn(place, unused, unknown) {
    const lines = [...unknown].map(([key, { text, marker }]) => {
      const line = document.createElement("p");
      line.className = "warning";
      line.append(`The text cites “${key}”, which is not among the citations. `, button(`Show it in ${text.name}`, () => show(text, marker)));
      return line;
    });
    if (unused.length) {
      const line = document.createElement("p");
      line.className = "warning";
      const names = unused.map(({ key }) => `“${key}”`).join(", ");
      line.textContent = `${names} ${unused.length === 1 ? "is" : "are"} not used in the text, and readers will not see ${unused.length === 1 ? "it" : "them"}.`;
      lines.push(line);
    }
    const said = lines.map((line) => line.textContent).join();
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    place.replaceChildren(...lines);
  }

  // --- The dialog

  let editor = null;
  let found = [];
  let read = null;
  // What somebody chose stays chosen when the answer of the library comes in after it.
  let picked = null;
  part("found").addEventListener("change", (event) => { picked = event.target.value; });

  const citationOf = (id) => citations().find(({ source, locator: where }) => source === String(id) && where === locator.value.trim())
    || (locator.value.trim() ? null : citations().find(({ source }) => source === String(id)));

  function list() {
    const typed = words.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ key, source }) => typed.every((word) => `${key} ${sources[source]?.label} ${sources[source]?.html}`.toLowerCase().includes(word));
    const here = citations().filter(({ source }) => sources[source]).filter((it) => fits(it) || found.some(({ id }) => String(id) === it.source));
    const there = found.filter(({ id }) => !here.some(({ source }) => source === String(id)));
    const { numbers } = numbering();
    const items = [...new Map(here.map((it) => [it.source, it])).values()].map((it) => ({ source: sources[it.source], citation: it }))
      .concat(there.map((source) => ({ source, citation: null })));
    const allowed = items.filter(({ source }) => source.status !== "retracted");
    const chosen = allowed.find(({ source }) => String(source.id) === picked) || allowed[0];
    part("found").replaceChildren(...items.map((item) => {
      const { source, citation } = item;
      const isOff = source.status === "retracted";
      const number = citation && numbers.get(citation.key);
      const about = [chip(source.kind), isOff ? chip("✕ Retracted: cannot be cited", "bad") : chip(source.status_label, source.status === "current" ? "ok" : "")];
      if (citation) about.unshift(chip(number ? `Already [${number}] here` : "In the list, not used yet", "brand"));
      return choice({ name: "citing-source", value: source.id, isChecked: item === chosen, isOff, html: source.html, about });
    }));
    // Not disabled: Enter would do nothing, where it can lead on.
    part("insert").setAttribute("aria-disabled", String(!chosen));
    return items.length;
  }

  async function search(text, signal) {
    found = [];
    read = picked = null;
    list();
    const answer = await ask(address, { query: { q: text }, signal });
    if (!answer.sources) throw new Error("You may not look at the sources.");
    answer.sources.forEach((source) => { sources[source.id] = source; });
    found = answer.sources;
    read = answer.fields;
    const count = list();
    part("state").textContent = read && !count ? "This source is new here. Complete it to cite it."
      : count ? "" : "No source has these words. Paste its DOI, PMID, address or reference, or add it by hand.";
    offerNew(Boolean(read && !count));
  }

  /** Lead on to a new source: with what was read from the words, or with an empty form. */
  function offerNew(isRead) {
    part("new").textContent = isRead ? "Add it as a new source…" : "New source…";
    part("new").classList.toggle("default", isRead);
  }
  const { run, settled } = searching(words, search, (error) => { part("state").textContent = error.message || "No connection. Your text is safe; try again in a moment."; });

  function open(which) {
    editor = which;
    turn(false);
    words.value = "";
    locator.value = "";
    const { selected } = opened(dialog, editor);
    part("about").textContent = editor ? (selected ? `For: “${selected.slice(0, 160)}”` : "The marker goes where the cursor stands.") : "The source is added to the list; cite it in the text later.";
    part("insert").textContent = editor ? "Cite" : "Add to the list";
    part("state").textContent = "";
    offerNew(false);
    words.focus();
    run();
  }

  /** The other page of the dialog: the small form for a new source. */
  function turn(toNew) {
    part("find").hidden = toNew;
    fresh.hidden = !toNew;
    dialog.setAttribute("aria-label", toNew ? "A new source" : "Cite a source");
  }

  part("new").addEventListener("click", async () => {
    await settled();
    const text = words.value.trim();
    [...fresh.elements].forEach((it) => { if (it.name) it.value = read?.[it.name] ?? (it.name === "kind" ? "review" : ""); });
    if (!read) fresh.elements.title.value = text;
    faults({});
    turn(true);
    const next = [...fresh.elements].find((it) => it.name && it.name !== "kind" && !it.value);
    (fresh.elements.title.value ? next || fresh.elements.title : fresh.elements.title).focus();
    part("new-state").textContent = read ? "This is what could be read. Please check it and complete the rest." : "";
  });
  fresh.querySelector("[data-back]").addEventListener("click", () => { turn(false); words.focus(); });

  function faults(errors) {
    fresh.querySelectorAll(".fault").forEach((it) => it.remove());
    Object.entries(errors).forEach(([name, sentences]) => {
      const it = fresh.elements[name];
      const line = Object.assign(document.createElement("span"), { className: "fault", id: `fault-${name}`, textContent: sentences.join(" ") });
      if (it) { it.after(line); it.setAttribute("aria-describedby", line.id); }
      else part("new-state").textContent = sentences.join(" ");
    });
    fresh.querySelector(".fault")?.parentElement.querySelector("input, textarea, select").focus();
  }

  fresh.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { isFine, source, errors } = await ask(address, { body: new FormData(fresh) });
      if (!isFine) return faults(errors || { title: ["This could not be added."] });
      sources[source.id] = source;
      cite(source);
    } catch (error) {
      part("new-state").textContent = error.message;
    }
    return undefined;
  });

  part("find").addEventListener("submit", async (event) => {
    event.preventDefault();
    await settled();
    const chosen = dialog.querySelector("[data-found] input:checked");
    if (chosen) cite(sources[chosen.value]);
    else if (read) part("new").click();
  });

  /** Cite the source: its row in the form, made if need be, and the marker where the cursor stood. */
  function cite(source) {
    if (source.status === "retracted") {
      turn(false);
      part("state").textContent = "This source was retracted and cannot be cited.";
      return;
    }
    const citation = citationOf(source.id) || { key: row(source) };
    const target = editor;
    dialog.addEventListener("close", () => {
      if (target) mark(target, citation.key);
      refresh();
    }, { once: true });
    dialog.close();
  }

  function row(source) {
    const empty = kept(group).find((it) => !field(it, "key").value && !field(it, "source").value);
    const made = empty || add("citations");
    const key = freeKey(source.key);
    field(made, "key").value = key;
    field(made, "locator").value = locator.value.trim();
    const select = field(made, "source");
    select.append(new Option(source.label, source.id, true, true));
    django.jQuery(select).trigger("change");
    return key;
  }

  /** The key, or foley2013b, foley2013c if the article has it already. */
  function freeKey(stem) {
    const taken = new Set(kept(group).map((it) => field(it, "key").value).concat([...numbering().unknown.keys()]));
    const tries = [stem, ..."bcdefghijklmnopqrstuvwxyz".split("").map((letter) => stem + letter)];
    return tries.find((key) => !taken.has(key)) || `${stem}-${Date.now() % 100000}`;
  }

  function mark(target, key) {
    const range = target.getSelection()?.getRanges()[0] || target.createRange();
    if (!target.getSelection()?.getRanges().length) range.moveToElementEditEnd(target.editable());
    range.collapse(false);
    range.select();
    const marker = target.document.createElement("sup", { attributes: { class: "cite", "data-cite": key, contenteditable: "false" } });
    marker.setText(`[${key}]`);
    target.fire("saveSnapshot");
    target.insertElement(marker);
    // Go on writing after the marker, not in it.
    const after = target.createRange();
    after.setStartAfter(marker);
    after.collapse(true);
    after.select();
    target.fire("saveSnapshot");
  }

  group.querySelector("[data-open-citing]")?.addEventListener("click", () => open(null));
  django.jQuery(group).on("change select2:select", refresh);
  django.jQuery(group).on("select2:select", ({ params, target }) => {
    if (target.name.endsWith("-source") && !sources[params.data.id]) {
      sources[params.data.id] = { id: params.data.id, label: params.data.text, html: new Option(params.data.text).innerHTML, kind: "", status: "", status_label: "", key: "source" };
      refresh();
    }
  });
  document.addEventListener("texts:changed", refresh);
  form.addEventListener("rows:changed", refresh);
  window.articleCiting = { open };
})();
