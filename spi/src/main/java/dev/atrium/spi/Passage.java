package dev.atrium.spi;

/**
 * A piece of the tenant's knowledge with its source.
 *
 * @param id unique within the tenant's knowledge, stable until the document changes
 * @param document the document's path within the tenant's knowledge
 * @param section the heading it stands under
 * @param title the document's title
 * @param score how well it fits the question; comparable within one search only
 * @param coverage the share of the question's words that the passage says in one sentence and its
 *     headings, rare words weighing more, 0 to 1; comparable between searches
 */
public record Passage(
    String id,
    String document,
    String section,
    String title,
    String text,
    double score,
    double coverage) {}
