/* The rows of the page.

   A row's `saved` is what stands on the server, by field. What is in the cells and not there is unsaved. */

import { isSame } from "./texts.js";

export const form = document.querySelector("#grid");
export const rows = form ? [...form.querySelectorAll("tr[data-row]")].map(readRow) : [];
const byElement = new Map(rows.map((row) => [row.element, row]));

function readRow(element) {
  const found = [...element.querySelectorAll("[data-field]")].map((cell) => [cell.dataset.field, cell]);
  const output = element.querySelector("[data-output=message]");
  const row = {
    element,
    output,
    cells: Object.fromEntries(found),
    title: element.querySelector("th a").textContent.trim(),
    key: `${form.dataset.store}/${element.dataset.row}`,
    version: Number(element.dataset.version),
    lastSaved: output.textContent.trim(),
    reason: [],
    errors: {},
    unanswered: [],
    tries: 0,
  };
  row.saved = element.hasAttribute("data-unsaved") ? {} : sentTexts(row);
  return row;
}

/** What the server sent: somebody may have typed in a cell before this script ran. */
function sentTexts(row) {
  return Object.fromEntries(Object.entries(row.cells).map(([field, cell]) => [field, sentText(cell)]));
}

function sentText(cell) {
  if (cell.tagName !== "SELECT") return cell.defaultValue;
  return [...cell.options].find((option) => option.defaultSelected)?.value ?? "";
}

export function rowOf(node) {
  return byElement.get(node.closest("tr[data-row]"));
}

export function textsOf(row) {
  return Object.fromEntries(Object.entries(row.cells).map(([field, cell]) => [field, cell.value]));
}

export function unsavedFields(row) {
  return Object.keys(row.cells).filter((field) => !isSame(field, row.cells[field].value, row.saved[field]));
}

export function isUnsaved(row) {
  return unsavedFields(row).length > 0;
}

/** Somebody is in the row, perhaps in the middle of a word. */
export function isEntered(row) {
  return document.hasFocus() && row.element.contains(document.activeElement);
}

export function setVersion(row, version) {
  row.version = version;
  row.element.dataset.version = version;
  form.elements[`version-${row.element.dataset.row}`].value = version;
}
