package dev.atrium.platform.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.SamplingDefaults;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code generation_config.json} says of answers; end tokens stand in {@code config.json} too.
 *
 * @param endTokens tokens that end a turn
 */
record GenerationAdvice(Set<Integer> endTokens, SamplingDefaults sampling) {
  private static final double HOTTEST = 2;
  private static final double STRONGEST_REPETITION = 10;

  GenerationAdvice {
    endTokens = Set.copyOf(endTokens);
  }

  static GenerationAdvice read(Path folder, ModelConfig config) {
    var own = JsonFile.readIfPresent(folder.resolve("generation_config.json"));
    return new GenerationAdvice(
        endTokens(folder, own, config),
        own.map(GenerationAdvice::sampling).orElse(SamplingDefaults.NONE));
  }

  private static SamplingDefaults sampling(JsonFile json) {
    var usual = SamplingDefaults.NONE;
    return new SamplingDefaults(
        json.flag("do_sample", true),
        number(json, "temperature", HOTTEST, usual.temperature()),
        above0(json, "top_p", 1, usual.topP()),
        whole(json, "top_k", usual.topK()),
        number(json, "min_p", 1, usual.minP()),
        above0(json, "repetition_penalty", STRONGEST_REPETITION, usual.repetition()),
        whole(json, "max_new_tokens", usual.maxTokens()));
  }

  private static double number(JsonFile json, String key, double most, double usual) {
    if (!json.has(key)) {
      return usual;
    }
    var value = json.root().get(key);
    require(json, value.isNumber(), key, "is no number");
    var number = value.doubleValue();
    require(json, number >= 0 && number <= most, key, "is not between 0 and " + most);
    return number;
  }

  private static double above0(JsonFile json, String key, double most, double usual) {
    var number = number(json, key, most, usual);
    require(json, number > 0, key, "is not above 0");
    return number;
  }

  private static int whole(JsonFile json, String key, int usual) {
    if (!json.has(key)) {
      return usual;
    }
    var value = json.root().get(key);
    var natural = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0;
    require(json, natural, key, "is no whole number from 0 on");
    return value.intValue();
  }

  private static void require(JsonFile json, boolean holds, String key, String problem) {
    if (!holds) {
      throw Broken.file(json.file(), "\"" + key + "\" " + problem);
    }
  }

  private static Set<Integer> endTokens(Path folder, Optional<JsonFile> own, ModelConfig config) {
    var found =
        own.filter(json -> json.has("eos_token_id"))
            .or(() -> JsonFile.readIfPresent(folder.resolve("config.json")))
            .filter(json -> json.has("eos_token_id"));
    var tokens = new TreeSet<Integer>();
    if (found.isPresent()) {
      var value = found.get().root().get("eos_token_id");
      var file = found.get().file();
      if (value.isArray()) {
        value.forEach(each -> tokens.add(endToken(file, each, config)));
      } else {
        tokens.add(endToken(file, value, config));
      }
    }
    return tokens;
  }

  private static int endToken(Path file, JsonNode value, ModelConfig config) {
    if (!value.isInt() || value.intValue() < 0 || value.intValue() >= config.vocabulary()) {
      throw Broken.file(file, "\"eos_token_id\" holds " + value + ", which is no token");
    }
    return value.intValue();
  }
}
