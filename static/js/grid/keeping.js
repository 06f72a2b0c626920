/* The browser's storage: what is unsaved is kept there, with the version it was typed on, until the server has it. */

import { unsavedFields } from "./rows.js";

export function keep(row) {
  const fields = unsavedFields(row);
  const texts = Object.fromEntries(fields.map((field) => [field, row.cells[field].value]));
  try {
    if (fields.length) {
      localStorage.setItem(row.key, JSON.stringify({ version: row.version, texts, unanswered: row.unanswered }));
    } else if (Object.keys(row.cells).length) {
      forget(row);
    }
    return true;
  } catch {
    return false; // A full or forbidden storage must not stop the saving itself.
  }
}

export function readKept(row) {
  try {
    return JSON.parse(localStorage.getItem(row.key));
  } catch {
    return null;
  }
}

export function forget(row) {
  localStorage.removeItem(row.key);
}
