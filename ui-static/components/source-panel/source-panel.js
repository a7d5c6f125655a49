import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";

/** The quoted passage of a source, beside the answer that cites it; a sheet at the bottom of narrow pages. */
export class SourcePanel extends Component {
  #from = null;
  conversation = null;

  static define() {
    customElements.define("source-panel", SourcePanel);
  }

  connected() {
    this.hidden = true;
  }

  /** Shows a source; closing gives the focus back to `from`. */
  show({ citation, from, conversation }) {
    this.#from?.removeAttribute("data-open");
    this.#from = from;
    this.conversation = conversation;
    from.setAttribute("data-open", "");
    const { number, title, section, document: path, quote } = citation;
    const { language } = this.app.session.tenant;
    this.replaceChildren(html`
      <aside aria-labelledby="source-title">
        <div class="source-head">
          <h2 id="source-title" tabindex="-1">${this.t("source.title", { number })}</h2>
          <button class="quiet-button" type="button" aria-label="${this.t("source.close")}" @click="${() => this.close()}">
            <span aria-hidden="true">✕</span>
          </button>
        </div>
        <div class="source-body" lang="${language}">
          <p class="source-heading" dir="auto">${section || title}</p>
          <blockquote dir="auto">${quote}</blockquote>
        </div>
        <dl>
          <div><dt>${this.t("source.document")}</dt><dd dir="auto">${title}</dd></div>
          <div><dt>${this.t("source.file")}</dt><dd><code>${path}</code></dd></div>
        </dl>
      </aside>
    `);
    this.hidden = false;
    this.querySelector("h2").focus({ preventScroll: true });
  }

  close() {
    if (this.hidden) return;
    this.hidden = true;
    this.#from?.removeAttribute("data-open");
    if (this.#from?.isConnected) this.#from.focus();
    else document.querySelector("chat-composer")?.focusField();
    this.#from = null;
    this.conversation = null;
  }
}
