/* Quote: marks the selected words as somebody's own, or as what somebody said in the writer's words. */
(() => {
  /** The people on the byline in the form around the editor: name and stable id. */
  const people = () => [...document.querySelectorAll('select[name^="bylines-"][name$="-expert"] option[data-uid]:checked')]
    .map((option) => [option.textContent.trim(), option.dataset.uid]);

  function setOff(editor, expert) {
    if (!editor.elementPath().contains("blockquote")) editor.execCommand("blockquote");
    editor.elementPath().contains("blockquote")?.setAttribute("data-expert", expert);
  }

  function markWords(editor, kind, expert) {
    const attributes = { class: kind, "data-expert": expert };
    editor.applyStyle(new CKEDITOR.style({ element: "span", attributes }));
  }

  // A dialog is one for all editors of the page, so it asks each time which of them it serves.
  CKEDITOR.dialog.add("quote", () => ({
    title: "Whose words are these?",
    minWidth: 320,
    minHeight: 100,
    contents: [{
      id: "words",
      elements: [
        {
          id: "expert",
          type: "select",
          label: "Somebody on the byline",
          items: [],
          setup() {
            this.clear();
            people().forEach(([name, uid]) => this.add(name, uid));
          },
        },
        {
          id: "kind",
          type: "select",
          label: "The selected words are",
          default: "quote",
          items: [
            ["their own words, in the sentence", "quote"],
            ["their own words, set off as a paragraph", "set-off"],
            ["what they said, in your words", "paraphrase"],
          ],
        },
        { type: "html", html: "<p>Not in the list? Add them under “Bylines” as quoted first.</p>" },
      ],
    }],
    onShow() { this.setupContent(); },
    onOk() {
      const editor = this.getParentEditor();
      const expert = this.getValueOf("words", "expert");
      const kind = this.getValueOf("words", "kind");
      if (!expert) return;
      if (kind === "set-off") setOff(editor, expert);
      else markWords(editor, kind, expert);
      editor.fire("saveSnapshot");
    },
  }));

  CKEDITOR.plugins.add("quote", {
    requires: "dialog",
    init(editor) {
      const allowedContent = "span(quote,paraphrase)[data-expert];blockquote[data-expert]";
      editor.addCommand("quote", new CKEDITOR.dialogCommand("quote", { allowedContent }));
      editor.ui.addButton("Quote", { label: "Quote", command: "quote", toolbar: "links" });
      editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + "U".charCodeAt(0), "quote");
    },
  });
})();
