/* The article's form as data: read it, compare it with a copy, put a copy back. Knows the rows of formsets and the
   rich-text editors; knows nothing of servers. */

const NOT_TYPED = /^(csrfmiddlewaretoken|scratch_window|based_on|merge-.*|merged_with|_.*|.*__prefix__.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;
const BOOKKEEPING = new Set(["id", "article", "position", "DELETE"]);

const editorOf = (field) => window.CKEDITOR?.instances[field.id];
const texts = new Map();

/** What an editor holds. Asked often, so the costly answer is kept until what is on the screen changes. */
function richText(editor) {
  const seen = editor.getSnapshot();
  if (texts.get(editor.name)?.seen !== seen) texts.set(editor.name, { seen, data: editor.getData() });
  return texts.get(editor.name).data;
}

function valuesOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((option) => option.value).filter(Boolean);
  const editor = editorOf(field);
  return [editor?.status === "ready" ? richText(editor) : field.value];
}

const isTyped = (field) =>
  field.name && !NOT_TYPED.test(field.name) && !["submit", "button", "file", "image", "fieldset"].includes(field.type);
const typedFields = (form) => [...form.elements].filter(isTyped);

/** { values: { name: [as typed] }, labels: { name: { value: what the chooser showed } } } */
export function read(form) {
  const values = {};
  const labels = {};
  for (const field of typedFields(form)) {
    values[field.name] = [...(values[field.name] || []), ...valuesOf(field)];
    if (field.tagName !== "SELECT") continue;
    for (const { value, textContent, dataset } of field.selectedOptions) {
      if (value) (labels[field.name] ||= {})[value] = { text: textContent, uid: dataset.uid || "" };
    }
  }
  return { values, labels };
}

const prefixesOf = (form) =>
  [...form.querySelectorAll("[name$='-TOTAL_FORMS']")].map((field) => field.name.replace(/-TOTAL_FORMS$/, ""));

/** The values apart: the article's own fields, and the rows of each formset with their ids. */
function parted(values, prefixes) {
  const own = {};
  const rows = {};
  for (const [name, value] of Object.entries(values)) {
    const prefix = prefixes.find((start) => name.startsWith(`${start}-`) && /^\d/.test(name.slice(start.length + 1)));
    if (!prefix) {
      own[name] = value;
      continue;
    }
    const [, index, field] = /^(\d+)-(.+)$/.exec(name.slice(prefix.length + 1)) || [];
    if (!field) continue;
    const group = (rows[prefix] ||= new Map());
    if (!group.has(index)) group.set(index, { index: Number(index), prefix, id: "", fields: {} });
    if (field === "id") group.get(index).id = value[0] || "";
    else group.get(index).fields[field] = value;
  }
  return { own, rows: Object.values(rows).flatMap((group) => [...group.values()]) };
}

const plain = (value) => (value || []).map((text) => text.replace(/\r\n?/g, "\n").trim()).join("\n");
const isEmpty = ({ fields }) => Object.entries(fields).every(([name, value]) => BOOKKEEPING.has(name) || name === "role" || !plain(value));
const wordsOf = ({ fields }) => JSON.stringify(Object.keys(fields).filter((name) => !BOOKKEEPING.has(name)).sort().map((name) => plain(fields[name])));
const isDeleted = ({ fields }) => Boolean(plain(fields.DELETE));

/** The rows of a formset in their order, each by its id or, when it is new, by its words. */
function ordered(rows, prefix) {
  const place = ({ fields }) => (plain(fields.position) === "" ? Infinity : Number(fields.position[0]));
  return rows.filter((row) => row.prefix === prefix && !isDeleted(row) && !isEmpty(row))
    .sort((one, two) => place(one) - place(two) || one.index - two.index);
}
const byIdOrWords = (row) => (other) => (row.id && other.id ? row.id === other.id : wordsOf(row) === wordsOf(other));

/** Every place where `copy` says something else than the form: a field ({ name, copied, current }), a row that is not
    there ({ row }), or another order of rows ({ order, copied, current }). */
