import { events } from "./event-stream.js";
import { Problem } from "./problem.js";

/** The platform's HTTP interface as one tenant's key sees it. Every failure is a {@link Problem}, except an abort. */
export class Api {
  #key;

  constructor(key) {
    this.#key = key;
  }

  me(signal) {
    return this.#json("/v1/me", signal);
  }

  usage(rows, signal) {
    return this.#json(`/v1/usage?rows=${rows}`, signal);
  }

  /** The settings that a scenario takes and has. */
  settings(scenario, signal) {
    return this.#json(`/v1/scenarios/${encodeURIComponent(scenario)}/settings`, signal);
  }

  /** Gives a scenario these settings in place of those it has. */
  changeSettings(scenario, settings, signal) {
    return this.#json(`/v1/scenarios/${encodeURIComponent(scenario)}/settings`, signal, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ settings }),
    });
  }

  /** The node's plugins; only the operator's key is let in. */
  plugins(signal) {
    return this.#json("/v1/operator/plugins", signal);
  }

  /** Says something in a conversation and gives the events of the answer as they come. */
  async *say({ scenario, conversation, text, signal }) {
    const path = `/v1/scenarios/${encodeURIComponent(scenario)}/conversations/${encodeURIComponent(conversation)}/messages`;
    const response = await this.#fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ text }),
      signal,
    });
    try {
      yield* events(response.body);
    } catch (error) {
      throw signal.aborted ? signal.reason : Problem.from(error);
    }
  }

  async #json(path, signal, { headers, ...options } = {}) {
    const response = await this.#fetch(path, { ...options, headers: { ...headers, Accept: "application/json" }, signal });
    return response.json().catch(() => {
      throw new Problem("failed", { status: response.status });
    });
  }

  async #fetch(path, { headers, signal, ...options }) {
    const authorised = { ...headers, Authorization: `Bearer ${this.#key}` };
    const response = await fetch(path, { ...options, signal, headers: authorised, cache: "no-store" }).catch((error) => {
      throw signal?.aborted ? signal.reason : Problem.from(error);
    });
    if (!response.ok) throw await Problem.of(response);
    return response;
  }
}
