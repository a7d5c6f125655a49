/**
 * Limits and budgets that hold on every node: reserve, run, settle. Entry types: {@link
 * dev.atrium.platform.allowance.Purse}, one per tenant and node, used on its tenant's context only;
 * {@link dev.atrium.platform.allowance.NodeLife}; and {@link
 * dev.atrium.platform.allowance.Settlement}, which the ledger's transaction charges. Knows neither
 * HTTP nor calls.
 */
@NullMarked
package dev.atrium.platform.allowance;

import org.jspecify.annotations.NullMarked;
