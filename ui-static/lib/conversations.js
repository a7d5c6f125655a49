import { newId } from "./ids.js";
import { Problem } from "./problem.js";
import { Store } from "./store.js";
import { Turn } from "./turn.js";

const KEPT = "atrium.conversations";
const MOST_KEPT = 50;

/**
 * The conversations of this tab, newest first, kept in its session storage until sign-out. Tells its watchers
 * `{conversation, turn}` when a turn moved, `{}` when the list or the one shown changed.
 */
export class Conversations extends Store {
  #session;
  #storage;
  #running = new Map();
  all = [];
  current = null;

  constructor(session, storage) {
    super();
    this.#session = session;
    this.#storage = storage;
    session.watch(() => this.#sessionChanged());
  }

  /** Opens an empty conversation, or goes back to one that is still empty. */
  begin(scenario) {
    this.current = this.all.find((it) => it.turns.length === 0 && it.scenario === scenario) ?? {
      id: newId(),
      scenario,
      at: Date.now(),
      turns: [],
    };
    if (!this.all.includes(this.current)) this.all = [this.current, ...this.all].slice(0, MOST_KEPT);
    this.changed({});
  }

  show(id) {
    this.current = this.all.find((it) => it.id === id) ?? this.current;
    this.changed({});
  }

  busy(conversation = this.current) {
    return this.#running.has(conversation.id);
  }

  /** Says something in the conversation that is shown. Ends when the answer has. */
  async say(question) {
    const conversation = this.current;
    if (this.busy(conversation)) return;
    const turn = new Turn(question);
    conversation.turns.push(turn);
    const stop = new AbortController();
    this.#running.set(conversation.id, stop);
    this.changed({});
    await this.#run(conversation, turn, stop.signal);
    this.#running.delete(conversation.id);
    this.#keep();
    this.changed({ conversation, turn });
    if (turn.problem?.code === "unauthorised" && this.#session.state === "in") this.#session.expire();
  }

  stop() {
    this.#running.get(this.current.id)?.abort(new DOMException("stopped", "AbortError"));
  }

  /** Asks the last question again in place of its failed or stopped answer. */
  retry() {
    if (this.busy()) return Promise.resolve();
    return this.say(this.current.turns.pop().question);
  }

  async #run(conversation, turn, signal) {
    const call = { scenario: conversation.scenario, conversation: conversation.id, text: turn.question, signal };
    try {
      for await (const event of this.#session.api.say(call)) {
        if (event.name === "error") throw Problem.ofEvent(event.data);
        turn.take(event);
        this.changed({ conversation, turn });
      }
      if (turn.state !== "done") turn.end("failed", new Problem("interrupted"));
    } catch (error) {
      if (signal.aborted) turn.end("stopped");
      else turn.end("failed", Problem.from(error));
    }
  }

  #sessionChanged() {
    if (this.#session.state === "in") return this.#open(this.#session.tenant.id, this.#session.scenarios);
    for (const stop of this.#running.values()) stop.abort(new DOMException("signed out", "AbortError"));
    this.all = [];
    this.current = null;
  }

  #open(tenant, scenarios) {
    const kept = JSON.parse(this.#storage.getItem(KEPT) ?? "{}");
    if (kept.tenant === tenant) {
      this.all = kept.all.map((it) => ({ ...it, turns: it.turns.map(Turn.restored) }));
    }
    this.current = this.all.find((it) => it.id === kept.current) ?? null;
    if (this.current === null && scenarios.length > 0) this.begin(scenarios[0].id);
  }

  #keep() {
    if (this.#session.state !== "in") return;
    const all = this.all.filter((it) => it.turns.length > 0);
    const kept = { tenant: this.#session.tenant.id, current: this.current.id, all };
    try {
      this.#storage.setItem(KEPT, JSON.stringify(kept));
    } catch {
      this.#storage.removeItem(KEPT); // full: this tab's conversations then live until a reload
    }
  }
}
