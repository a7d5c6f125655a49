package dev.atrium.platform.inference.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atrium.platform.inference.engine.ChatMessage;
import dev.atrium.platform.inference.model.ModelFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tokenizers and chat templates: everything must be equal. */
final class TextGolden {
  private final JsonNode json;
  private final ModelFolder folder;

  TextGolden(JsonNode json, ModelFolder folder) {
    this.json = json;
    this.folder = folder;
  }

  List<Finding> checkTokenizer() {
    var encoded = 0;
    var decoded = 0;
    for (var text : json.get("texts")) {
      var ids = GoldenFile.ints(text.get("ids"));
      encoded += wrong(Arrays.equals(folder.encode(text.get("text").textValue()), ids));
      decoded += wrong(decode(ids, false).equals(text.get("decoded").textValue()));
      decoded += wrong(decode(ids, true).equals(text.get("decoded_without_special").textValue()));
    }
    var texts = json.get("texts").size() + " texts";
    var findings = new ArrayList<Finding>();
    findings.add(Finding.equal(texts, "ids", encoded));
    findings.add(Finding.equal(texts, "decoded, with and without special tokens", decoded));
    findings.add(checkSingleIds(json.get("single_ids")));
    findings.add(checkPrefixes(json.get("prefixes")));
    return findings;
  }

  private Finding checkSingleIds(JsonNode cases) {
    var differing = 0;
    for (var each : cases) {
      var own = decode(new int[] {each.get("id").intValue()}, false);
      differing += wrong(own.equals(each.get("decoded").textValue()));
    }
    return Finding.equal(cases.size() + " single ids", "decoded", differing);
  }

  private Finding checkPrefixes(JsonNode cases) {
    var differing = 0;
    for (var each : cases) {
      var ids = GoldenFile.ints(each.get("ids"));
      differing +=
          (int)
              IntStream.range(0, ids.length)
                  .filter(
                      i ->
                          !decode(Arrays.copyOf(ids, i + 1), false)
                              .equals(each.get("decoded").get(i).textValue()))
                  .count();
    }
    return Finding.equal(cases.size() + " growing sequences", "decoded", differing);
  }

  List<Finding> checkChat() {
    var rendered = 0;
    var encoded = 0;
    for (var each : json.get("cases")) {
      var messages = new ArrayList<ChatMessage>();
      each.get("messages")
          .forEach(
              message ->
                  messages.add(
                      new ChatMessage(
                          message.get("role").textValue(), message.get("content").textValue())));
      var text = folder.render(messages, each.get("add_generation_prompt").booleanValue());
      rendered += wrong(text.equals(each.get("rendered").textValue()));
      encoded += wrong(Arrays.equals(folder.encode(text), GoldenFile.ints(each.get("ids"))));
    }
    var subject = json.get("cases").size() + " conversations";
    return List.of(
        Finding.equal(subject, "rendered", rendered), Finding.equal(subject, "ids", encoded));
  }

  private String decode(int[] ids, boolean skipSpecial) {
    return folder.tokenizer().decode(ids, skipSpecial);
  }

  private static int wrong(boolean equal) {
    return equal ? 0 : 1;
  }
}
