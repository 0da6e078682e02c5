/* Experts in the text: whose words the selected ones are, their row on the byline, and the list of who said what. */
(() => {
  if (!window.articleAsking) return;
  const { groupOf, kept, field, add } = window.articleRows;
  const { all, show } = window.articleTexts;
  const { ask, searching, choice, chip, opened } = window.articleAsking;
  const group = groupOf("bylines");
  const dialog = document.getElementById("quoting");
  if (!group || !dialog) return;

  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const words = dialog.querySelector("#quoting-words");
  const address = dialog.dataset.people;
  // Everybody the page has heard of so far, by stable id.
  const people = {};
  const know = (person) => { people[person.uid] = person; };
  Object.values(JSON.parse(document.getElementById("credited-people").textContent)).forEach(know);

  const credits = () => kept(group).map((row) => ({ row, id: field(row, "expert").value, role: field(row, "role").value })).filter(({ id }) => id);
  const onByline = () => Object.values(people).filter(({ id }) => credits().some((it) => it.id === String(id)));

  // --- The dialog

  let editor = null;
  let selected = "";
  let found = [];
  // Whom somebody chose stays chosen when the answer comes in after it.
  let picked = null;
  part("found").addEventListener("change", (event) => { picked = event.target.value; });

  function list() {
    const typed = words.value.trim().toLowerCase();
    const here = onByline().filter(({ name }) => name.toLowerCase().includes(typed));
    const there = found.filter(({ uid }) => !here.some((person) => person.uid === uid));
    const items = [...here, ...there];
    const chosen = items.find(({ uid }) => uid === picked) || items[0];
    part("found").replaceChildren(...items.map((person) => {
      const roles = credits().filter(({ id }) => id === String(person.id)).map(({ row }) => field(row, "role").selectedOptions[0].textContent);
      const about = [...roles.map((role) => chip(role, "brand")), ...(person.is_verified ? [] : [chip("Not checked yet", "warn")])];
      if (person.title) about.unshift(person.title);
      return choice({ name: "quoting-person", value: person.uid, isChecked: person === chosen, html: document.createTextNode(person.name), about });
    }));
    // Not disabled: Enter would do nothing, where it can lead on.
    part("insert").setAttribute("aria-disabled", String(!items.length));
    part("new").disabled = !words.value.trim();
    part("new").textContent = words.value.trim() ? `Add “${words.value.trim().slice(0, 40)}” as a new person` : "Add a new person";
    return items.length;
  }

  async function search(text, signal) {
    found = [];
    picked = null;
    list();
    const answer = await ask(address, { query: { q: text }, signal });
    found = answer.people || [];
    found.forEach(know);
    part("state").textContent = list() ? "" : "Nobody here has this name yet. You can add them by name; an editor checks who they are.";
  }
  const failed = (error) => { part("state").textContent = error.message; };
  const { run, settled } = searching(words, search, failed);

  function open(which) {
    editor = which;
    words.value = "";
    part("state").textContent = "";
    ({ selected } = opened(dialog, editor));
    part("about").textContent = selected ? `“${selected.slice(0, 160)}”` : "No words are selected: the whole paragraph is meant.";
    words.focus();
    run();
  }

  part("new").addEventListener("click", async () => {
    try {
      const { isFine, person, errors } = await ask(address, { body: { name: words.value } });
      if (!isFine) throw new Error(errors?.name?.join(" ") || "This person could not be added.");
      know(person);
      quote(person);
    } catch (error) {
      failed(error);
    }
  });

  part("find").addEventListener("submit", async (event) => {
    event.preventDefault();
    await settled();
    const chosen = dialog.querySelector("[data-found] input:checked");
    if (chosen) quote(people[chosen.value]);
  });

  /** Tie the words to the person, who is on the byline as quoted from now on. */
  function quote(person) {
    const kind = dialog.querySelector("[name=quoting-kind]:checked").value;
    const target = editor;
    credit(person);
    dialog.addEventListener("close", () => {
      target.fire("saveSnapshot");
      if (kind === "set-off") setOff(target, person.uid);
      else markWords(target, kind, person.uid);
      target.fire("saveSnapshot");
      refresh();
    }, { once: true });
    dialog.close();
  }

  function credit(person) {
    const has = credits().some(({ id, role }) => id === String(person.id) && ["quoted", "author"].includes(role));
    if (has) return;
    const row = kept(group).find((it) => !field(it, "expert").value) || add("bylines");
    field(row, "role").value = "quoted";
    const select = field(row, "expert");
    const option = new Option(person.name, person.id, true, true);
    option.dataset.uid = person.uid;
    select.append(option);
    django.jQuery(select).trigger("change");
  }

  function setOff(target, uid) {
    if (!target.elementPath().contains("blockquote")) target.execCommand("blockquote");
    target.elementPath().contains("blockquote")?.setAttribute("data-expert", uid);
  }

  function markWords(target, kind, uid) {
    const range = target.getSelection().getRanges()[0];
    if (range?.collapsed) {
      const block = target.elementPath().block;
      if (block) target.getSelection().selectElement(block);
    }
    target.applyStyle(new window.CKEDITOR.style({ element: "span", attributes: { class: kind, "data-expert": uid } }));
  }

  // --- Who said what

  function refresh() {
    const said = new Map();
    all().forEach((text) => text.root.querySelectorAll("[data-expert]").forEach((element) => {
      const uid = element.getAttribute("data-expert");
      said.set(uid, [...(said.get(uid) || []), { text, element }]);
    }));
    document.querySelector("[data-quote-count]").textContent = said.size || "";
    document.querySelector("[data-no-quotes]").hidden = said.size > 0;
    document.querySelector("[data-quoted]").replaceChildren(...[...said].map(([uid, quotes]) => {
      const person = people[uid];
      const block = document.createElement("div");
      block.className = "person";
      const name = Object.assign(document.createElement("h3"), { textContent: person?.name || "Somebody not on the byline" });
      const isCredited = credits().some(({ id }) => id === String(person?.id));
      if (!isCredited) name.append(" ", chip("! Becomes quoted when you save", "warn"));
      const list = document.createElement("ul");
      list.append(...quotes.map(({ text, element }) => {
        const item = document.createElement("li");
        const jump = Object.assign(document.createElement("button"), { type: "button", className: "plain" });
        const all = element.textContent.trim().replace(/\s+/g, " ");
        const bare = all.replace(/^[“"]|[”"]$/g, "");
        const short = bare.length > 90 ? `${bare.slice(0, 89)}…` : bare;
        jump.textContent = element.matches(".paraphrase") ? short : `“${short}”`;
        jump.addEventListener("click", () => show(text, element));
        const place = element.matches("blockquote") ? "set off" : element.matches(".paraphrase") ? "paraphrase" : "quote";
        item.append(jump, Object.assign(document.createElement("span"), { className: "meta", textContent: ` ${place}, ${text.name}` }));
        return item;
      }));
      block.append(name, list);
      return block;
    }));
  }

  django.jQuery(group).on("select2:select", ({ params, target }) => {
    const { data } = params;
    if (target.name.endsWith("-expert") && data.uid && !people[data.uid]) know({ id: data.id, uid: data.uid, name: data.text, title: "", is_verified: true });
    refresh();
  });
  document.addEventListener("texts:changed", refresh);
  window.articleQuoting = { open };
})();
