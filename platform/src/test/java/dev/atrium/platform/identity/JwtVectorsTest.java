package dev.atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atrium.platform.failure.AtriumException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's Wycheproof vectors and the examples of RFC 7520 and RFC 8037. */
class JwtVectorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where we differ on purpose: a key's {@code alg} binds (its makers accept PS384 with a key for
   * PS256, and a key for an algorithm "ES521" that there is not, which they refuse elsewhere), and
   * characters outside of base64url are refused.
   */
  private static final Set<Integer> STRICTER = Set.of(346, 347, 350, 351, 372, 373);

  /** Said to have wrong padding, which got lost: as they stand they are right to the letter. */
  private static final Set<Integer> DEFECT = Set.of(367, 370);

  private static JsonNode read(String file) throws IOException {
    var folder =
        Path.of(System.getProperty("atrium.shared", "../../shared")).resolve("data/jwt-vectors");
    assumeTrue(Files.isDirectory(folder), "the shared JWT vectors are not there");
    return JSON.readTree(folder.resolve(file).toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"json_web_signature_test", "json_web_key_test", "json_web_crypto_test"})
  void everyVectorIsJudgedAsItsMakersSay(String name) throws Exception {
    var wrong = new ArrayList<String>();
    int judged = 0;
    for (var group : read("wycheproof/" + name + ".json").get("testGroups")) {
      for (var test : group.get("tests")) {
        if (test.has("jws")) {
          judged++;
          var expected = expected(name, test);
          var key = group.hasNonNull("public") ? group.get("public") : group.get("private");
          if (accepts(test.get("jws"), key) != expected) {
            wrong.add(
                "%s %s %s".formatted(test.get("tcId"), test.get("comment"), group.get("comment")));
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(judged).isGreaterThan(20);
  }

  private static boolean expected(String name, JsonNode test) {
    int id = test.get("tcId").asInt();
    boolean signatures = name.equals("json_web_signature_test");
    if (signatures && STRICTER.contains(id)) {
      return false;
    }
    return (signatures && DEFECT.contains(id)) || test.get("result").asText().equals("valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jws/4_1.rsa_v15_signature.json",
        "jws/4_2.rsa-pss_signature.json",
        "jws/4_3.ecdsa_signature.json",
        "jws/4_4.hmac-sha2_integrity_protection.json",
        "curve25519/jws.json"
      })
  void theExamplesOfTheStandardsAreAccepted(String file) throws Exception {
    var example = read("ietf-cookbook/" + file);
    var token = example.at("/output/compact").asText();
    var key = (ObjectNode) example.at("/input/key");

    var payload = SignatureCheck.payload(token, KeySet.read(key));

    assertThat(new String(payload, StandardCharsets.UTF_8))
        .isEqualTo(example.at("/input/payload").asText());
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() throws Exception {
    var key = read("wycheproof/json_web_signature_test.json").at("/testGroups/0/private");

    assertThat(accepts(JSON.getNodeFactory().textNode("eyJhbGciOiJub25lIn0.e30."), key)).isFalse();
  }

  private static boolean accepts(JsonNode token, JsonNode key) {
    try {
      var text = token.isTextual() ? token.asText() : token.toString();
      SignatureCheck.payload(text, KeySet.read(key));
      return true;
    } catch (AtriumException refused) {
      return false;
    }
  }
}
