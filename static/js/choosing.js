/* Choosing among proposals: after each tick the server adds up anew; without scripts the button does it. */

import { isTouched } from "./touched.js";

const LOST = "Summerne kunne ikke hentes. Du er logget ud eller uden forbindelse. Dine valg er bevaret på siden.";
const form = document.querySelector("[data-choosing]");
const sums = document.querySelector("[data-sums]");
const sentence = form.querySelector("[data-sentence]");
const state = form.querySelector("[data-state]");
let asked = 0;
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

/** Of several requests only the newest is shown. */
async function renew() {
  const number = ++asked;
  state.textContent = "Beregner …";
  const chosen = [...form.querySelectorAll("[name=valg]:checked")].map((box) => box.value).join(",");
  try {
    const response = await fetch(`?${new URLSearchParams({ regn: "1", valg: chosen })}`);
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const html = await response.text();
    if (number === asked) show(html);
  } catch {
    if (number === asked) state.textContent = LOST;
  }
}

function show(html) {
  sums.innerHTML = html;
  sentence.textContent = sums.querySelector("[data-told]").dataset.told;
  state.textContent = "Ikke gemt endnu";
}
