/* Cite: opens the page's own dialog (static/js/citing.js) and keeps each marker whole, as one letter. */
(() => {
  CKEDITOR.plugins.add("cite", {
    init(editor) {
      const allowedContent = "sup[!data-cite](cite)";
      const exec = () => window.articleCiting?.open(editor);
      editor.addCommand("cite", { exec, allowedContent, editorFocus: false, canUndo: false });
      editor.ui.addButton("Cite", { label: "Cite", command: "cite", toolbar: "links" });
      editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + "K".charCodeAt(0), "cite");
    },
    afterInit(editor) {
      // Nobody types into a marker: its number is computed, its key is not for reading.
      const isMarker = ({ attributes }) => attributes["data-cite"] !== undefined;
      editor.dataProcessor.dataFilter.addRules({
        elements: { sup(marker) { if (isMarker(marker)) marker.attributes.contenteditable = "false"; } },
      }, { applyToAll: true });
      editor.dataProcessor.htmlFilter.addRules({
        elements: { sup(marker) { if (isMarker(marker)) delete marker.attributes.contenteditable; } },
      }, { applyToAll: true });
    },
  });
})();
