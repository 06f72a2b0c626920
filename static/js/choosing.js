/* Choosing among proposals: after each tick the server adds up anew; without scripts the button does it. */

import { makeRedrawing } from "./saving/redrawing.js";
import { isTouched } from "./saving/touched.js";

const LOST = "Summerne kunne ikke hentes. Du er logget ud eller uden forbindelse. Dine valg er bevaret på siden.";
const form = document.querySelector("[data-choosing]");
const sums = document.querySelector("[data-sums]");
const sentence = form.querySelector("[data-sentence]");
const state = form.querySelector("[data-state]");
const draw = makeRedrawing(sums, {
  onAsked: () => (state.textContent = "Beregner …"),
  onDrawn: show,
  onLost: () => tell("", LOST),
});
let isUnsaved = form.hasAttribute("data-unsaved");

form.addEventListener("change", ({ target }) => {
  if (target.name !== "valg") return;
  isUnsaved = true;
  if (target.checked) leaveOut(target);
  renew();
});
form.addEventListener("submit", () => (isUnsaved = false));
window.addEventListener("beforeunload", (event) => {
  if (isUnsaved) event.preventDefault();
});
if ([...form.querySelectorAll("[name=valg]")].some(isTouched)) {
  isUnsaved = true;
  renew();
}

/** The whole is all parts, so the one takes the place of the others. */
function leaveOut(ticked) {
  const [proposal, part] = ticked.value.split("-");
  for (const box of form.querySelectorAll("[name=valg]:checked")) {
    const [other, otherPart] = box.value.split("-");
    if (other === proposal && (part === undefined) !== (otherPart === undefined)) box.checked = false;
  }
}

function renew() {
  const chosen = [...form.querySelectorAll("[name=valg]:checked")].map((box) => box.value).join(",");
  draw(`?${new URLSearchParams({ regn: "1", valg: chosen })}`);
}

function show() {
  sentence.textContent = sums.querySelector("[data-told]").dataset.told;
  tell("Ikke gemt endnu");
}

/** The sentence is said aloud, and that it could not be had; the rest is only seen. */
function tell(text, fault = "") {
  state.textContent = text;
  form.querySelector("[data-lost]").textContent = fault;
}
