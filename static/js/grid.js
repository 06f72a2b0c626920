/* The entry grid: rows save themselves, move like a spreadsheet's, take pasted blocks and lose nothing that was typed.

   A row's `saved` is what stands on the server, by field. What is in the cells and not there is unsaved, and is kept in
   the browser's storage with the version it was typed on until the server has it. */

const LABELS = { realised: "Realiseret", forecast: "Prognose", cause: "Årsag", explanation: "Forklaring" };
const FIELDS = Object.keys(LABELS);
const AMOUNTS = ["realised", "forecast"];
const MARKS = {
  on_track: "●", fully_phased_in: "■", not_started: "○", risk: "◆", behind: "▲", overspend: "▲", underspend: "▽",
};
const DANISH_NUMBER = /^(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/;
const PASTED_CELL = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/gy;
const RETRY_SECONDS = [5, 15, 45, 135, 300];
const PATIENCE_SECONDS = 30;
const MOST_KEPT_ALIVE = 60_000;

const form = document.querySelector("#grid");
const rows = form ? [...form.querySelectorAll("tr[data-row]")].map(readRow) : [];
const byElement = new Map(rows.map((row) => [row.element, row]));
let isLeaving = false;
let renewal = null;

function readRow(element) {
  const found = [...element.querySelectorAll("[data-field]")].map((cell) => [cell.dataset.field, cell]);
  const output = element.querySelector("[data-output=message]");
  output.id = `besked-${element.dataset.row}`;
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
  row.saved = element.hasAttribute("data-unsaved") ? {} : textsOf(row);
  return row;
}

function rowOf(node) {
  return byElement.get(node.closest("tr[data-row]"));
}

function textsOf(row) {
  return Object.fromEntries(Object.entries(row.cells).map(([field, cell]) => [field, cell.value]));
}

/* Texts and what they mean */

/** "1.200,50", "3−" and "(3)" as "1200.5" and "-3"; null for what is no Danish number. */
function readNumber(text) {
  const compact = text.replace(/\s/g, "").replace(/[−–]/g, "-");
  const bare = compact.replace(/^\((.*)\)$|^-(.*)$|^(.*)-$/, "$1$2$3");
  const found = DANISH_NUMBER.exec(bare);
  if (!found) return null;
  const whole = found[1].replaceAll(".", "").replace(/^0+(?=\d)/, "");
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  const digits = fraction ? `${whole}.${fraction}` : whole;
  return bare === compact || digits === "0" ? digits : `-${digits}`;
}

function isSame(field, text, other) {
  return other !== undefined && meaningOf(field, text) === meaningOf(field, other);
}

function meaningOf(field, text) {
  const plain = text.replaceAll("\r\n", "\n").trim();
  return AMOUNTS.includes(field) ? readNumber(plain) ?? plain : plain;
}

function unsavedFields(row) {
  return Object.keys(row.cells).filter((field) => !isSame(field, row.cells[field].value, row.saved[field]));
}

function isUnsaved(row) {
  return unsavedFields(row).length > 0;
}

function inWords(cell, text) {
  const option = [...(cell.options ?? [])].find(({ value }) => value === text);
  return (option ? option.text : text) || "(tom)";
}

/* What the row shows */

function refresh(row) {
  const unsaved = isUnsaved(row);
  row.element.toggleAttribute("data-unsaved", unsaved);
  row.element.toggleAttribute("data-failed", row.reason.length > 0);
  row.output.replaceChildren(...messageOf(row, unsaved));
  for (const [field, cell] of Object.entries(row.cells)) markCell(cell, row.errors[field], row.output.id);
  keep(row);
}

function messageOf(row, unsaved) {
  if (row.isSending) return ["Gemmer …"];
  const errors = Object.entries(row.errors).map(([field, told]) => `${LABELS[field]}: ${told} `);
  const standing = row.reason.length ? row.reason : [unsaved ? "Ikke gemt endnu" : row.lastSaved];
  return errors.length ? [...standing, ". ", ...errors] : standing;
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

function announce(row) {
  form.querySelector("[data-announcer]").textContent = `${row.title}: ${row.output.textContent}`;
}

function notify(text) {
  form.querySelector("[data-notice]").textContent = text;
}

function make(tag, content = [], properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...[content].flat());
  return element;
}

function makeButton(text, act) {
  const button = make("button", text, { type: "button", className: "button button-secondary" });
  button.addEventListener("click", act);
  return button;
}

/* The browser's storage */

function keep(row) {
  const fields = unsavedFields(row);
  const texts = Object.fromEntries(fields.map((field) => [field, row.cells[field].value]));
  try {
    if (fields.length) {
      localStorage.setItem(row.key, JSON.stringify({ version: row.version, texts, unanswered: row.unanswered }));
    } else if (Object.keys(row.cells).length) {
      localStorage.removeItem(row.key);
    }
    return true;
  } catch {
    return false; // A full or forbidden storage must not stop the saving itself.
  }
}

function readKept(row) {
  try {
    return JSON.parse(localStorage.getItem(row.key));
  } catch {
    return null;
  }
}

function restore(row) {
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
    localStorage.removeItem(row.key);
    row.reason = [];
    refresh(row);
  });
  row.reason = [`Ikke gemt: rækken kan ikke rettes nu. Du skrev ${told.join("; ")} `, drop];
  refresh(row);
}

