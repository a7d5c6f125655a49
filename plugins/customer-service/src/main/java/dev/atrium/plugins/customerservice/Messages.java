package dev.atrium.plugins.customerservice;

import dev.atrium.spi.Settings;

/** What the service says in its own words; the tenant's settings come first. */
record Messages(
    String greeting,
    String thanks,
    String goodbye,
    String smalltalk,
    String handOver,
    String defaultPrompt,
    Reasons reasons) {
  /** Why a conversation was handed over, for the colleague who takes it. */
  record Reasons(String asked, String complaint, String unknown, String ownRecords) {}

  private static final Messages ENGLISH =
      new Messages(
          "Hello! How can I help you?",
          "You're welcome. Is there anything else I can help you with?",
          "Goodbye, and thank you for your visit.",
          "I'm the digital assistant of this help desk. Ask me about our products and services.",
          "I can't answer that from our help pages, so I am passing you to a colleague.",
          "Answer from the passages only. Copy the facts exactly. If the passages do not answer,"
              + " say: I don't know.",
          new Reasons(
              "asked for a person",
              "complaint",
              "not in the knowledge",
              "needs the customer's own records"));
  private static final Messages CHINESE =
      new Messages(
          "您好！请问有什么可以帮您？",
          "不客气，还有什么可以帮您的吗？",
          "再见，感谢您的光临。",
          "我是智能客服助手，您可以向我咨询商品和服务方面的问题。",
          "这个问题在帮助资料里没有答案，我为您转接人工客服。",
          "只根据资料回答，照抄事实。资料中没有答案时说：我不知道。",
          new Reasons("客户要求人工服务", "投诉", "帮助资料中没有答案", "需要查询客户本人的记录"));

  static Messages of(String language, Settings settings) {
    var own = language.equals("zh") ? CHINESE : ENGLISH;
    return new Messages(
        settings.text("greeting").orElse(own.greeting),
        settings.text("thanks").orElse(own.thanks),
        settings.text("goodbye").orElse(own.goodbye),
        settings.text("smalltalk").orElse(own.smalltalk),
        settings.text("handOverMessage").orElse(own.handOver),
        own.defaultPrompt,
        own.reasons);
  }
}
