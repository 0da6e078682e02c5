/* The editor over each rich-text field: how it writes, and that a text nobody touched is sent as it came. */
(() => {
  if (!window.CKEDITOR) return;

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
})();
