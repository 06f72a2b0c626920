/* A note's texts save themselves, and the pages beside them are drawn again; without scripts each has its own button. */

const WAIT = 900;
const LOG_IN = "Du er logget ud eller uden forbindelse. Det skrevne bliver stående; log ind i en ny fane, og gem igen.";
const preview = document.querySelector("[data-preview]");
const previewState = document.querySelector("[data-preview-state]");
const unsaved = new Set();
let drawing = 0;

/** Draw the pages; of several requests only the newest is shown. */
async function draw() {
  const number = ++drawing;
  previewState.textContent = "tegnes …";
  try {
    const response = await fetch(preview.dataset.preview);
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const html = await response.text();
    if (number !== drawing) return;
    preview.innerHTML = html;
    previewState.textContent = "";
  } catch {
    if (number === drawing) previewState.textContent = "kunne ikke tegnes; prøv igen om lidt";
  }
}

async function save(form) {
  clearTimeout(form.timer);
  const sent = new FormData(form);
  const told = form.querySelector("[data-saved]");
  told.textContent = "Gemmer …";
  try {
    const response = await fetch(location.href, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) throw new Error(String(response.status));
    const answer = await response.json();
    if (response.status === 409) return showTheirs(form, answer);
    if (!response.ok) return (told.textContent = answer.message);
    form.elements.version.value = answer.version;
    told.textContent = answer.saved;
    if (sent.get("tekst") === form.elements.tekst.value) unsaved.delete(form);
    return draw();
  } catch {
    told.textContent = LOG_IN;
  }
}

/** Both stand there, and the writer chooses: saving again keeps hers. */
function showTheirs(form, answer) {
  form.elements.version.value = answer.version;
  form.querySelector("[data-saved]").textContent = "";
  const place = form.querySelector("[data-theirs]");
  const heading = document.createElement("p");
  heading.className = "alert-heading";
  heading.textContent = `${answer.message} Der står nu:`;
  const text = document.createElement("p");
  text.className = "as-typed";
  text.textContent = answer.theirs || "(ingenting)";
  const use = document.createElement("button");
  use.type = "button";
  use.className = "button button-secondary";
  use.textContent = "Tag det, der står nu";
  use.addEventListener("click", () => {
    form.elements.tekst.value = answer.theirs;
    place.hidden = true;
    form.elements.tekst.focus();
    save(form);
  });
  const keep = document.createElement("p");
  keep.textContent = "Dit står i feltet. Gem igen for at beholde dit.";
  const body = document.createElement("div");
  body.className = "alert-body";
  body.append(heading, text, keep, use);
  place.replaceChildren(body);
  place.hidden = false;
}

const PUT = {
  bold: (text) => `**${text || "fed"}**`,
  list: (text) => (text || "punkt").split("\n").map((line) => `- ${line}`).join("\n"),
  link: (text) => `[${text || "tekst"}](https://)`,
};

function put(form, kind) {
  const area = form.elements.tekst;
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.setRangeText(PUT[kind](value.slice(start, end)), start, end, "select");
  area.focus();
  later(form);
}

function later(form) {
  unsaved.add(form);
  form.querySelector("[data-theirs]").hidden = true;
  form.querySelector("[data-saved]").textContent = "";
  clearTimeout(form.timer);
  form.timer = setTimeout(() => save(form), WAIT);
}

for (const form of document.querySelectorAll("[data-section]")) {
  if (!form.elements.tekst) continue;
  form.querySelector("[data-tools]").hidden = false;
  form.addEventListener("input", () => later(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("[data-theirs]").hidden = true;
    save(form);
  });
  for (const button of form.querySelectorAll("[data-put]")) {
    button.addEventListener("click", () => put(form, button.dataset.put));
  }
}
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
draw();
