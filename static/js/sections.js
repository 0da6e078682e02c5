/* Sections as cards: their titles and word counts as one types, shut and opened, and dragged to their place. */
(() => {
  if (!window.articleTexts) return;
  const { groupOf, kept, place, form } = window.articleRows;
  const group = groupOf("sections");
  if (!group) return;
  const { all, words, titleOf } = window.articleTexts;

  document.addEventListener("texts:changed", () => {
    all().filter(({ row }) => row).forEach(({ row, root, name }) => {
      const count = words(root);
      row.querySelector("[data-title]").textContent = name;
      row.setAttribute("aria-label", `Section: ${name}`);
      row.querySelector("[data-words]").textContent = count === 1 ? "1 word" : `${count.toLocaleString("en")} words`;
    });
  });

  // --- Shut and open

  function shut(row, isShut) {
    row.classList.toggle("is-shut", isShut);
    row.querySelector("[data-body]").hidden = isShut;
    row.querySelector("[data-toggle]")?.setAttribute("aria-expanded", String(!isShut));
  }

  const whole = group.querySelector("[data-collapse-all]");
  const nameWhole = () => {
    if (whole) whole.textContent = kept(group).some((row) => !row.matches(".is-shut")) ? "Collapse all" : "Open all";
  };
  whole?.addEventListener("click", () => {
    const isShut = whole.textContent === "Collapse all";
    kept(group).forEach((row) => shut(row, isShut));
    nameWhole();
  });
  group.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-row]");
    if (!row || !(target.closest("[data-toggle]") || target.matches("[data-title]"))) return;
    shut(row, !row.matches(".is-shut"));
    nameWhole();
  });
  group.addEventListener("card:open", ({ target }) => target.matches("[data-row]") && shut(target, false), true);
  // A link to a place in a shut card opens it.
  window.addEventListener("hashchange", () => {
    const row = document.querySelector(location.hash || "#none")?.closest("[data-row]");
    if (row && group.contains(row)) shut(row, false);
  });
  kept(group).forEach((row) => row.querySelector(".errors, .errorlist") && shut(row, false));

  // --- Drag

  let dragged = null;
  const clear = () => group.querySelectorAll(".drop-before, .drop-after").forEach((row) => row.classList.remove("drop-before", "drop-after"));

  /** The row before which the pointer would drop, or null for the end. */
  const under = (y) => kept(group).find((row) => {
    const { top, height } = row.getBoundingClientRect();
    return row !== dragged && y < top + height / 2;
  }) || null;

  group.addEventListener("dragstart", (event) => {
    if (!event.target.closest?.("[data-handle]")) return;
    dragged = event.target.closest("[data-row]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", titleOf(dragged));
    event.dataTransfer.setDragImage(dragged.querySelector(".card-head"), 12, 12);
    // After the browser took its picture: frames would swallow what comes now.
    setTimeout(() => group.classList.add("is-dragging"));
    dragged.classList.add("is-dragged");
  });
  group.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    clear();
    const before = under(event.clientY);
    if (before) before.classList.add("drop-before");
    else kept(group).filter((row) => row !== dragged).pop()?.classList.add("drop-after");
  });
  group.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    place(dragged, under(event.clientY));
  });
  group.addEventListener("dragend", () => {
    clear();
    group.classList.remove("is-dragging");
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });
})();
