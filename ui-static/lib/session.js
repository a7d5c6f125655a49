import { Api } from "./api.js";
import { Problem } from "./problem.js";
import { Store } from "./store.js";

const KEY = "atrium.key";
const OPERATOR = "atr_operator_";
const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * Who is signed in. The key lies in the tab's session storage and nowhere else: not in an address, a cookie or a log.
 * States: `restoring` (a key is being checked after a reload), `out`, `in`.
 */
export class Session extends Store {
  #storage;
  state = "out";
  api = null;
  tenant = null;
  scenarios = [];
  /** Whether the key is the operator's, who has no tenant. */
  operator = false;
  /** Why the visitor is out: "" at first, "expired" when the platform stopped taking the key. */
  ended = "";

  constructor(storage) {
    super();
    this.#storage = storage;
  }

  /** Checks a key. Throws the problem when it is not taken. */
  async signIn(key) {
    if (!PRINTABLE.test(key)) throw new Problem("unauthorised");
    const api = new Api(key);
    const operator = key.startsWith(OPERATOR);
    const { id, name, language, scenarios } = operator ? await this.#asOperator(api) : await api.me();
    this.#storage.setItem(KEY, key);
    Object.assign(this, { state: "in", api, operator, tenant: { id, name, language }, scenarios, ended: "" });
    this.changed();
  }

  /** The operator's key is checked by what it opens. */
  async #asOperator(api) {
    await api.plugins();
    return { id: "", name: "", language: "", scenarios: [] };
  }

  /** Takes up the session of this tab after a reload. */
  async restore() {
    const key = this.#storage.getItem(KEY);
    if (key === null) return;
    this.state = "restoring";
    this.changed();
    await this.signIn(key).catch((problem) => (problem.code === "unauthorised" ? this.expire() : this.#leave("unreachable")));
  }

  signOut() {
    this.#storage.clear();
    this.#leave("");
  }

  /** The platform no longer takes the key. The conversations stay for the tenant to come back to. */
  expire() {
    this.#storage.removeItem(KEY);
    this.#leave("expired");
  }

  #leave(ended) {
    Object.assign(this, { state: "out", api: null, operator: false, tenant: null, scenarios: [], ended });
    this.changed();
  }
}
