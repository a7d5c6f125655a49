import { html } from "../../lib/html.js";

/** The mark: two arches and the light between them. */
export function brandMark() {
  return html`
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M5 28V16a11 11 0 0 1 22 0v12"></path>
      <path d="M11 28V16.5a5 5 0 0 1 10 0V28"></path>
      <circle cx="16" cy="16.5" r="1.9"></circle>
    </svg>
  `;
}
