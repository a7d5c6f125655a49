/** A scenario to begin with: answers with the best passage, or hands over. */
package dev.atrium.plugins.template;
