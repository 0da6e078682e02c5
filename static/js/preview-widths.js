/* Shrink each frame to the room there is, and keep what a link leads to out of the frames: nothing else may be framed.
   Without this script a wide frame scrolls sideways. */
for (const frame of document.querySelectorAll(".frame iframe")) {
  const glass = frame.parentElement;
  const [width, height] = [Number(frame.width), Number(frame.height)];

  const fit = () => {
    // A frame that is switched off has no room, and needs none.
    if (!glass.clientWidth) return;
    const scale = Math.min(1, glass.clientWidth / width);
    frame.style.transform = `scale(${scale})`;
    // As tall as the other one, however small it is drawn.
    frame.style.height = `${height / scale}px`;
    glass.style.height = `${height + 2}px`;
  };
  glass.classList.add("is-fitted");
  new ResizeObserver(fit).observe(glass);

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
