package dev.atrium.platform.training.corpus;

import java.util.List;

/**
 * A short text made of sentences that can each be asked for.
 *
 * @param title heading of the text, or empty
 */
record Page(String title, List<Fact> facts) {}
