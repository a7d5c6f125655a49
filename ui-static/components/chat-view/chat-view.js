import { Component } from "../../lib/component.js";
import { html } from "../../lib/html.js";
import { ChatComposer } from "../chat-composer/chat-composer.js";
import { ChatThread } from "../chat-thread/chat-thread.js";
import { ConversationList } from "../conversation-list/conversation-list.js";
import { SourcePanel } from "../source-panel/source-panel.js";

/** The conversations on one side, the one that is shown in the middle, and the opened source beside it. */
export class ChatView extends Component {
  static define() {
    ConversationList.define();
    ChatThread.define();
    ChatComposer.define();
    SourcePanel.define();
    customElements.define("chat-view", ChatView);
  }

  connected() {
    if (this.app.conversations.current === null) {
      return this.replaceChildren(html`<h1 class="visually-hidden" tabindex="-1">${this.t("chat.title")}</h1><p class="empty-note">${this.t("chat.none")}</p>`);
    }
    this.replaceChildren(html`
      <h1 class="visually-hidden" tabindex="-1">${this.t("chat.title")}</h1>
      <conversation-list id="conversations" popover></conversation-list>
      <div class="chat-middle">
        <div class="chat-bar">
          <button class="quiet-button" type="button" popovertarget="conversations">${this.t("chat.list")}</button>
          <button class="quiet-button" type="button" @click="${() => this.#begin()}">${this.t("chat.new")}</button>
        </div>
        <chat-thread></chat-thread>
        <chat-composer></chat-composer>
      </div>
      <source-panel></source-panel>
    `);
    this.addEventListener("open-source", (event) => this.#panel.show(event.detail), { signal: this.life });
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#panel.close(), { signal: this.life });
    this.app.conversations.watch(({ turn }) => turn || this.#moved(), this.life);
    this.querySelector("chat-composer").focusField();
  }

  #begin() {
    const { conversations } = this.app;
    conversations.begin(conversations.current.scenario);
  }

  #moved() {
    if (this.#panel.conversation !== this.app.conversations.current?.id) this.#panel.close();
  }

  get #panel() {
    return this.querySelector("source-panel");
  }
}
