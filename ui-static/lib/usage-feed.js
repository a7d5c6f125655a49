import { Problem } from "./problem.js";
import { Store } from "./store.js";

const ROWS = 20;
const PAUSE_MILLIS = 4000;

/** The tenant's usage, read again every few seconds while somebody looks and as soon as an answer of this tab has ended. */
export class UsageFeed extends Store {
  #session;
  #looking = 0;
  #timer = 0;
  #asked = 0;
  report = null;
  problem = null;
  readAt = null;

  constructor(session, conversations) {
    super();
    this.#session = session;
    session.watch(() => session.state === "in" || this.#forget());
    conversations.watch(({ turn }) => turn && !turn.busy && this.#looking > 0 && this.read());
    document.addEventListener("visibilitychange", () => this.#schedule());
  }

  /** Keeps the report fresh until {@code signal} aborts. */
  look(signal) {
    this.#looking += 1;
    signal.addEventListener("abort", () => (this.#looking -= 1), { once: true });
    this.read();
  }

  /** Reads the report; of readings that overlap, the one asked for last counts. */
  async read() {
    const { api } = this.#session;
    clearTimeout(this.#timer);
    if (api === null) return;
    const asked = ++this.#asked;
    const late = () => api !== this.#session.api || asked !== this.#asked;
    try {
      const report = await api.usage(ROWS);
      if (late()) return;
      Object.assign(this, { report, problem: null, readAt: new Date() });
    } catch (error) {
      if (late()) return;
      this.problem = Problem.from(error);
      if (this.problem.code === "unauthorised") return this.#session.expire();
    }
    this.changed();
    this.#schedule();
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#looking > 0 && !document.hidden) this.#timer = setTimeout(() => this.read(), PAUSE_MILLIS);
  }

  #forget() {
    clearTimeout(this.#timer);
    Object.assign(this, { report: null, problem: null, readAt: null });
  }
}
