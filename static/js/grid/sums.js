/* How far the round is, and its sums. */

import { ask } from "../saving/server.js";
import { form } from "./rows.js";

const QUIET_MILLISECONDS = 300;

let timer = null;

/** The server adds up the whole round to answer, so it is asked when the last of a run of rows has been saved. */
export function renewSums() {
  clearTimeout(timer);
  timer = setTimeout(fetchSums, QUIET_MILLISECONDS);
}

async function fetchSums() {
  const asked = timer;
  const { status, answer } = await ask(form.dataset.sumsUrl);
  if (status !== 200 || !answer || asked !== timer) return;
  showProgress(answer.filled, answer.rows);
  showSums(answer.sums);
}

function showProgress(filled, all) {
  Object.assign(document.querySelector("#filled"), { max: all, value: filled });
  document.querySelector("[data-filled]").textContent = filled;
}

function showSums(sums) {
  for (const cell of form.querySelectorAll("[data-sum] [data-output]")) {
    const text = sums[cell.closest("[data-sum]").dataset.sum]?.[cell.dataset.output];
    if (text !== undefined && cell.textContent !== text) cell.textContent = text;
  }
}
