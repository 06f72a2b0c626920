/* A business case saves itself as a draft, and what it adds up to is asked for anew; without scripts there are buttons. */

import { isTouched } from "./touched.js";

const WAIT = 900;
const LOG_IN = "Du er logget ud eller uden forbindelse. Det, du har indtastet, er bevaret. Log ind i en ny fane, og gem igen.";
const form = document.querySelector("[data-case]");
const state = form?.querySelector("[data-saved]");
const panel = form?.querySelector("[data-panel]");
let timer, isSaving = false, isUnsaved = false, isStopped = false;

function tell(text, isFault = false) {
  state.textContent = text;
  state.classList.toggle("form-error-message", isFault);
}

function later() {
  isUnsaved = true;
  tell("");
  clearTimeout(timer);
  if (!isStopped) timer = setTimeout(save, WAIT);
}

/** One request at a time; what is typed meanwhile is sent after it. */
async function save() {
  clearTimeout(timer);
  if (isSaving) return void (timer = setTimeout(save, WAIT));
  isSaving = true;
  isUnsaved = false;
  tell("Gemmer …");
  try {
    const response = await fetch(location.href, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
    });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(String(response.status));
    answer(response, await response.json());
  } catch {
    isUnsaved = true;
    tell(LOG_IN, true);
  }
  isSaving = false;
}

function answer(response, told) {
  if (!response.ok) {
    isStopped = response.status === 409; // Only the writer's own choice saves over another's words.
    isUnsaved = true;
    return tell(told.message, true);
  }
  form.elements.kladde.value = told.version;
  if (!isUnsaved) tell(told.saved);
  panel.innerHTML = told.panel;
  showFaults(told.faults);
}

function showFaults(faults) {
  for (const place of form.querySelectorAll("[data-fault]")) {
    const field = form.querySelector(`[aria-describedby~="${CSS.escape(place.id)}"]`);
    const text = faults[field?.id] ?? "";
    place.textContent = text;
    place.parentElement.classList.toggle("form-error", Boolean(text));
    if (text) field.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  }
}

function add(sheet) {
  const rows = form.querySelector(`[data-rows="${sheet}"]`);
  const number = rows.children.length + 1;
  const made = form.querySelector(`[data-pattern="${sheet}"]`).innerHTML.replaceAll("__n__", number);
  rows.insertAdjacentHTML("beforeend", made);
  const row = rows.lastElementChild;
  const own = row.querySelector('[data-hidden="nr"]');
  if (own) {
    const others = [...rows.querySelectorAll('[data-hidden="nr"]')].filter((one) => one !== own);
    own.value = Math.max(0, ...others.map((one) => Number(one.value))) + 1;
    row.querySelector("legend").textContent = `Linje ${own.value}`;
  }
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
  form.addEventListener("input", offer);
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    const sheet = event.submitter?.dataset.add;
    if (sheet) {
      event.preventDefault();
      return add(sheet);
    }
    clearTimeout(timer);
    isUnsaved = false;
    isStopped = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved) event.preventDefault();
  });
  if ([...form.elements].some(isTouched)) later();
  form.parentElement.querySelector('.alert[tabindex="-1"]')?.focus();
}