export function differences(copy, form) {
  const prefixes = prefixesOf(form);
  const [was, now] = [parted(copy.values, prefixes), parted(read(form).values, prefixes)];
  const found = [];
  for (const [name, value] of Object.entries(was.own)) {
    if (form.elements[name] && plain(value) !== plain(now.own[name])) found.push({ name, copied: value, current: now.own[name] || [] });
  }
  for (const row of was.rows) {
    const same = row.id && now.rows.find((other) => other.prefix === row.prefix && other.id === row.id);
    if (!same) {
      const isThere = now.rows.some((other) => other.prefix === row.prefix && wordsOf(other) === wordsOf(row));
      if (!isEmpty(row) && !isDeleted(row) && !isThere) found.push({ row });
      continue;
    }
    for (const [field, value] of Object.entries(row.fields)) {
      if (field === "article" || field === "position" || plain(value) === plain(same.fields[field])) continue;
      found.push({ name: `${same.prefix}-${same.index}-${field}`, copied: value, current: same.fields[field] || [] });
    }
  }
  for (const prefix of prefixes) {
    const [wanted, there] = [ordered(was.rows, prefix), ordered(now.rows, prefix)];
    const both = wanted.filter((row) => there.some(byIdOrWords(row)));
    const foundThere = there.filter((row) => wanted.some(byIdOrWords(row)));
    const differs = both.some((row, at) => !foundThere[at] || !byIdOrWords(row)(foundThere[at]));
    if (differs) found.push({ order: prefix, copied: both.map((row) => titleOf(row.fields)), current: foundThere.map((row) => titleOf(row.fields)), rows: both });
  }
  return found;
}

