package dev.atrium.plugins.recommendation;

import dev.atrium.plugins.recommendation.model.ContentSimilarity;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of a wish or an item that say what it is. */
final class Words {
  private static final Set<String> EMPTY =
      Stream.of(
              """
              a an the i me my you your we it is are be do does can could would should
              will want need like looking look for of to in on at with and or some any
              something anything please show give get find recommend suggest what which
              who have has there good nice best one ones thing things about hi hello
              thanks thank just really that this them m s t ve ll d re so too very more
              please buy gift 推荐 荐一 荐几 荐点 一下 下吧 什么 有什 么好 有没 没有 有吗 我想 想要 想买 要买 买点 给我 我推 帮我
              你们 我们 一款 一个 一些 几款 几个 适合 可以 吗请 请问 问有 好的 的东 东西 合我 我的 来点 点儿 买个 买一 介绍 绍一 看看 哪些
              有哪 哪款 那种 这个 那个
              """
                  .split("\\s+"))
          .collect(Collectors.toUnmodifiableSet());

  private Words() {}

  static Set<String> of(String text) {
    var words = new TreeSet<>(ContentSimilarity.words(text).keySet());
    words.removeAll(EMPTY);
    return words;
  }
}
