// Pages that ask by htmx. A question that got no answer is told, not passed over; and a filter that is taken off by
// its chip is taken off in the form, so that the page need not come anew (without scripts the chip is a link).

const trouble = document.getElementById("trouble");

function tell(when, address) {
  const message = document.getElementById("told-of-trouble").content.cloneNode(true);
  for (const one of message.querySelectorAll("[data-when]")) if (one.dataset.when !== when) one.remove();
  message.querySelector("a").href = address;
  trouble.replaceChildren(message);
}

document.addEventListener("htmx:responseError", ({ detail }) => tell("not-answered", detail.pathInfo.finalRequestPath));
document.addEventListener("htmx:sendError", ({ detail }) => tell("not-reached", detail.pathInfo.finalRequestPath));
document.addEventListener("htmx:beforeRequest", () => trouble.replaceChildren());

let takenOff = null; // the place of the chip that had the focus

document.addEventListener("click", (event) => {
  const chip = event.target.closest("#results a.chip");
  const form = document.getElementById("question");
  if (!chip || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { filter, value } = chip.dataset;
  const field = [...form.elements].find((one) => one.name === filter && one.value === value);
  if (!field) return;
  event.preventDefault();
  if (field.type === "checkbox") field.checked = false;
  else field.value = "";
  takenOff = [...document.querySelectorAll("#results a.chip")].indexOf(chip);
  form.requestSubmit();
});

document.addEventListener("htmx:afterSwap", () => {
  if (takenOff === null) return;
  const chips = document.querySelectorAll("#results a.chip");
  (chips[Math.min(takenOff, chips.length - 1)] ?? document.getElementById("results")).focus({ preventScroll: true });
  takenOff = null;
});
