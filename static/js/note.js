/* A note's texts save themselves, and the pages beside them are drawn again; without scripts each has its own button. */

import { Autosave } from "./saving/autosave.js";
import { make, makeButton } from "./saving/elements.js";
import { makeRedrawing } from "./saving/redrawing.js";

const preview = document.querySelector("[data-preview]");
const previewState = document.querySelector("[data-preview-state]");
const draw = makeRedrawing(preview, {
  onAsked: () => show("Henter …"),
  onDrawn: () => show(""),
  onLost: () => show("", "Notatet kunne ikke vises. Prøv igen om lidt."),
});

/** That the pages are being drawn is only seen; that they cannot be drawn is said too. */
function show(text, fault = "") {
  previewState.textContent = text;
  document.querySelector("[data-preview-fault]").textContent = fault;
}

function take(form, answer) {
  form.elements.version.value = answer.version;
  draw(preview.dataset.preview);
}

/** Both stand there, and the writer chooses: saving again keeps hers. */
function showTheirs(form, saver, answer) {
  form.elements.version.value = answer.version;
  saver.say("");
  const place = form.querySelector("[data-theirs]");
  const use = makeButton("Brug den andens tekst", () => {
    form.elements.tekst.value = answer.theirs;
    place.hidden = true;
    form.elements.tekst.focus();
    saver.save({ isAsked: true });
  });
  const body = [
    make("p", `${answer.message} Der står nu:`, { className: "alert-heading" }),
    make("p", answer.theirs || "(ingenting)", { className: "as-typed" }),
    make("p", "Din tekst står i feltet. Gemmer du, erstatter den den andens tekst."),
    use,
  ];
  place.replaceChildren(make("div", body, { className: "alert-body" }));
  place.hidden = false;
}

/** Type as the keyboard does, so that it can be undone; with an own end of the selection where one is given. */
function type(area, start, end, text, selected = [0, text.length]) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, start, end, "end");
  area.setSelectionRange(start + selected[0], start + selected[1]);
}

function put(form, saver, kind) {
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
  saver.touch();
}

for (const form of document.querySelectorAll("[data-section]")) {
  if (!form.elements.tekst) continue;
  const saver = new Autosave(form, {
    onSaved: (answer) => take(form, answer),
    onConflict: (answer) => showTheirs(form, saver, answer),
  });
  form.querySelector("[data-tools]").hidden = false;
  form.addEventListener("focusout", () => {
    if (saver.isUnsaved && !saver.isHeld) saver.save();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("[data-theirs]").hidden = true;
    saver.save({ isAsked: true });
  });
  for (const button of form.querySelectorAll("[data-put]")) {
    button.addEventListener("click", () => put(form, saver, button.dataset.put));
  }
}
draw(preview.dataset.preview);
