/**
 * What the console's elements share: `app` (language, session, conversations, usage), watching that ends with the element, and
 * `t` for words in the reader's language. A component draws itself in `connected()`.
 */
export class Component extends HTMLElement {
  #life = new AbortController();

  connectedCallback() {
    this.#life = new AbortController();
    this.connected();
  }

  /** Called each time the element enters the page. */
  connected() {}

  disconnectedCallback() {
    this.#life.abort();
  }

  /** Ends when the element leaves the page. */
  get life() {
    return this.#life.signal;
  }

  get app() {
    return this.closest("atrium-app").services;
  }

  t(key, values) {
    return this.app.language.text(key, values);
  }
}
