/* What somebody typed before the page's script had come, as on a slow line. */

/* After going back or loading anew the browser itself puts in what stood there, perhaps long since saved or outdated. */
const isFirst = performance.getEntriesByType("navigation")[0]?.type === "navigate";

/** Whether the field holds something else than the server sent. */
export function isTouched(field) {
  if (!isFirst) return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.value !== sentChoice(field)?.value;
  return field.value !== (field.defaultValue ?? field.value);
}

function sentChoice({ options }) {
  return [...options].find((option) => option.defaultSelected) ?? options[0];
}
