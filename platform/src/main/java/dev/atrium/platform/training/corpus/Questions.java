package dev.atrium.platform.training.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a sentence into a question that the sentence answers, by rules of wording. */
final class Questions {

  private static final Pattern SUBJECT =
      Pattern.compile(
          "^(?:If [^,]+, |On [^,]+, )?((?:(?:The|A|An|Our|Your|Each|All) )?[^,.;:]{3,60}?)"
              + " (is|are|was|were|costs?|takes?|needs?|has|have|pays?|starts?|arrives?|opens?"
              + "|can|cannot|must|may|does|do|will|lasts?|works?|contains?|uses?|provides?|supports?)"
              + " (.+?)[.!]?$");
  private static final Pattern YOU =
      Pattern.compile("^(?:You|We) (?:can |must |should |need to |also )?(.{6,})[.]$");
  private static final Pattern OPENING =
      Pattern.compile("^(To|If|When|For|After|Before|Without|In|On|With) ([^,]{6,90}), .+");
  private static final Set<String> SMALL_WORDS =
      Set.of(
          ("the a an of to in on at by for with and or is are was were be been it its this that"
                  + " these those you your we our i he she his her they their not no as if when from"
                  + " can may must will has have had do does than then so but up out which who")
              .split(" "));
  private static final Pattern ENGLISH_NUMBER =
      Pattern.compile("[$€]?\\d[\\d.,]*%?(?: (?:business )?[a-z]+)?");
  private static final Pattern CHINESE_NUMBER =
      Pattern.compile(
          "\\d[\\d.]*(?:至|到|-)?\\d*" + "(个工作日|小时|分钟|个月|公斤|厘米|元|天|年|度|次|件|张|点|折|%|分|克|岁)");
  private static final Pattern CHINESE_VERB =
      Pattern.compile(
          "^([^，。、]{2,14}?)" + "(是|可以|需要|不能|由|在|有|会|要|应|只能|不支持|支持|将|为|请)" + "([^。]{2,})。?$");

  private Questions() {}

  /** A question answered by the sentence. */
  static String ask(SplittableRandom random, Language language, String sentence) {
    return language == Language.ENGLISH ? english(random, sentence) : chinese(random, sentence);
  }

  private static String english(SplittableRandom random, String sentence) {
    var options = new ArrayList<String>();
    subject(random, sentence, options);
    var you = YOU.matcher(sentence);
    if (you.matches()) {
      var action = turned(words(you.group(1), 3 + random.nextInt(7)));
      options.add(
          Choice.of(
              random,
              "How do I " + action + "?",
              "Can I " + action + "?",
              "Where can I " + action + "?",
              "I want to " + action + "."));
    }
    var opening = OPENING.matcher(sentence);
    if (opening.matches()) {
      options.add(opened(random, opening.group(1), turned(opening.group(2))));
    }
    if (options.isEmpty() || Choice.chance(random, 0.3)) {
      options.clear();
      options.add(keywords(random, sentence));
    }
    return Choice.of(random, options);
  }

  private static void subject(SplittableRandom random, String sentence, List<String> options) {
    var matcher = SUBJECT.matcher(sentence);
    if (!matcher.matches()) {
      return;
    }
    var thing = turned(matcher.group(1));
    var verb = matcher.group(2);
    var rest = turned(words(matcher.group(3), 2 + random.nextInt(4)));
    var amount = ENGLISH_NUMBER.matcher(matcher.group(3)).find();
    var plural = thing.endsWith("s") && !thing.endsWith("ss");
    var does = plural ? "do " : "does ";
    switch (verb) {
      case "is", "are", "was", "were" -> {
        options.add((amount ? "How much " : "What ") + verb + " " + thing + "?");
        options.add(capital(verb) + " " + thing + " " + rest + "?");
        options.add("What about " + thing + "?");
      }
      case "cost", "costs" -> {
        options.add("How much " + does + thing + " cost?");
        options.add("What is the price of " + thing + "?");
        options.add("How expensive " + (plural ? "are " : "is ") + thing + "?");
      }
      case "take", "takes", "last", "lasts" -> {
        options.add("How long " + does + thing + " " + verb.replaceAll("s$", "") + "?");
        options.add("How long must I wait for " + thing + "?");
      }
      case "can", "cannot", "must", "may", "will" -> {
        var positive = verb.equals("cannot") ? "can" : verb;
        options.add(capital(positive) + " " + thing + " " + rest + "?");
        options.add("How " + positive + " " + thing + " " + rest + "?");
      }
      default -> {
        options.add("What " + does + thing + " " + verb.replaceAll("s$", "") + "?");
        options.add("When " + does + thing + " " + verb.replaceAll("s$", "") + "?");
        options.add("Tell me about " + thing + ".");
      }
    }
    if (amount) {
      options.add("How many " + keywordsOf(random, sentence, 2 + random.nextInt(3)) + "?");
    }
  }

  private static String opened(SplittableRandom random, String word, String clause) {
    return switch (word) {
      case "To" -> Choice.of(random, "How do I " + clause + "?", "How can I " + clause + "?");
      case "If", "When" ->
          Choice.of(
              random,
              "What happens if " + clause + "?",
              "What do I do when " + clause + "?",
              capital(clause) + ". What now?",
              "what if " + clause);
      default -> "What happens " + word.toLowerCase(Locale.ROOT) + " " + clause + "?";
    };
  }

