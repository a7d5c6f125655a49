package dev.atrium.platform.inference.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A {@code tokenizer.json}, run by Hugging Face's own library. Any thread. */
public final class Tokenizer implements AutoCloseable {
  static {
    // the binding would report its use on Amazon's machines
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private final HuggingFaceTokenizer tokenizer;
  private final TokenBytes bytes;

  private Tokenizer(HuggingFaceTokenizer tokenizer, TokenBytes bytes) {
    this.tokenizer = tokenizer;
    this.bytes = bytes;
  }

  /** Reads a {@code tokenizer.json}. */
  public static Tokenizer read(Path file) {
    return read(file, TokenBytes::of);
  }

  /** Reads a {@code tokenizer.json} of a model that reads and does not write. */
  static Tokenizer readWhole(Path file) {
    return read(file, root -> TokenBytes.NONE);
  }

  private static Tokenizer read(Path file, Function<JsonNode, TokenBytes> written) {
    try {
      var bytes = Files.readAllBytes(file);
      var tokens = written.apply(JsonFile.parse(file, bytes).root());
      var plain = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
      return new Tokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), plain), tokens);
    } catch (NoSuchFileException e) {
      throw Broken.file(file, "is missing");
    } catch (IOException e) {
      throw Broken.file(file, "can't be read", e);
    } catch (RuntimeException e) {
      throw e instanceof AtriumException
          ? e
          : Broken.file(file, "is no tokenizer that can be loaded", e);
    }
  }

  /** The tokens of a text; special tokens in it are recognised, none is added. */
  public int[] encode(String text) {
    return ids(tokenizer.encode(text, false, false));
  }

  /** The tokens of a text, with those that the model expects before and behind it. */
  int[] encodeWhole(String text) {
    return ids(tokenizer.encode(text, true, false));
  }

  private static int[] ids(Encoding encoding) {
    var ids = encoding.getIds();
    var tokens = new int[ids.length];
    for (var i = 0; i < ids.length; i++) {
      tokens[i] = Math.toIntExact(ids[i]);
    }
    return tokens;
  }

  /** The text of tokens; ids without a token give nothing. */
  public String decode(int[] tokens, boolean skipSpecial) {
    var ids = new long[tokens.length];
    for (var i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    return tokenizer.decode(ids, skipSpecial);
  }

  /** The bytes that a token writes; none for special tokens and ids without a token. */
  public byte[] bytes(int token) {
    return bytes.of(token);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
