package dev.atrium.platform.inference.torch;

import java.util.Arrays;

/**
 * What a BERT-family encoder computes, in float64, one text at a time, straight from the papers.
 */
final class EncoderReference {
  private final SampleEncoder model;
  private final String prefix;

  EncoderReference(SampleEncoder model) {
    this.model = model;
    this.prefix = model.labels.isEmpty() ? "" : model.isBert() ? "bert." : "roberta.";
  }

  /** The states of all tokens. */
  double[][] states(int[] ids) {
    var x = new double[ids.length][];
    for (var i = 0; i < ids.length; i++) {
      var place = model.isBert() ? i : i + 2;
      var sum = new double[SampleEncoder.HIDDEN];
      for (var j = 0; j < sum.length; j++) {
        sum[j] =
            at("embeddings.word_embeddings.weight", ids[i], j)
                + at("embeddings.position_embeddings.weight", place, j)
                + at("embeddings.token_type_embeddings.weight", 0, j);
      }
      x[i] = norm(sum, "embeddings.LayerNorm");
    }
    for (var layer = 0; layer < SampleEncoder.LAYERS; layer++) {
      x = layer(x, "encoder.layer." + layer + ".");
    }
    return x;
  }

  /** The probability of each class. */
  double[] classes(int[] ids) {
    var first = states(ids)[0];
    var dense = model.isBert() ? "pooler.dense" : null;
    var inner = dense == null ? linear(first, "", "classifier.dense") : linear(first, dense);
    var hidden = Arrays.stream(inner).map(Math::tanh).toArray();
    var scores = linear(hidden, "", model.isBert() ? "classifier" : "classifier.out_proj");
    var top = Arrays.stream(scores).max().orElseThrow();
    var powers = Arrays.stream(scores).map(score -> Math.exp(score - top)).toArray();
    var total = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / total).toArray();
  }

  private double[][] layer(double[][] x, String layer) {
    var attended = attention(x, layer + "attention.self.");
    var out = new double[x.length][];
    for (var i = 0; i < x.length; i++) {
      var mixed =
          norm(
              plus(x[i], linear(attended[i], layer + "attention.output.dense")),
              layer + "attention.output.LayerNorm");
      var wide = linear(mixed, layer + "intermediate.dense");
      var activated = Arrays.stream(wide).map(this::activation).toArray();
      out[i] =
          norm(plus(mixed, linear(activated, layer + "output.dense")), layer + "output.LayerNorm");
    }
    return out;
  }

  private double[][] attention(double[][] x, String self) {
    var n = x.length;
    var size = SampleEncoder.HIDDEN / SampleEncoder.HEADS;
    var q = Arrays.stream(x).map(row -> linear(row, self + "query")).toArray(double[][]::new);
    var k = Arrays.stream(x).map(row -> linear(row, self + "key")).toArray(double[][]::new);
    var v = Arrays.stream(x).map(row -> linear(row, self + "value")).toArray(double[][]::new);
    var out = new double[n][SampleEncoder.HIDDEN];
    for (var head = 0; head < SampleEncoder.HEADS; head++) {
      for (var i = 0; i < n; i++) {
        var weights = new double[n];
        for (var j = 0; j < n; j++) {
          for (var d = head * size; d < (head + 1) * size; d++) {
            weights[j] += q[i][d] * k[j][d] / Math.sqrt(size);
          }
        }
        var top = Arrays.stream(weights).max().orElseThrow();
        var total = 0.0;
        for (var j = 0; j < n; j++) {
          weights[j] = Math.exp(weights[j] - top);
          total += weights[j];
        }
        for (var j = 0; j < n; j++) {
          for (var d = head * size; d < (head + 1) * size; d++) {
            out[i][d] += weights[j] / total * v[j][d];
          }
        }
      }
    }
    return out;
  }

  private double activation(double x) {
    return switch (String.valueOf(model.config.get("hidden_act"))) {
      case "relu" -> Math.max(0, x);
      case "gelu_new" ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      default -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    };
  }

  /** By its series: x is small here. */
  private static double erf(double x) {
    if (Math.abs(x) > 5) {
      return Math.signum(x);
    }
    var sum = 0.0;
    var term = x;
    for (var n = 0; n < 200; n++) {
      sum += term / (2 * n + 1);
      term *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private double[] norm(double[] x, String name) {
    var mean = Arrays.stream(x).average().orElseThrow();
    var variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    var out = new double[x.length];
    for (var i = 0; i < x.length; i++) {
      out[i] =
          (x[i] - mean) / Math.sqrt(variance + SampleEncoder.EPSILON) * at(name + ".weight", 0, i)
              + at(name + ".bias", 0, i);
    }
    return out;
  }

  private double[] linear(double[] x, String name) {
    return linear(x, prefix, name);
  }

  private double[] linear(double[] x, String start, String name) {
    var weight = model.weights.get(start + name + ".weight");
    var bias = model.weights.get(start + name + ".bias");
    var out = new double[bias.length];
    for (var i = 0; i < out.length; i++) {
      out[i] = bias[i];
      for (var j = 0; j < x.length; j++) {
        out[i] += (double) weight[i * x.length + j] * x[j];
      }
    }
    return out;
  }

  private static double[] plus(double[] a, double[] b) {
    var sum = a.clone();
    for (var i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private double at(String name, int row, int column) {
    return model.weights.get(prefix + name)[row * SampleEncoder.HIDDEN + column];
  }
}
