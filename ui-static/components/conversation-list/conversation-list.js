import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";

/** The conversations of this tab. On narrow pages it is a drawer. */
export class ConversationList extends Component {
  static define() {
    customElements.define("conversation-list", ConversationList);
  }

  connected() {
    this.#draw();
    this.app.conversations.watch(({ turn }) => (turn ? turn.busy || this.#draw() : this.#draw()), this.life);
  }

  #draw() {
    const { conversations, session } = this.app;
    const held = this.contains(document.activeElement) ? document.activeElement.dataset.conversation : undefined;
    this.replaceChildren(html`
      <section aria-labelledby="conversations-title">
        <div class="list-head">
          <h2 id="conversations-title">${this.t("chat.list")}</h2>
          ${session.scenarios.length > 1 && this.#scenarios()}
          <button class="outline-button" type="button" data-action="new" @click="${() => this.#begin()}">
            <span aria-hidden="true">+</span> ${this.t("chat.new")}
          </button>
        </div>
        <ul>${conversations.all.map((it) => html`<li>${this.#entry(it)}</li>`)}</ul>
      </section>
    `);
    if (held) this.querySelector(`[data-conversation="${held}"]`)?.focus();
  }

  #entry(conversation) {
    const { conversations } = this.app;
    const title = conversation.turns[0]?.question ?? this.t("chat.untitled");
    const open = () => {
      this.#closeDrawer();
      conversations.show(conversation.id);
      document.querySelector("chat-composer")?.focusField();
    };
    return html`
      <button class="list-entry" type="button" dir="auto" data-conversation="${conversation.id}"
        aria-current="${conversation === conversations.current}" @click="${open}">
        <span class="list-title">${title}</span>
        ${conversations.busy(conversation) && html`<span class="busy-dot" aria-hidden="true"></span>`}
      </button>
    `;
  }

  #scenarios() {
    const { conversations, session } = this.app;
    const current = conversations.current?.scenario;
    const pick = ({ target }) => conversations.begin(target.value);
    return html`
      <label class="visually-hidden" for="scenario">${this.t("chat.scenario")}</label>
      <select id="scenario" @change="${pick}">
        ${session.scenarios.map(({ id, name }) => html`<option value="${id}" ?selected="${id === current}">${name}</option>`)}
      </select>
    `;
  }

  #begin() {
    const { conversations } = this.app;
    this.#closeDrawer();
    conversations.begin(conversations.current.scenario);
    document.querySelector("chat-composer")?.focusField();
  }

  #closeDrawer() {
    if (this.matches(":popover-open")) this.hidePopover();
  }
}
