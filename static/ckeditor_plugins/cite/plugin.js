/* Cite: puts a marker into the text that names one of the article's citations. Its number is computed later. */
(() => {
  /** The citations in the form around the editor: key and source of each row, the unsaved ones too. */
  const citations = () => [...document.querySelectorAll('input[name^="citations-"][name$="-key"]')]
    .filter((key) => key.value && !key.name.includes("__prefix__"))
    .map((key) => {
      const source = document.getElementsByName(key.name.replace(/-key$/, "-source"))[0];
      return [key.value, source?.selectedOptions[0]?.textContent.trim() || "no source yet"];
    });

  // A dialog is one for all editors of the page, so it asks each time which of them it serves.
  CKEDITOR.dialog.add("cite", () => ({
    title: "Cite a source",
    minWidth: 320,
    minHeight: 70,
    contents: [{
      id: "source",
      elements: [
        {
          id: "key",
          type: "select",
          label: "One of this article’s citations",
          items: [],
          setup() {
            this.clear();
            citations().forEach(([key, source]) => this.add(`${key}: ${source}`.slice(0, 70), key));
          },
        },
        { type: "html", html: "<p>Not in the list? Add it under “Citations” below the text first.</p>" },
      ],
    }],
    onShow() { this.setupContent(); },
    onOk() {
      const editor = this.getParentEditor();
      const key = this.getValueOf("source", "key");
      if (!key) return;
      const marker = editor.document.createElement("sup", { attributes: { class: "cite", "data-cite": key } });
      marker.setText(`[${key}]`);
      editor.insertElement(marker);
      // Go on writing after the marker, not in it.
      const range = editor.createRange();
      range.setStartAfter(marker);
      range.collapse(true);
      range.select();
    },
  }));

  CKEDITOR.plugins.add("cite", {
    requires: "dialog",
    init(editor) {
      editor.addCommand("cite", new CKEDITOR.dialogCommand("cite", { allowedContent: "sup[!data-cite](cite)" }));
      editor.ui.addButton("Cite", { label: "Cite", command: "cite", toolbar: "links" });
      editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + "K".charCodeAt(0), "cite");
    },
  });
})();
