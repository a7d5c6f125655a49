import { html } from "../../lib/html.js";
import { names } from "../usage-table/names.js";

/** The totals by scenario and model. */
export function groupTable(component, groups) {
  if (groups.length === 0) return html`<p class="empty-note">${component.t("usage.empty")}</p>`;
  const { format } = component.app.language;
  const { scenario, model } = names(component);
  const heads = ["scenario", "model", "calls", "promptShort", "generatedShort", "deliveredShort", "cost"];
  const label = (name) => component.t(`usage.${name}`);
  const number = (name, value) => html`<td class="number" role="cell" data-label="${label(name)}">${value}</td>`;
  return html`
    <table class="data-table" role="table">
      <thead role="rowgroup">
        <tr role="row">${heads.map((name, i) => html`<th role="columnheader" scope="col" class="${i > 1 ? "number" : ""}">${label(name)}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">
        ${groups.map(
          (group) => html`
            <tr role="row">
              <td role="cell" data-label="${label("scenario")}">${scenario(group.scenario)}</td>
              <td role="cell" data-label="${label("model")}">${model(group.model)}</td>
              ${number("calls", format.count(group.totals.calls))}
              ${number("promptShort", format.count(group.totals.promptTokens))}
              ${number("generatedShort", format.count(group.totals.generatedTokens))}
              ${number("deliveredShort", format.count(group.totals.deliveredTokens))}
              ${number("cost", format.money(group.totals.cost, group.totals.currency))}
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
