/* Draws the page's figures. Each stands in JSON beside its place; a table on the page has the same numbers. */

const MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];
const DAYS = ["søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"];

Plotly.register({
  moduleType: "locale",
  name: "da",
  dictionary: {},
  format: {
    days: DAYS,
    shortDays: DAYS.map((day) => day.slice(0, 3)),
    months: MONTHS,
    shortMonths: MONTHS.map((month) => month.slice(0, 3)),
    date: "%d.%m.%Y",
    decimal: ",",
    thousands: ".",
  },
});

/* Where there is room a line has its name at its end, and no legend. */

const ROOM_FOR_LABELS = 700;
const LABEL_WIDTH = 190;

function fitted(layout, width) {
  if (!layout.annotations?.length) return layout;
  if (width < ROOM_FOR_LABELS) return { ...layout, annotations: [] };
  return { ...layout, showlegend: false, margin: { ...layout.margin, r: LABEL_WIDTH } };
}

for (const place of document.querySelectorAll("[data-figure]")) {
  const { data, layout: whole } = JSON.parse(document.getElementById(place.dataset.figure).textContent);
  const layout = fitted(whole, place.clientWidth);
  Plotly.newPlot(place, data, layout, { responsive: true, displayModeBar: false, locale: "da" });
}

/* On paper a figure is as wide as the page, and what is one click away stands open. */

const PAPER_WIDTH = 660;
const figures = [...document.querySelectorAll("[data-figure]")];
let opened = [];

window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const details of opened) details.open = true;
  for (const place of figures) Plotly.relayout(place, { width: PAPER_WIDTH });
});

window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  for (const place of figures) Plotly.relayout(place, { width: null, autosize: true });
});
