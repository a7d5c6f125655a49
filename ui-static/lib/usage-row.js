/** The parts of a ledger row that the table shows, `when` as a date and what was not said as "". */
export function usageRow(row) {
  const arrived = new Date(row.timing.arrived);
  return {
    id: row.callId,
    status: row.status.toLowerCase(),
    when: arrived,
    millis: new Date(row.timing.ended) - arrived,
    scenario: row.scenario ?? "",
    model: row.model ?? "",
    prompt: row.tokens.prompt,
    generated: row.tokens.generated,
    delivered: row.delivered,
    cost: row.cost,
    currency: row.price.currency,
  };
}
