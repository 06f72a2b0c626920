/* The requests to the server, and whose they are. */

import { form } from "./rows.js";

const PATIENCE_SECONDS = 30;
const MOST_KEPT_ALIVE = 60_000;

let renewal = null;

export function post(row, sent) {
  const body = `${new URLSearchParams({ ...sent, version: row.version, enhed: form.elements.enhed.value })}`;
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
  };
  const keepalive = body.length < MOST_KEPT_ALIVE; // It outlives the page, for those who type and follow a link.
  const signal = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
  return ask(row.element.dataset.url, { method: "POST", body, headers, signal, keepalive });
}

/** The status and the answer, which only JSON is; status 0 where there was none. */
export async function ask(address, options) {
  try {
    const response = await fetch(address, options);
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, answer: isJson ? await response.json() : undefined };
  } catch {
    return { status: 0 };
  }
}

/** Who is logged in: "own" for whom the page was made for, with a fresh token, "other", "nobody", or "unknown". */
export function renewToken() {
  renewal ??= fetchToken().finally(() => (renewal = null));
  return renewal;
}

async function fetchToken() {
  const { status, answer } = await ask(form.dataset.tokenUrl);
  if (status === 401) return "nobody";
  return status === 200 && answer ? takeToken(answer) : "unknown";
}

/** With another's token the page would save in the other's name, so it keeps its own, which the server refuses. */
function takeToken({ token, user }) {
  const [own] = form.dataset.store.split("/");
  if (String(user) !== own) return "other";
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  return "own";
}
