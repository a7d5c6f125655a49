import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { brandMark } from "../brand-mark/brand-mark.js";
import { ChatTurn } from "../chat-turn/chat-turn.js";

const NEAR_PIXELS = 80;

/** The messages of the conversation that is shown. Follows the newest words until the reader scrolls up. */
export class ChatThread extends Component {
  #conversation = null;
  #follow = true;
  #top = 0;
  #frame = 0;

  static define() {
    ChatTurn.define();
    customElements.define("chat-thread", ChatThread);
  }

  connected() {
    this.replaceChildren(html`
      <div class="thread-scroll" tabindex="0" role="log" aria-label="${this.t("chat.thread")}" @scroll="${() => this.#scrolled()}">
        <div class="thread-body"></div>
      </div>
      <button class="thread-latest" type="button" hidden @click="${() => this.#jump()}">${this.t("chat.latest")}</button>
      <p class="visually-hidden" role="status"></p>
    `);
    this.app.conversations.watch((change) => this.#changed(change), this.life);
    this.#draw();
  }

  #changed({ conversation, turn }) {
    const { current } = this.app.conversations;
    if (current === null) return;
    if (!turn || current !== this.#conversation) return this.#draw();
    if (conversation !== current) return;
    this.#element(turn)?.update();
    this.#announce(turn);
    this.#keepUp();
  }

  #draw() {
    const { current } = this.app.conversations;
    const same = current === this.#conversation;
    this.#conversation = current;
    const known = new Map([...this.querySelectorAll("chat-turn")].map((it) => [it.turn, it]));
    const turns = current.turns.map((turn) => known.get(turn) ?? ChatTurn.of(turn));
    if (same && known.size > 0) this.#settle(turns);
    else this.#body.replaceChildren(this.#greeting(), ...turns);
    this.#announce(current.turns.at(-1));
    this.#jump();
  }

  /** Takes out what is gone and adds what is new, so that a screen reader hears only that. */
  #settle(turns) {
    for (const shown of this.querySelectorAll("chat-turn")) if (!turns.includes(shown)) shown.remove();
    for (const turn of turns) if (!turn.isConnected) this.#body.append(turn);
    for (const turn of turns) turn.update();
  }

  #greeting() {
    const { session } = this.app;
    const scenario = session.scenarios.find(({ id }) => id === this.#conversation.scenario);
    if (!scenario?.greeting) return "";
    return html`
      <div class="thread-greeting">
        ${brandMark()}
        <p dir="auto" lang="${session.tenant.language}">${scenario.greeting}</p>
      </div>
    `;
  }

  #announce(turn) {
    const words = !turn ? "" : turn.busy ? this.t("chat.answering") : turn.state === "done" ? this.t("chat.answered") : "";
    const status = this.querySelector("[role=status]");
    if (status.textContent !== words) status.textContent = words;
  }

  #element(turn) {
    return [...this.querySelectorAll("chat-turn")].findLast((it) => it.turn === turn);
  }

  #keepUp() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#follow && this.#jump());
  }

  /** Only moving up ends the following: words that came in since the last scroll may have made the end far away. */
  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroll;
    const atEnd = scrollTop + clientHeight > scrollHeight - NEAR_PIXELS;
    const upwards = scrollTop < this.#top;
    this.#top = scrollTop;
    this.#follow = atEnd || (this.#follow && !upwards);
    this.querySelector(".thread-latest").hidden = this.#follow;
  }

  #jump() {
    this.#follow = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  get #scroll() {
    return this.querySelector(".thread-scroll");
  }

  get #body() {
    return this.querySelector(".thread-body");
  }
}
