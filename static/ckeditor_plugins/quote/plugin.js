/* Quote: marks the selected words as somebody's own, or as what somebody said in the writer's words. */
CKEDITOR.plugins.add("quote", {
  requires: "dialog",
  init(editor) {
    const people = () => [...document.querySelectorAll('select[name^="bylines-"][name$="-expert"] option[data-uid]:checked')]
      .map((option) => [option.textContent.trim(), option.dataset.uid]);
    const styleOf = (kind, expert) => new CKEDITOR.style({ element: "span", attributes: { class: kind, "data-expert": expert } });

    function setOff(expert) {
      const block = editor.elementPath().contains("blockquote");
      if (!block) editor.execCommand("blockquote");
      const quote = editor.elementPath().contains("blockquote");
      if (quote) quote.setAttribute("data-expert", expert);
    }

    CKEDITOR.dialog.add("quote", () => ({
      title: "Whose words are these?",
      minWidth: 320,
      minHeight: 100,
      contents: [{
        id: "words",
        elements: [
          { id: "expert", type: "select", label: "Somebody on the byline", items: [], setup() {
            this.clear();
            people().forEach(([name, uid]) => this.add(name, uid));
          } },
          { id: "kind", type: "select", label: "The selected words are", default: "quote", items: [
            ["their own words, in the sentence", "quote"],
            ["their own words, set off as a paragraph", "set-off"],
            ["what they said, in your words", "paraphrase"],
          ] },
          { type: "html", html: "<p>Not in the list? Add them under “Bylines” as quoted first.</p>" },
        ],
      }],
      onShow() { this.setupContent(); },
      onOk() {
        const expert = this.getValueOf("words", "expert");
        const kind = this.getValueOf("words", "kind");
        if (!expert) return;
        if (kind === "set-off") setOff(expert);
        else editor.applyStyle(styleOf(kind, expert));
        editor.fire("saveSnapshot");
      },
    }));
    const rules = "span(quote,paraphrase)[data-expert];blockquote[data-expert]";
    editor.addCommand("quote", new CKEDITOR.dialogCommand("quote", { allowedContent: rules }));
    editor.ui.addButton("Quote", { label: "Quote", command: "quote", toolbar: "links" });
    editor.setKeystroke(CKEDITOR.CTRL + CKEDITOR.SHIFT + 85 /* U */, "quote");
  },
});
