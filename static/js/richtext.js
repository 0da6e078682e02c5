/* The editor over each rich-text field: when it starts, how it writes, and that a text nobody touched is sent as it came.

   An editor is heavy, and a long article has many. Each starts when its text comes near the window or is asked for;
   until then the text is shown still, and the field holds what is sent. */
(() => {
  if (!window.CKEDITOR?.env.isCompatible) return;

  const FIELDS = "textarea[data-type=ckeditortype]:not([id*=__prefix__])";
  const NEAR = "400px 0px";
  const stills = new Map();

  /** The editor of the field `id`, started if need be, as soon as one can write in it. */
  function ready(id) {
    const field = document.getElementById(id);
    if (!field?.matches(FIELDS)) return Promise.resolve(null);
    const editor = CKEDITOR.instances[id] || start(field);
    if (editor.status === "ready") return Promise.resolve(editor);
    return new Promise((done) => { editor.once("instanceReady", () => done(editor)); });
  }

  function start(field) {
    const still = stills.get(field);
    JSON.parse(field.dataset.externalPluginResources).forEach((plugin) => CKEDITOR.plugins.addExternal(...plugin));
    const editor = CKEDITOR.replace(field.id, JSON.parse(field.dataset.config));
    if (still) {
      stills.delete(field);
      nearby.unobserve(still);
      // Not before the editor takes its place: the page would jump.
      editor.once("uiReady", () => still.remove());
    }
    return editor;
  }

  const nearby = new IntersectionObserver((seen) => {
    seen.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => ready(target.dataset.of));
  }, { rootMargin: NEAR });

  /** Show the words of a field, and lead whoever goes there into its editor. */
  function showStill(field) {
    const still = document.createElement("div");
    still.className = "still read";
    still.dataset.of = field.id;
    still.tabIndex = 0;
    still.setAttribute("role", "textbox");
    still.setAttribute("aria-multiline", "true");
    still.setAttribute("aria-label", field.labels[0]?.textContent.replace(/:\s*$/, "") || "Text");
    // Sanitised by the server, which wrote it into the field.
    still.innerHTML = field.value;
    still.querySelectorAll("a").forEach((link) => { link.tabIndex = -1; });
    still.addEventListener("click", (event) => event.preventDefault());
    still.addEventListener("focus", () => ready(field.id).then((editor) => {
      // Unless they went on meanwhile.
      if (document.activeElement === document.body) editor.focus();
    }));
    field.hidden = true;
    field.before(still);
    stills.set(field, still);
    nearby.observe(still);
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(FIELDS).forEach(showStill));
  document.addEventListener("formset:added", ({ target }) => target.querySelectorAll(FIELDS).forEach(({ id }) => ready(id)));

  // A new table begins with a header row: without one, nobody who hears the table knows what a cell means.
  CKEDITOR.on("dialogDefinition", ({ data }) => {
    if (data.name === "table") data.definition.getContents("info").get("selHeaders").default = "row";
  });

  CKEDITOR.on("instanceReady", ({ editor }) => {
    // No line breaks between blocks: the same words are the same text, whoever saved them last.
    const writer = editor.dataProcessor.writer;
    writer.indentationChars = "";
    writer.lineBreakChars = "";
    writer.selfClosingEnd = ">";

    const untouched = editor.element.getValue();
    editor.resetDirty();
    editor.on("getData", (event) => {
      if (editor.mode === "wysiwyg" && !editor.checkDirty()) event.data.dataValue = untouched;
    }, null, null, 999);
  });

  window.richTexts = { ready };
})();
