/**
 * The tenants' items and what users did with them: rows in, kept in the database. Entry types:
 * {@link dev.atrium.platform.catalogue.CatalogueStore} and, on the mesh, {@link
 * dev.atrium.platform.catalogue.CatalogueActor}. Rows that are broken are named and left out; the
 * good ones are kept. Futures everywhere; knows neither HTTP nor plugins.
 */
@NullMarked
package dev.atrium.platform.catalogue;

import org.jspecify.annotations.NullMarked;
