package dev.atrium.platform.inference.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atrium.platform.inference.grammar.Formats;
import java.util.List;
import java.util.Map;

/** Tokens are bytes. */
final class ByteCodec implements TextCodec {

  @Override
  public int[] encode(String text) {
    var bytes = text.getBytes(UTF_8);
    var tokens = new int[bytes.length];
    for (var i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xff;
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    var bytes = new byte[tokens.length];
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) tokens[i];
    }
    return new String(bytes, UTF_8);
  }

  @Override
  public byte[] bytes(int token) {
    return new byte[] {(byte) token};
  }

  @Override
  public TokenRule rule(OutputFormat format) {
    return new Formats(256, this::bytes).rule(format);
  }

  @Override
  public String render(List<ChatMessage> messages, List<Map<String, Object>> tools) {
    return String.join("\n", messages.stream().map(ChatMessage::content).toList());
  }
}
