package dev.atrium.platform.console;

import com.microsoft.playwright.Page;
import java.util.List;

/** What a page does to its readers that it should not: one sentence per finding. */
final class PageAudit {
  /** Contrast as WCAG 2.2 defines it; names, ids and references of ARIA; sideways scrolling. */
  private static final String SCRIPT =
      """
      () => {
        const findings = [];
        const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            && !node.closest(".visually-hidden, .skip-link");
        const channels = (color) => color.match(/[\\d.]+/g).map(Number);
        const luminance = (color) => {
          const [r, g, b] = channels(color).slice(0, 3).map((it) => it / 255)
              .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
          for (let it = node; it; it = it.parentElement) {
            const color = getComputedStyle(it).backgroundColor;
            if (channels(color)[3] !== 0) return color;
          }
          return "rgb(255, 255, 255)";
        };
        const contrast = (node) => {
          const [a, b] = [luminance(getComputedStyle(node).color), luminance(ground(node))];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const node = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !shown(node) || node.closest(":disabled, noscript")) continue;
          const size = parseFloat(getComputedStyle(node).fontSize);
          if (size === 0) continue;
          const ratio = contrast(node);
          if (ratio < (size >= 24 ? 3 : 4.5)) {
            findings.push(`contrast ${ratio.toFixed(2)}: "${texts.currentNode.data.trim()}"`);
          }
        }
        for (const node of document.querySelectorAll("button, a, select, input, textarea")) {
          const name = node.ariaLabel || node.textContent.trim() || node.labels?.[0]?.textContent.trim();
          if (!name) findings.push(`no name: ${node.outerHTML}`);
        }
        const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
        for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) findings.push(`id twice: ${id}`);
        for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"]) {
          for (const node of document.querySelectorAll(`[${attribute}]`)) {
            for (const id of node.getAttribute(attribute).split(" ")) {
              if (!ids.includes(id)) findings.push(`${attribute} names nothing: ${id}`);
            }
          }
        }
        if (document.querySelectorAll("h1").length !== 1) findings.push("not one h1");
        if (document.querySelectorAll("main").length !== 1) findings.push("not one main");
        const wide = document.scrollingElement.scrollWidth - innerWidth;
        if (wide > 0) findings.push(`${wide} pixels too wide`);
        return findings;
      }
      """;

  private PageAudit() {}

  static List<?> of(Page page) {
    return (List<?>) page.evaluate(SCRIPT);
  }
}
