/* What the two dialogs of the editor share: they open where the writer is, ask the server, and give the place back. */
(() => {
  if (!window.articleTexts) return;
  const token = () => window.articleRows.form.elements.csrfmiddlewaretoken.value;

  /** Ask the server; the answer and whether it was a yes. A lost connection is a sentence, not a silence. */
  async function ask(address, { query, body, signal } = {}) {
    const target = query === undefined ? address : `${address}?${new URLSearchParams(query)}`;
    const options = body ? { method: "POST", headers: { "X-CSRFToken": token() }, body: new URLSearchParams(body) } : {};
    const answer = await fetch(target, { ...options, signal, headers: { Accept: "application/json", ...options.headers } });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.redirected || !isJson) throw new Error("You are logged out, or may not do this. Log in again in another tab.");
    return { isFine: answer.ok, ...(await answer.json()) };
  }

  /** Search while somebody types; only the newest answer counts. `settled` waits for what was typed last. */
  function searching(input, search, failed) {
    let timer = 0;
    let newest = null;
    let isBehind = false;
    const run = async () => {
      clearTimeout(timer);
      newest?.abort();
      newest = new AbortController();
      const { signal } = newest;
      const text = input.value;
      try {
        await search(text.trim(), signal);
        // An answer to what stood there before settles nothing.
        if (input.value === text) isBehind = false;
      } catch (error) {
        if (!signal.aborted) failed(error);
      }
    };
    input.addEventListener("input", () => {
      isBehind = true;
      clearTimeout(timer);
      timer = setTimeout(run, 180);
    });
    // Whoever types fast and presses Enter means what they typed, not what stood there before.
    const settled = async () => { if (isBehind) await run(); };
    return { run, settled };
  }

  /** One choice of a list: a radio button with its label. */
  function choice({ name, value, isChecked, isOff, html, about }) {
    const item = document.createElement("li");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name, value, checked: isChecked, disabled: isOff });
    radio.id = `${name}-${value}`;
    const label = Object.assign(document.createElement("label"), { htmlFor: radio.id });
    const text = Object.assign(document.createElement("span"), { className: "text" });
    if (typeof html === "string") text.innerHTML = html;
    else text.append(html);
    const meta = Object.assign(document.createElement("span"), { className: "meta" });
    meta.append(...about);
    label.append(text, meta);
    item.append(radio, label);
    return item;
  }

  function chip(words, kind = "") {
    return Object.assign(document.createElement("span"), { className: `chip ${kind}`.trim(), textContent: words });
  }

  /** Open the dialog over an editor and remember where the writer was; `done` gives the place back. */
  function opened(dialog, editor) {
    const ranges = editor?.getSelection()?.getRanges() || [];
    const selected = editor?.getSelection()?.getSelectedText()?.trim() || "";
    dialog.showModal();
    const back = () => {
      if (!editor) return;
      editor.focus();
      if (ranges.length) editor.getSelection().selectRanges(ranges);
    };
    dialog.addEventListener("close", back, { once: true });
    return { selected, back };
  }

  // The arrow keys lead from the words that are typed to what was found, and Enter takes it.
  document.querySelectorAll("dialog.asking").forEach((dialog) => {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
    dialog.querySelector("[data-words]").addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      const radios = [...dialog.querySelectorAll("[data-found] input:enabled")];
      const chosen = radios.find((radio) => radio.checked) || radios[0];
      if (!chosen) return;
      event.preventDefault();
      chosen.focus();
      chosen.checked = true;
    });
  });

  window.articleAsking = { ask, searching, choice, chip, opened };
})();
