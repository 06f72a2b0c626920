/* Typing in a row, leaving it, and taking what was written last. */

import { drawChoice } from "./choice.js";
import { isUnsaved, rowOf, rows } from "./rows.js";
import { save, saveAll, send } from "./saving.js";
import { notify, refresh } from "./showing.js";
import { AMOUNTS, isSame } from "./texts.js";

export function onTyped({ target }) {
  const row = target.dataset.field && rowOf(target);
  if (!row) return;
  notify("");
  showTyped(row, [target.dataset.field]);
}

export function showTyped(row, fields) {
  for (const field of fields) delete row.errors[field];
  if (row.theirs) drawChoice(row, send);
  refresh(row);
}

export function onLeft({ target, relatedTarget }) {
  const row = rowOf(target);
  if (!row) return;
  const field = target.dataset.field;
  if (field && isSame(field, target.value, row.saved[field])) target.value = row.saved[field];
  if (!row.element.contains(relatedTarget)) save(row);
}

export function takeBack(row, field) {
  if (row.saved[field] !== undefined) row.cells[field].value = row.saved[field];
  if (!isUnsaved(row) && !row.theirs) {
    clearTimeout(row.timer);
    Object.assign(row, { reason: [], isWaiting: false });
  }
  showTyped(row, [field]);
}

export function onClicked({ target }) {
  if (target.matches("[data-copy]")) {
    const row = rowOf(target);
    copyLast(row, target.dataset.copy === "text" ? ["explanation"] : AMOUNTS);
    save(row);
  } else if (target.matches("[data-copy-all]")) {
    for (const row of rows) copyLast(row, AMOUNTS.filter((field) => row.cells[field]?.value === ""));
    saveAll(rows);
  }
}

function copyLast(row, fields) {
  const { lastRealised, lastForecast, lastExplanation } = row.element.dataset;
  const last = { realised: lastRealised, forecast: lastForecast, explanation: lastExplanation };
  const found = fields.filter((field) => row.cells[field] && last[field]);
  for (const field of found) row.cells[field].value = last[field];
  if (found.length) showTyped(row, found);
}
