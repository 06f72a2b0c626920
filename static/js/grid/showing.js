/* What the page shows of its rows. */

import { keep } from "./keeping.js";
import { form, isUnsaved } from "./rows.js";
import { LABELS } from "./texts.js";

const MOST_NAMED = 3;
const MARKS = {
  on_track: "●", fully_phased_in: "■", not_started: "○", risk: "◆", behind: "▲", overspend: "▲", underspend: "▽",
};

export function refresh(row) {
  const unsaved = isUnsaved(row);
  row.element.toggleAttribute("data-unsaved", unsaved);
  row.element.toggleAttribute("data-failed", row.reason.length > 0);
  showMessage(row, messageOf(row, unsaved));
  for (const [field, cell] of Object.entries(row.cells)) markCell(cell, row.errors[field], row.output.id);
  keep(row);
}

/* Writing the same again would make the browser lay out a table of hundreds of rows for every letter typed. */
function showMessage({ output, element }, message) {
  const isText = message.every((part) => typeof part === "string");
  if (isText && !output.childElementCount && output.textContent === message.join("")) return;
  const isHeld = output.contains(document.activeElement);
  output.replaceChildren(...message);
  if (isHeld && !output.contains(document.activeElement)) element.querySelector("th a").focus();
}

function messageOf(row, unsaved) {
  if (row.isSending) return ["Gemmer …"];
  const errors = Object.entries(row.errors).map(([field, told]) => `${LABELS[field]}: ${told} `);
  const standing = row.reason.length ? row.reason : [unsaved ? "Ikke gemt endnu" : row.lastSaved];
  if (!errors.length) return standing;
  return standing.join("") === "" ? errors : [...standing, ". ", ...errors];
}

function markCell(cell, error, messageId) {
  if (error) {
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", messageId);
  } else {
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
  }
}

/** What the server has worked out from a row that it saved. */
export function showResults(row, answer) {
  row.element.querySelector("[data-output=deviation]").textContent = answer.deviation;
  const status = `${MARKS[answer.statusKey] ?? ""} ${answer.status || "–"}`;
  row.element.querySelector("[data-output=status]").textContent = status.trim();
}

/** Say what could not be saved of the rows, once for all of them; what was saved is seen and not said. */
export function announce(rows) {
  const faulty = rows.filter((row) => row.reason.length || Object.keys(row.errors).length);
  const told = faulty.slice(0, MOST_NAMED).map((row) => `${row.title}: ${row.output.textContent}`);
  if (faulty.length > MOST_NAMED) told.push(`og ${faulty.length - MOST_NAMED} tiltag mere, som ikke er gemt`);
  const text = told.join(". ");
  const announcer = form.querySelector("[data-announcer]");
  if (announcer.textContent !== text) announcer.textContent = text;
}

/** The notice lies over the lower edge of the page, so the cell that somebody is in is scrolled above it. */
export function notify(text) {
  const notice = form.querySelector("[data-notice]");
  if (notice.textContent === text) return;
  notice.textContent = text;
  if (text && form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
}
