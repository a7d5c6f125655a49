import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { Language } from "../../lib/i18n/language.js";

const SHORT = { en: "EN", zh: "中" };
const TAGS = { en: "en", zh: "zh-Hans" };
const FULL = { en: "English", zh: "中文" };

/** Chooses the console's language; the choice is kept in this browser. */
export class LanguageSwitch extends Component {
  static define() {
    customElements.define("language-switch", LanguageSwitch);
  }

  connected() {
    this.replaceChildren(html`
      <div class="segments" role="group" aria-label="${this.t("language.choose")}">${Language.all.map((code) => this.#button(code))}</div>
    `);
  }

  #button(code) {
    const { language } = this.app;
    const choose = () => {
      language.choose(code);
      document.querySelector(`language-switch [lang="${TAGS[code]}"]`).focus();
    };
    return html`
      <button type="button" lang="${TAGS[code]}" title="${FULL[code]}" aria-label="${FULL[code]}"
        aria-pressed="${code === language.code}" @click="${choose}">${SHORT[code]}</button>
    `;
  }
}
