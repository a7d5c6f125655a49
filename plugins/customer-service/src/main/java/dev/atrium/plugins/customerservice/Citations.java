package dev.atrium.plugins.customerservice;

import dev.atrium.spi.AnswerSink;

/** Shows a sentence with the number of the source that says it. */
final class Citations {
  private Citations() {}

  static void show(AnswerSink answer, String text, Evidence.Statement statement, boolean first)
      throws InterruptedException {
    answer.text(first ? text : separator(text) + text);
    answer.text(" [" + answer.cite(statement.passage(), statement.text()) + "]");
  }

  private static String separator(String text) {
    return Character.isIdeographic(text.codePointAt(0)) ? "" : " ";
  }
}
