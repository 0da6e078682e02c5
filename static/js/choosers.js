/* Choosers: their accessible name, the picture under a picture's name, and whom an expert's row stands for. */
(() => {
  const $ = django.jQuery;

  function nameIt(select) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const column = select.closest("td") && select.closest("table").querySelector(`th.column-${fieldOf(select)}`);
    const name = (label || column)?.textContent.trim().replace(/:$/, "");
    const box = select.parentElement.querySelector(".select2-selection");
    if (!box || !name) return;
    const typing = select.multiple && box.querySelector(".select2-search__field");
    (typing || box).setAttribute("aria-label", name);
    const shown = box.querySelector(".select2-selection__rendered");
    ["role", "aria-readonly"].forEach((attribute) => shown.removeAttribute(attribute));
    $(select).on("select2:open", () => {
      document.querySelector(".select2-container--open .select2-search__field")?.setAttribute("aria-label", `Search: ${name}`);
      // The list stands at the end of the page: a place of its own, which the field says it controls.
      const list = document.querySelector("body > .select2-container--open");
      list?.setAttribute("role", "region");
      list?.setAttribute("aria-label", `Choices: ${name}`);
      box.setAttribute("aria-controls", box.getAttribute("aria-owns") || "");
    });
    $(select).on("select2:close", () => box.removeAttribute("aria-controls"));
  }

  /** A found picture with its name; while more is fetched there is only a sentence. */
  function pictured({ text, thumbnail }) {
    if (!thumbnail) return text;
    const row = Object.assign(document.createElement("span"), { className: "picture-choice" });
    const words = Object.assign(document.createElement("span"), { className: "words", textContent: text });
    row.append(Object.assign(new Image(72, 48), { alt: "", src: thumbnail }), words);
    return row;
  }

  const fieldOf = (select) => select.name.split("-").pop();

  function chosen(event) {
    const { data } = event.params;
    const option = event.target.selectedOptions[0];
    if (data.uid) option.dataset.uid = data.uid;
    show(event.target, data.thumbnail);
  }

  function show(select, thumbnail) {
    const picture = select.closest(".chooser")?.querySelector("img");
    if (!picture) return;
    picture.hidden = !thumbnail;
    if (thumbnail) picture.src = thumbnail;
  }

  function prepare(root) {
    $(root).find(".admin-autocomplete").not("[name*=__prefix__]").each((_, select) => {
      nameIt(select);
      if (select.closest(".chooser")) $(select).data("select2")?.options.set("templateResult", pictured);
      $(select).on("select2:select", chosen).on("select2:clear", () => show(select, ""));
    });
  }

  // After the admin's own script, which was loaded before and turns the selects into choosers.
  $(() => prepare(document));
  document.addEventListener("formset:added", (event) => prepare(event.target));
})();
