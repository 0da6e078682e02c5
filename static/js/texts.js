/* The article's texts as they stand in the form, in reading order: what the panels count, number and list. */
(() => {
  if (!window.articleRows) return;
  const { form, groupOf, kept } = window.articleRows;
  const BLOCKS = /<\/?(?:p|li|ul|ol|h3|h4|table|caption|tr|td|th|br|blockquote)\b[^>]*>/gi;
  const parser = new DOMParser();

  /** One text: its field's id, its name for people, and the root of its words. */
  function text(id, name, row = null) {
    const editor = window.CKEDITOR?.instances[id];
    const live = editor?.status === "ready" && editor.mode === "wysiwyg" && editor.editable()?.$;
    const root = live || parser.parseFromString(document.getElementById(id)?.value || "", "text/html").body;
    return { id, name, row, root, editor };
  }

  /** All texts as readers meet them; deleted sections are none. */
  function all() {
    const group = groupOf("sections");
    const sections = (group ? kept(group) : []).map((row) => text(`id_${row.id}-body`, titleOf(row), row));
    return [text("id_lede", "Lede"), ...sections, text("id_emergency", "When to get help now")]
      .filter(({ id }) => document.getElementById(id));
  }

  const titleOf = (row) => {
    const value = (name) => form.elements[`${row.id}-${name}`]?.value.trim();
    return value("heading") || value("nav_label") || "New section";
  };

  const words = (root) => {
    const bare = root.innerHTML.replace(/<sup\b[^>]*data-cite[\s\S]*?<\/sup>/gi, "").replace(BLOCKS, " ");
    return (bare.replace(/<[^>]+>|\u200b/g, "").replace(/&nbsp;/g, " ").match(/[^\s]*[\p{L}\p{N}][^\s]*/gu) || []).length;
  };

  /** Show an element of a text: open its card, focus its editor, select it. */
  async function show({ row, id, root }, element) {
    row?.dispatchEvent(new CustomEvent("card:open"));
    document.getElementById(`at_${id}`)?.scrollIntoView({ block: "center" });
    const editor = await window.richTexts?.ready(id);
    if (!editor) return;
    editor.focus();
    const there = alike(element, root, editor.editable().$);
    if (!there) return;
    const node = new window.CKEDITOR.dom.element(there);
    editor.getSelection().selectElement(node);
    node.scrollIntoView();
  }

  /** The marker or quote `element` of `root` where it stands in the editor, which may have started after `root` was read. */
  function alike(element, root, live) {
    if (live.contains(element)) return element;
    const name = element.hasAttribute("data-cite") ? "data-cite" : "data-expert";
    const same = `[${name}=${JSON.stringify(element.getAttribute(name))}]`;
    return live.querySelectorAll(same)[[...root.querySelectorAll(same)].indexOf(element)];
  }

  // Soon after the last key, not at each.
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => document.dispatchEvent(new CustomEvent("texts:changed")), 150);
  };
  window.CKEDITOR?.on("instanceReady", ({ editor }) => {
    editor.on("change", soon);
    soon();
  });
  form.addEventListener("input", soon);
  form.addEventListener("rows:changed", soon);
  // When everybody listens.
  document.addEventListener("DOMContentLoaded", soon);

  window.articleTexts = { all, words, titleOf, show };
})();
