package dev.atrium.platform.knowledge;

import java.util.List;

/** Reads what a question speaks of; words that only make it a question are left out. */
interface QuestionReader {
  List<Concept> read(String question, Vocabulary vocabulary);
}
