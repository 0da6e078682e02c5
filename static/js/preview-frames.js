/* What every frame with a preview needs. */

/** Open what a link leads to in a tab of its own: nothing but the preview may be framed. */
export function keepLinksOut(frame) {
  const listen = () =>
    frame.contentDocument?.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.target === "_top" || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener");
    });
  frame.addEventListener("load", listen);
  if (frame.contentDocument?.readyState === "complete") listen();
}
