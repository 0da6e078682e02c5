/* Fetches the findings after the page, sends reasons without leaving it, and leads from a finding to its words. */
import { lead } from "./leading.js";

(() => {
  const panel = document.querySelector("[data-findings]");
  if (!panel) return;

  const show = async (address, options = {}) => {
    const response = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" }, ...options });
    if (!response.ok || response.redirected) throw new Error(response.status);
    panel.innerHTML = await response.text();
    const version = panel.firstElementChild?.dataset.version;
    const basedOn = document.querySelector("#id_based_on");
    // A waiver makes a version of its own; the form beside it stands on that one now.
    if (basedOn && options.method === "POST" && version) basedOn.value = version;
  };

  const fail = () => { panel.setAttribute("data-failed", ""); };
  show(panel.dataset.findings).catch(fail);

  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    show(form.action, { method: "POST", body: new FormData(form) })
      .then(() => panel.querySelector("h2")?.scrollIntoView({ block: "nearest" }))
      .catch(() => form.submit());
  });

  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-target]");
    if (!link) return;
    const target = document.getElementById(link.dataset.target);
    if (!target) return;
    event.preventDefault();
    lead(target, link.dataset);
  });
})();
