/**
 * A template tag that cannot be injected into. Only the template's own text is parsed as HTML, once per template; values are put
 * into the finished tree afterwards, as text, nodes, attributes or listeners, and never pass a parser.
 *
 *   html`<p class="${name}">${text} ${node} ${[nodes]}</p>`   text and nodes; false, null and undefined leave nothing
 *   html`<button @click="${listener}" ?disabled="${flag}">`   a listener; an attribute that is there or not
 */
const HOLE = /hole-(\d+)-/;
const HOLES = /hole-(\d+)-/g;

const policy = globalThis.trustedTypes?.createPolicy("atrium-templates", { createHTML: (text) => text }) ?? {
  createHTML: (text) => text,
};
const parsed = new WeakMap();

/** A fragment made of the template with the values in it. */
export function html(strings, ...values) {
  const fragment = document.importNode(template(strings).content, true);
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    if (node.nodeType === Node.COMMENT_NODE) fillChild(node, values);
    else fillAttributes(node, values);
  }
  return fragment;
}

/** The first element of a template. */
export function element(strings, ...values) {
  return html(strings, ...values).firstElementChild;
}

function template(strings) {
  if (!parsed.has(strings)) {
    const made = document.createElement("template");
    made.innerHTML = policy.createHTML(strings.reduce(withHole).trim());
    parsed.set(strings, made);
  }
  return parsed.get(strings);
}

/** Between tags a hole is a comment, which may stand anywhere, in tables too. */
function withHole(text, next, i) {
  const inTag = text.lastIndexOf("<") > text.lastIndexOf(">");
  const hole = `hole-${i - 1}-`;
  return text + (inTag ? hole : `<!--${hole}-->`) + next;
}

function fillChild(node, values) {
  const hole = HOLE.exec(node.data);
  if (hole) node.replaceWith(...asNodes(values[hole[1]]));
}

function asNodes(value) {
  if (value === false || value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap(asNodes);
  return [value instanceof Node ? value : document.createTextNode(String(value))];
}

function fillAttributes(node, values) {
  for (const { name, value } of [...node.attributes]) {
    const hole = HOLE.exec(value);
    if (!hole) continue;
    const whole = values[hole[1]];
    if (name.startsWith("@")) {
      node.removeAttribute(name);
      node.addEventListener(name.slice(1), whole);
    } else if (name.startsWith("?")) {
      node.removeAttribute(name);
      node.toggleAttribute(name.slice(1), Boolean(whole));
    } else {
      node.setAttribute(name, value.replace(HOLES, (_, i) => values[i]));
    }
  }
}
