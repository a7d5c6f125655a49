package dev.atrium.platform.data.question;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what is no question but an order to change data, or counts from a today that data lacks.
 */
final class Orders {
  private static final Pattern CHANGE =
      Pattern.compile(
          "^\\W*(?:please\\s+|can you\\s+|could"
              + " you\\s+)?(delete|drop|truncate|insert|update|alter|create"
              + "|remove|erase|wipe|set|change|modify|rename|add|increase|decrease|cancel|grant|revoke)\\b"
              + "|(删除|删掉|清空|修改|更新|插入|改成|改为|新增|添加|取消|撤销|涨价|降价)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NOW =
      Pattern.compile(
          "\\b((?:last|this|next) (?:year|quarter|month|week)|today|yesterday|tomorrow)\\b"
              + "|(去年|今年|明年|上个?月|本月|这个?月|下个?月|昨天|今天|明天|上周|本周|下周)",
          Pattern.CASE_INSENSITIVE);

  private Orders() {}

  /** The words that a plan cannot say; usually none. */
  static List<String> in(String question) {
    for (var pattern : List.of(CHANGE, NOW)) {
      var found = pattern.matcher(question);
      if (found.find()) {
        return List.of(found.group(1) == null ? found.group(2) : found.group(1));
      }
    }
    return List.of();
  }
}
