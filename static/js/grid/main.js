/* The entry grid: rows save themselves, move like a spreadsheet's, take pasted blocks and lose nothing that was typed. */

import { readKept } from "./keeping.js";
import { onKey } from "./moving.js";
import { onPaste } from "./pasting.js";
import { restore } from "./restoring.js";
import { form, isUnsaved, rows } from "./rows.js";
import { comeBack, saveAll } from "./saving.js";
import { notify, refresh } from "./showing.js";
import { onClicked, onLeft, onTyped } from "./typing.js";

let isLeaving = false;

function start() {
  // Going back shows the page as it was first sent, without what has been saved since.
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return location.reload();
  for (const button of form.querySelectorAll("button[hidden]")) button.hidden = false;
  form.addEventListener("input", onTyped);
  form.addEventListener("focusout", onLeft);
  form.addEventListener("keydown", onKey);
  form.addEventListener("paste", onPaste);
  form.addEventListener("click", onClicked);
  form.addEventListener("submit", () => (isLeaving = true));
  document.querySelector("[data-switch-unit]").addEventListener("submit", onUnitSwitched);
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && rows.some(isUnsaved)) event.preventDefault();
  });
  for (const event of ["focus", "online"]) window.addEventListener(event, comeBack);
  document.addEventListener("visibilitychange", comeBack);
  rows.filter(isUnsaved).forEach(refresh);
  rows.forEach(restore);
  return saveAll(rows.filter((row) => readKept(row)));
}

/** What is typed in one unit is not shown in another, so it is saved or mended first. */
function onUnitSwitched(event) {
  const row = rows.find(isUnsaved);
  if (!row) return;
  event.preventDefault();
  notify(`Ændringerne i “${row.title}” er ikke gemt. Gem eller ret dem, før du skifter enhed.`);
}

if (form) start();
