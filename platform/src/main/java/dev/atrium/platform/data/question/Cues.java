package dev.atrium.platform.data.question;

import dev.atrium.spi.data.Condition.Comparison;
import dev.atrium.spi.data.Expression.Aggregate;
import dev.atrium.spi.data.Expression.Grain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words with a fixed meaning, English and Chinese. */
final class Cues {
  private static final Map<String, Cue> CUES = new HashMap<>();
  private static final int LONGEST = 6;

  static {
    add(
        new Cue.Empty(),
        "the|a|an|is|are|was|were|be|been|do|does|did|has|have|had|there|their|them|they|it|its|his|her|him|this|these|those|please|me|us|all|any|some|also|so|can|could|you|i|we|want|know|would|like"
            + " to|in"
            + " total|altogether|overall|respectively|as|to|into|ever|given|one|ones|own|just|only|currently|information|info|about|details"
            + " about|database|record|records|corresponding|associated|related|along|according|made|placed|happened|took"
            + " place|occurred|took|got|came|went|but|about how|each"
            + " other|same|still|again|such|what kind of|kind of|sort of|type of"
            + " thing|being|s|'s|out|if|then|than|value|values|different"
            + " kinds|exist|exists|belong|belongs|recorded|listed|provided|available|used|the"
            + " data|within|among|through|while|each"
            + " other|result|results|类别里|吗|呢|了|请|请问|帮我|一下|我|想|知道|所有|全部|我们|公司|的|是|有|在|里|中|个|位|种|家|名|台|件|条|张|到|去|这|那|些|及|分别|一共|总共|告诉|看看|和它们|其|它们|他们|什么|大|数据|年|类|下过|过|还|处理|处理了|的是");
    add(
        new Cue.Request(),
        "show|show me|list|list out|find|find out|give|give me|return|tell|tell"
            + " me|display|get|report|provide|select|compute|calculate|what|what is|what"
            + " are|what's|what was|what were|which|who are|name"
            + " the|state|identify|describe|retrieve|output|显示|列出|查询|查|找出|给出|给我|哪些|哪个|哪几个|哪位|哪家|哪种|是什么|是多少|统计|计算|求");
    add(new Cue.Asked("name"), "who|whom|谁");
    add(new Cue.Asked("date"), "when|何时|什么时候|哪天");
    add(
        new Cue.Asked("location"),
        "where is|where are|where was|where were|where does|where do|哪里|在哪");
    add(new Cue.Asked("age"), "how old");
    add(new Cue.Asked("height"), "how tall");
    add(new Cue.Asked("length"), "how long");
    add(new Cue.Asked("price"), "how expensive|how much does|how much is");
    add(
        new Cue.Count(),
        "how many|number of|the number of|total number of|count|count of|the count of|amount"
            + " of|counts of|how often|how many times|numbers"
            + " of|数量|个数|多少|多少个|几个|数目|有多少|多少家|多少位|多少种|次数");
    add(new Cue.Aggregated(Aggregate.AVERAGE), "average|mean|avg|on average|averages|平均|均");
    add(
        new Cue.Aggregated(Aggregate.SUM),
        "total|sum|sum of|total amount of|the total of|combined|how much|totals|总|总和|合计|总计|累计|一共是");
    add(new Cue.Aggregated(Aggregate.MINIMUM), "minimum|minimal|min");
    add(new Cue.Aggregated(Aggregate.MAXIMUM), "maximum|maximal|max");
    add(new Cue.Distinct(), "different|distinct|unique|various|不同|不重复");
    add(
        new Cue.Each(),
        "each|every|per|for each|for every|by each|of each|in each|at each|from each|on"
            + " each|grouped by|group by|broken down by|for different|each of|each of"
            + " the|in every|with each|to each|每个|每|各|各个|按|按照|每种|每位|每家|每一个|分");
    add(
        new Cue.SortBy(),
        "sorted by|ordered by|order by|sort by|sorted in|ordered in|in order of|in the order"
            + " of|order them by|sort them by|sort the results by|rank by|ranked by|sort|order the"
            + " results by|sorted|ordered|rank them by|arranged by|arranged in|in alphabetical"
            + " order of|排序|排列");
    add(
        new Cue.Direction(true),
        "descending|in descending order|in descending order of|descending order|descending order"
            + " of|decreasing|in decreasing order|in decreasing order of|from high to low|from"
            + " highest to lowest|from the highest to the lowest|from most to least|from the most"
            + " to the least|from largest to smallest|desc|reverse|from oldest to youngest|from"
            + " newest to oldest|in reverse|in desc order of|from the oldest to the youngest|from"
            + " the largest to the smallest|descendingly|降序|从高到低|从大到小|从多到少|倒序");
    add(
        new Cue.Direction(false),
        "ascending|in ascending order|in ascending order of|ascending order|ascending order"
            + " of|increasing|in increasing order|from low to high|from lowest to highest|from"
            + " least to most|from smallest to largest|asc|alphabetical|alphabetically|in"
            + " alphabetical order|in lexicographical order|alphabetical order|alphabetic"
            + " order|lexicographical|lexicographically|in lexicographic order|from youngest to"
            + " oldest|from the lowest to the highest|from the youngest to the"
            + " oldest|升序|从低到高|从小到大|从少到多");
    superlatives();
    comparisons();
    add(
        new Cue.Where(),
        "whose|where|across|for all|that|with|having|in|from|at|for|on|during|named|called|who"
            + " have|who has|that have|that has|which have|which has|who are|who is|that are|that"
            + " is|which are|which is|using|held|located in|made by|under the name|with the"
            + " name|当|中的|来自|位于|叫|名为|属于");
    add(
        new Cue.Not(),
        "not|no|never|without|n't|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't|cannot|excluding|except|except"
            + " for|do not|does not|did not|is not|are not|other than|neither|nor|none|not have|do"
            + " not have|does not have|not any|但不|没有|不是|不|未|从未|除了|非|不在|不属于|没");
    add(new Cue.And(), "and|as well as|together with|along with|plus|且|和|与|以及|并且|并|及其|、");
    add(new Cue.Or(), "or|either|或|或者|还是");
    add(new Cue.Both(), "both|同时|既");
    add(new Cue.Of(), "of");
    add(new Cue.By(), "by");
    add(new Cue.OutOf(), "out of");
    periods();
    add(new Cue.Stop(), ".|?|!|;|。|？|！|；");
  }

