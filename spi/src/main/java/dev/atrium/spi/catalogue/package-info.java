/**
 * A tenant's items and what its users did with them. Entry type: {@link
 * dev.atrium.spi.catalogue.Catalogue}, which a turn gets. Methods of the catalogue may block; its
 * records are immutable. Knows nothing beside.
 */
@NullMarked
package dev.atrium.spi.catalogue;

import org.jspecify.annotations.NullMarked;
