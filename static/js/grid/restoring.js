/* What the browser has kept since the page was last open. */

import { makeButton } from "../saving/elements.js";
import { forget, readKept } from "./keeping.js";
import { isUnsaved, setVersion } from "./rows.js";
import { refresh } from "./showing.js";
import { LABELS } from "./texts.js";

export function restore(row) {
  const kept = readKept(row);
  if (!kept?.texts) return;
  if (!Object.keys(row.cells).length) return showStranded(row, kept.texts);
  for (const [field, text] of Object.entries(kept.texts)) {
    if (row.cells[field]) row.cells[field].value = text;
  }
  if (isUnsaved(row)) {
    setVersion(row, kept.version);
    row.unanswered = kept.unanswered ?? [];
  }
  refresh(row);
}

/** What was typed in a row that has been sent or closed since: shown until its writer has taken it down. */
function showStranded(row, texts) {
  const told = Object.entries(texts).map(([field, text]) => `${LABELS[field]}: ${text || "(tom)"}`);
  const drop = makeButton("Kassér", () => {
    forget(row);
    row.reason = [];
    refresh(row);
  });
  row.reason = [`Ikke gemt: Tiltaget kan ikke rettes nu. Du skrev ${told.join("; ")} `, drop];
  refresh(row);
}
