/* Asking the server without leaving the page. */

let renewal = null;

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

/** Who is logged in: "own" for whom the form was made for, with a fresh token, "other", "nobody", or "unknown". */
export function renewToken(form) {
  renewal ??= fetchToken(form.dataset).finally(() => (renewal = null));
  return renewal;
}

async function fetchToken({ tokenUrl, user: own }) {
  const { status, answer } = await ask(tokenUrl);
  if (status === 401) return "nobody";
  return status === 200 && answer ? takeToken(answer, own) : "unknown";
}

/** With another's token the page would save in the other's name, so it keeps its own, which the server refuses. */
function takeToken({ token, user }, own) {
  if (String(user) !== own) return "other";
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
  return "own";
}
