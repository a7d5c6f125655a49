package dev.atrium.platform.knowledge;

import dev.atrium.spi.Passage;
import java.util.List;

/**
 * What a search found.
 *
 * @param passages best first
 */
public record KnowledgeFound(List<Passage> passages) {}
