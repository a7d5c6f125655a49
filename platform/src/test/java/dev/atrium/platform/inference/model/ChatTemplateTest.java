package dev.atrium.platform.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("atrium.shared", "../../shared"))
          .resolve("data/chat-templates/chat-template-vectors.json");
  private static final Path SOURCE = Path.of("tokenizer_config.json");

  /** The expectation is that of a built-in formatter; Jinja2 itself renders something else. */
  private static final Set<String> NOT_BY_JINJA =
      Set.of("OrionStarAI/Orion-14B-Chat", "Phi-3-mini", "Phi-3-medium", "ChatGLM3");

  /** Jinja2 itself refuses: by raise_exception, or for a variable that is not there. */
  private static final Set<String> REFUSED_BY_JINJA =
      Set.of(
          "mistralai/Mistral-7B-Instruct-v0.2 (NOTE: Old pre-v1 without a system prompt)",
          "google/gemma-7b-it");

  private static final String NEEDS_MORE_VARIABLES = "ai-sage/GigaChat-20B-A3B-instruct";

  private static String render(String template, ChatMessage... messages) {
    return ChatTemplate.of(SOURCE, template, Map.of("bos_token", "<s>", "eos_token", "</s>"))
        .render(List.of(messages), true);
  }

  @Test
  void render_publishedTemplates_asJinja2Does() throws IOException {
    assumeTrue(Files.exists(VECTORS), "the chat template vectors are not at " + VECTORS);
    var json = new ObjectMapper().readTree(VECTORS.toFile());
    var messages = new ArrayList<ChatMessage>();
    json.get("messages")
        .forEach(
            m -> messages.add(new ChatMessage(m.get("role").asText(), m.get("content").asText())));
    var exact = 0;
    for (var each : json.get("cases")) {
      var name = each.get("name").asText();
      if (REFUSED_BY_JINJA.contains(name)) {
        assertThatThrownBy(() -> template(each).render(messages, true))
            .as(name)
            .isInstanceOfSatisfying(
                AtriumException.class,
                failure -> assertThat(failure.code()).isEqualTo("messages_refused"));
      } else if (!NOT_BY_JINJA.contains(name) && !name.equals(NEEDS_MORE_VARIABLES)) {
        assertThat(template(each).render(messages, true)).as(name).endsWith(expected(each));
        exact++;
      }
    }
    assertThat(exact).isEqualTo(23);
  }

  private static ChatTemplate template(JsonNode each) {
    return ChatTemplate.of(
        SOURCE,
        each.get("template_str").asText(),
        Map.of(
            "bos_token",
            each.path("bos_token").asText(""),
            "eos_token",
            each.path("eos_token").asText("")));
  }

  private static String expected(JsonNode each) {
    var jinja = each.path("expected_output_jinja").asText("");
    return jinja.isEmpty() ? each.get("expected_output").asText() : jinja;
  }

  @Test
  void render_textThatLooksLikeATemplate_isKeptAsItIs() {
    var text = "{{ 7 * 7 }} {% if true %}x{% endif %} {# no #} \\n <b>&amp;</b>";
    assertThat(render("{{ messages[0].content }}", new ChatMessage("user", text))).isEqualTo(text);
  }

  @Test
  void render_refusal_isTheCallersFaultInTheTemplatesWords() {
    assertThatThrownBy(() -> render("{{ raise_exception('no system messages') }}"))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(AtriumException.Kind.CALLER);
              assertThat(failure).hasMessageContaining("no system messages");
            });
  }

  @Test
  void render_brokenTemplate_namesTheFile() {
    assertThatThrownBy(() -> render("{% for %}{{ x | no_such_filter }}"))
        .isInstanceOf(AtriumException.class)
        .hasMessageContaining("tokenizer_config.json");
  }

  @Test
  void render_pythonsMethods_work() {
    assertThat(render("{{ ' ab '.strip() + 'x-y'.split('-')[1] + 'the end'.title() }}"))
        .isEqualTo("abyThe End");
    assertThat(render("{% if not bos_token is defined %}no{% else %}yes{% endif %}"))
        .isEqualTo("yes");
    assertThat(render("{{ {'a': [1, 'ü'], 'b': none} | tojson }}"))
        .isEqualTo("{\"a\": [1, \"ü\"], \"b\": null}");
  }

  @Test
  void render_blocks_areTrimmedAsHuggingFaceDoes() {
    assertThat(
            render(
                """
                {%- set ns = namespace(n=0) %}
                {% for m in messages %}
                    {% set ns.n = ns.n + 1 %}
                  [{{ m.role }}]
                {% endfor %}
                {{ ns.n }}
                """,
                new ChatMessage("user", "a"), new ChatMessage("assistant", "b")))
        .isEqualTo("  [user]\n  [assistant]\n2");
  }

  @Test
  void strftime_pythonsFormat_isFollowed() {
    var time = ZonedDateTime.of(2026, 7, 4, 15, 6, 7, 0, ZoneOffset.UTC);
    assertThat(TemplateFunctions.strftime(time, "%d %b %Y, %H:%M %p 100%%"))
        .isEqualTo("04 Jul 2026, 15:06 PM 100%");
  }
}
