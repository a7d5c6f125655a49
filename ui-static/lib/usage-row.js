/** The parts of a ledger row that the table shows, `when` as a date and what was not said as "". */
export function usageRow(row) {
  const when = new Date(row.arrived);
  return {
    id: row.callId,
    status: row.status,
    when,
    millis: new Date(row.ended) - when,
    scenario: row.scenario ?? "",
    model: row.model ?? "",
    prompt: row.promptTokens,
    generated: row.generatedTokens,
    delivered: row.deliveredTokens,
    cost: row.cost,
    currency: row.currency,
  };
}
