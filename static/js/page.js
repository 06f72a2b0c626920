/* On every page: what came with it and must be read takes the focus, and a menu closes when it is left. */

const arrival = document.querySelector("[data-arrival]");
if (arrival) goTo(arrival);
/* An address that names a place on the page takes the focus from everything else until the page has been loaded. */
if (arrival && location.hash) window.addEventListener("load", () => goTo(arrival));

for (const menu of document.querySelectorAll("[data-menu]")) {
  menu.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") closeByKey(menu);
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
}

/** Of what is higher than the window its beginning is shown. */
function goTo(place) {
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

function closeByKey(menu) {
  if (!menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}
