package dev.atrium.platform.data.tables;

import dev.atrium.platform.data.query.ReadOnlyConnections;
import dev.atrium.spi.data.DataSchema;

/** A tenant's own tables: connections that can read these alone, and their semantic layer. */
public record OwnData(ReadOnlyConnections connections, DataSchema layer) {}
