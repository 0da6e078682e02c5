/* A button that copies an address. Without this script the address can be marked and copied by hand. */
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch {
      // No clipboard without HTTPS, or it was refused.
      field.focus();
      said.textContent = "Press Ctrl+C to copy.";
    }
  });
}
