/**
 * The routes by which a tenant's items and events come in. Entry type: {@link
 * dev.atrium.platform.gateway.catalogue.CatalogueEndpoints}. Event loop only. Knows no other
 * routes.
 */
@NullMarked
package dev.atrium.platform.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