/* Saving */

async function save(row) {
  if (row.isSending || row.theirs || !isUnsaved(row)) return;
  const isDone = await send(row);
  const isInside = document.hasFocus() && row.element.contains(document.activeElement);
  if (isDone && !isInside) await save(row);
}

async function saveAll(chosen) {
  for (const row of chosen) await save(row);
}

/** True where the server has what was sent. */
async function send(row) {
  const sent = textsOf(row);
  clearTimeout(row.timer);
  row.isSending = true;
  refresh(row);
  const isDone = await take(row, sent, await post(row, sent));
  row.isSending = false;
  refresh(row);
  announce(row);
  return isDone;
}

async function post(row, sent) {
  const body = `${new URLSearchParams({ ...sent, version: row.version, enhed: form.elements.enhed.value })}`;
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
  };
  const keepalive = body.length < MOST_KEPT_ALIVE; // It outlives the page, for those who type and follow a link.
  const signal = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
  try {
    const response = await fetch(row.element.dataset.url, { method: "POST", body, headers, signal, keepalive });
    return { status: response.status, answer: await readAnswer(response) };
  } catch {
    return { status: 0 };
  }
}

async function readAnswer(response) {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : undefined;
}

async function take(row, sent, { status, answer }) {
  row.isWaiting = false;
  if (status === 200 && answer) return settle(row, sent, answer);
  if (status === 409) return meetOther(row, answer);
  if (status === 422) return showErrors(row, sent, answer.errors);
  if (status === 401) return waitForLogIn(row);
  if (status === 403 && !answer) return renewAndSend(row, sent);
  if (status === 403 || status === 404) return refuse(row, answer?.message ?? "rækken findes ikke længere.");
  return waitForServer(row, sent);
}

function settle(row, sent, answer) {
  setVersion(row, answer.version);
  for (const [field, cell] of Object.entries(row.cells)) {
    row.saved[field] = answer.values[field];
    if (cell.value === sent[field] && cell !== document.activeElement) cell.value = answer.values[field];
  }
  Object.assign(row, { lastSaved: answer.saved, reason: [], unanswered: [], tries: 0 });
  row.element.querySelector("[data-output=deviation]").textContent = answer.deviation;
  const status = `${MARKS[answer.statusKey] ?? ""} ${answer.status || "–"}`;
  row.element.querySelector("[data-output=status]").textContent = status.trim();
  showProgress(answer.filled, answer.rows);
  return true;
}

function setVersion(row, version) {
  row.version = version;
  row.element.dataset.version = version;
  form.elements[`version-${row.element.dataset.row}`].value = version;
}

