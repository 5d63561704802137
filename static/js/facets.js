// Narrows a long list of values to those that contain what is typed (without it the whole list is there), and
// keeps the keyboard's place, and what is unfolded, in a list that htmx exchanges.

const fold = (text) => text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase();
const wordsOf = (item) => {
  const words = [...(item.firstElementChild ?? item).childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
  return fold(words.data.trim());
};
const spellings = new Map(); // other names, by the words that are shown

const isNamed = (item, sought) =>
  [wordsOf(item), ...(spellings.get(wordsOf(item)) ?? [])].some((name) => name.includes(sought));

function narrow(field) {
  const sought = fold(field.value.trim());
  const items = [...document.getElementById(field.dataset.narrows).querySelectorAll("li")];
  let shown = 0;
  for (const item of items) {
    const above = item.parentElement.closest("li");
    const below = [...item.querySelectorAll("li")];
    const isMeant = [item, above].some((one) => one && isNamed(one, sought));
    const isAbove = below.some((one) => isNamed(one, sought));
    item.hidden = !isMeant && !isAbove;
    shown += isMeant;
    if (sought && isAbove) item.querySelector("details").open = true;
  }
  field.nextElementSibling.value = sought ? `${shown} / ${items.length}` : "";
}

function goToFirst(field) {
  const sought = fold(field.value.trim());
  const found = [...document.querySelectorAll(`#${field.dataset.narrows} li:not([hidden])`)].filter((item) =>
    item.querySelector(":scope > label"),
  );
  (found.find((item) => isNamed(item, sought)) ?? found[0])?.querySelector("input").focus();
}

async function learnSpellings(field) {
  const answer = await fetch(field.dataset.spellings);
  for (const [name, others] of Object.entries(await answer.json())) spellings.set(fold(name), others.map(fold));
  narrow(field);
}

for (const field of document.querySelectorAll("[data-narrows]")) {
  field.addEventListener("input", () => narrow(field));
  // Without them the list is still found by the names that it shows.
  if (field.dataset.spellings) {
    field.addEventListener("focus", () => learnSpellings(field).catch(() => {}), { once: true });
  }
  // What is typed here is no part of the question.
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    goToFirst(field);
  });
}

let place = null;
let unfolded = [];

document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  if (target.contains(document.activeElement)) place = document.activeElement.value ?? "";
  unfolded = [...target.querySelectorAll("details")].map((one) => one.open);
});

document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
  target.querySelectorAll("details").forEach((one, place) => (one.open ||= unfolded[place]));
  const field = document.querySelector(`[data-narrows="${target.id}"]`);
  if (field) narrow(field);
  if (!target.matches(".facet-values")) return;
  // A list that scrolls needs something that the keyboard reaches.
  if (target.querySelector("input")) target.removeAttribute("tabindex");
  else target.tabIndex = 0;
  if (place === null) return;
  const same = [...target.querySelectorAll("input")].find((input) => input.value === place);
  (same ?? target.parentElement.querySelector("summary")).focus({ preventScroll: true });
  place = null;
});