async function write(field, value, labels = {}) {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = value.includes(field.value);
  } else if (field.tagName === "SELECT") {
    for (const chosen of value) {
      if ([...field.options].some((option) => option.value === chosen)) continue;
      const option = new Option(labels[chosen]?.text || chosen, chosen);
      if (labels[chosen]?.uid) option.dataset.uid = labels[chosen].uid;
      field.add(option);
    }
    for (const option of field.options) option.selected = value.includes(option.value);
    if (!value.length && !field.multiple) field.value = "";
  } else {
    field.value = value[0] || "";
    if (field.dataset.type === "ckeditortype") await writeRichText(field);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

async function writeRichText(field) {
  const html = field.value;
  const editor = await window.richTexts?.ready(field.id);
  if (editor) await new Promise((done) => editor.setData(html, { callback: done }));
  texts.delete(field.id);
}

async function writeAll(form, name, value, labels) {
  const fields = form.elements[name];
  if (!fields) return;
  const list = fields instanceof RadioNodeList ? [...fields] : [fields];
  for (const field of list) await write(field, value, labels[name]);
}

/** Add a row to a formset as a person would, and return its number. */
function addRow(form, prefix) {
  const total = form.elements[`${prefix}-TOTAL_FORMS`];
  const before = Number(total.value);
  if (window.articleRows) window.articleRows.add(prefix);
  else form.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
  return Number(total.value) > before ? before : null;
}

/** Delete a row, or take it back, as a person would: the page shows which rows will go. */
function setDeleted(form, name, isGone) {
  const box = form.elements[name];
  if (!box || box.checked === isGone) return;
  const row = document.getElementById(name.replace(/-DELETE$/, ""));
  const button = row?.querySelector(isGone ? "[data-delete]" : "[data-take-back]");
  if (button) button.click();
  else box.checked = isGone;
}

async function putInOrder(form, { order, rows }) {
  const there = ordered(parted(read(form).values, prefixesOf(form)).rows, order);
  for (const [at, row] of rows.entries()) {
    const { index } = there.find(byIdOrWords(row));
    const card = document.getElementById(`${order}-${index}`);
    if (window.articleRows && card) await window.articleRows.place(card, null);
    else await writeAll(form, `${order}-${index}-position`, [String(at + 1)], {});
  }
}

async function addBack(copy, form, row) {
  const index = addRow(form, row.prefix);
  if (index === null) return;
  for (const [field, value] of Object.entries(row.fields)) {
    if (["article", "DELETE", "position"].includes(field)) continue;
    const name = `${row.prefix}-${index}-${field}`;
    await writeAll(form, name, value, { [name]: copy.labels?.[`${row.prefix}-${row.index}-${field}`] });
  }
}

/** Put `copy` into the form: fields, rich text, changed, added and removed rows. Returns what could not be put back. */
export async function restore(copy, form, basedOn) {
  for (const { name, copied, row } of differences(copy, form)) {
    if (row) await addBack(copy, form, row);
    else if (name?.endsWith("-DELETE")) setDeleted(form, name, Boolean(plain(copied)));
    else if (name) await writeAll(form, name, copied, copy.labels || {});
  }
  // Last: rows that were added back have their place, too.
  for (const difference of differences(copy, form)) if (difference.order) await putInOrder(form, difference);
  // An older text stays an older text: saving it meets what others saved since, part by part.
  const base = form.elements.based_on;
  if (base && Number(basedOn) < Number(base.value || 0)) base.value = basedOn;
  return differences(copy, form);
}

/** A place by the words that stand beside it: "Section “Overview”: Text". */
export function placeOf(difference, form) {
  const { name, row, order } = difference;
  const prefix = row?.prefix || order || prefixesOf(form).find((start) => name.startsWith(`${start}-`));
  const noun = prefix && document.querySelector(`#${CSS.escape(prefix)}-heading`)?.textContent.trim().replace(/\s+\d*$/, "");
  if (row) return `${noun || "Row"}: ${titleOf(row.fields)}`;
  if (order) return `${noun || "Rows"}: order`;
  const field = form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent.trim().replace(/:$/, "");
  const own = name.endsWith("-DELETE") ? "Removed" : label || name.split("-").pop().replace(/_/g, " ");
  if (!prefix) return own;
  const index = name.slice(prefix.length + 1).split("-")[0];
  const sibling = (part) => form.elements[`${prefix}-${index}-${part}`]?.value;
  return `${noun || prefix} “${sibling("nav_label") || sibling("heading") || sibling("key") || Number(index) + 1}”: ${own}`;
}

const titleOf = (fields) => plain(fields.nav_label) || plain(fields.heading) || plain(fields.key) || "a new row";

/** The words of a value, for reading: rich text without its tags, a choice by what it was called. */
export function shown(difference, which, copy) {
  const { name, row, order } = difference;
  if (order) return difference[which].map((title, at) => `${at + 1}. ${title}`).join("\n");
  if (row) {
    if (which === "current") return "Not there.";
    return Object.entries(row.fields).filter(([field]) => !BOOKKEEPING.has(field))
      .map(([field, value]) => readable(value, copy.labels?.[`${row.prefix}-${row.index}-${field}`])).filter(Boolean).join("\n\n");
  }
  const value = difference[which];
  if (name.endsWith("-DELETE")) return plain(value) ? "Removed." : "Not removed.";
  const option = (chosen) => document.querySelector(`[name="${CSS.escape(name)}"] option[value="${CSS.escape(chosen)}"]`);
  const labels = Object.fromEntries(value.map((chosen) => [chosen, { text: option(chosen)?.textContent }]));
  return readable(value, copy.labels?.[name] || labels) || "Empty.";
}

function readable(value, labels = {}) {
  return value.map((text) => {
    if (labels?.[text]?.text) return labels[text].text;
    if (!/^\s*<[a-z]/i.test(text)) return text;
    // Parsed apart from the page: nothing in it is loaded or run.
    const parsed = new DOMParser().parseFromString(text.replace(/<\/(p|li|h3|h4|tr|blockquote)>|<br>/gi, "$&\n"), "text/html");
    return parsed.body.textContent.trim();
  }).join("\n");
}
