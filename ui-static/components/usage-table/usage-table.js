import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { usageRow } from "../../lib/usage-row.js";
import { names } from "./names.js";

const HEADS = ["time", "status", "scenario", "model", "promptShort", "generatedShort", "deliveredShort", "took", "cost"];
const NUMBERS_FROM = HEADS.indexOf("promptShort");

/** The latest rows of the ledger, newest first; a row that is new since the last look lights up. */
export class UsageTable extends Component {
  #seen = null;

  static define() {
    customElements.define("usage-table", UsageTable);
  }

  show(rows) {
    const read = rows.map(usageRow);
    this.replaceChildren(read.length === 0 ? this.#empty() : this.#table(read));
    this.#seen = new Set(read.map(({ id }) => id));
  }

  #empty() {
    return html`<p class="empty-note">${this.t("usage.empty")}</p>`;
  }

  #table(rows) {
    return html`
      <table class="data-table" role="table">
        <thead role="rowgroup">
          <tr role="row">${HEADS.map((name, i) => this.#head(name, i))}</tr>
        </thead>
        <tbody role="rowgroup">${rows.map((row) => this.#row(row))}</tbody>
      </table>
    `;
  }

  #head(name, i) {
    return html`<th role="columnheader" scope="col" class="${i >= NUMBERS_FROM ? "number" : ""}">${this.t(`usage.${name}`)}</th>`;
  }

  #row(row) {
    const { format } = this.app.language;
    const { scenario, model } = names(this);
    const cells = [
      html`<time datetime="${row.when.toISOString()}">${format.moment(row.when)}</time>`,
      html`<span class="status-pill" data-status="${row.status}">${this.t(`usage.${row.status}`)}</span>`,
      scenario(row.scenario),
      model(row.model),
      format.count(row.prompt),
      format.count(row.generated),
      format.count(row.delivered),
      format.duration(row.millis),
      format.money(row.cost, row.currency),
    ];
    const fresh = this.#seen !== null && !this.#seen.has(row.id);
    return html`<tr role="row" data-call="${row.id}" class="${fresh ? "fresh" : ""}">${cells.map((cell, i) => this.#cell(cell, i))}</tr>`;
  }

  #cell(value, i) {
    return html`<td role="cell" class="${i >= NUMBERS_FROM ? "number" : ""}" data-label="${this.t(`usage.${HEADS[i]}`)}">${value}</td>`;
  }
}
