package dev.atrium.platform.inference.torch;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.AdapterWeights;
import dev.atrium.platform.inference.engine.EngineSettings;
import dev.atrium.platform.inference.engine.EngineSettings.Precision;
import dev.atrium.platform.inference.engine.LogitEdits;
import dev.atrium.platform.inference.engine.ModelRunner;
import dev.atrium.platform.inference.engine.StepPlan;
import dev.atrium.platform.inference.engine.StepPlan.Draw;
import dev.atrium.platform.inference.engine.StepPlan.Row;
import dev.atrium.platform.inference.engine.StepResult;
import dev.atrium.platform.inference.engine.cache.KvMove;
import dev.atrium.platform.inference.engine.cache.KvSpace;
import dev.atrium.platform.inference.model.AdapterFolder;
import dev.atrium.platform.inference.model.ModelConfig;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.torch.StepInput.Padding;
import dev.atrium.platform.inference.torch.StepInput.Places;
import dev.atrium.platform.inference.torch.TorchArchive.Attribute;
import dev.atrium.platform.inference.torch.TorchTensor.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs a decoder with the packed program {@code decoder.ts.py}: one native call per step, weights
 * and KV cache bound once.
 */
public final class TorchModelRunner implements ModelRunner {
  private static final int FLOAT32 = 6;
  private static final int BFLOAT16 = 15;

  /** Matrices of an adapter in a layer: A and B of each joint. */
  private static final int MATRICES = 8;

  private static final int LONGEST_DEFAULT = 4096;

  /** Weights of a layer above which several threads share its products. */
  private static final long SHARED_ABOVE = 2_000_000;

  /**
   * What the model makes of a text.
   *
   * @param logits for each token the scores of all ids as the next one, token by token
   * @param hidden for each token the state after the last norm, token by token
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never shared
  public record Score(float[] logits, float[] hidden) {}

  private final TorchProgram program;
  private final ModelConfig config;
  private final int places;
  private int adapters;
  private final int context;
  private final Padding padding;

  private TorchModelRunner(
      TorchProgram program, ModelConfig config, int places, int context, Padding padding) {
    this.program = program;
    this.config = config;
    this.places = places;
    this.context = context;
    this.padding = padding;
  }

  /** Tokens of a sequence that a model gets under these settings. */
  public static int contextTokens(ModelConfig config, EngineSettings settings) {
    return settings.contextTokens() == 0
        ? Math.min(config.positions(), LONGEST_DEFAULT)
        : Math.min(config.positions(), settings.contextTokens());
  }

