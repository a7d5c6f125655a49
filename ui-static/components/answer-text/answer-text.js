import { Component } from "../../lib/component.js";
import { element } from "../../lib/html.js";

const MARK = /\[(\d{1,3})\]/;

/**
 * A model's words as plain text: one paragraph per line, each in its own direction of writing. `[1]` becomes a button where
 * there is such a source. Long answers stay cheap: what is drawn already is left alone.
 */
export class AnswerText extends Component {
  #text = "";
  #citations = [];

  static define() {
    customElements.define("answer-text", AnswerText);
  }

  show(text, citations) {
    if (citations.length !== this.#citations.length || !text.startsWith(this.#text)) {
      this.replaceChildren();
      this.#text = "";
    }
    this.#citations = citations;
    if (text.length > this.#text.length) this.#append(text.slice(this.#text.length));
    this.#text = text;
  }

  #append(more) {
    const [first, ...lines] = more.split("\n");
    this.#extend(first);
    for (const line of lines) {
      this.append(element`<p dir="auto"></p>`);
      this.#extend(line);
    }
  }

  /** Adds to the last paragraph; draws it anew only where a mark may have become whole. */
  #extend(piece) {
    const paragraph = this.lastElementChild ?? this.appendChild(element`<p dir="auto"></p>`);
    if (piece.includes("]")) paragraph.replaceChildren(...this.#pieces(paragraph.textContent + piece));
    else if (paragraph.lastChild?.nodeType === Node.TEXT_NODE) paragraph.lastChild.appendData(piece);
    else paragraph.append(piece);
  }

  #pieces(words) {
    return words.split(new RegExp(MARK, "g")).map((piece, i) => (i % 2 === 0 ? piece : this.#mark(Number(piece))));
  }

  #mark(number) {
    const citation = this.#citations.find((it) => it.number === number);
    if (!citation) return `[${number}]`;
    const label = this.t("source.open", { number, title: citation.section || citation.title });
    const open = ({ currentTarget }) => this.#open(citation, currentTarget);
    return element`
      <button class="mark-chip" type="button" aria-label="${label}" @click="${open}"><i>[</i>${number}<i>]</i></button>
    `;
  }

  #open(citation, from) {
    const detail = { citation, from, conversation: this.app.conversations.current.id };
    this.dispatchEvent(new CustomEvent("open-source", { bubbles: true, detail }));
  }
}
