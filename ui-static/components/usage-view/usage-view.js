import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { problemNotice } from "../problem-notice/problem-notice.js";
import { UsageTable } from "../usage-table/usage-table.js";
import { groupTable } from "./group-table.js";
import { tiles } from "./tiles.js";

/** What the tenant used, fresh as long as it is looked at. */
export class UsageView extends Component {
  static define() {
    UsageTable.define();
    customElements.define("usage-view", UsageView);
  }

  connected() {
    const { session, usage } = this.app;
    this.replaceChildren(html`
      <div class="usage-head">
        <div>
          <h1 tabindex="-1">${this.t("usage.title")}</h1>
          <p>${this.t("usage.lead", { tenant: session.tenant.name })}</p>
        </div>
        <p class="usage-updated"></p>
      </div>
      <div class="usage-problem"></div>
      <p class="usage-loading" role="status">${this.t("usage.loading")}</p>
      <div class="usage-content" hidden>
        <dl class="usage-tiles"></dl>
        <section aria-labelledby="groups-title">
          <h2 id="groups-title">${this.t("usage.groups")}</h2>
          <div class="usage-groups"></div>
        </section>
        <section aria-labelledby="latest-title">
          <h2 id="latest-title">${this.t("usage.latest")}</h2>
          <usage-table></usage-table>
        </section>
      </div>
    `);
    usage.watch(() => this.#update(), this.life);
    if (usage.report) this.#update();
    usage.look(this.life);
  }

  #update() {
    const { usage, language } = this.app;
    this.#part("usage-problem").replaceChildren(usage.problem ? problemNotice(this, usage.problem, () => usage.read()) : "");
    this.#part("usage-loading").hidden = Boolean(usage.report ?? usage.problem);
    if (usage.report === null) return;
    this.#part("usage-content").hidden = false;
    this.#part("usage-updated").textContent = this.t("usage.updated", { time: language.format.moment(usage.readAt) });
    this.#part("usage-tiles").replaceChildren(...tiles(this, usage.report.totals));
    this.#part("usage-groups").replaceChildren(groupTable(this, usage.report.groups));
    this.querySelector("usage-table").show(usage.report.rows);
  }

  #part(name) {
    return this.querySelector(`.${name}`);
  }
}