function showProgress(filled, all) {
  Object.assign(document.querySelector("#filled"), { max: all, value: filled });
  document.querySelector("[data-filled]").textContent = filled;
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
  const where = keep(row) ? "Det skrevne er gemt i browseren." : "Lad siden stå åben.";
  row.reason = [`Ikke gemt: serveren svarer ikke. ${where}`];
  row.unanswered.push(sent);
  row.isWaiting = true;
  const seconds = RETRY_SECONDS[Math.min(row.tries, RETRY_SECONDS.length - 1)];
  row.tries += 1;
  row.timer = setTimeout(() => save(row), seconds * 1000);
  return false;
}

function waitForLogIn(row) {
  const properties = { href: form.dataset.logInUrl, target: "_blank", rel: "noopener" };
  row.reason = ["Ikke gemt: du er logget ud. ", make("a", "Log ind i en ny fane", properties), ", så gemmes rækken."];
  row.isWaiting = true;
  return false;
}

/** A refusal without our words is of the token, which a log-in elsewhere has made old; once more with a fresh one. */
async function renewAndSend(row, sent) {
  if (row.isRenewed) return refuse(row, "du har ikke adgang til at skrive i rækken.");
  const status = await renewToken();
  if (status === 401) return waitForLogIn(row);
  if (status !== 200) return waitForServer(row, sent);
  row.isRenewed = true;
  const isDone = await send(row);
  row.isRenewed = false;
  return isDone;
}

function renewToken() {
  renewal ??= fetchToken().finally(() => (renewal = null));
  return renewal;
}

async function fetchToken() {
  try {
    const response = await fetch(form.dataset.tokenUrl);
    const answer = await readAnswer(response);
    if (response.ok && answer) {
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = answer.token;
    }
    return response.status;
  } catch {
    return 0;
  }
}

async function comeBack() {
  if (document.visibilityState === "hidden") return;
  if ((await renewToken()) === 200) await saveAll(rows.filter((row) => row.isWaiting));
}

/* Two people on one row */

/** What the other wrote in cells that are untouched here is taken at once; the rest is a choice. */
function meetOther(row, { message, version, theirs }) {
  const isOwn = row.unanswered.some((sent) => Object.keys(sent).every((f) => isSame(f, sent[f], theirs[f])));
  const untouched = Object.keys(row.cells).filter((field) => !unsavedFields(row).includes(field));
  if (!isOwn) for (const field of untouched) takeTheirs(row, field, theirs);
  row.theirs = { message, version, texts: theirs };
  if (isOwn || !differingFields(row).length) return choose(row);
  row.reason = [`Ikke gemt: ${message} Vælg, hvad der skal stå.`];
  drawChoice(row);
  return false;
}

function differingFields(row) {
  return Object.keys(row.cells).filter((field) => !isSame(field, row.cells[field].value, row.theirs.texts[field]));
}

function takeTheirs(row, field, theirs) {
  row.saved[field] = theirs[field];
  row.cells[field].value = theirs[field];
  delete row.errors[field];
}

function choose(row) {
  setVersion(row, row.theirs.version);
  row.saved = { ...row.theirs.texts };
  row.theirs = null;
  row.reason = [];
  row.choice?.remove();
  return send(row);
}

function drawChoice(row) {
  row.choice?.remove();
  const fields = differingFields(row);
  const lines = fields.map((field) => {
    const texts = [row.cells[field].value, row.theirs.texts[field]];
    const cells = texts.map((text) => make("td", inWords(row.cells[field], text)));
    return make("tr", [make("th", LABELS[field], { scope: "row" }), ...cells]);
  });
  const head = ["Felt", "Dit", "Den andens"].map((title) => make("th", title, { scope: "col" }));
  const table = make("table", [
    make("caption", `${row.title}: ${row.theirs.message}`),
    make("thead", make("tr", head)),
    make("tbody", lines),
  ]);
  const keepMine = makeButton("Behold mit", () => choose(row));
  const takeOthers = makeButton("Tag den andens", () => {
    for (const field of differingFields(row)) takeTheirs(row, field, row.theirs.texts);
    choose(row);
  });
  // A button that goes away takes the focus with it, so it goes back to where the choice was about.
  for (const button of [keepMine, takeOthers]) button.addEventListener("click", () => row.cells[fields[0]]?.focus());
  const box = make("div", [table, keepMine, " ", takeOthers]);
  row.choice = make("tr", make("td", box, { colSpan: 12 }), { className: "choice" });
  row.element.after(row.choice);
}

