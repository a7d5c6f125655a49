package dev.atrium.platform.inference.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The bytes that each token of a {@code tokenizer.json} writes. Two alphabets are known: that of
 * byte-level tokenizers, in which every byte is a letter, and that of SentencePiece, with {@code ▁}
 * for a blank and {@code <0x0A>} for a byte.
 */
final class TokenBytes {
  private static final int FIRST_STAND_IN = 256;
  private static final byte[] NOTHING = {};

  /** No token writes anything. */
  static final TokenBytes NONE = new TokenBytes(new byte[0][]);

  private final byte[][] bytes;

  private TokenBytes(byte[][] bytes) {
    this.bytes = bytes;
  }

  static TokenBytes of(JsonNode tokenizer) {
    var vocabulary = tokenizer.path("model").path("vocab");
    var added = tokenizer.path("added_tokens");
    var byLetters = usesByteLetters(tokenizer.path("decoder"));
    var bytes = new byte[vocabulary.size() + added.size()][];
    Arrays.fill(bytes, NOTHING);
    for (var entry : vocabulary.properties()) {
      var id = entry.getValue().asInt(-1);
      bytes = grown(bytes, id);
      bytes[id] = byLetters ? letters(entry.getKey()) : pieces(entry.getKey());
    }
    for (var token : added) {
      var id = token.path("id").asInt(-1);
      bytes = grown(bytes, id);
      var silent = token.path("special").asBoolean();
      bytes[id] = silent ? NOTHING : token.path("content").asText().getBytes(UTF_8);
    }
    return new TokenBytes(bytes);
  }

  /** A copy; nothing for special tokens and unknown ids. */
  byte[] of(int token) {
    return token < 0 || token >= bytes.length ? NOTHING : bytes[token].clone();
  }

  private static byte[][] grown(byte[][] bytes, int id) {
    if (id < 0 || id > 1 << 24) {
      throw new IllegalArgumentException("a token's id is " + id);
    }
    if (id < bytes.length) {
      return bytes;
    }
    var more = Arrays.copyOf(bytes, id + 1);
    Arrays.fill(more, bytes.length, more.length, NOTHING);
    return more;
  }

  private static boolean usesByteLetters(JsonNode decoder) {
    if (decoder.path("type").asText().equals("ByteLevel")) {
      return true;
    }
    for (var part : decoder.path("decoders")) {
      if (usesByteLetters(part)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] letters(String token) {
    var out = new ByteArrayOutputStream();
    token.codePoints().forEach(letter -> out.write(byteOf(letter)));
    return out.toByteArray();
  }

  /** Printable Latin-1 letters stand for themselves, the rest follow from U+0100 on, in order. */
  private static int byteOf(int letter) {
    if (letter < FIRST_STAND_IN) {
      return letter;
    }
    var next = FIRST_STAND_IN;
    for (var value = 0; value < FIRST_STAND_IN; value++) {
      if (!standsForItself(value) && next++ == letter) {
        return value;
      }
    }
    throw new IllegalArgumentException("U+%04X stands for no byte".formatted(letter));
  }

  private static boolean standsForItself(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
  }

  private static byte[] pieces(String token) {
    if (token.matches("<0x[0-9A-F]{2}>")) {
      return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
    }
    return token.replace('\u2581', ' ').getBytes(UTF_8);
  }
}
