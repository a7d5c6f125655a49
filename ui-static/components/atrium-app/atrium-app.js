import { html } from "../../lib/html.js";
import { ChatView } from "../chat-view/chat-view.js";
import { LanguageSwitch } from "../language-switch/language-switch.js";
import { PluginView } from "../plugin-view/plugin-view.js";
import { SettingsView } from "../settings-view/settings-view.js";
import { SignIn } from "../sign-in/sign-in.js";
import { UsageView } from "../usage-view/usage-view.js";
import { brandMark } from "../brand-mark/brand-mark.js";

const TENANT_VIEWS = { chat: "chat-view", usage: "usage-view", settings: "settings-view" };
const OPERATOR_VIEWS = { plugins: "plugin-view" };

/** The whole page: the sign-in, or the header and one of the views that the address names after `#/`. */
export class AtriumApp extends HTMLElement {
  /** Registers every element with what they share. */
  static define(services) {
    AtriumApp.prototype.services = services;
    LanguageSwitch.define();
    SignIn.define();
    ChatView.define();
    UsageView.define();
    SettingsView.define();
    PluginView.define();
    customElements.define("atrium-app", AtriumApp);
  }

  connectedCallback() {
    const { language, session } = this.services;
    language.watch(() => this.#draw());
    session.watch(() => this.#draw());
    addEventListener("hashchange", () => this.#showView({ focus: true }));
    this.#draw();
    session.restore();
  }

  #draw() {
    const signedIn = this.services.session.state === "in";
    const typed = this.querySelector("#key")?.value ?? "";
    this.replaceChildren(signedIn ? this.#shell() : document.createElement("sign-in"));
    this.querySelector("sign-in")?.keep(typed);
    if (signedIn) this.#showView({ focus: false });
    else document.title = `${this.#t("signIn.title")} · Atrium`;
  }

  get #views() {
    return this.services.session.operator ? OPERATOR_VIEWS : TENANT_VIEWS;
  }

  #shell() {
    const { session } = this.services;
    const first = Object.keys(this.#views)[0];
    return html`
      <a class="skip-link" href="#main" @click="${(event) => this.#skip(event)}">${this.#t("nav.skip")}</a>
      <header class="app-header">
        <a class="app-brand" href="${`#/${first}`}" aria-label="Atrium">${brandMark()}<span class="app-name">Atrium</span></a>
        <span class="app-tenant" dir="auto" lang="${session.tenant.language}">${session.operator ? this.#t("nav.operator") : session.tenant.name}</span>
        <nav class="app-nav" aria-label="${this.#t("nav.label")}">
          ${Object.keys(this.#views).map((view) => html`<a href="${`#/${view}`}" data-view="${view}">${this.#t(`nav.${view}`)}</a>`)}
        </nav>
        <div class="app-tools">
          <language-switch></language-switch>
          <button class="quiet-button" type="button" data-action="sign-out" @click="${() => session.signOut()}">
            ${this.#t("nav.signOut")}
          </button>
        </div>
      </header>
      <main id="main" tabindex="-1"></main>
    `;
  }

  #showView({ focus }) {
    const main = this.querySelector("main");
    if (main === null) return;
    const name = location.hash.slice(2);
    const views = this.#views;
    const view = Object.hasOwn(views, name) ? name : Object.keys(views)[0];
    for (const link of this.querySelectorAll("[data-view]")) {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = `${this.#t(`nav.${view}`)} · Atrium`;
    main.replaceChildren(document.createElement(views[view]));
    if (focus) main.querySelector("h1")?.focus();
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector("main").focus();
  }

  #t(key) {
    return this.services.language.text(key);
  }
}
