/* The focal point of a picture: a ring that is put where it is needed, by pointer or arrow keys. The two fields stay. */
(() => {
  const picture = document.querySelector(".focal-picture");
  const fields = ["focal_x", "focal_y"].map((name) => document.querySelector(`input[name="${name}"]`));
  if (!picture || !fields.every(Boolean)) return; // For reading only.

  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const crops = document.querySelectorAll(".crop img");
  const place = document.getElementById("focal-place");
  const ring = document.createElement("button");
  ring.type = "button";
  ring.className = "focal-ring";
  ring.setAttribute("aria-describedby", "focal-hint");
  picture.append(ring);
  picture.classList.add("is-live");
  document.getElementById("focal-hint").hidden = false;

  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
  const now = () => fields.map((field) => within(Number(field.value) || 0));

  function show() {
    const [x, y] = now();
    const words = `${x} percent from left, ${y} percent from top`;
    ring.style.left = `${x}%`;
    ring.style.top = `${y}%`;
    ring.setAttribute("aria-label", `Focal point: ${words}`);
    for (const crop of crops) {
      // Pages crop in steps of a quarter; what is shown here is what they do.
      crop.dataset.fx = Math.round(x / 25);
      crop.dataset.fy = Math.round(y / 25);
    }
    return words;
  }

  function put(x, y) {
    const before = now().join();
    [fields[0].value, fields[1].value] = [within(x), within(y)];
    const words = show();
    place.textContent = words;
    if (now().join() !== before) fields[0].dispatchEvent(new Event("change", { bubbles: true }));
  }

  function putAt(event) {
    const box = picture.getBoundingClientRect();
    put(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
  }

  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault(); // No selection, no dragging of the picture itself.
    picture.setPointerCapture(event.pointerId);
    putAt(event);
    ring.focus();
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) putAt(event);
  });
  ring.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [x, y] = now();
    const far = event.shiftKey ? 1 : 5;
    put(x + step[0] * far, y + step[1] * far);
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
})();
