package dev.atrium.platform.inference.model;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.encoder.EncoderCodec;
import dev.atrium.platform.inference.encoder.EncoderInfo;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with a BERT-family encoder as Hugging Face publishes it: {@code config.json}, {@code
 * *.safetensors}, {@code tokenizer.json}, and how it is pooled.
 */
public final class EncoderFolder implements EncoderCodec {
  private final Path folder;
  private final EncoderConfig config;
  private final EncoderInfo info;
  private final Tokenizer tokenizer;

  private EncoderFolder(Path folder, EncoderConfig config, Tokenizer tokenizer) {
    this.folder = folder;
    this.config = config;
    this.tokenizer = tokenizer;
    this.info =
        new EncoderInfo(
            String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
            ModelFolder.version(folder),
            config.vocabulary(),
            config.tokens(),
            config.hidden(),
            PoolingReader.read(folder),
            config.labels());
  }

  /**
   * Opens a folder.
   *
   * @throws AtriumException OUTSIDE, {@code model_broken} or {@code model_unsupported}, naming file
   *     and key
   */
  public static EncoderFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw AtriumException.outside("model_broken", folder + ": is no folder.");
    }
    var config = EncoderConfigReader.read(folder);
    var tokenizer = Tokenizer.readWhole(folder.resolve("tokenizer.json"));
    try {
      return new EncoderFolder(folder, config, tokenizer);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  public EncoderConfig config() {
    return config;
  }

  public EncoderInfo info() {
    return info;
  }

  /** Maps the weights; the caller closes them. */
  public Checkpoint checkpoint() {
    return Checkpoint.open(folder);
  }

  @Override
  public int[] encode(String text) {
    return tokenizer.encodeWhole(text);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