  private Cues() {}

  private static void periods() {
    add(
        new Cue.Period(Grain.YEAR),
        "by year|per year|each year|every year|for each year|yearly|annual|in each"
            + " year|每年|各年|按年|每一年");
    add(
        new Cue.Period(Grain.QUARTER),
        "by quarter|per quarter|each quarter|every quarter|for each"
            + " quarter|quarterly|每季度|每个季度|各季度|按季度");
    add(
        new Cue.Period(Grain.MONTH),
        "by month|per month|each month|every month|for each month|monthly|in each"
            + " month|每月|每个月|各月|按月");
    add(
        new Cue.Period(Grain.WEEK),
        "by week|per week|each week|every week|for each week|weekly|每周|按周");
    add(new Cue.Period(Grain.DAY), "by day|per day|each day|every day|for each day|daily|每日|按天|每天");
  }

  private static void superlatives() {
    add(
        new Cue.Superlative(true, ""),
        "most|highest|largest|greatest|biggest|top|best|higher|maximum number of|most"
            + " number of|the largest number of|the highest number of|largest number of|greatest"
            + " number of|highest number of|biggest number of|最高|最大|最多|最强|前|排名前");
    add(
        new Cue.Superlative(false, ""),
        "least|lowest|smallest|fewest|minimum number of|least number of|smallest number"
            + " of|lowest number of|bottom|worst|the smallest number of|the fewest number of|fewest"
            + " number of|最低|最小|最少");
    add(new Cue.Superlative(true, "age"), "oldest|eldest|年龄最大");
    add(new Cue.Superlative(false, "age"), "youngest|年龄最小");
    add(new Cue.Superlative(true, "date"), "latest|most recent|newest|most recently|last|最近|最新|最晚");
    add(new Cue.Superlative(false, "date"), "earliest|first ever|最早");
    add(new Cue.Superlative(true, "length"), "longest|最长");
    add(new Cue.Superlative(false, "length"), "shortest|最短");
    add(new Cue.Superlative(true, "height"), "tallest");
    add(new Cue.Superlative(true, "weight"), "heaviest");
    add(new Cue.Superlative(false, "weight"), "lightest");
    add(new Cue.Superlative(true, "price"), "most expensive|priciest|costliest|dearest|最贵");
    add(new Cue.Superlative(false, "price"), "cheapest|least expensive|最便宜");
    add(new Cue.Superlative(true, "salary"), "best paid|highest paid");
    add(new Cue.Superlative(true, "population"), "most populous");
    add(new Cue.Superlative(true, "capacity"), "most spacious");
    add(new Cue.Superlative(true, "speed"), "fastest");
    add(
        new Cue.Frequent(true),
        "most common|most popular|most frequent|most frequently|most commonly|most often|most"
            + " frequently used|most commonly used|the most common|最常见|最常");
    add(
        new Cue.Frequent(false),
        "least common|least popular|least frequent|rarest|least commonly used");
  }

