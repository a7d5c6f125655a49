package dev.atrium.platform.training.corpus;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Names, numbers, dates and codes that never were, so that copying is learned and not facts. */
final class Inventions {

  private static final String[] ONSETS =
      "b br c ch d dr f g gr h j k l m n p pr r s st t tr v w z".split(" ");
  private static final String[] VOWELS = "a e i o u ai ea io ou".split(" ");
  private static final String[] CODAS = "n r l s t m nd rt ck x".split(" ");
  private static final String[] MONTHS =
      ("January February March April May June July August September October November December")
          .split(" ");
  private static final String[] FIRST =
      ("Anna Ben Carla David Elena Farid Grace Hugo Irene Jonas Kate Liam Mara Noah Olga Pavel Rita"
              + " Sam Tessa Umar Vera Walter Yara Zoe Mei Ken Aisha Diego")
          .split(" ");
  private static final String[] TOWNS =
      ("London Berlin Madrid Oslo Vienna Prague Rome Dublin Tokyo Cairo Lima Boston Denver Austin"
              + " Geneva Lyon Turin Porto Athens Riga Canada Norway Spain Japan Brazil Iceland"
              + " Kenya Chile")
          .split(" ");
  private static final String[] STREETS = "Street,Road,Lane,Avenue,Square,Court".split(",");
  private static final String[] CITIES =
      ("北京 上海 广州 深圳 杭州 成都 西安 武汉 南京 苏州 重庆 天津 青岛 厦门 昆明 拉萨 新疆 西藏 内蒙古 香港 澳门 台湾 云南 贵州 海南 江苏 浙江"
              + " 广东 四川 湖北")
          .split(" ");
  private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾";

  /** The 3755 most used Chinese characters (level 1 of GB 2312). */
  static final List<String> COMMON_CHARACTERS = commonCharacters();

  private Inventions() {}

  private static List<String> commonCharacters() {
    var charset = Charset.forName("GB2312");
    var characters = new ArrayList<String>();
    for (var row = 0xB0; row <= 0xD7; row++) {
      for (var column = 0xA1; column <= (row == 0xD7 ? 0xF9 : 0xFE); column++) {
        characters.add(new String(new byte[] {(byte) row, (byte) column}, charset));
      }
    }
    return List.copyOf(characters);
  }

  /** Fills a slot that has no list; throws for a slot nobody knows. */
  static String fill(SplittableRandom random, Language language, String slot) {
    var kind = slot.replaceAll("\\d+$", "");
    return language == Language.ENGLISH ? english(random, kind) : chinese(random, kind);
  }

  private static String english(SplittableRandom random, String kind) {
    return switch (kind) {
      case "money" ->
          Choice.of(
              random,
              "$" + amount(random),
              "$" + amount(random),
              amount(random) + " euros",
              "€" + amount(random),
              number(random, 90) + " cents");
      case "number" -> String.valueOf(2 + random.nextInt(998));
      case "small" -> String.valueOf(2 + random.nextInt(29));
      case "year" -> String.valueOf(1850 + random.nextInt(175));
      case "percent" -> percent(random);
      case "date" -> MONTHS[random.nextInt(12)] + " " + number(random, 28);
      case "clock" ->
          Choice.of(
              random,
              number(random, 12) + Choice.of(random, " am", " pm"),
              number(random, 12) + ":" + Choice.of(random, "15", "30", "45") + " pm",
              (10 + random.nextInt(14)) + ":" + Choice.of(random, "00", "20", "40"));
      case "days" ->
          (2 + random.nextInt(60))
              + Choice.of(
                  random,
                  " days",
                  " days",
                  " hours",
                  " weeks",
                  " months",
                  " business days",
                  " minutes",
                  " years");
      case "phone" -> digits(random, 3) + "-" + digits(random, 4);
      case "code" -> code(random);
      case "name" -> word(random) + Choice.of(random, "", " Ltd", " " + word(random), " & Sons");
      case "person" -> Choice.of(random, FIRST) + " " + word(random);
      case "place" -> Choice.chance(random, 0.5) ? Choice.of(random, TOWNS) : word(random);
      case "street" -> word(random) + " " + Choice.of(random, STREETS);
      default -> throw new IllegalArgumentException("no such slot: " + kind);
    };
  }

  private static String chinese(SplittableRandom random, String kind) {
    return switch (kind) {
      case "money" -> Choice.of(random, amount(random).replace(",", ""), number(random, 999)) + "元";
      case "number" -> String.valueOf(2 + random.nextInt(998));
      case "small" -> String.valueOf(2 + random.nextInt(29));
      case "year" -> String.valueOf(1850 + random.nextInt(175));
      case "percent" -> percent(random);
      case "date" -> number(random, 12) + "月" + number(random, 28) + "日";
      case "clock" ->
          Choice.of(
              random,
              Choice.of(random, "上午", "下午", "晚上") + number(random, 11) + "点",
              (7 + random.nextInt(16)) + ":" + Choice.of(random, "00", "30"),
              number(random, 23) + "点" + Choice.of(random, "", "半"));
      case "days" ->
          (2 + random.nextInt(60))
              + Choice.of(random, "天", "天", "小时", "个工作日", "个月", "周", "年", "分钟", "日");
      case "phone" -> "400-" + digits(random, 3) + "-" + digits(random, 4);
      case "code" -> code(random);
      case "name" ->
          characters(random, 2 + random.nextInt(2)) + Choice.of(random, "公司", "集团", "商行", "");
      case "person" ->
          SURNAMES.charAt(random.nextInt(SURNAMES.length()))
              + characters(random, 1 + random.nextInt(2));
      case "place" ->
          Choice.chance(random, 0.5)
              ? Choice.of(random, CITIES)
              : characters(random, 2) + Choice.of(random, "市", "县", "镇", "区", "村");
      case "street" -> characters(random, 2) + Choice.of(random, "路", "街", "大道", "巷");
      default -> throw new IllegalArgumentException("no such slot: " + kind);
    };
  }

  /** A word nobody has heard, with a capital. */
  static String word(SplittableRandom random) {
    var word = new StringBuilder();
    var syllables = 1 + random.nextInt(3);
    for (var i = 0; i < syllables; i++) {
      word.append(Choice.of(random, ONSETS)).append(Choice.of(random, VOWELS));
    }
    word.append(Choice.of(random, CODAS));
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  static String characters(SplittableRandom random, int length) {
    var characters = new StringBuilder();
    for (var i = 0; i < length; i++) {
      characters.append(Choice.of(random, COMMON_CHARACTERS));
    }
    return characters.toString();
  }

  static String code(SplittableRandom random) {
    var letters = new StringBuilder();
    for (var i = 0; i < 2 + random.nextInt(2); i++) {
      letters.append((char) ('A' + random.nextInt(26)));
    }
    return letters + Choice.of(random, "", "-", "/") + digits(random, 2 + random.nextInt(4));
  }

  private static String amount(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> number(random, 99);
      case 1 -> number(random, 99) + "." + digits(random, 2);
      case 2 -> 5 * (1 + random.nextInt(190)) + "";
      default -> number(random, 40) + "," + random.nextInt(10) + "00";
    };
  }

  private static String percent(SplittableRandom random) {
    return number(random, 40) + (random.nextBoolean() ? "." + digits(random, 1) : "") + "%";
  }

  private static String number(SplittableRandom random, int largest) {
    return String.valueOf(1 + random.nextInt(largest));
  }

  private static String digits(SplittableRandom random, int length) {
    var digits = new StringBuilder();
    for (var i = 0; i < length; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
