/** How a ledger's scenario and model are called on the page. */
export function names(component) {
  const { scenarios } = component.app.session;
  return {
    scenario: (id) => (id ? (scenarios.find((it) => it.id === id)?.name ?? id) : component.t("usage.direct")),
    model: (id) => id || component.t("usage.noModel"),
  };
}