  private static String keywords(SplittableRandom random, String sentence) {
    var words = keywordsOf(random, sentence, 2 + random.nextInt(4));
    return Choice.of(
        random,
        words,
        words + "?",
        "What about " + words + "?",
        "How is it with " + words + "?",
        "Tell me about " + words + ".",
        "What do you know about " + words + "?",
        "How does it work with " + words + "?",
        "Can you explain " + words + "?");
  }

  /** Some words that carry meaning, in their order. */
  private static String keywordsOf(SplittableRandom random, String sentence, int count) {
    var words = new ArrayList<String>();
    for (var word : sentence.split("[^\\p{L}\\p{N}'$%.-]+")) {
      var bare = word.replaceAll("[.']+$", "");
      if (!bare.isEmpty() && !SMALL_WORDS.contains(bare.toLowerCase(Locale.ROOT))) {
        words.add(bare);
      }
    }
    if (words.isEmpty()) {
      return turned(words(sentence, count));
    }
    var length = Math.min(count, words.size());
    var start = random.nextInt(words.size() - length + 1);
    var chosen = words.subList(start, start + length);
    return String.join(" ", chosen);
  }

  private static String words(String text, int count) {
    var words = text.replaceAll("[,;:].*$|[.!?]$", "").split(" ");
    return String.join(" ", Arrays.copyOf(words, Math.min(count, words.length)));
  }

  /** From the speaker's side: your becomes my, a leading capital of a common word goes. */
  private static String turned(String text) {
    var turned =
        text.replaceAll("\\b[Yy]ou are\\b", "I am")
            .replaceAll("\\b[Yy]our\\b", "my")
            .replaceAll("\\b[Yy]ou\\b", "I")
            .replaceAll("\\b[Ww]e\\b", "you")
            .replaceAll("\\b[Oo]ur\\b", "your");
    var matcher =
        Pattern.compile("^(The|A|An|Each|All|It|This|These|In|On|For)\\b").matcher(turned);
    return matcher.find()
        ? turned.substring(0, 1).toLowerCase(Locale.ROOT) + turned.substring(1)
        : turned;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static String chinese(SplittableRandom random, String sentence) {
    var options = new ArrayList<String>();
    var clauses = sentence.replaceAll("[。！？]$", "").split("[，；：]");
    for (var clause : clauses) {
      numberQuestion(random, clause, options);
    }
    var verb = CHINESE_VERB.matcher(sentence);
    if (verb.matches()) {
      verbQuestions(random, verb, options);
    }
    if (options.isEmpty() || Choice.chance(random, 0.3)) {
      options.clear();
      options.add(segment(random, Choice.of(random, clauses)));
    }
    return Choice.of(random, options);
  }

  private static void numberQuestion(SplittableRandom random, String clause, List<String> options) {
    var matcher = CHINESE_NUMBER.matcher(clause);
    if (!matcher.find()) {
      return;
    }
    var unit = matcher.group(1);
    var asked =
        switch (unit) {
          case "元" -> Choice.of(random, "多少元", "多少钱", "多少");
          case "天", "小时", "分钟", "个月", "个工作日", "年" -> Choice.of(random, "多久", "几" + unit, "多长时间");
          case "点" -> "几点";
          case "次", "件", "张", "折", "岁" -> Choice.of(random, "几" + unit, "多少" + unit);
          default -> "多少";
        };
    var question = matcher.replaceFirst(Matcher.quoteReplacement(asked));
    options.add(question + "？");
    var before = clause.substring(0, matcher.start());
    if (before.length() >= 3) {
      options.add(before + asked + "？");
    }
  }

  private static void verbQuestions(SplittableRandom random, Matcher verb, List<String> options) {
    var thing = verb.group(1);
    var word = verb.group(2);
    var rest = verb.group(3).split("[，；]")[0];
    var piece = rest.substring(0, Math.min(rest.length(), 3 + random.nextInt(5)));
    switch (word) {
      case "是", "为" -> options.add(thing + "是" + Choice.of(random, "什么", "多少", "怎样的") + "？");
      case "可以", "会", "需要", "支持", "要" -> {
        options.add(thing + word + piece + "吗？");
        options.add(thing + "怎么" + piece + "？");
        options.add(thing + word + "什么？");
      }
      case "不能", "不支持", "只能" -> {
        options.add(thing + "可以" + piece + "吗？");
        options.add(thing + "能" + piece + "吗？");
      }
      case "在" -> options.add(thing + "在哪里？");
      case "由" -> options.add(thing + "由谁" + "负责？");
      default -> options.add(thing + "怎么样？");
    }
    options.add(thing + Choice.of(random, "呢？", "有什么规定？", "怎么办？", "怎么操作"));
  }

  private static String segment(SplittableRandom random, String clause) {
    var length = Math.min(clause.length(), 3 + random.nextInt(6));
    var start = random.nextInt(clause.length() - length + 1);
    var piece = clause.substring(start, start + length);
    return Choice.of(
        random,
        piece + "？",
        piece,
        piece + "是怎么规定的？",
        "关于" + piece + "，能说说吗？",
        "请介绍" + piece + "。",
        piece + "怎么样？",
        "我想了解" + piece + "。",
        piece + "的情况是什么？");
  }
}
