package dev.atrium.plugins.recommendation;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** What the scenario says, in the tenant's language. */
record Phrases(boolean chinese, String currency) {
  String opening(Wishes wishes) {
    if (chinese) {
      return wishes.cheaper() ? "这些更便宜：" : "为您推荐：";
    }
    return wishes.cheaper() ? "These are cheaper:" : "I suggest:";
  }

  String nothing(Wishes wishes) {
    var limit = wishes.highest();
    if (chinese) {
      return limit.isPresent()
          ? "没有找到" + price(limit.getAsDouble()) + "以内符合要求的商品。要不要放宽预算，或者换个说法？"
          : "没有找到符合要求的商品。您可以换个说法，或者告诉我预算。";
    }
    return limit.isPresent()
        ? "Nothing that fits costs "
            + price(limit.getAsDouble())
            + " or less. Would a higher"
            + " budget do, or something else?"
        : "I found nothing that fits. Try other words, or tell me your budget.";
  }

  String closed() {
    return chinese
        ? "商品目录暂时为空，我为您转接人工客服。"
        : "The catalogue is empty, so I am passing you to a colleague.";
  }

  String price(double amount) {
    var number = new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));
    return chinese ? number.format(amount) + "元" : currency + number.format(amount);
  }

  /** Why an item was picked, with what bears it out. */
  String reason(Picker.Pick pick, Wishes wishes) {
    var highest = wishes.cheaper() ? OptionalDouble.empty() : wishes.highest();
    List<String> reasons = new ArrayList<>();
    if (!pick.matched().isEmpty()) {
      reasons.add((chinese ? "符合您说的" : "fits ") + quoted(pick.matched()));
    }
    if (highest.isPresent()) {
      reasons.add(
          chinese
              ? "在" + price(highest.getAsDouble()) + "以内"
              : "within " + price(highest.getAsDouble()));
    }
    pick.because()
        .ifPresent(title -> reasons.add(chinese ? "您选过" + title : "because you chose " + title));
    if (reasons.isEmpty() && pick.takers() > 0) {
      reasons.add(chinese ? pick.takers() + "位顾客选过" : "chosen by " + pick.takers() + " customers");
    }
    return String.join(chinese ? "，" : ", ", reasons);
  }

  private String quoted(Set<String> words) {
    var sorted = words.stream().sorted().toList();
    return chinese ? "“" + String.join("、", sorted) + "”" : "“" + String.join(" ", sorted) + "”";
  }
}
