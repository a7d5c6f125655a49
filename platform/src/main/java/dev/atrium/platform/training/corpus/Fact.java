package dev.atrium.platform.training.corpus;

/** A sentence of a page and a question that it answers. */
record Fact(String statement, String question) {}
