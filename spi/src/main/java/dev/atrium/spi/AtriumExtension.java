package dev.atrium.spi;

import org.pf4j.ExtensionPoint;

/** Marks everything that a plugin can bring. */
public interface AtriumExtension extends ExtensionPoint {}
