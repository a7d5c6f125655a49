import { html } from "../../lib/html.js";

/** Says what went wrong in the reader's language, with the server's own sentence under it and, where it makes sense, a way on. */
export function problemNotice(component, problem, retry) {
  return html`
    <div class="problem-notice" role="alert">
      <div>
        <p class="problem-words">${component.t(`problem.${problem.code}`, problem)}</p>
        ${problem.detail && html`<p class="problem-detail" dir="auto">${problem.detail}</p>`}
      </div>
      ${retry && html`<button class="outline-button" type="button" data-action="retry" @click="${retry}">${component.t("chat.retry")}</button>`}
    </div>
  `;
}
