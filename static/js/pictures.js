/* Several pictures at once: each file gets a card for its words, and is stored by itself, with its progress.
   Nothing typed is lost: a refusal stands beside its file, and the card stays until the file is stored or left out. */
(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;

  const { address, types, largest, noPicture, tooLarge } = drop.dataset;
  const list = drop.querySelector(".dropped");
  const said = drop.querySelector(".drop-said");
  const all = drop.querySelector(".drop-all");
  const chooser = document.getElementById("drop-files");
  const template = drop.querySelector("template");
  const token = () => drop.querySelector("[name=csrfmiddlewaretoken]");
  const LOGGED_OUT = "You are no longer logged in. Log in again in another window, then press Store; what you typed stays here.";
  const NOT_REACHED = "The server could not be reached. Press Store to try again; what you typed stays here.";
  let count = 0;
  let stored = 0;
  drop.hidden = false;

  const waiting = () => [...list.querySelectorAll("form.is-waiting")];

  /* --- A card per file */

  function add(file) {
    count += 1;
    const card = template.content.firstElementChild.cloneNode(true);
    for (const element of card.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace("__n__", count));
      }
    }
    const form = card.querySelector("form");
    form.setAttribute("aria-label", file.name);
    form.querySelector(".file").textContent = `${file.name}, ${size(file)}`;
    form.elements.name.value = named(file.name);
    form.classList.add("is-waiting");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      store(form, file);
    });
    form.store = () => store(form, file);
    form.querySelector(".leave").addEventListener("click", () => leave(card));
    list.append(card);
    look(form.querySelector("canvas"), file);
    const refusal = !types.split(",").includes(file.type) ? noPicture
      : file.size > Number(largest) ? tooLarge.replace("{}", (file.size / 1e6).toFixed(1)) : "";
    if (refusal) {
      refuse(form, { file: [refusal] });
      form.classList.remove("is-waiting");
      form.classList.add("is-hopeless");
    }
    return form;
  }

  const size = ({ size }) => (size < 1e6 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`);

  // knee_from-the side.JPG: Knee from the side
  function named(file) {
    const words = file.replace(/\.\w+$/, "").replace(/[-_\s]+/g, " ").trim();
    return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 120);
  }

  // On a canvas, because the policy of these pages lets no picture come from elsewhere.
  async function look(canvas, file) {
    try {
      const image = await createImageBitmap(file, { resizeWidth: 320 });
      canvas.height = Math.min(480, Math.round((320 * image.height) / image.width));
      canvas.getContext("2d").drawImage(image, 0, 0);
    } catch {
      canvas.hidden = true; // The server says what it is.
    }
  }

  function addAll(files) {
    const forms = [...files].map(add);
    refresh();
    const first = forms.find((form) => form.classList.contains("is-waiting")) || forms[0];
    if (!first) return;
    const at = first.querySelector(first.classList.contains("is-waiting") ? "[name=alt]" : ".leave");
    at.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  }

  function leave(card) {
    const next = card.nextElementSibling || card.previousElementSibling;
    card.remove();
    refresh();
    (next?.querySelector("[name=alt], a") || chooser).focus();
  }

  function refresh() {
    all.hidden = waiting().length < 2;
    if (!stored) return;
    said.textContent = `${stored} ${stored === 1 ? "picture" : "pictures"} stored. `;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = "Show the newest pictures";
    if (!waiting().length) said.append(link);
  }

  /* --- Storing */

  async function store(form, file) {
    if (!form.classList.contains("is-waiting") || form.getAttribute("aria-busy")) return false;
    refuse(form, {});
    if (!form.elements.alt.value.trim() && !form.elements.is_decorative.checked) {
      refuse(form, { alt: ["Describe the picture, or mark it as decorative."] });
      form.elements.alt.focus();
      return false;
    }
    form.setAttribute("aria-busy", "true");
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    let answer = await send(form, file);
    if (answer.status === 403) {
      const isLoggedIn = await renewToken();
      answer = isLoggedIn ? await send(form, file) : { isLoggedOut: true };
    }
    form.removeAttribute("aria-busy");
    buttons.forEach((button) => { button.disabled = false; });
    form.querySelector(".going").hidden = true;
    if (answer.body?.address) return settle(form, answer.body);
    const refused = answer.body?.refused || { file: [sentence(answer)] };
    refuse(form, refused);
    const [field] = Object.keys(refused);
    (form.elements[field] || form.querySelector('.refusal[data-of="file"]')).focus();
    return false;
  }

  function sentence({ status, isLoggedOut }) {
    if (isLoggedOut || status === 200) return LOGGED_OUT; // An answer that is a page: the log-in.
    return status === 403 ? "You may not add pictures." : NOT_REACHED;
  }

  function send(form, file) {
    const [going, bar, words] = [".going", "progress", ".going span"].map((part) => form.querySelector(part));
    const data = new FormData(form);
    data.append("file", file);
    going.hidden = false;
    bar.value = 0;
    words.textContent = "Sending";
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("X-CSRFToken", token().value);
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = Math.round((event.loaded / event.total) * 100);
        words.textContent = bar.value < 100 ? `${bar.value} % sent` : "Sent. Its sizes are being made.";
      });
      request.addEventListener("load", () => done({ status: request.status, body: read(request.responseText) }));
      request.addEventListener("error", () => done({ status: 0 }));
      request.send(data);
    });
  }

  function read(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null; // A page: the log-in, or an error.
    }
  }

  // After a new log-in in another window, this page's token is stale; a fresh copy of the page has the new one.
  async function renewToken() {
    const page = await fetch(location.pathname).then((answer) => answer.text(), () => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#drop [name=csrfmiddlewaretoken]");
    if (fresh) token().value = fresh.value;
    return Boolean(fresh);
  }

  function settle(form, picture) {
    const card = form.closest(".card");
    const link = document.createElement("a");
    link.href = picture.address;
    link.textContent = picture.name;
    const image = document.createElement("img");
    Object.assign(image, { src: picture.thumbnail, alt: "" });
    const words = document.createElement("p");
    words.append(link, picture.note ? `. ${picture.note}` : " is stored.");
    card.replaceChildren(image, words);
    card.classList.add("is-stored");
    if (!picture.note) stored += 1;
    refresh();
    (waiting()[0]?.elements.alt || link).focus();
    return true;
  }

  function refuse(form, refused) {
    for (const place of form.querySelectorAll(".refusal")) {
      const sentences = refused[place.dataset.of] || [];
      place.textContent = sentences.join(" ");
      place.hidden = !sentences.length;
      const field = form.elements[place.dataset.of];
      if (field) field.setAttribute("aria-invalid", String(sentences.length > 0));
    }
    const others = Object.keys(refused).filter((name) => !form.querySelector(`.refusal[data-of="${name}"]`));
    if (others.length) refuse(form, { file: others.flatMap((name) => refused[name]) });
  }

  /* --- Where files come from */

  chooser.addEventListener("change", () => {
    addAll(chooser.files);
    chooser.value = "";
  });
  document.getElementById("drop-store-all").addEventListener("click", async () => {
    for (const form of waiting()) {
      if (!(await form.store())) return;
    }
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  // A file that misses would replace this page, and what was typed in it.
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("is-over");
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    addAll(event.dataTransfer.files);
  });
  addEventListener("beforeunload", (event) => {
    if (waiting().length) event.preventDefault();
  });
})();
