// Offers the device's own way to share, and a copy of the address. Without it there is the link to send by mail.
const offer = document.querySelector("[data-part='share-tools']");
const { canonical, title } = offer?.dataset ?? {};

function add(name, act) {
  const button = offer.content.querySelector(`[data-part='${name}']`).cloneNode(true);
  button.addEventListener("click", () => act(button));
  offer.before(button);
}

if (offer && navigator.share) {
  add("share-button", () => navigator.share({ title, url: canonical }).catch(() => { /* They thought better of it. */ }));
}
if (offer && navigator.clipboard) {
  add("copy-button", async (button) => {
    await navigator.clipboard.writeText(canonical);
    button.querySelector("span").textContent = button.dataset.done;
  });
}
