import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { Problem } from "../../lib/problem.js";
import { problemNotice } from "../problem-notice/problem-notice.js";

const PAUSE_MILLIS = 4000;

/** The node's plugins as the operator sees them, read again every few seconds. */
export class PluginView extends Component {
  static define() {
    customElements.define("plugin-view", PluginView);
  }

  connected() {
    this.replaceChildren(html`
      <h1 tabindex="-1">${this.t("plugins.title")}</h1>
      <p class="plugins-lead">${this.t("plugins.lead")}</p>
      <div class="plugins-problem"></div>
      <div class="plugins-content"><p role="status">${this.t("plugins.loading")}</p></div>
    `);
    this.#read();
  }

  async #read() {
    const { session } = this.app;
    try {
      const found = await session.api.plugins(this.life);
      this.#part("plugins-problem").replaceChildren();
      this.#part("plugins-content").replaceChildren(this.#plugins(found.plugins), this.#retired(found.retired));
    } catch (error) {
      if (this.life.aborted) return;
      const problem = Problem.from(error);
      if (problem.code === "unauthorised") return session.expire();
      this.#part("plugins-problem").replaceChildren(problemNotice(this, problem, () => this.#read()));
    }
    const timer = setTimeout(() => this.#read(), PAUSE_MILLIS);
    this.life.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  #plugins(plugins) {
    if (plugins.length === 0) return html`<p class="empty-note">${this.t("plugins.none")}</p>`;
    const { format } = this.app.language;
    return this.#table(
      ["id", "version", "state", "running", "previous", "permissions"],
      plugins.map((plugin) => [
        plugin.id,
        plugin.version,
        [this.t(`plugins.${plugin.state}`), plugin.reason].filter(Boolean).join(": "),
        format.count(plugin.running),
        plugin.previous.join(", "),
        plugin.permissions.join(", "),
      ]),
    );
  }

  #retired(retired) {
    if (retired.length === 0) return "";
    const rows = retired.map((one) => [one.id, one.version, this.t(`plugins.${one.state}`), one.heldBy.join(", ")]);
    return html`
      <section aria-labelledby="retired-title">
        <h2 id="retired-title">${this.t("plugins.retired")}</h2>
        ${this.#table(["id", "version", "state", "heldBy"], rows)}
      </section>
    `;
  }

  #table(heads, rows) {
    return html`
      <table class="data-table" role="table">
        <thead role="rowgroup">
          <tr role="row">${heads.map((name) => html`<th role="columnheader" scope="col">${this.t(`plugins.${name}`)}</th>`)}</tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map(
            (row) => html`
              <tr role="row">
                ${row.map((text, i) => html`<td role="cell" dir="auto" data-label="${this.t(`plugins.${heads[i]}`)}">${text}</td>`)}
              </tr>
            `,
          )}
        </tbody>
      </table>
    `;
  }

  #part(name) {
    return this.querySelector(`.${name}`);
  }
}
