package dev.atrium.plugins.customerservice;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads Chinese: pairs of neighbouring characters stand for words. */
final class ChineseWords implements Words {
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[。！？!?])|\\n+");
  private static final Pattern RUN =
      Pattern.compile("[$€£¥]?\\d[\\d,]*(?:[.:-]\\d+)*%?|[a-z][a-z0-9@.-]*|\\p{IsHan}+");
  private static final Pattern JOINING =
      Pattern.compile(
          "什么时候|多长时间|为什么|怎么样|怎么办|请问|可以|多少钱|多少|多久|什么|怎么|怎样|如何|哪里|哪些|哪个|几个|是不是|能不能|有没有"
              + "|我们|你们|您们|他们|你好|您好|[的了吗呢吧啊呀嘛是我你您他在和与及也都就会能请问几]");
  private static final Pattern DENIAL = Pattern.compile("不(?!同|论|管|仅|但|满)|没|无(?!理由)|未|勿|别(?!人)|禁");
  private static final Pattern LEANING = Pattern.compile("(?:那|那么|还有|如果|要是|换成|以及).*|.*呢[？?]?");
  private static final int SHORT = 12;
  private static final Pattern CLAUSE_END = Pattern.compile("(?<=[。！？!?；])|[，,\\s]+");
  private static final Pattern ASKING =
      Pattern.compile(".*(?:[吗呢？?]|什么|怎么|怎样|多少|多久|多长|几|哪|如何|能不能|可不可以|是不是|咋|啥).*");
  private static final Pattern FOR_NUMBER =
      Pattern.compile(".*(?:多少|多久|多长|多大|多高|几|什么时候|啥时候|何时|运费|费用|价格|电话|要等).*", Pattern.DOTALL);
  private static final Pattern OWN_RECORDS =
      Pattern.compile(
          ".*(?:我的?(?:订单|快递|包裹|退款|钱|货).*(?:到哪|在哪|到了没|呢[？?]?$)"
              + "|我(?:现在)?(?:还有|有|剩)(?:多少|几)|我的.*(?:余额|还剩|剩多少|剩下)).*",
          Pattern.DOTALL);

  @Override
  public List<String> sentences(String text) {
    return SENTENCE_END.splitAsStream(text).map(String::strip).filter(it -> !it.isEmpty()).toList();
  }

  @Override
  public Set<String> terms(String text) {
    var terms = new HashSet<String>();
    var plain = JOINING.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    RUN.matcher(plain).results().forEach(run -> addTerms(run.group(), terms));
    return terms;
  }

  private static void addTerms(String run, Set<String> terms) {
    if (run.length() == 1 || !Character.isIdeographic(run.charAt(0))) {
      terms.add(run);
      return;
    }
    for (var at = 0; at + 1 < run.length(); at++) {
      terms.add(run.substring(at, at + 2));
    }
  }

  @Override
  public boolean denies(String text) {
    return DENIAL.matcher(text).find();
  }

  @Override
  public boolean leansOnTheLast(String text) {
    return text.length() <= SHORT && LEANING.matcher(text.strip()).matches();
  }

  @Override
  public String asking(String text) {
    return CLAUSE_END
        .splitAsStream(text)
        .filter(clause -> ASKING.matcher(clause).matches())
        .reduce((first, last) -> last)
        .orElse(text);
  }

  @Override
  public boolean asksForNumber(String text) {
    return FOR_NUMBER.matcher(text).matches();
  }

  @Override
  public boolean asksForOwnRecords(String text) {
    return OWN_RECORDS.matcher(text).matches();
  }
}
