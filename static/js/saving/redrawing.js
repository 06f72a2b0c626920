/* Parts of the page that the server draws anew, as HTML. */

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** A function that asks an address for the part; of several requests only the newest is shown. */
export function makeRedrawing(place, { onAsked, onDrawn, onLost }) {
  let newest = 0;
  return async function renew(address) {
    const number = ++newest;
    onAsked();
    try {
      const response = await fetch(address);
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      const html = await response.text();
      if (number !== newest) return;
      redraw(place, html);
      onDrawn();
    } catch {
      if (number === newest) onLost();
    }
  };
}

/** Put the HTML in the place. Who is in it stays where she is, and what she has opened stays open. */
export function redraw(place, html) {
  const held = document.activeElement;
  const position = [...place.querySelectorAll(FOCUSABLE)].indexOf(held);
  const open = [...place.querySelectorAll("details")].map((details) => details.open);
  place.innerHTML = html;
  place.querySelectorAll("details").forEach((details, i) => (details.open = open[i] ?? details.open));
  if (position >= 0) findAgain(place, held, position).focus({ preventScroll: true });
}

/** The same control, though others have come before it; else what stands in its position, or the place itself. */
function findAgain(place, held, position) {
  const found = [...place.querySelectorAll(FOCUSABLE)];
  return found.find((one) => nameOf(one) === nameOf(held)) ?? found[position] ?? place;
}

function nameOf(element) {
  return [element.tagName, element.getAttribute("href"), element.ariaLabel ?? element.textContent.trim()].join(" ");
}
