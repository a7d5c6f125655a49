import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { Problem } from "../../lib/problem.js";
import { brandMark } from "../brand-mark/brand-mark.js";

/** Asks for a tenant's API key. */
export class SignIn extends Component {
  static define() {
    customElements.define("sign-in", SignIn);
  }

  connected() {
    const { session } = this.app;
    if (session.state === "restoring") return this.replaceChildren(this.#restoring());
    this.replaceChildren(this.#form());
    if (session.ended) this.#say(this.t(`signIn.${session.ended}`));
    this.#field.focus();
  }

  /** Keeps what was typed when the page is drawn anew. */
  keep(typed) {
    if (this.#field) this.#field.value = typed;
  }

  #restoring() {
    return html`
      <main class="sign-in-restoring">
        ${brandMark()}
        <h1 class="visually-hidden">${this.t("signIn.title")}</h1>
        <p role="status">${this.t("signIn.restoring")}</p>
      </main>
    `;
  }

  #form() {
    return html`
      <div class="sign-in-tools"><language-switch></language-switch></div>
      <main class="sign-in-card">
        <div class="sign-in-brand">${brandMark()}<span>Atrium</span></div>
        <h1>${this.t("signIn.title")}</h1>
        <p class="sign-in-lead" id="key-help">${this.t("signIn.lead")}</p>
        <form novalidate @submit="${(event) => this.#submit(event)}">
          <label for="key">${this.t("signIn.key")}</label>
          <div class="sign-in-field">
            <input id="key" type="password" autocomplete="off" autocapitalize="off" spellcheck="false" dir="ltr"
              aria-describedby="key-problem key-help" />
            <button class="quiet-button" type="button" aria-controls="key" aria-pressed="false" @click="${(event) => this.#reveal(event)}">
              ${this.t("signIn.show")}
            </button>
          </div>
          <p class="sign-in-problem" id="key-problem" role="alert"></p>
          <button class="primary-button" type="submit">${this.t("signIn.submit")}</button>
        </form>
      </main>
      <p class="sign-in-promise">${this.t("signIn.promise")}</p>
    `;
  }

  async #submit(event) {
    event.preventDefault();
    const key = this.#field.value.trim();
    if (key === "") return this.#refuse(this.t("signIn.empty"));
    this.#busy(true);
    try {
      await this.app.session.signIn(key);
    } catch (error) {
      const problem = Problem.from(error);
      this.#busy(false);
      this.#refuse(this.t(problem.code === "unauthorised" ? "signIn.wrong" : `problem.${problem.code}`, problem));
    }
  }

  #refuse(words) {
    this.#say(words);
    this.#field.setAttribute("aria-invalid", "true");
    this.#field.focus();
    this.#field.select();
  }

  #say(words) {
    this.querySelector("#key-problem").textContent = words;
  }

  #busy(busy) {
    const submit = this.querySelector("[type=submit]");
    submit.disabled = busy;
    submit.textContent = this.t(busy ? "signIn.checking" : "signIn.submit");
    if (busy) this.#say("");
  }

  #reveal({ currentTarget }) {
    const shown = this.#field.type === "text";
    this.#field.type = shown ? "password" : "text";
    currentTarget.textContent = this.t(shown ? "signIn.show" : "signIn.hide");
    currentTarget.setAttribute("aria-pressed", String(!shown));
  }

  get #field() {
    return this.querySelector("#key");
  }
}
