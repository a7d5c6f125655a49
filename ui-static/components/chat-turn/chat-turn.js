import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { AnswerText } from "../answer-text/answer-text.js";
import { brandMark } from "../brand-mark/brand-mark.js";
import { problemNotice } from "../problem-notice/problem-notice.js";

/** A question and its answer, drawn as it comes in. */
export class ChatTurn extends Component {
  turn = null;
  #cited = 0;
  #ending = "";

  static define() {
    AnswerText.define();
    customElements.define("chat-turn", ChatTurn);
  }

  static of(turn) {
    const made = document.createElement("chat-turn");
    made.turn = turn;
    return made;
  }

  connected() {
    const { language } = this.app.session.tenant;
    this.#cited = 0;
    this.#ending = "";
    this.replaceChildren(html`
      <div class="turn-question">
        <span class="visually-hidden">${this.t("chat.you")}</span>
        <p dir="auto">${this.turn.question}</p>
      </div>
      <article class="turn-answer" aria-label="${this.t("chat.assistant")}">
        ${brandMark()}
        <div class="turn-body">
          <p class="turn-waiting">${this.t("chat.thinking")}</p>
          <answer-text lang="${language}"></answer-text>
          <div class="turn-handover"></div>
          <div class="turn-sources"></div>
          <div class="turn-end"></div>
        </div>
      </article>
    `);
    this.update();
  }

  update() {
    const { turn } = this;
    this.dataset.state = turn.state;
    this.querySelector("article").setAttribute("aria-busy", String(turn.busy));
    this.querySelector(".turn-waiting").hidden = turn.state !== "waiting";
    this.querySelector("answer-text").show(this.#words(), turn.citations);
    this.#sources();
    if (turn.handover && !this.querySelector(".handover")) this.querySelector(".turn-handover").replaceChildren(this.#handover());
    this.#end();
  }

  /** The answer's text, unless it only repeats the message of the hand-over. */
  #words() {
    const { text, handover } = this.turn;
    return handover && text.trim() === handover.message?.trim() ? "" : text;
  }

  #sources() {
    const { citations } = this.turn;
    if (citations.length === this.#cited) return;
    this.#cited = citations.length;
    this.querySelector(".turn-sources").replaceChildren(html`
      <h3 class="visually-hidden">${this.t("source.list")}</h3>
      <ul>${citations.map((citation) => html`<li>${this.#source(citation)}</li>`)}</ul>
    `);
  }

  #source(citation) {
    const { number, title, section } = citation;
    const open = ({ currentTarget }) => this.#open(citation, currentTarget);
    return html`
      <button class="source-chip" type="button" aria-label="${this.t("source.open", { number, title: section || title })}" @click="${open}">
        <span class="source-number">${number}</span><span class="source-name" dir="auto">${section || title}</span>
      </button>
    `;
  }

  #open(citation, from) {
    const detail = { citation, from, conversation: this.app.conversations.current.id };
    this.dispatchEvent(new CustomEvent("open-source", { bubbles: true, detail }));
  }

  #handover() {
    const { message, reason } = this.turn.handover;
    return html`
      <section class="handover" aria-label="${this.t("handover.title")}">
        <h3>${this.t("handover.title")}</h3>
        ${message && html`<p dir="auto" lang="${this.app.session.tenant.language}">${message}</p>`}
        ${reason && html`<p class="handover-reason" dir="auto">${this.t("handover.reason", { reason })}</p>`}
      </section>
    `;
  }

  /** How it ended, drawn once per ending so that an alert is read out once. */
  #end() {
    const { turn } = this;
    const last = this.app.conversations.current.turns.at(-1) === turn;
    const ending = `${turn.state} ${last}`;
    if (ending === this.#ending) return;
    this.#ending = ending;
    const retry = last && (() => this.#retry());
    const notice = this.querySelector(".turn-end");
    if (turn.state === "failed") notice.replaceChildren(problemNotice(this, turn.problem, retry));
    else notice.replaceChildren(turn.state === "stopped" ? this.#stopped(retry) : "");
  }

  #stopped(retry) {
    return html`
      <p class="turn-stopped">
        <span>${this.t("chat.stopped")}</span>
        ${retry && html`<button class="quiet-button" type="button" data-action="retry" @click="${retry}">${this.t("chat.retry")}</button>`}
      </p>
    `;
  }

  #retry() {
    document.querySelector("chat-composer").focusField();
    this.app.conversations.retry();
  }
}
