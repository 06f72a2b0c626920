/* Moving between the cells by the keyboard, as in a spreadsheet. */

import { rowOf, rows } from "./rows.js";
import { save } from "./saving.js";
import { takeBack } from "./typing.js";

export function onKey(event) {
  const cell = event.target.closest("[data-field]");
  if (!cell || event.isComposing) return;
  const act = actionOf(event, cell, rowOf(cell), cell.dataset.field);
  if (!act) return;
  event.preventDefault();
  act();
}

/** In a list the arrows up and down, and Enter, are its own. */
function actionOf({ key, altKey, ctrlKey, metaKey, shiftKey }, cell, row, field) {
  const isList = cell.tagName === "SELECT";
  if (key === "Escape") return () => undo(row, cell, field);
  if (key === "Enter" && altKey && cell.tagName === "TEXTAREA") return () => breakLine(cell);
  if (key === "Enter" && !isList) return () => moveDown(row, field, shiftKey ? -1 : 1);
  if (altKey || ctrlKey || metaKey || shiftKey) return null;
  const down = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (down && cell.tagName === "INPUT") return () => moveDown(row, field, down);
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[key];
  return aside && (isList || isAtEdge(cell, aside)) ? () => moveAside(row, cell, aside) : null;
}

function isAtEdge({ selectionStart, selectionEnd, value }, step) {
  const isAll = selectionStart === 0 && selectionEnd === value.length;
  return isAll || (selectionStart === selectionEnd && selectionStart === (step > 0 ? value.length : 0));
}

function moveDown(row, field, step) {
  const ahead = step > 0 ? rows.slice(rows.indexOf(row) + 1) : rows.slice(0, rows.indexOf(row)).reverse();
  const next = ahead.find(({ cells }) => cells[field]);
  if (next) enter(next.cells[field]);
  else save(row);
}

function moveAside(row, cell, step) {
  const cells = Object.values(row.cells);
  const next = cells[cells.indexOf(cell) + step];
  if (next) enter(next);
}

function enter(cell) {
  cell.focus();
  placeCaret(cell);
}

/** A figure is selected, to be typed over; an explanation is not, as it is more often added to. */
function placeCaret(cell) {
  if (cell.tagName === "INPUT") cell.select();
  if (cell.tagName === "TEXTAREA") cell.setSelectionRange(cell.value.length, cell.value.length);
}

function undo(row, cell, field) {
  takeBack(row, field);
  placeCaret(cell);
}

function breakLine(cell) {
  cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
  cell.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