  /** Loads a folder's weights; the calling thread owns the runner. */
  public static TorchModelRunner load(ModelFolder folder, EngineSettings settings) {
    var config = folder.config();
    var context = contextTokens(config, settings);
    TorchProgram.optimiseShapes(false);
    TorchProgram.shareWork(layerWeights(config) > SHARED_ABOVE);
    var program = TorchProgram.load(archive(config, settings.precision()));
    try (var checkpoint = folder.checkpoint()) {
      new WeightBinder(program, config, checkpoint).bind(context, settings.precision());
      var places = places(config, settings);
      program.call("allocate").with(places + Places.BEYOND).run().close();
      var padding = isExactEverywhere(config, settings) ? Padding.NONE : Padding.TO_FOUR;
      return new TorchModelRunner(program, config, places, context, padding);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Whether all products are of 8-bit integers. */
  private static boolean isExactEverywhere(ModelConfig config, EngineSettings settings) {
    var stored = config.stored();
    return Stream.of(stored.attention(), stored.feedForward(), stored.output())
        .allMatch(group -> group.orElse(settings.precision()) == Precision.W8A8);
  }

  /** Bytes of embedding and matrices in memory. */
  public long weightBytes() {
    try (var result = program.call("size").run()) {
      return result.integer();
    }
  }

  private static TorchArchive archive(ModelConfig config, Precision precision) {
    return TorchArchive.ofResource(
        TorchModelRunner.class, "decoder.ts.py", "Decoder", attributes(config, precision));
  }

  private static Map<String, Attribute> attributes(ModelConfig config, Precision precision) {
    var attributes = new HashMap<String, Attribute>();
    attributes.put("layers", new Attribute.Whole(config.layers()));
    attributes.put("heads", new Attribute.Whole(config.heads()));
    attributes.put("kv_heads", new Attribute.Whole(config.kvHeads()));
    attributes.put("head_dim", new Attribute.Whole(config.headDimension()));
    attributes.put("window", new Attribute.Whole(config.slidingWindow()));
    attributes.put("eps", new Attribute.Real(config.normEpsilon()));
    attributes.put("dtype", new Attribute.Whole(isNarrow(precision) ? BFLOAT16 : FLOAT32));
    var largest = Processor.addsBytesExactly() ? 127 : 63;
    attributes.put("whole_step", new Attribute.Real(1.0 / largest));
    attributes.put("whole_zero", new Attribute.Whole(largest + 1L));
    attributes.put("packed", new Attribute.Objects());
    for (var list : List.of("forms", "at")) {
      attributes.put(list, new Attribute.Integers());
    }
    attributes.put("bytes", new Attribute.Whole(0));
    for (var list : List.of("parts", "matrices", "shared", "weights", "adapters", "kv")) {
      attributes.put(list, new Attribute.Tensors());
    }
    return attributes;
  }

  @Override
  public int places() {
    return places;
  }

  @Override
  public int contextTokens() {
    return context;
  }

  @Override
  public int vocabularySize() {
    return config.vocabulary();
  }

  @Override
  public int stateSize() {
    return config.hidden();
  }

  @Override
  public StepResult run(StepPlan plan) {
    plan.rows().forEach(this::check);
    plan.moves().forEach(this::check);
    var input = input(plan);
    var pooled = input.pooled(plan.rows());
    try (var batch = program.longs(input.batch(), 3, input.size());
        var allowed =
            program.tensor(
                input.allowed(config.vocabulary()),
                Type.UINT8,
                input.masked().length,
                config.vocabulary());
        var result =
            program
                .call("step")
                .with(batch)
                .with(input.rows())
                .with(input.groups())
                .with(input.last())
                .with(input.reals(Draw::temperature))
                .with(input.reals(Draw::topP))
                .with(input.wholes(Draw::topK))
                .with(input.reals(Draw::minP))
                .with(input.reals(Draw::uniform))
                .with(input.editEnds())
                .with(input.editedTokens())
                .with(input.editReals(LogitEdits::factors))
                .with(input.editReals(LogitEdits::addends))
                .with(input.masked())
                .with(allowed)
                .with(input.wholes(Draw::logprobs))
                .with(moves(plan))
                .with(pooled)
                .run()) {
      return input.result(result.tensors(), pooled.length == 0 ? 0 : config.hidden());
    }
  }

  /**
   * Reads an adapter for models of this shape. Any thread.
   *
   * @throws AtriumException OUTSIDE if it is broken or does not fit
   */
  public static AdapterWeights read(AdapterFolder adapter, ModelConfig config) {
    return new AdapterBinder(config, adapter).weights();
  }

  @Override
  public void bindAdapter(int index, AdapterWeights weights) {
    if (index > adapters || !(weights instanceof TorchAdapter adapter)) {
      throw new IllegalArgumentException("adapter " + index + " after " + adapters);
    }
    var tensors = adapter.matrices().stream().map(matrix -> matrix.in(program)).toList();
    try {
      program.call("bind_adapter").with(index).withAll(tensors).run().close();
      adapters = Math.max(adapters, index + 1);
    } finally {
      tensors.forEach(TorchTensor::close);
    }
  }

  @Override
  public void dropAdapter(int index) {
    bindAdapter(index, TorchAdapter.nothing(MATRICES * config.layers()));
  }

  /**
   * Loads an adapter behind the others; rows name it by the index that is returned.
   *
   * @throws AtriumException OUTSIDE if it does not fit the model
   */
  public int loadAdapter(AdapterFolder adapter) {
    bindAdapter(adapters, read(adapter, config));
    return adapters - 1;
  }

  /** Scores of all tokens of a plan, row by row; draws are ignored. Overwrites the rows' places. */
  public Score score(StepPlan plan) {
    plan.rows().forEach(this::check);
    var input = input(plan);
    try (var batch = program.longs(input.batch(), 3, input.size());
        var result =
            program.call("score").with(batch).with(input.rows()).with(input.groups()).run()) {
      var tensors = result.tensors();
      return new Score(
          inOrder(plan, input, tensors.get(0).floats(), config.vocabulary()),
          inOrder(plan, input, tensors.get(1).floats(), config.hidden()));
    }
  }

  private static float[] inOrder(StepPlan plan, StepInput input, float[] values, int width) {
    var sorted = new float[plan.tokens() * width];
    var at = 0;
    for (var i = 0; i < plan.rows().size(); i++) {
      var length = plan.rows().get(i).tokens().length * width;
      System.arraycopy(values, input.begins()[i] * width, sorted, at, length);
      at += length;
    }
    return sorted;
  }

  /** The matrix products of a step alone, with other numbers; to be measured. */
  public void runProducts(StepPlan plan) {
    var input = input(plan);
    try (var batch = program.longs(input.batch(), 3, input.size())) {
      program.call("only_products").with(batch).with(input.last().length).run().close();
    }
  }

  /** The attention of a step alone, with other numbers; to be measured. Overwrites its places. */
  public void runAttention(StepPlan plan) {
    var input = input(plan);
    try (var batch = program.longs(input.batch(), 3, input.size())) {
      program
          .call("only_attention")
          .with(batch)
          .with(input.rows())
          .with(input.groups())
          .run()
          .close();
    }
  }

  private StepInput input(StepPlan plan) {
    return StepInput.of(plan, new Places(KvSpace.contextPlaces(context), places), padding);
  }

  /** Nothing that libtorch might not survive goes further than here. */
  private void check(Row row) {
    row.draw().ifPresent(this::check);
    var length = row.past() + row.tokens().length;
    if (row.place() < 0 || row.past() < 0 || row.tokens().length == 0) {
      throw new IllegalArgumentException("row at " + row.place() + " from " + row.past());
    }
    if (row.adapter() < Row.NO_ADAPTER || row.adapter() >= adapters) {
      throw new IllegalArgumentException("adapter " + row.adapter() + " of " + adapters);
    }
    if (row.pooled() < 0 || row.pooled() > row.tokens().length) {
      throw new IllegalArgumentException("states of " + row.pooled() + " tokens");
    }
    if (length > context || row.place() + length > places) {
      throw new IllegalArgumentException("row ends at " + length + " of " + context + " tokens");
    }
    for (var token : row.tokens()) {
      check(token);
    }
  }

  private void check(KvMove move) {
    var last = Math.max(move.from(), move.to()) + move.count();
    if (move.from() < 0 || move.to() < 0 || move.count() < 1 || last > places) {
      throw new IllegalArgumentException("a move from %d to %d".formatted(move.from(), move.to()));
    }
  }

  private static long[] moves(StepPlan plan) {
    return plan.moves().stream()
        .flatMapToLong(move -> LongStream.of(move.from(), move.to(), move.count()))
        .toArray();
  }

  private void check(Draw draw) {
    Arrays.stream(draw.edits().tokens()).forEach(this::check);
    draw.allowed().ifPresent(allowed -> check(Math.max(0, allowed.length() - 1)));
    if (draw.logprobs() >= config.vocabulary()) {
      throw new IllegalArgumentException("log-probabilities of " + draw.logprobs() + " tokens");
    }
  }

  private void check(long token) {
    if (token < 0 || token >= config.vocabulary()) {
      throw new IllegalArgumentException("token " + token + " of " + config.vocabulary());
    }
  }

  /** Places of the cache: as many as the memory for it holds, at least one whole context. */
  private static int places(ModelConfig config, EngineSettings settings) {
    var context = contextTokens(config, settings);
    var least = KvSpace.placesFor(1, context);
    var most = Integer.MAX_VALUE / KvSpace.BLOCK * KvSpace.BLOCK - KvSpace.BLOCK;
    var wanted =
        settings.kvBytes() == 0
            ? KvSpace.placesFor(settings.sequences(), context)
            : settings.kvBytes() / placeBytes(config, settings.precision());
    if (wanted < (context + KvSpace.BLOCK - 1L) / KvSpace.BLOCK * KvSpace.BLOCK) {
      throw AtriumException.caller(
          "kv_memory_too_small",
          "The KV cache has room for %d tokens, a context of %d needs %d MB."
              .formatted(
                  wanted, context, (least * placeBytes(config, settings.precision()) >> 20) + 1));
    }
    return Math.toIntExact(Math.min(wanted, most) / KvSpace.BLOCK * KvSpace.BLOCK);
  }

  /** Whether keys and values are bfloat16. */
  private static boolean isNarrow(Precision precision) {
    return precision == Precision.BFLOAT16 || precision == Precision.INT8;
  }

  /** Memory of a place in all layers. */
  private static long placeBytes(ModelConfig config, Precision precision) {
    var number = isNarrow(precision) ? 2L : 4L;
    return 2L * config.layers() * config.kvHeads() * config.headDimension() * number;
  }

  private static long layerWeights(ModelConfig config) {
    var heads = 2L * config.heads() + 2L * config.kvHeads();
    return config.hidden() * (heads * config.headDimension() + 3L * config.intermediate());
  }

  @Override
  public void close() {
    program.close();
  }
}
