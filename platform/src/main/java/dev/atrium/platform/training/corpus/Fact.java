package dev.atrium.platform.training.corpus;

import java.util.Optional;

/**
 * A sentence of a page and a question that it answers.
 *
 * @param brief the words of the sentence that answer the question, where they are known
 */
record Fact(String statement, String question, Optional<String> brief) {}
