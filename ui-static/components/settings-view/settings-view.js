import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { Problem } from "../../lib/problem.js";
import { problemNotice } from "../problem-notice/problem-notice.js";
import { SettingsForm } from "./settings-form.js";

/** The settings of each of the tenant's assistants, for its administrator. */
export class SettingsView extends Component {
  static define() {
    SettingsForm.define();
    customElements.define("settings-view", SettingsView);
  }

  connected() {
    const { tenant, scenarios } = this.app.session;
    this.replaceChildren(html`
      <h1 tabindex="-1">${this.t("settings.title")}</h1>
      <p class="settings-lead">${this.t("settings.lead", { tenant: tenant.name })}</p>
      <div class="settings-problem"></div>
      <div class="settings-content"><p role="status">${this.t(scenarios.length === 0 ? "settings.none" : "settings.loading")}</p></div>
    `);
    if (scenarios.length > 0) this.#read();
  }

  async #read() {
    const { session } = this.app;
    try {
      const found = await Promise.all(session.scenarios.map(({ id }) => session.api.settings(id, this.life)));
      this.#part("settings-problem").replaceChildren();
      this.#part("settings-content").replaceChildren(...found.map((settings, i) => SettingsForm.of(session.scenarios[i].name, settings)));
    } catch (error) {
      if (this.life.aborted) return;
      const problem = Problem.from(error);
      if (problem.code === "unauthorised") return session.expire();
      this.#part("settings-content").replaceChildren();
      this.#part("settings-problem").replaceChildren(problemNotice(this, problem, () => this.#read()));
    }
  }

  #part(name) {
    return this.querySelector(`.${name}`);
  }
}
