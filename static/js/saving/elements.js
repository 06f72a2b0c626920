/* Elements that a script makes. */

export function make(tag, content = [], properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...[content].flat());
  return element;
}

export function makeButton(text, act) {
  const button = make("button", text, { type: "button", className: "button button-secondary" });
  button.addEventListener("click", act);
  return button;
}
