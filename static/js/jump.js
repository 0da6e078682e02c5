// "On this page": opened where there is a rail for it, and the section that is being read is marked in it.
const rail = matchMedia("(width >= 60rem)");
const box = document.querySelector(".jump details");
const links = [...document.querySelectorAll(".jump a[href^='#']")];
const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));

function open() { if (box) box.open = rail.matches; }
rail.addEventListener("change", open);
open();

function mark() {
  const line = innerHeight * .3;
  const here = places.findLastIndex((place) => place && place.getBoundingClientRect().top <= line);
  links.forEach((link, number) => {
    if (number === here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
}

// All that is above the line counts as seen, so a jump over several headings at once is noticed, too.
const watch = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -70% 0px" });
for (const place of places) if (place) watch.observe(place);
