/* Quote: opens the page's own dialog (static/js/experts.js) about whose words the selected ones are. */
CKEDITOR.plugins.add("quote", {
  init(editor) {
    const allowedContent = "span(quote,paraphrase)[data-expert];blockquote[data-expert]";
    const exec = () => window.articleQuoting?.open(editor);
    editor.addCommand("quote", { exec, allowedContent, editorFocus: false, canUndo: false });
    editor.ui.addButton("Quote", { label: "Quote", command: "quote", toolbar: "links" });
    editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + "U".charCodeAt(0), "quote");
  },
});
