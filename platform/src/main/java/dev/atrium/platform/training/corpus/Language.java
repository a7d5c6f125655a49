package dev.atrium.platform.training.corpus;

import java.util.List;

/** The two languages of the shipped model, with the words of the customer-service prompt. */
public enum Language {
  ENGLISH(
      "Answer from the passages only. Copy the facts exactly. If the passages do not answer, say: I"
          + " don't know.",
      "Passages:\n",
      "Question: ",
      "I don't know.",
      "Answer from the passages only, in as few words as possible. If the passages do not answer,"
          + " say: I don't know.",
      List.of(" Answer briefly.", " In a few words, please.", " Short answer only.")),
  CHINESE(
      "只根据资料回答，照抄事实。资料中没有答案时说：我不知道。",
      "资料：\n",
      "问题：",
      "我不知道。",
      "只根据资料回答，越短越好。资料中没有答案时说：我不知道。",
      List.of("请简短回答。", "只说答案。", "用几个字回答。"));

  private final String instruction;
  private final String passages;
  private final String question;
  private final String unknown;
  private final String briefInstruction;
  private final List<String> briefWishes;

  Language(
      String instruction,
      String passages,
      String question,
      String unknown,
      String briefInstruction,
      List<String> briefWishes) {
    this.instruction = instruction;
    this.passages = passages;
    this.question = question;
    this.unknown = unknown;
    this.briefInstruction = briefInstruction;
    this.briefWishes = briefWishes;
  }

  /** The system message. */
  public String instruction() {
    return instruction;
  }

  /** The system message that wants short answers. */
  public String briefInstruction() {
    return briefInstruction;
  }

  /** What may stand behind a question that wants a short answer. */
  List<String> briefWishes() {
    return briefWishes;
  }

  /** What to say when no passage answers. */
  public String unknown() {
    return unknown;
  }

  /** The user message that asks a question about numbered passages. */
  public String prompt(Iterable<String> texts, String asked) {
    var prompt = new StringBuilder(passages);
    var number = 1;
    for (var text : texts) {
      prompt.append('[').append(number++).append("] ").append(text).append('\n');
    }
    return prompt.append('\n').append(question).append(asked).toString();
  }

  /** A further question about the passages of an earlier message. */
  public String followUp(String asked) {
    return question + asked;
  }

  /** Resources of this language end so. */
  String suffix() {
    return this == ENGLISH ? "en" : "zh";
  }

  /** Between two sentences of a text. */
  String gap() {
    return this == ENGLISH ? " " : "";
  }
}
