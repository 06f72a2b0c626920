/* A note's texts save themselves, and the pages beside them are drawn again; without scripts each has its own button. */

import { isTouched } from "./touched.js";

const WAIT = 900;
const LOG_IN = "Du er logget ud eller uden forbindelse. Det, du har indtastet, er bevaret. Log ind i en ny fane, og gem igen.";
const preview = document.querySelector("[data-preview]");
const previewState = document.querySelector("[data-preview-state]");
const unsaved = new Set();
let drawing = 0;

/** Draw the pages; of several requests only the newest is shown. */
async function draw() {
  const number = ++drawing;
  previewState.textContent = "Henter …";
  try {
    const response = await fetch(preview.dataset.preview);
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const html = await response.text();
    if (number !== drawing) return;
    preview.innerHTML = html;
    previewState.textContent = "";
  } catch {
    if (number === drawing) previewState.textContent = "Notatet kunne ikke vises. Prøv igen om lidt.";
  }
}

/** One request at a time: a second one with the same version would be a conflict with oneself. */
async function save(form) {
  clearTimeout(form.timer);
  if (form.isSaving) return (form.isWaiting = true);
  form.isSaving = true;
  await send(form);
  form.isSaving = false;
  if (!form.isWaiting) return;
  form.isWaiting = false;
  if (!isInConflict(form)) save(form);
}

async function send(form) {
  const sent = new FormData(form);
  tell(form, "Gemmer …");
  try {
    const response = await fetch(location.href, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) throw new Error(String(response.status));
    const answer = await response.json();
    if (response.status === 409) return showTheirs(form, answer);
    if (!response.ok) return tell(form, answer.message, true);
    form.elements.version.value = answer.version;
    tell(form, answer.saved);
    if (sent.get("tekst") === form.elements.tekst.value) unsaved.delete(form);
    draw();
  } catch {
    tell(form, LOG_IN, true);
  }
}

/** Both stand there, and the writer chooses: saving again keeps hers. */
function showTheirs(form, answer) {
  form.elements.version.value = answer.version;
  tell(form, "");
  const place = form.querySelector("[data-theirs]");
  const heading = document.createElement("p");
  heading.className = "alert-heading";
  heading.textContent = `${answer.message} Der står nu:`;
  const text = document.createElement("p");
  text.className = "as-typed";
  text.textContent = answer.theirs || "(ingenting)";
  const use = document.createElement("button");
  use.type = "button";
  use.className = "button button-secondary";
  use.textContent = "Brug den andens tekst";
  use.addEventListener("click", () => {
    form.elements.tekst.value = answer.theirs;
    place.hidden = true;
    form.elements.tekst.focus();
    save(form);
  });
  const keep = document.createElement("p");
  keep.textContent = "Din tekst står i feltet. Gemmer du, erstatter den den andens tekst.";
  const body = document.createElement("div");
  body.className = "alert-body";
  body.append(heading, text, keep, use);
  place.replaceChildren(body);
  place.hidden = false;
}

/** Type as the keyboard does, so that it can be undone; with an own end of the selection where one is given. */
function type(area, start, end, text, selected = [0, text.length]) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, end, "end");
  area.setSelectionRange(start + selected[0], start + selected[1]);
}

function put(form, kind) {
  const area = form.elements.tekst;
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (kind === "bold") type(area, start, end, `**${chosen || "fed"}**`, [2, 2 + (chosen || "fed").length]);
  if (kind === "link") {
    const text = `[${chosen || "tekst"}](https://)`;
    type(area, start, end, text, [text.length - 1, text.length - 1]);
  }
  if (kind === "list") {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n").map((line) => (line.startsWith("- ") ? line : `- ${line}`));
    const text = lines.join("\n");
    type(area, from, end, text, [text.length, text.length]);
  }
  later(form);
}

function later(form) {
  unsaved.add(form);
  tell(form, "");
  clearTimeout(form.timer);
  if (isInConflict(form)) return; // Only the writer's own choice saves over another's words.
  form.timer = setTimeout(() => save(form), WAIT);
}

const isInConflict = (form) => !form.querySelector("[data-theirs]").hidden;

function tell(form, text, isFault = false) {
  const place = form.querySelector("[data-saved]");
  place.textContent = text;
  place.classList.toggle("form-error-message", isFault);
}

for (const form of document.querySelectorAll("[data-section]")) {
  if (!form.elements.tekst) continue;
  form.querySelector("[data-tools]").hidden = false;
  form.addEventListener("input", () => later(form));
  form.addEventListener("focusout", () => {
    if (unsaved.has(form) && !isInConflict(form)) save(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("[data-theirs]").hidden = true;
    save(form);
  });
  for (const button of form.querySelectorAll("[data-put]")) {
    button.addEventListener("click", () => put(form, button.dataset.put));
  }
  if (isTouched(form.elements.tekst)) later(form);
}
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
draw();
