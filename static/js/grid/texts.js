/* The texts of the cells, and what they mean. */

/** The fields of a row in the order of their columns, as the server describes them. */
const described = JSON.parse(document.querySelector("#grid")?.dataset.fields ?? "[]");
export const LABELS = Object.fromEntries(described.map(({ name, label }) => [name, label]));
export const FIELDS = Object.keys(LABELS);
export const AMOUNTS = described.filter(({ kind }) => kind === "amount").map(({ name }) => name);

const DANISH_NUMBER = /^(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/;

/** "1.200,50", "3−" and "(3)" as "1200.5" and "-3"; null for what is no Danish number. */
export function readNumber(text) {
  const compact = text.replace(/\s/g, "").replace(/[−–]/g, "-");
  const bare = compact.replace(/^\((.*)\)$|^-(.*)$|^(.*)-$/, "$1$2$3");
  const found = DANISH_NUMBER.exec(bare);
  if (!found) return null;
  const whole = found[1].replaceAll(".", "").replace(/^0+(?=\d)/, "");
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  const digits = fraction ? `${whole}.${fraction}` : whole;
  return bare === compact || digits === "0" ? digits : `-${digits}`;
}

export function isSame(field, text, other) {
  return other !== undefined && meaningOf(field, text) === meaningOf(field, other);
}

function meaningOf(field, text) {
  const plain = text.replaceAll("\r\n", "\n").trim();
  return AMOUNTS.includes(field) ? readNumber(plain) ?? plain : plain;
}

export function inWords(cell, text) {
  const option = [...(cell.options ?? [])].find(({ value }) => value === text);
  return (option ? option.text : text) || "(tom)";
}
