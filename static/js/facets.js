// Narrows a long list of values to those that contain what is typed (without it the whole list is there), and
// keeps the keyboard's place in a list that htmx exchanges.

const fold = (text) => text.normalize("NFD").replace(/\p{Mark}/gu, "").toLowerCase();
const wordsOf = (item) => {
  const words = [...(item.firstElementChild ?? item).childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
  return fold(words.data);
};

function narrow(field) {
  const sought = fold(field.value.trim());
  const items = [...document.getElementById(field.dataset.narrows).querySelectorAll("li")];
  let shown = 0;
  for (const item of items) {
    const above = item.parentElement.closest("li");
    const below = [...item.querySelectorAll("li")];
    const isMeant = [item, above].some((one) => one && wordsOf(one).includes(sought));
    item.hidden = !isMeant && !below.some((one) => wordsOf(one).includes(sought));
    shown += isMeant;
  }
  field.nextElementSibling.value = sought ? `${shown} / ${items.length}` : "";
}

for (const field of document.querySelectorAll("[data-narrows]")) {
  field.addEventListener("input", () => narrow(field));
  // What is typed here is no part of the question.
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    document.querySelector(`#${field.dataset.narrows} li:not([hidden]) > label > input`)?.focus();
  });
}

let place = null;

document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  if (target.contains(document.activeElement)) place = document.activeElement.value;
});

document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
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
