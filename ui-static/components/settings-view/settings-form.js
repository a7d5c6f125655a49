import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { Problem } from "../../lib/problem.js";

const LONG = 60;

/** One assistant's settings as its plugin describes them. A field left empty means the plugin's own value. */
export class SettingsForm extends Component {
  #name;
  #settings;

  static define() {
    customElements.define("settings-form", SettingsForm);
  }

  /** A form for the settings of an assistant of this name. */
  static of(name, settings) {
    const form = document.createElement("settings-form");
    form.#name = name;
    form.#settings = settings;
    return form;
  }

  connected() {
    const { scenario, plugin, settings } = this.#settings;
    const title = `settings-${scenario}`;
    this.replaceChildren(html`
      <form class="settings-card" aria-labelledby="${title}" @submit="${(event) => this.#submit(event)}" @input="${() => this.#say("")}">
        <h2 id="${title}" dir="auto">${this.#name}</h2>
        <p class="settings-plugin">${this.t("settings.plugin", { plugin })}</p>
        ${settings.map((setting) => this.#field(setting))}
        <div class="settings-end">
          <button class="primary-button" type="submit">${this.t("settings.save")}</button>
          <p class="settings-said" role="status"></p>
        </div>
      </form>
    `);
  }

  #field(setting) {
    const id = `${this.#settings.scenario}-${setting.name}`;
    return html`
      <div class="settings-field">
        <label for="${id}">${setting.name}</label>
        <p class="settings-help" id="${`${id}-help`}" dir="auto">${setting.description}</p>
        ${this.#control(id, setting)}
      </div>
    `;
  }

  #control(id, setting) {
    const choices = setting.kind === "flag" ? ["true", "false"] : setting.choices;
    const control = choices.length > 0 ? this.#choice(setting, choices) : this.#text(setting);
    Object.assign(control, { id, name: setting.name, value: setting.value ?? "" });
    control.setAttribute("aria-describedby", `${id}-help`);
    return control;
  }

  #choice({ fallback }, choices) {
    const select = document.createElement("select");
    const empty = fallback === "" ? "–" : this.t("settings.fallback", { value: this.#word(fallback) });
    select.append(new Option(empty, ""), ...choices.map((choice) => new Option(this.#word(choice), choice)));
    return select;
  }

  #word(choice) {
    return { true: this.t("settings.on"), false: this.t("settings.off") }[choice] ?? choice;
  }

  #text({ kind, fallback, value }) {
    const long = kind === "text" && (value ?? "").length > LONG;
    const field = document.createElement(long ? "textarea" : "input");
    if (kind === "number") Object.assign(field, { type: "number", step: "any" });
    if (fallback !== "") field.placeholder = this.t("settings.fallback", { value: fallback });
    field.dir = "auto";
    return field;
  }

  async #submit(event) {
    event.preventDefault();
    const { session } = this.app;
    this.#busy(true);
    try {
      const values = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
      this.#settings = await session.api.changeSettings(this.#settings.scenario, values, this.life);
      this.#say(this.t("settings.saved"));
    } catch (error) {
      if (this.life.aborted) return;
      const problem = Problem.from(error);
      if (problem.code === "unauthorised") return session.expire();
      this.#say(problem.detail || this.t(`problem.${problem.code}`, problem), true);
    }
    this.#busy(false);
  }

  #busy(busy) {
    const save = this.querySelector("[type=submit]");
    save.disabled = busy;
    save.textContent = this.t(busy ? "settings.saving" : "settings.save");
  }

  #say(words, wrong = false) {
    const said = this.querySelector(".settings-said");
    said.textContent = words;
    said.classList.toggle("settings-wrong", wrong);
  }
}