  private static void comparisons() {
    var more = Comparison.GREATER;
    var less = Comparison.LESS;
    add(
        new Cue.Compared(more, ""),
        "more than|greater than|above|over|exceeding|exceeds|exceed|larger than|higher than|bigger"
            + " than|>|beyond|greater|larger|more|over the|is above|are above|in excess"
            + " of|大于|超过|高于|多于|以上|超出|＞");
    add(new Cue.Compared(more, "age"), "older than|elder than|aged over");
    add(new Cue.Compared(more, "length"), "longer than");
    add(new Cue.Compared(more, "height"), "taller than");
    add(new Cue.Compared(more, "weight"), "heavier than");
    add(
        new Cue.Compared(more, "price"),
        "more expensive than|costing more than|cost more than|costs more than");
    add(new Cue.Compared(more, "date"), "after|later than|since|newer than|之后|以后");
    add(
        new Cue.Compared(Comparison.AT_LEAST, ""),
        "at least|no less than|no fewer than|not less than|minimum of|greater than or equal to|more"
            + " than or equal to|or more|or above|>=|至少|不少于|不低于|不小于|大于等于");
    add(
        new Cue.Compared(less, ""),
        "less than|fewer than|below|under|smaller than|lower than|<|fewer|小于|低于|少于|不到|以下|不足");
    add(new Cue.Compared(less, "age"), "younger than");
    add(new Cue.Compared(less, "length"), "shorter than");
    add(new Cue.Compared(less, "weight"), "lighter than");
    add(
        new Cue.Compared(less, "price"),
        "cheaper than|less expensive than|costing less than|cost less than|costs less than");
    add(new Cue.Compared(less, "date"), "before|earlier than|prior to|older than the date|之前|以前");
    add(
        new Cue.Compared(Comparison.AT_MOST, ""),
        "at most|no more than|not more than|up to|maximum of|less than or equal to|or less|or"
            + " fewer|<=|至多|最多有|不超过|不多于|不高于|小于等于");
    add(
        new Cue.Compared(Comparison.BETWEEN, ""),
        "between|ranging from|in the range|within the range|介于|之间");
    add(new Cue.Compared(Comparison.EQUAL, ""), "equal to|equals|equal|exactly|=|等于|为");
    add(
        new Cue.Compared(Comparison.CONTAINS, ""),
        "containing|contains|contain|including|includes|include|with the substring|the"
            + " substring|substring|the word|the letter|the letters|the phrase|containing the"
            + " word|with the word|that contains|contains the word|contain the word|have the"
            + " word|has the word|has the letter|包含|含有|含");
    add(
        new Cue.Compared(Comparison.STARTS_WITH, ""),
        "starting with|starts with|start with|begins with|begin with|beginning with|started"
            + " with|starts with the letter|start with the letter|starting with the letter|begins"
            + " with the letter|begin with the letter|以|开头");
    add(
        new Cue.Compared(Comparison.ENDS_WITH, ""),
        "ending with|ends with|end with|ends in|ending in|ends with the letter|结尾");
    add(new Cue.Compared(Comparison.ABSENT, ""), "is null|are null|missing|is unknown|为空");
  }

  private static void add(Cue cue, String phrases) {
    for (var phrase : phrases.split("\\|")) {
      CUES.put(key(Token.of(phrase)), cue);
    }
  }

  private static String key(List<Token> tokens) {
    return String.join(" ", tokens.stream().map(Token::lower).toList());
  }

  /** The cue that begins at a token, the longest first. */
  static Optional<Mention.Cued> at(List<Token> tokens, int from) {
    for (int to = Math.min(tokens.size(), from + LONGEST); to > from; to--) {
      var cue = CUES.get(key(tokens.subList(from, to)));
      if (cue != null && tokens.get(from).kind() != Token.Kind.QUOTED) {
        return Optional.of(new Mention.Cued(from, to, cue));
      }
    }
    return Optional.empty();
  }
}
