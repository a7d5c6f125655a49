package dev.atrium.platform.inference.engine;

import java.util.List;
import java.util.Map;

/** A model's language: text to tokens, tokens to text, messages to a prompt. Any thread. */
public interface TextCodec extends AutoCloseable {

  /** The tokens of a text; special tokens written in it are recognised. */
  int[] encode(String text);

  /**
   * The text of tokens, special ones left out. Bytes that are no UTF-8 become U+FFFD, one per
   * maximal part.
   */
  String decode(int[] tokens);

  /**
   * The bytes that a token writes; none for special tokens and ids without a token. A token's own
   * bytes need not be whole characters.
   */
  byte[] bytes(int token);

  /**
   * The messages as the model was trained to read them, up to where its own turn begins.
   *
   * @param tools what the model may call, each a JSON-like description as OpenAI writes it
   */
  String render(List<ChatMessage> messages, List<Map<String, Object>> tools);

  /** The messages of a conversation without tools. */
  default String render(List<ChatMessage> messages) {
    return render(messages, List.of());
  }

  /**
   * The tokens that make answers of a format.
   *
   * @throws dev.atrium.platform.failure.AtriumException CALLER if it cannot be held to
   */
  TokenRule rule(OutputFormat format);

  /** Frees what it holds; it is used no more. */
  @Override
  default void close() {}
}
