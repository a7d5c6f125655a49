package dev.atrium.platform.training.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A byte-level BPE vocabulary at work. Safe for many threads. */
public final class BytePairTokenizer {

  /** Two tokens that become the next token; the order of merges is their rank. */
  record Merge(int left, int right) {}

  private static final int CACHED_PIECES = 100_000;

  private final List<String> tokens;
  private final List<Merge> merges;
  private final List<String> special;
  private final Map<Merge, Integer> ranks = new HashMap<>();
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  BytePairTokenizer(List<String> tokens, List<Merge> merges, List<String> special) {
    this.tokens = List.copyOf(tokens);
    this.merges = List.copyOf(merges);
    this.special = List.copyOf(special);
    for (var rank = 0; rank < merges.size(); rank++) {
      ranks.put(merges.get(rank), rank);
    }
  }

  /** Number of tokens, special ones included. */
  public int size() {
    return tokens.size() + special.size();
  }

  /** Id of a special token. */
  public int special(String token) {
    var index = special.indexOf(token);
    if (index < 0) {
      throw new IllegalArgumentException("no special token " + token + " among " + special);
    }
    return tokens.size() + index;
  }

  /** Token ids of a text; special tokens are not recognised in it. */
  public int[] encode(String text) {
    var ids = new ArrayList<int[]>();
    var length = 0;
    for (var piece : Pieces.of(Normalizer.normalize(text, Normalizer.Form.NFC))) {
      var encoded = piece(piece);
      ids.add(encoded);
      length += encoded.length;
    }
    var all = new int[length];
    var at = 0;
    for (var encoded : ids) {
      System.arraycopy(encoded, 0, all, at, encoded.length);
      at += encoded.length;
    }
    return all;
  }

  /** The text of tokens; special tokens vanish, broken UTF-8 becomes U+FFFD. */
  public String decode(int[] ids) {
    var out = new ByteArrayOutputStream();
    for (var id : ids) {
      if (id < tokens.size()) {
        write(id, out);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private void write(int id, ByteArrayOutputStream out) {
    if (id < 256) {
      out.write(id);
    } else {
      write(merges.get(id - 256).left(), out);
      write(merges.get(id - 256).right(), out);
    }
  }

  private int[] piece(String piece) {
    var known = cache.get(piece);
    if (known != null) {
      return known;
    }
    var merged = merge(bytes(piece));
    if (cache.size() < CACHED_PIECES) {
      cache.put(piece, merged);
    }
    return merged;
  }

  private int[] merge(int[] ids) {
    var length = ids.length;
    while (length > 1) {
      var best = Integer.MAX_VALUE;
      var at = -1;
      for (var i = 0; i + 1 < length; i++) {
        var rank = ranks.getOrDefault(new Merge(ids[i], ids[i + 1]), Integer.MAX_VALUE);
        if (rank < best) {
          best = rank;
          at = i;
        }
      }
      if (at < 0) {
        break;
      }
      ids[at] = 256 + best;
      System.arraycopy(ids, at + 2, ids, at + 1, length - at - 2);
      length--;
    }
    return Arrays.copyOf(ids, length);
  }

  static int[] bytes(String piece) {
    var bytes = piece.getBytes(StandardCharsets.UTF_8);
    var ids = new int[bytes.length];
    for (var i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xFF;
    }
    return ids;
  }

  /** The content of {@code tokenizer.json}, for a JSON writer that keeps the order of maps. */
  public Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("version", "1.0");
    json.put("truncation", null);
    json.put("padding", null);
    json.put("added_tokens", special.stream().map(this::added).toList());
    json.put("normalizer", Map.of("type", "NFC"));
    var split = new LinkedHashMap<String, Object>();
    split.put("type", "Split");
    split.put("pattern", Map.of("Regex", Pieces.PATTERN));
    split.put("behavior", "Isolated");
    split.put("invert", false);
    json.put(
        "pre_tokenizer", ordered("type", "Sequence", "pretokenizers", List.of(split, byteLevel())));
    json.put("post_processor", byteLevel());
    json.put("decoder", byteLevel());
    json.put("model", model());
    return json;
  }

  private Map<String, Object> model() {
    var vocabulary = new LinkedHashMap<String, Integer>();
    for (var id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    var written =
        merges.stream().map(m -> tokens.get(m.left()) + " " + tokens.get(m.right())).toList();
    var model = new LinkedHashMap<String, Object>();
    model.put("type", "BPE");
    model.put("dropout", null);
    model.put("unk_token", null);
    model.put("continuing_subword_prefix", "");
    model.put("end_of_word_suffix", "");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("vocab", vocabulary);
    model.put("merges", written);
    return model;
  }

  private Map<String, Object> added(String token) {
    return ordered(
        "id",
        special(token),
        "content",
        token,
        "single_word",
        false,
        "lstrip",
        false,
        "rstrip",
        false,
        "normalized",
        false,
        "special",
        true);
  }

  private static Map<String, Object> byteLevel() {
    return ordered(
        "type", "ByteLevel", "add_prefix_space", false, "trim_offsets", false, "use_regex", false);
  }

  private static Map<String, Object> ordered(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
