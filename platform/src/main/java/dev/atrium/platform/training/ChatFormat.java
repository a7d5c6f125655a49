package dev.atrium.platform.training;

import dev.atrium.platform.training.corpus.Dialogue;
import dev.atrium.platform.training.corpus.Dialogue.Role;
import dev.atrium.platform.training.corpus.Dialogue.Turn;
import dev.atrium.platform.training.tokens.BytePairTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** ChatML: how a dialogue is written in tokens, and the same as a Jinja template. */
public final class ChatFormat {

  public static final String END_OF_TEXT = "<|endoftext|>";
  public static final String START = "<|im_start|>";
  public static final String END = "<|im_end|>";

  /** The special tokens in the order of their ids. */
  public static final List<String> SPECIAL = List.of(END_OF_TEXT, START, END);

  /** The chat template of {@code tokenizer_config.json}. */
  public static final String TEMPLATE =
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' +"
          + " message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt"
          + " %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private static final float PROSE_WEIGHT = 0.05f;

  /** The first token of an answer decides which sentence is copied; the others follow from it. */
  private static final float DECISION_WEIGHT = 4f;

  private final BytePairTokenizer tokenizer;
  private final int[] digits;
  private final float digitWeight;

  public ChatFormat(BytePairTokenizer tokenizer) {
    this(tokenizer, 1f);
  }

  private ChatFormat(BytePairTokenizer tokenizer, float digitWeight) {
    this.tokenizer = tokenizer;
    this.digits = IntStream.range(0, 10).map(d -> tokenizer.encode("" + d)[0]).sorted().toArray();
    this.digitWeight = digitWeight;
  }

  /** The same format, with digits in answers judged so much: a wrong one spoils the answer. */
  ChatFormat withDigits(float weight) {
    return new ChatFormat(tokenizer, weight);
  }

  /**
   * A dialogue; what the assistant says, the end of its turn included, is judged, the beginning
   * most.
   */
  public Example example(Dialogue dialogue) {
    var written = new Written();
    for (var turn : dialogue.turns()) {
      open(written, turn.role());
      var answer = turn.role() == Role.ASSISTANT;
      var tokens = tokenizer.encode(turn.text());
      var begun = Math.min(1, tokens.length);
      written.add(Arrays.copyOf(tokens, begun), answer ? DECISION_WEIGHT : 0f);
      for (var token : Arrays.copyOfRange(tokens, begun, tokens.length)) {
        written.add(new int[] {token}, answer ? weight(token) : 0f);
      }
      written.add(new int[] {tokenizer.special(END)}, answer ? 1f : 0f);
      written.add(tokenizer.encode("\n"), 0f);
    }
    return written.example();
  }

  private float weight(int token) {
    return Arrays.binarySearch(digits, token) >= 0 ? digitWeight : 1f;
  }

  /** The tokens that ask for the assistant's next message. */
  public int[] prompt(List<Turn> turns) {
    var written = new Written();
    for (var turn : turns) {
      open(written, turn.role());
      written.add(tokenizer.encode(turn.text()), 0f);
      written.add(new int[] {tokenizer.special(END)}, 0f);
      written.add(tokenizer.encode("\n"), 0f);
    }
    open(written, Role.ASSISTANT);
    return written.tokens();
  }

  /** Running text, every token judged a little. */
  public Example prose(String text) {
    var written = new Written();
    written.add(new int[] {tokenizer.special(END_OF_TEXT)}, 0f);
    written.add(tokenizer.encode(text), PROSE_WEIGHT);
    written.add(new int[] {tokenizer.special(END_OF_TEXT)}, PROSE_WEIGHT);
    return written.example();
  }

  private void open(Written written, Role role) {
    written.add(new int[] {tokenizer.special(START)}, 0f);
    written.add(tokenizer.encode(role.word() + "\n"), 0f);
  }

  private static final class Written {
    private final List<int[]> parts = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();
    private int length;

    void add(int[] tokens, float weight) {
      parts.add(tokens);
      weights.add(weight);
      length += tokens.length;
    }

    int[] tokens() {
      var tokens = new int[length];
      var at = 0;
      for (var part : parts) {
        System.arraycopy(part, 0, tokens, at, part.length);
        at += part.length;
      }
      return tokens;
    }

    Example example() {
      var judged = new float[length];
      var at = 0;
      for (var i = 0; i < parts.size(); i++) {
        Arrays.fill(judged, at, at + parts.get(i).length, weights.get(i));
        at += parts.get(i).length;
      }
      return new Example(tokens(), judged);
    }
  }
}
