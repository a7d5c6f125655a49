/**
 * Customer service: answers from the tenant's knowledge with sources, hands over what it cannot
 * answer. Entry type: {@link dev.atrium.plugins.customerservice.CustomerService}. What the model
 * writes is shown only where the passages support it, so a weak model, or one that was talked into
 * something, changes the wording at most. One instance serves all threads; shared parts are
 * immutable. Knows the SPI alone.
 */
@NullMarked
package dev.atrium.plugins.customerservice;

import org.jspecify.annotations.NullMarked;
