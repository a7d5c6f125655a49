package dev.atrium.platform.data.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.spi.data.Condition;
import dev.atrium.spi.data.DataSchema;
import dev.atrium.spi.data.QueryPlan;

/** Plans as JSON: strict, and checked against the layer when read. */
public final class PlanJson {
  private static final int LONGEST = 20_000;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addMixIn(Condition.class, Kinds.class)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private PlanJson() {}

  /** The kinds of conditions by their names. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Condition.Compare.class, name = "compare"),
    @JsonSubTypes.Type(value = Condition.CompareWith.class, name = "compareWith"),
    @JsonSubTypes.Type(value = Condition.Related.class, name = "related"),
    @JsonSubTypes.Type(value = Condition.AnyOf.class, name = "anyOf")
  })
  private interface Kinds {}

  /**
   * @throws AtriumException {@code invalid_plan} with all that is wrong
   */
  public static QueryPlan read(String json, DataSchema layer) {
    try {
      if (json.length() > LONGEST) {
        throw AtriumException.caller("invalid_plan", "The plan is longer than " + LONGEST + ".");
      }
      var plan = JSON.readValue(json, QueryPlan.class);
      PlanCheck.check(plan, layer);
      return plan;
    } catch (JsonProcessingException malformed) {
      throw AtriumException.caller(
          "invalid_plan",
          "The plan is no JSON of a plan's form: " + malformed.getOriginalMessage());
    }
  }

  public static String write(QueryPlan plan) {
    try {
      return JSON.writeValueAsString(plan);
    } catch (JsonProcessingException failure) {
      throw AtriumException.bug("plan_not_written", "A plan cannot be written.", failure);
    }
  }
}
