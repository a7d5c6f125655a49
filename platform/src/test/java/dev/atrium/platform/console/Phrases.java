package dev.atrium.platform.console;

/** What is said in a conversation of each language. */
record Phrases(
    String key,
    String question,
    String answer,
    String title,
    String section,
    String quote,
    String otherSection,
    String otherQuote,
    String wish,
    String reason,
    String message,
    String furtherQuestion,
    String furtherAnswer) {
  private static final Phrases ENGLISH =
      new Phrases(
          ScriptedPlatform.ENGLISH_KEY,
          "How much is the monthly fee for the Everyday Account?",
          "The Everyday Account costs $4 a month [1]. It is free of charge in any month in which at"
              + " least $1,500 comes in [2].",
          "Accounts",
          "Everyday Account",
          "The monthly fee for the Everyday Account is $4.",
          "When the fee is waived",
          "The Everyday Account is free of charge in any month in which at least $1,500 comes in.",
          "I would like to speak to a person.",
          "asked for a person",
          "I am passing you to a colleague. You can also call us on 555-0142.",
          "What does a transfer abroad cost?",
          "A transfer to another country costs");

  private static final Phrases CHINESE =
      new Phrases(
          ScriptedPlatform.CHINESE_KEY,
          "满多少元免运费？",
          "单笔订单满99元免运费[1]。不满99元的订单，运费为8元[2]。",
          "配送",
          "运费",
          "单笔订单满99元免运费。",
          "运费标准",
          "不满99元的订单，运费为8元。",
          "我要找人工客服",
          "顾客要求人工",
          "我为您转接人工客服。您也可以拨打客服电话400-555-0168。",
          "新疆的运费怎么算？",
          "新疆的订单满199元");

  static Phrases of(String language) {
    return language.equals("zh") ? CHINESE : ENGLISH;
  }
}
