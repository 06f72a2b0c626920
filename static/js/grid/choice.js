/* Two people on one row. What is chosen is sent by the function that is given. */

import { make, makeButton } from "../saving/elements.js";
import { setVersion, unsavedFields } from "./rows.js";
import { inWords, isSame, LABELS } from "./texts.js";

/** What the other wrote in cells that are untouched here is taken at once; the rest is a choice. */
export function meetOther(row, { message, version, theirs }, send) {
  const isOwn = row.unanswered.some((sent) => Object.keys(sent).every((f) => isSame(f, sent[f], theirs[f])));
  const untouched = Object.keys(row.cells).filter((field) => !unsavedFields(row).includes(field));
  if (!isOwn) for (const field of untouched) takeTheirs(row, field, theirs);
  row.theirs = { message, version, texts: theirs };
  if (isOwn || !differingFields(row).length) return choose(row, send);
  row.reason = [`Ikke gemt: ${message} Vælg, hvilke tal der skal gælde.`];
  drawChoice(row, send);
  return false;
}

function differingFields(row) {
  return Object.keys(row.cells).filter((field) => !isSame(field, row.cells[field].value, row.theirs.texts[field]));
}

function takeTheirs(row, field, theirs) {
  row.saved[field] = theirs[field];
  row.cells[field].value = theirs[field];
  delete row.errors[field];
}

function choose(row, send) {
  setVersion(row, row.theirs.version);
  row.saved = { ...row.theirs.texts };
  row.theirs = null;
  row.reason = [];
  row.choice?.remove();
  return send(row);
}

export function drawChoice(row, send) {
  row.choice?.remove();
  const fields = differingFields(row);
  const keepMine = makeButton("Behold mine tal", () => choose(row, send));
  const takeOthers = makeButton("Brug den andens tal", () => {
    for (const field of differingFields(row)) takeTheirs(row, field, row.theirs.texts);
    choose(row, send);
  });
  // A button that goes away takes the focus with it, so it goes back to where the choice was about.
  for (const button of [keepMine, takeOthers]) button.addEventListener("click", () => row.cells[fields[0]]?.focus());
  const box = make("div", [makeTable(row, fields), keepMine, " ", takeOthers]);
  row.choice = make("tr", make("td", box, { colSpan: 12 }), { className: "choice" });
  row.element.after(row.choice);
}

function makeTable(row, fields) {
  const lines = fields.map((field) => {
    const texts = [row.cells[field].value, row.theirs.texts[field]];
    const cells = texts.map((text) => make("td", inWords(row.cells[field], text)));
    return make("tr", [make("th", LABELS[field], { scope: "row" }), ...cells]);
  });
  const head = ["Felt", "Dine tal", "Den andens tal"].map((title) => make("th", title, { scope: "col" }));
  return make("table", [
    make("caption", `${row.title}: ${row.theirs.message}`),
    make("thead", make("tr", head)),
    make("tbody", lines),
  ]);
}
