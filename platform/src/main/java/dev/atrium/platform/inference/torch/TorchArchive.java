package dev.atrium.platform.inference.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript program as text, with the first values of its attributes: what {@code
 * torch.jit.save} would have written.
 *
 * <p>The archive is a zip of stored entries: the code, the module object as a pickle, an empty
 * constant table and the format version. {@code training} and {@code _is_full_backward_hook}, which
 * every module has, are added here; the code declares them.
 *
 * @param className the one class of the code, without its {@code __torch__.} prefix
 * @param code the text of {@code __torch__.py}
 * @param attributes name to first value, for every attribute that the class declares
 */
public record TorchArchive(String className, String code, Map<String, Attribute> attributes) {

  /** The first value of an attribute of the module. */
  public sealed interface Attribute {
    /** A {@code bool}. */
    record Flag(boolean value) implements Attribute {}

    /** An {@code int}. */
    record Whole(long value) implements Attribute {}

    /** A {@code float}. */
    record Real(double value) implements Attribute {}

    /** An empty {@code List[Tensor]}. */
    record Tensors() implements Attribute {}

    /** An empty {@code List[int]}. */
    record Integers() implements Attribute {}

    /** An empty list of custom objects, such as prepacked weights. */
    record Objects() implements Attribute {}

    /** {@code None}. */
    record Nothing() implements Attribute {}
  }

  public TorchArchive {
    var all = new LinkedHashMap<String, Attribute>();
    all.put("training", new Attribute.Flag(false));
    all.put("_is_full_backward_hook", new Attribute.Nothing());
    all.putAll(attributes);
    attributes = Collections.unmodifiableMap(all);
  }

  /** Reads the code from a UTF-8 resource beside {@code owner}. */
  public static TorchArchive ofResource(
      Class<?> owner, String resource, String className, Map<String, Attribute> attributes) {
    try (var stream = owner.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + owner.getName());
      }
      return new TorchArchive(className, new String(stream.readAllBytes(), UTF_8), attributes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the archive; the stream stays open. */
  public void writeTo(OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    put(zip, "program/data.pkl", pickle());
    put(zip, "program/code/__torch__.py", code.getBytes(UTF_8));
    put(zip, "program/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
    put(zip, "program/version", "3\n".getBytes(UTF_8));
    zip.finish();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    var checksum = new CRC32();
    checksum.update(bytes);
    var entry = new ZipEntry(name);
    entry.setSize(bytes.length);
    entry.setCompressedSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  /**
   * Pickle protocol 2: an object of the class, made without arguments, then its state as a
   * dictionary.
   */
  private byte[] pickle() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x80, 2});
    out.writeBytes("c__torch__\n" + className + "\n)");
    out.write(0x81);
    out.writeBytes("}(");
    for (var attribute : attributes.entrySet()) {
      pickleText(out, attribute.getKey());
      pickleValue(out, attribute.getValue());
    }
    out.writeBytes("ub.");
    return bytes.toByteArray();
  }

  private static void pickleText(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.write('X');
    out.writeInt(Integer.reverseBytes(bytes.length));
    out.write(bytes);
  }

  private static void pickleValue(DataOutputStream out, Attribute value) throws IOException {
    switch (value) {
      case Attribute.Flag flag -> out.write(flag.value() ? 0x88 : 0x89);
      case Attribute.Whole whole -> {
        out.write(0x8a);
        out.write(8);
        out.writeLong(Long.reverseBytes(whole.value()));
      }
      case Attribute.Real real -> {
        out.write('G');
        out.writeDouble(real.value());
      }
      case Attribute.Tensors _ -> pickleEmptyList(out, "build_tensorlist");
      case Attribute.Integers _ -> pickleEmptyList(out, "build_intlist");
      case Attribute.Objects _ -> out.write(']');
      case Attribute.Nothing _ -> out.write('N');
    }
  }

  private static void pickleEmptyList(DataOutputStream out, String builder) throws IOException {
    out.writeBytes("ctorch.jit._pickle\n" + builder + "\n]");
    out.write(0x85);
    out.write('R');
  }
}
