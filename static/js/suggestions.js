// Offers names of topics and titles while somebody types a search. Without it, every form works the same.
const list = document.createElement("datalist");
list.id = "suggestions";
document.body.append(list);
let latest = "";
let waiting;

async function suggest(typed) {
  latest = typed;
  if (typed.length < 2) { list.replaceChildren(); return; }
  try {
    const answer = await fetch(`/search/suggestions?q=${encodeURIComponent(typed.slice(0, 100))}`);
    if (!answer.ok || latest !== typed) return;
    list.replaceChildren(...(await answer.json()).map((name) => new Option("", name)));
  } catch { /* Offline, or gone to another page: a suggestion is no loss. */ }
}

for (const input of document.querySelectorAll('.search input[type="search"]')) {
  input.setAttribute("list", list.id);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 150, input.value.trim());
  });
}
