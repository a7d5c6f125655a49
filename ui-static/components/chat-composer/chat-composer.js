import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";

const MOST_CHARACTERS = 16_000;
const COMPOSING = 229;

/** Where the reader writes. What is not sent yet stays with its conversation. */
export class ChatComposer extends Component {
  #conversation = null;

  static define() {
    customElements.define("chat-composer", ChatComposer);
  }

  connected() {
    this.replaceChildren(html`
      <form @submit="${(event) => this.#submit(event)}">
        <label class="visually-hidden" for="message">${this.t("chat.message")}</label>
        <textarea id="message" rows="1" dir="auto" placeholder="${this.t("chat.placeholder")}" aria-describedby="message-hint"
          enterkeyhint="send" @keydown="${(event) => this.#key(event)}" @input="${() => this.#typed()}"></textarea>
        <button class="primary-button" type="submit" data-action="send">${this.t("chat.send")}</button>
        <button class="outline-button" type="button" data-action="stop" @click="${() => this.#stop()}">${this.t("chat.stop")}</button>
      </form>
      <p class="composer-warning" role="alert" hidden></p>
      <p class="composer-hint" id="message-hint">${this.t("chat.hint")}</p>
    `);
    this.app.conversations.watch(() => this.#refresh(), this.life);
    this.#refresh();
  }

  focusField() {
    this.#field.focus();
  }

  #submit(event) {
    event.preventDefault();
    const { conversations } = this.app;
    const text = this.#field.value.trim();
    if (text === "" || text.length > MOST_CHARACTERS || conversations.busy()) return;
    this.#field.value = "";
    this.#typed();
    conversations.say(text);
  }

  /** Enter sends, except while an input method is still composing a word (Safari says so by the key code alone). */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === COMPOSING) return;
    event.preventDefault();
    event.currentTarget.form.requestSubmit();
  }

  #typed() {
    const { length } = this.#field.value.trim();
    this.app.conversations.current.draft = this.#field.value;
    this.#button("send").disabled = length === 0 || length > MOST_CHARACTERS;
    this.#warn(length);
  }

  #warn(length) {
    const { format } = this.app.language;
    const long = length > MOST_CHARACTERS;
    const values = { most: format.count(MOST_CHARACTERS), length: format.count(length) };
    this.#field.setAttribute("aria-invalid", String(long));
    const warning = this.querySelector(".composer-warning");
    warning.hidden = !long;
    warning.textContent = long ? this.t("chat.tooLong", values) : "";
  }

  #stop() {
    this.app.conversations.stop();
    this.focusField();
  }

  #refresh() {
    const { conversations } = this.app;
    if (conversations.current === null) return;
    if (conversations.current !== this.#conversation) {
      this.#conversation = conversations.current;
      this.#field.value = this.#conversation.draft ?? "";
    }
    const busy = conversations.busy();
    this.#button("send").hidden = busy;
    this.#button("stop").hidden = !busy;
    this.#typed();
  }

  #button(action) {
    return this.querySelector(`[data-action=${action}]`);
  }

  get #field() {
    return this.querySelector("textarea");
  }
}
