/* Shrink each frame to the room there is. Without this script a wide frame scrolls sideways. */
import { keepLinksOut } from "./preview-frames.js";

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

  keepLinksOut(frame);
}
