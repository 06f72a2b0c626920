/* A form that saves itself: a while after the last letter, one request at a time, and again for what was typed
   meanwhile. Without scripts it has a button. What is saved is shown; only faults, and what was asked for, are said. */

import { ask, renewToken } from "./server.js";
import { isTouched } from "./touched.js";

const WAIT_MILLISECONDS = 900;
const LOST = {
  own: "Du har ikke adgang til at rette det. Det, du har indtastet, er bevaret på siden.",
  other: "En anden bruger er logget ind i browseren. Det, du har indtastet, er bevaret på siden. Log ind igen, og gem.",
  nobody: "Du er logget ud. Det, du har indtastet, er bevaret på siden. Log ind i en ny fane, og gem igen.",
  unknown: "Serveren svarer ikke. Det, du har indtastet, er bevaret på siden. Prøv at gemme igen.",
};

export class Autosave {
  /** `onSaved` may give a fault to be said; after `onConflict` nothing is sent before the writer asks for it. */
  constructor(form, { onSaved, onConflict }) {
    Object.assign(this, { form, onSaved, onConflict, isUnsaved: false, isSending: false, isHeld: false });
    this.shown = form.querySelector("[data-saved]");
    this.spoken = document.createElement("span");
    this.spoken.className = "sr-only";
    this.spoken.setAttribute("role", "status");
    this.shown.after(this.spoken);
    form.addEventListener("input", () => this.touch());
    window.addEventListener("beforeunload", (event) => {
      if (this.isUnsaved) event.preventDefault();
    });
    if ([...form.elements].some(isTouched)) this.touch();
  }

  /** Something has been typed. */
  touch() {
    this.isUnsaved = true;
    this.say("");
    this.schedule();
  }

  schedule() {
    clearTimeout(this.timer);
    if (!this.isHeld) this.timer = setTimeout(() => this.save(), WAIT_MILLISECONDS);
  }

  /** The form is on its way by itself: nothing more is sent, and nothing keeps the writer on the page. */
  leave() {
    clearTimeout(this.timer);
    Object.assign(this, { isUnsaved: false, isHeld: true });
  }

  async save({ isAsked = false } = {}) {
    clearTimeout(this.timer);
    this.isAsked ||= isAsked;
    if (this.isSending) return;
    Object.assign(this, { isSending: true, isUnsaved: false, isHeld: false });
    this.say("Gemmer …");
    const { status, answer } = await this.send();
    this.isSending = false;
    if (status === 200 && answer) return this.settle(answer);
    this.isUnsaved = true;
    this.isHeld = status === 409;
    if (this.isHeld) this.onConflict(answer);
    else this.say(answer?.message ?? LOST[await this.whoIsHere(status)], { isFault: true });
  }

  settle(answer) {
    const fault = this.onSaved(answer);
    if (this.isUnsaved) return this.schedule();
    this.say(fault ? `${answer.saved}. ${fault}` : answer.saved, { isFault: Boolean(fault), isSpoken: this.isAsked });
    this.isAsked = false;
  }

  /** A refusal without our words is of the token, which a log-in elsewhere has made old; once more with a fresh one. */
  async send() {
    const first = await this.post();
    return first.status === 403 && !first.answer && (await renewToken(this.form)) === "own" ? this.post() : first;
  }

  post() {
    return ask(location.href, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
  }

  whoIsHere(status) {
    return status === 0 ? "unknown" : renewToken(this.form);
  }

  say(text, { isFault = false, isSpoken = false } = {}) {
    this.shown.textContent = text;
    this.shown.classList.toggle("form-error-message", isFault);
    const spoken = isFault || isSpoken ? text : "";
    if (this.spoken.textContent !== spoken) this.spoken.textContent = spoken;
  }
}
