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
  function show({ editor, row, id }, element) {
    row?.dispatchEvent(new CustomEvent("card:open"));
    document.getElementById(`at_${id}`)?.scrollIntoView({ block: "center" });
    if (editor?.status !== "ready") return;
    editor.focus();
    const node = new window.CKEDITOR.dom.element(element);
    editor.getSelection().selectElement(node);
    node.scrollIntoView();
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
  soon();

  window.articleTexts = { all, words, titleOf, show };
})();
