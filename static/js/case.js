/* A business case saves itself as a draft, and what it adds up to is asked for anew; without scripts there are buttons. */

import { Autosave } from "./saving/autosave.js";
import { redraw } from "./saving/redrawing.js";

const form = document.querySelector("[data-case]");
const panel = form?.querySelector("[data-panel]");

function take(answer) {
  form.elements.kladde.value = answer.version;
  redraw(panel, answer.panel);
  return showFaults(answer.faults);
}

/** Mark the fields that could not be read; they are named in what is given back. */
function showFaults(faults) {
  const unread = [];
  for (const place of form.querySelectorAll("[data-fault]")) {
    const field = form.querySelector(`[aria-describedby~="${CSS.escape(place.id)}"]`);
    const text = faults[field?.id] ?? "";
    place.textContent = text;
    place.parentElement.classList.toggle("form-error", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    if (text) unread.push(field.labels[0].textContent.trim());
  }
  return unread.length ? `Kan ikke læses: ${unread.join(", ")}` : "";
}

function add(sheet) {
  const rows = form.querySelector(`[data-rows="${sheet}"]`);
  const place = rows.children.length + 1;
  const numbers = [...rows.querySelectorAll('[data-hidden="nr"]')].map((one) => Number(one.value));
  const number = numbers.length ? Math.max(...numbers) + 1 : place;
  const pattern = form.querySelector(`[data-pattern="${sheet}"]`).innerHTML;
  rows.insertAdjacentHTML("beforeend", pattern.replaceAll("__n__", place).replaceAll("__row__", number));
  const row = rows.lastElementChild;
  const own = row.querySelector('[data-hidden="nr"]');
  if (own) own.value = number;
  offer();
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
}

/** Selections among the form's own parts and lines follow what is typed, without waiting for the page to be shown anew. */
function offer() {
  const value = (field) => field.value.trim();
  const parts = [...form.querySelectorAll('[name^="dele-"][name$="-del"], [data-source="parts"]')].map(value);
  const lines = [...form.querySelectorAll('[data-rows="effekter"] [data-row]')]
    .map((row) => [row.querySelector('[data-hidden="nr"]').value, value(row.querySelector('[name$="-linje"]'))])
    .filter(([, text]) => text);
  const choices = {
    parts: [...new Set(parts.filter(Boolean))].map((name) => [name, name]),
    lines: lines.map(([number, text]) => [number, `${number}. ${text}`]),
  };
  for (const select of form.querySelectorAll("[data-source]")) fill(select, choices[select.dataset.source]);
}

function fill(select, choices) {
  if (!choices) return;
  const chosen = select.value;
  const told = JSON.stringify(choices);
  if (select.dataset.told === told) return;
  select.dataset.told = told;
  const kept = choices.some(([name]) => name === chosen) || !chosen ? choices : [...choices, [chosen, chosen]];
  select.replaceChildren(select.options[0], ...kept.map(([name, label]) => new Option(label, name)));
  select.value = chosen;
}

if (form) {
  const saver = new Autosave(form, { onSaved: take, onConflict: ({ message }) => saver.say(message, { isFault: true }) });
  form.addEventListener("input", offer);
  form.addEventListener("submit", (event) => {
    const sheet = event.submitter?.dataset.add;
    if (!sheet) return saver.leave();
    event.preventDefault();
    add(sheet);
  });
}
