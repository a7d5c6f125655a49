package dev.atrium.platform.inference.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SCHEMAS = Integer.getInteger("atrium.schemas", 40);

  /** Every byte, and some longer tokens that cross the borders of JSON's parts. */
  private static final List<byte[]> TOKENS = tokens();

  private final Formats formats = new Formats(TOKENS.size(), TOKENS::get);
  private final Random random = new Random(1);

  private static List<byte[]> tokens() {
    var tokens = new ArrayList<byte[]>();
    for (var value = 0; value < 256; value++) {
      tokens.add(new byte[] {(byte) value});
    }
    for (var text :
        List.of(
            "{\"", "\":", "\": ", "\",", "\"}", "}}", "]}", ", \"", "true", "null", "12", "ab", "é",
            "好", "🙂")) {
      tokens.add(text.getBytes(UTF_8));
    }
    tokens.add(new byte[0]);
    return tokens;
  }

  private String sample(OutputFormat format) {
    var out = new ByteArrayOutputStream();
    var place = formats.rule(format).start();
    for (var step = 0; ; step++) {
      var allowed = place.allowed().stream().toArray();
      if (place.complete() && (allowed.length == 0 || random.nextInt(4) == 0 || step > 400)) {
        return out.toString(UTF_8);
      }
      assertThat(allowed).as("%s after %s", format, out).isNotEmpty();
      // after a while whatever closes something first, so that the sample ends
      var token = allowed[random.nextInt(allowed.length)];
      if (step > 60) {
        var closings = place.allowed().get('~') ? new int[] {'"'} : new int[] {'"', ']', '}'};
        for (var closing : closings) {
          token = place.allowed().get(closing) ? closing : token;
        }
      }
      out.writeBytes(TOKENS.get(token));
      place = place.after(token);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a-c]{2,4}(x|yy)?z*",
        "\\d{3}-\\d{4}",
        "(foo|bar)+",
        "[^a-z]{3}",
        "\\w+@\\w+\\.(com|org)",
        "^[é-ü好]{1,3}$",
        "a?b?c?",
        "(?:ab|cd){2}",
        "\\u0041\\x42\\.",
        "[]a]+",
        "[🙂-🙄]{2}"
      })
  void sample_ofAPattern_matchesIt(String pattern) {
    var java = pattern.replace("[]a]", "[\\]a]");
    for (var i = 0; i < 10; i++) {
      assertThat(sample(new OutputFormat.Regex(pattern))).matches(java);
    }
  }

  @Test
  void sample_ofAChoice_isOneOfItsTexts() {
    var texts = List.of("yes", "yes, sir", "no", "是");
    for (var i = 0; i < 10; i++) {
      assertThat(texts).contains(sample(new OutputFormat.Choice(texts)));
    }
  }

  @Test
  void sample_ofAnyObject_isJson() throws Exception {
    for (var i = 0; i < 10; i++) {
      assertThat(JSON.readTree(sample(new OutputFormat.JsonObject())).isObject()).isTrue();
    }
  }

  /** Random schemas of the subset; what is written is what an independent validator accepts. */
  @Test
  void sample_ofARandomSchema_isValid() throws Exception {
    var factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    for (var i = 0; i < SCHEMAS; i++) {
      var schema = JSON.writeValueAsString(object(3));
      var text = sample(new OutputFormat.JsonSchema(schema));
      assertThat(factory.getSchema(schema).validate(text, InputFormat.JSON))
          .as("%s of %s", text, schema)
          .isEmpty();
    }
  }

  private ObjectNode object(int levels) {
    var schema = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var i = random.nextInt(5); i > 0; i--) {
      var name = List.of("name", "id", "größe", "a b", "quote\"d").get(i - 1);
      properties.set(name, any(levels - 1));
      if (random.nextInt(3) > 0) {
        required.add(name);
      }
    }
    return schema;
  }

  private JsonNode any(int levels) {
    var schema = JSON.createObjectNode();
    switch (random.nextInt(levels > 0 ? 11 : 8)) {
      case 0 -> schema.put("type", "string");
      case 1 -> schema.put("type", "integer");
      case 2 -> schema.put("type", "number");
      case 3 -> schema.put("type", "boolean");
      case 4 -> schema.putArray("type").add("string").add("null");
      case 5 -> schema.putArray("enum").add("red").add(7).addNull();
      case 6 -> schema.put("type", "string").put("minLength", 2).put("maxLength", 5);
      case 7 -> schema.put("type", "string").put("pattern", "^[A-Z]{2}[0-9]+$");
      case 8 -> schema.putArray("anyOf").add(any(levels - 1)).add(any(levels - 1));
      case 9 -> {
        var least = random.nextInt(3);
        schema
            .put("type", "array")
            .put("minItems", least)
            .put("maxItems", least + random.nextInt(3));
        schema.set("items", any(levels - 1));
      }
      default -> {
        return object(levels);
      }
    }
    return schema;
  }

  @Test
  void sample_ofAReference_isWhatItNames() throws Exception {
    var schema =
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/x"},"b":{"$ref":"#/$defs/x"}},
         "required":["a","b"],"additionalProperties":false,"$defs":{"x":{"type":"boolean"}}}\
        """;
    var json = JSON.readTree(sample(new OutputFormat.JsonSchema(schema)));
    assertThat(json.get("a").isBoolean() && json.get("b").isBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'type':'object','properties':{'a':{'$ref':'#'}}}; names nothing inside",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'array','items':{'$ref':'#/$defs/a'}}}}; contains"
            + " itself",
        "{'type':'string','minLength':5,'maxLength':2}; nothing satisfies it",
        "{'type':'integer','minimum':3}; 'minimum' is not supported",
        "{'type':'thing'}; no type 'thing'",
        "{'type':'array','items':{'type':'string'},'maxItems':100000}; 'maxItems' is between",
        "[]; no object",
        "{'type':; no JSON"
      })
  void rule_schemaThatCannotBeHeldTo_isRefusedByName(String schema, String told) {
    var format = new OutputFormat.JsonSchema(schema.replace('\'', '"'));
    assertThatThrownBy(() -> sample(format))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(AtriumException.Kind.CALLER);
              assertThat(refusal.getMessage()).contains(told);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a{3,1}",
        "a{99999}",
        "[z-a]",
        "*",
        "(?=a)",
        "\\b",
        "[a",
        "\\",
        "((a{999}){999}){9}"
      })
  void rule_brokenPattern_isRefused(String pattern) {
    assertThatThrownBy(() -> sample(new OutputFormat.Regex(pattern)))
        .isInstanceOf(AtriumException.class);
  }
}
