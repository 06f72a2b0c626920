/* Rows are sent one by one, and what the server does not take waits in its row. */

import { make } from "../saving/elements.js";
import { renewToken } from "../saving/server.js";
import { meetOther } from "./choice.js";
import { keep } from "./keeping.js";
import { form, isEntered, isUnsaved, rows, setVersion, textsOf } from "./rows.js";
import { post } from "./server.js";
import { announce, refresh, showResults } from "./showing.js";
import { renewSums } from "./sums.js";

const RETRY_SECONDS = [5, 15, 45, 135, 300];
const WAITS = { other: waitForOwner, nobody: waitForLogIn, unknown: waitForServer };

export async function save(row) {
  await saveSilently(row);
  announce([row]);
}

async function saveSilently(row) {
  if (row.isSending || row.theirs || !isUnsaved(row)) return;
  const isDone = await send(row);
  if (isDone && !isEntered(row)) await saveSilently(row);
}

export async function saveAll(chosen) {
  for (const row of chosen) await saveSilently(row);
  announce(chosen);
}

/** True where the server has what was sent. */
export async function send(row) {
  const sent = textsOf(row);
  clearTimeout(row.timer);
  row.isSending = true;
  refresh(row);
  const isDone = await take(row, sent, await post(row, sent));
  row.isSending = false;
  refresh(row);
  return isDone;
}

async function take(row, sent, { status, answer }) {
  row.isWaiting = false;
  if (status === 200 && answer) return settle(row, sent, answer);
  if (status === 409) return meetOther(row, answer, send);
  if (status === 422) return showErrors(row, sent, answer.errors);
  if (status === 401) return waitForLogIn(row);
  if (status === 403 && !answer) return renewAndSend(row, sent);
  if (status === 403 || status === 404) return refuse(row, answer?.message ?? "Tiltaget findes ikke længere.");
  return waitForServer(row, sent);
}

function settle(row, sent, answer) {
  setVersion(row, answer.version);
  for (const [field, cell] of Object.entries(row.cells)) {
    row.saved[field] = answer.values[field];
    if (cell.value === sent[field] && cell !== document.activeElement) cell.value = answer.values[field];
  }
  Object.assign(row, { lastSaved: answer.saved, reason: [], unanswered: [], tries: 0 });
  showResults(row, answer);
  renewSums();
  return true;
}

function showErrors(row, sent, errors) {
  row.reason = [];
  for (const [field, told] of Object.entries(errors)) {
    if (row.cells[field]?.value === sent[field]) row.errors[field] = told;
  }
  return false;
}

function refuse(row, why) {
  row.reason = [`Ikke gemt: ${why}`];
  return false;
}

function waitForServer(row, sent) {
  const where = keep(row) ? "Det, du har indtastet, er gemt i browseren." : "Lad siden være åben.";
  row.reason = [`Ikke gemt: Serveren svarer ikke. ${where}`];
  row.unanswered.push(sent);
  row.isWaiting = true;
  const seconds = RETRY_SECONDS[Math.min(row.tries, RETRY_SECONDS.length - 1)];
  row.tries += 1;
  row.timer = setTimeout(() => saveUnlessEntered(row), seconds * 1000);
  return false;
}

/** A row that somebody is in is saved when it is left. */
function saveUnlessEntered(row) {
  if (!isEntered(row)) save(row);
}

function waitForLogIn(row) {
  const properties = { href: form.dataset.logInUrl, target: "_blank", rel: "noopener" };
  row.reason = ["Ikke gemt: Du er logget ud. ", make("a", "Log ind i en ny fane", properties), " for at gemme."];
  row.isWaiting = true;
  return false;
}

function waitForOwner(row) {
  row.reason = ["Ikke gemt: En anden bruger er logget ind i browseren. Log ind igen for at gemme."];
  row.isWaiting = true;
  return false;
}

/** A refusal without our words is of the token, which a log-in elsewhere has made old; once more with a fresh one. */
async function renewAndSend(row, sent) {
  if (row.isRenewed) return refuse(row, "Du har ikke adgang til at rette tiltaget.");
  const user = await renewToken(form);
  if (user !== "own") return WAITS[user](row, sent);
  row.isRenewed = true;
  const isDone = await send(row);
  row.isRenewed = false;
  return isDone;
}

/** Somebody looks at the page again, or the line is back: what waits is saved, if it is the one who typed it. */
export async function comeBack() {
  if (document.visibilityState === "hidden") return;
  const user = await renewToken(form);
  const waiting = rows.filter((row) => row.isWaiting);
  if (user === "own") await saveAll(waiting);
  if (user !== "other") return;
  waiting.forEach(tellOfOther);
  announce(waiting);
}

function tellOfOther(row) {
  waitForOwner(row);
  refresh(row);
}
