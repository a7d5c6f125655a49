/**
 * One question and what came back. States: `waiting` (nothing yet), `streaming`, then one of `done`, `stopped` (by the reader),
 * `failed` (`problem` says why).
 */
export class Turn {
  text = "";
  citations = [];
  handover = null;
  state = "waiting";
  problem = null;

  constructor(question, at = Date.now()) {
    this.question = question;
    this.at = at;
  }

  get busy() {
    return this.state === "waiting" || this.state === "streaming";
  }

  /** Takes in one event of the answer. Events it does not know are left alone. */
  take({ name, data }) {
    if (name === "text") this.text += data.text;
    else if (name === "citation") this.citations = [...this.citations, data];
    else if (name === "handover") this.handover = data;
    else if (name === "done") this.state = "done";
    if (this.state === "waiting") this.state = "streaming";
  }

  end(state, problem = null) {
    this.state = state;
    this.problem = problem && { code: problem.code, detail: problem.detail, retryAfter: problem.retryAfter };
  }

  /** A turn as it was kept; one that was cut off by leaving the page counts as stopped. */
  static restored(kept) {
    const turn = Object.assign(new Turn(kept.question, kept.at), kept);
    if (turn.busy) turn.end("stopped");
    return turn;
  }
}
