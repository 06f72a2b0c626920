/* Pasting blocks of cells, as from a spreadsheet. */

import { rowOf, rows } from "./rows.js";
import { saveAll } from "./saving.js";
import { notify, refresh } from "./showing.js";
import { FIELDS, LABELS, readNumber } from "./texts.js";
import { showTyped } from "./typing.js";

const MOST_NAMED = 5;
const PASTED_CELL = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/gy;

export function onPaste(event) {
  const cell = event.target.closest("[data-field]");
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!cell || !isBlock(text, cell, event.clipboardData.getData("text/html"))) return;
  event.preventDefault();
  spread(readBlock(text), rowOf(cell), cell.dataset.field);
}

/** Lines without a tab are an explanation's own paragraphs, unless they come from a spreadsheet. */
function isBlock(text, cell, html) {
  const isProse = cell.tagName === "TEXTAREA" && !text.includes("\t") && !/<table/i.test(html);
  return /[\t\n]/.test(text) && !isProse;
}

function readBlock(text) {
  const block = [[]];
  for (const [, cell, end] of text.matchAll(PASTED_CELL)) {
    const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    block.at(-1).push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (!end) break;
    if (end === "\n") block.push([]);
  }
  return block;
}

function spread(block, top, first) {
  const fields = FIELDS.slice(FIELDS.indexOf(first));
  const below = rows.slice(rows.indexOf(top), rows.indexOf(top) + block.length);
  const filled = below.map((row, i) => fill(row, fields.slice(0, block[i].length), block[i]));
  const unread = filled.flatMap((row) => row.unread);
  const closed = filled.reduce((sum, row) => sum + row.closed, 0);
  notify(tellPasted(block, below.length, fields.length, unread, closed));
  saveAll(below);
}

/** The cells whose texts could not be read, and how many texts had no cell, as where the amount is computed. */
function fill(row, fields, texts) {
  const errors = {};
  const closed = fields.filter((field, i) => !row.cells[field] && texts[i].trim() !== "").length;
  fields.forEach((field, i) => {
    const cell = row.cells[field];
    const value = cell && readPasted(cell, texts[i]);
    if (value === null) errors[field] = `“${texts[i]}” kan ikke læses, så cellen er ikke ændret.`;
    else if (cell) cell.value = value;
  });
  showTyped(row, fields);
  Object.assign(row.errors, errors);
  refresh(row);
  return { unread: Object.keys(errors).map((field) => `${row.title}, ${LABELS[field]}`), closed };
}

function readPasted(cell, text) {
  const plain = text.trim();
  if (cell.tagName === "TEXTAREA") return plain;
  if (cell.tagName === "INPUT") return plain === "" || readNumber(plain) !== null ? plain : null;
  const option = [...cell.options].find((one) => one.text.toLowerCase() === plain.toLowerCase());
  return option ? option.value : null;
}

function tellPasted(block, filled, columns, unread, closed) {
  const rowsLeft = block.length - filled;
  const columnsLeft = Math.max(...block.map((texts) => texts.length)) - columns;
  const told = [`Indsat i ${count(filled, "tiltag", "tiltag")}.`];
  if (unread.length) told.push(`${count(unread.length, "celle", "celler")} kunne ikke læses og er markeret: ${named(unread)}.`);
  if (closed > 0) told.push(`${count(closed, "celle er låst", "celler er låst")}, fordi beløbet beregnes eller ikke findes.`);
  if (rowsLeft > 0) told.push(`Der var ikke plads til ${count(rowsLeft, "række", "rækker")}.`);
  if (columnsLeft > 0) told.push(`Der var ikke plads til ${count(columnsLeft, "kolonne", "kolonner")}.`);
  return told.join(" ");
}

function named(cells) {
  return cells.length > MOST_NAMED ? `${cells.slice(0, MOST_NAMED).join("; ")} m.fl.` : cells.join("; ");
}

function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}
