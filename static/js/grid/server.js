/* A row on its way to the server. */

import { ask } from "../saving/server.js";
import { form } from "./rows.js";

const PATIENCE_SECONDS = 30;
const MOST_KEPT_ALIVE = 60_000;

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
