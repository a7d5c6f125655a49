/**
 * The semantic layer of a data source: drafted from a PostgreSQL schema and its statistics, kept as
 * YAML that people edit. Entry types: {@link dev.atrium.platform.data.layer.LayerDrafter}, {@link
 * dev.atrium.platform.data.layer.LayerYaml}. Blocking; for virtual threads. Must not know tenants
 * or plugins.
 */
@NullMarked
package dev.atrium.platform.data.layer;

import org.jspecify.annotations.NullMarked;