/* Typing */

function onTyped({ target }) {
  const row = target.dataset.field && rowOf(target);
  if (!row) return;
  notify("");
  showTyped(row, [target.dataset.field]);
}

function showTyped(row, fields) {
  for (const field of fields) delete row.errors[field];
  if (row.theirs) drawChoice(row);
  refresh(row);
}

function onLeft({ target, relatedTarget }) {
  const row = rowOf(target);
  if (!row) return;
  const field = target.dataset.field;
  if (field && isSame(field, target.value, row.saved[field])) target.value = row.saved[field];
  if (!row.element.contains(relatedTarget)) save(row);
}

function takeBack(row, field) {
  const cell = row.cells[field];
  if (row.saved[field] !== undefined) cell.value = row.saved[field];
  if (!isUnsaved(row) && !row.theirs) {
    clearTimeout(row.timer);
    Object.assign(row, { reason: [], isWaiting: false });
  }
  showTyped(row, [field]);
  placeCaret(cell);
}

function copyLast(row, fields) {
  const { lastRealised, lastForecast, lastExplanation } = row.element.dataset;
  const last = { realised: lastRealised, forecast: lastForecast, explanation: lastExplanation };
  const found = fields.filter((field) => row.cells[field] && last[field]);
  for (const field of found) row.cells[field].value = last[field];
  if (found.length) showTyped(row, found);
}

function onClicked({ target }) {
  if (target.matches("[data-copy]")) {
    const row = rowOf(target);
    copyLast(row, target.dataset.copy === "text" ? ["explanation"] : AMOUNTS);
    save(row);
  } else if (target.matches("[data-copy-all]")) {
    for (const row of rows) copyLast(row, AMOUNTS.filter((field) => row.cells[field]?.value === ""));
    saveAll(rows);
  }
}

/* Moving */

function onKey(event) {
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
  if (key === "Escape") return () => takeBack(row, field);
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

function breakLine(cell) {
  cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
  cell.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/* Pasting */

function onPaste(event) {
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
  const unread = below.map((row, i) => fill(row, fields.slice(0, block[i].length), block[i]));
  notify(tellPasted(block, below.length, fields.length, unread.reduce((sum, number) => sum + number)));
  saveAll(below);
}

/** How many of the texts could not be read. */
function fill(row, fields, texts) {
  const errors = {};
  fields.forEach((field, i) => {
    const cell = row.cells[field];
    const value = cell && readPasted(cell, texts[i]);
    if (value === null) errors[field] = `“${texts[i]}” kan ikke læses, så cellen er ikke ændret.`;
    else if (cell) cell.value = value;
  });
  showTyped(row, fields);
  Object.assign(row.errors, errors);
  refresh(row);
  return Object.keys(errors).length;
}

function readPasted(cell, text) {
  const plain = text.trim();
  if (cell.tagName === "TEXTAREA") return plain;
  if (cell.tagName === "INPUT") return plain === "" || readNumber(plain) !== null ? plain : null;
  const option = [...cell.options].find((one) => one.text.toLowerCase() === plain.toLowerCase());
  return option ? option.value : null;
}

function tellPasted(block, filled, columns, unread) {
  const rowsLeft = block.length - filled;
  const columnsLeft = Math.max(...block.map((texts) => texts.length)) - columns;
  const told = [`Indsat i ${count(filled, "række", "rækker")}.`];
  if (unread > 0) told.push(`${count(unread, "celle", "celler")} kunne ikke læses og er markeret.`);
  if (rowsLeft > 0) told.push(`${count(rowsLeft, "række", "rækker")} var der ikke plads til.`);
  if (columnsLeft > 0) told.push(`${count(columnsLeft, "kolonne", "kolonner")} var der ikke plads til.`);
  return told.join(" ");
}

function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

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
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && rows.some(isUnsaved)) event.preventDefault();
  });
  for (const event of ["focus", "online"]) window.addEventListener(event, comeBack);
  document.addEventListener("visibilitychange", comeBack);
  rows.forEach(restore);
  return saveAll(rows.filter((row) => readKept(row)));
}

if (form) start();
