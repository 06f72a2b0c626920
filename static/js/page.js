/* On every page: what came with it and must be read takes the focus, and a menu closes when it is left. */

const arrival = document.querySelector("[data-arrival]");
arrival?.focus();
/* An address that names a place on the page takes the focus from everything else until the page has been loaded. */
if (location.hash) window.addEventListener("load", () => arrival?.focus());

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

function closeByKey(menu) {
  if (!menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}
