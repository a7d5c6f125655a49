import { html } from "../../lib/html.js";

/** The totals as tiles: a number and what it is made of. */
export function tiles(component, totals) {
  const { format } = component.app.language;
  const count = (number) => format.count(number);
  const money = (amount) => format.money(amount, totals.currency);
  const tile = (name, value, detail) => html`
    <div class="usage-tile" data-tile="${name}">
      <dt>${component.t(`usage.${name}`)}</dt>
      <dd class="tile-value">${value}</dd>
      <dd class="tile-detail">${component.t(`usage.${name}Detail`, detail)}</dd>
    </div>
  `;
  const calls = { completed: count(totals.completed), failed: count(totals.failed), aborted: count(totals.aborted) };
  return [
    tile("calls", count(totals.calls), calls),
    tile("prompt", count(totals.promptTokens), { cached: count(totals.cachedTokens) }),
    tile("generated", count(totals.generatedTokens)),
    tile("delivered", count(totals.deliveredTokens)),
    tile("cost", money(totals.cost), { average: money(totals.calls === 0 ? 0 : totals.cost / totals.calls) }),
  ];
}
