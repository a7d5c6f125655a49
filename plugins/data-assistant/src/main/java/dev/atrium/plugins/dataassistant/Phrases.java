package dev.atrium.plugins.dataassistant;

import dev.atrium.spi.data.Interpretation;
import java.util.List;
import java.util.regex.Pattern;

/** What the assistant says in its own words, English or Chinese. */
enum Phrases {
  ENGLISH,
  CHINESE;

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern LEANS =
      Pattern.compile(
          "(?i)^\\s*(and|what about|how about|only|now|also|same"
              + " for|but)\\b.*|^(那|那么|再|还有|只看|换成|如果).*",
          Pattern.DOTALL);
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?is)^\\W*(please |can you |could you"
              + " )?(delete|drop|truncate|insert|update|alter|create|remove"
              + "|erase|wipe|set|change|modify|rename|add|increase|decrease|cancel)\\b.*"
              + "|.*(删除|删掉|清空|修改|更新|插入|改成|改为|新增|添加|取消|撤销).*");
  private static final int LONGEST_FOLLOW_UP = 120;

  /** The language of the question, else the tenant's. */
  static Phrases of(String language, String question) {
    return language.equals("zh") || HAN.matcher(question).find() ? CHINESE : ENGLISH;
  }

  boolean leansOnTheLast(String text) {
    return text.length() <= LONGEST_FOLLOW_UP && LEANS.matcher(text).matches();
  }

  /** Whether something is to be done to the data rather than asked. */
  boolean asksForAChange(String text) {
    return CHANGES.matcher(text).matches();
  }

  String readOnly() {
    return this == CHINESE ? "我只能查询数据，不能修改数据。" : "I can only read the data, not change it.";
  }

  String noSource() {
    return this == CHINESE ? "还没有可以查询的数据源。" : "There is no data source to ask yet.";
  }

  String noRows() {
    return this == CHINESE ? "没有符合条件的数据。" : "No rows match.";
  }

  String moreRows(int shown) {
    return this == CHINESE
        ? "只显示前 " + shown + " 行。"
        : "Only the first " + shown + " rows are shown.";
  }

  String readAs(String plan) {
    return (this == CHINESE ? "问题理解为：" : "Read as: ") + plan;
  }

  String assumed(List<String> assumptions) {
    return (this == CHINESE ? "假设：" : "Assumed: ") + String.join("; ", assumptions);
  }

  String ambiguous(Interpretation.Ambiguous ambiguous) {
    var choices = String.join("\n- ", ambiguous.questions());
    return (this == CHINESE
                ? "“%s”可以有多种意思，您是指：\n- "
                : "\"%s\" can mean several things. Do you mean:\n- ")
            .formatted(ambiguous.word())
        + choices;
  }

  String notInData(List<String> unknown) {
    if (this == CHINESE) {
      return unknown.isEmpty()
          ? "这些数据无法回答这个问题。"
          : "这些数据无法回答这个问题：数据中没有" + String.join("、", unknown.stream().limit(8).toList()) + "。";
    }
    return unknown.isEmpty()
        ? "The data cannot answer that."
        : "The data cannot answer that: it knows nothing called "
            + String.join(", ", unknown.stream().limit(8).toList())
            + ".";
  }
}
