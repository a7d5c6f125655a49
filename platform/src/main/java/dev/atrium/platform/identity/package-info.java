/**
 * Who somebody is by a signed token of another party: JSON Web Tokens, the keys that they are
 * checked with, and tenants' identity providers. Entry types: {@link
 * dev.atrium.platform.identity.TokenAuthenticator} and, for the bare check of signatures, {@link
 * dev.atrium.platform.identity.SignatureCheck}. Any thread; nothing blocks. Knows neither HTTP
 * routes nor DJL.
 */
@NullMarked
package dev.atrium.platform.identity;

import org.jspecify.annotations.NullMarked;
