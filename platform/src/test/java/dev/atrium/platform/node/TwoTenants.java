package dev.atrium.platform.node;

import static dev.atrium.platform.node.NodeUnderTest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A node with two tenants: the shop owns something of every kind that has a name, the bank looks
 * for it.
 */
final class TwoTenants implements AutoCloseable {
  static final String BANK = "harbor-bank";
  static final String SHOP = "yunlan-shop";
  static final String AUDIENCE = "atrium";
  private static final String ISSUER = "https://login.bank.example";
  private static final String SHOPS_ISSUER = "https://login.only-the-shop.example";
  private static final String SECRET = "a secret of the bank's provider, long enough for HS256";
  private static final String ADAPTER = "only-the-shops-adapter";
  private static final String LEXICON = "only-the-shop.csv";
  private static final String ALIAS = "only-the-shops-model";
  private static final String USER = "only-the-shops-customer";

  final NodeUnderTest node;
  final String bankKey;
  final String shopKey;
  final String operatorKey;
  private final String shopKeyId;
  private final List<String> conversations = new ArrayList<>();
  private String webhook = "";

  TwoTenants(Path data) {
    node = NodeUnderTest.start(data);
    bankKey = node.key(BANK);
    shopKey = node.key(SHOP);
    operatorKey = node.report().operatorKey().orElseThrow();
    shopKeyId = json(node.get(keys(SHOP), operatorKey)).at("/keys/0/id").asText();
    furnishShop();
    trust();
  }

  private void furnishShop() {
    json(node.put("/v1/operator/tenants/" + SHOP, operatorKey, packWithAnAlias()));
    provide(shopKey, SHOPS_ISSUER);
    json(
        node.put(
            "/v1/safety/lexicons/" + LEXICON,
            shopKey,
            """
            {"content": "wordofonlytheshop,only-the-shops-category,flag"}
            """));
    AdaptersOnNodeTest.install(node, shopKey, ADAPTER, 3);
    converse("wordofonlytheshop");
    webhook =
        json(node.post(
                "/v1/webhooks",
                shopKey,
                """
                {"url": "https://hooks.only-the-shop.example/", "events": ["dev.atrium.usage.hour"]}
                """))
            .get("id")
            .asText();
  }

  /** The shop's pack as it is shipped, with a name for its model. */
  private static String packWithAnAlias() {
    var folder = Path.of(System.getProperty("atrium.root", ".."), "tenants", SHOP);
    var pack = new ObjectMapper().createObjectNode();
    var files = pack.putObject("files");
    try (var all = Files.walk(folder)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString();
        if (name.matches("[a-z]+\\.yaml|(prompts|knowledge)/.*")) {
          files.put(name, Files.readString(file));
        }
      }
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    var definition = files.get("tenant.yaml").asText();
    files.put("tenant.yaml", definition + "aliases: {" + ALIAS + ": atrium-mini}\n");
    return pack.toString();
  }

  /** A new conversation of one of the shop's customers. */
  private String converse(String text) {
    var conversation = UUID.randomUUID().toString();
    conversations.add(conversation);
    json(
        node.post(
            "/v1/scenarios/customer-service/conversations/" + conversation + "/messages",
            shopKey,
            "{\"text\": \"%s\", \"user\": \"%s\"}".formatted(text, USER)));
    return conversation;
  }

  /** Lets the bank trust its provider, whatever was done to it before. */
  void trust() {
    provide(bankKey, ISSUER);
  }

  private void provide(String key, String issuer) {
    json(
        node.put(
            "/v1/identity/provider",
            key,
            """
            {"issuer": "%s", "audience": "%s",
             "jwks": {"keys": [{"kty": "oct", "alg": "HS256", "kid": "one", "k": "%s"}]}}
            """
                .formatted(issuer, AUDIENCE, base64(SECRET))));
  }

  /** A token of the bank's provider for somebody in a role. */
  static String token(String role, String audience, Instant expires) {
    var head = base64("{\"alg\":\"HS256\",\"kid\":\"one\"}");
    var claims =
        """
        {"iss":"%s","aud":"%s","sub":"somebody","role":"%s","exp":%d}\
        """
            .formatted(ISSUER, audience, role, expires.getEpochSecond());
    var text = head + "." + base64(claims);
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** A key of the bank's that was revoked. */
  String revokedKey() {
    var issued = json(node.post(keys(BANK), operatorKey, "{}"));
    json(node.delete(keys(BANK) + "/" + issued.get("id").asText(), operatorKey));
    return issued.get("secret").asText();
  }

  static String keys(String tenant) {
    return "/v1/operator/tenants/" + tenant + "/keys";
  }

  /** What the shop calls its own, by the name of the parameter that would name it. */
  String ofTheShop(String parameter) {
    return switch (parameter) {
      case "tenant" -> SHOP;
      case "key" -> shopKeyId;
      case "scenario" -> "recommendation";
      case "conversation" -> converse("你好");
      case "lexicon" -> LEXICON;
      case "model" -> ALIAS;
      case "plugin" -> "recommendation";
      case "adapter" -> ADAPTER;
      case "webhook" -> webhook;
      case "Idempotency-Key" -> usedKey();
      default -> throw unknown(parameter);
    };
  }

  /** Like {@link #ofTheShop} without a new call of the shop's. */
  String knownOfTheShop(String parameter) {
    return switch (parameter) {
      case "conversation", "Idempotency-Key" -> conversations.getFirst();
      default -> ofTheShop(parameter);
    };
  }

  /** Something of the same length that nobody has. */
  static String ofNobody(String parameter, String theirs) {
    var letters = new StringBuilder();
    for (var letter : theirs.toCharArray()) {
      boolean free = Character.isLetter(letter) && !theirs.startsWith("key_");
      letters.append(free ? (char) ('a' + ThreadLocalRandom.current().nextInt(26)) : letter);
    }
    return switch (parameter) {
      case "key" -> "key_" + "0".repeat(theirs.length() - 4);
      case "webhook" -> "wh_" + "0".repeat(theirs.length() - 3);
      case "conversation", "Idempotency-Key" -> UUID.randomUUID().toString();
      case "lexicon" -> letters.substring(0, letters.length() - 4) + ".csv";
      default -> letters.toString();
    };
  }

  /** What a call of the bank's own names. */
  static String ofTheBank(String parameter) {
    return switch (parameter) {
      case "tenant" -> BANK;
      case "key" -> "key_ofthebank";
      case "webhook" -> "wh_ofthebank";
      case "scenario", "plugin" -> "customer-service";
      case "conversation" -> UUID.randomUUID().toString();
      case "lexicon" -> "of-the-bank.csv";
      case "adapter" -> "of-the-bank";
      case "model" -> "default";
      case "Idempotency-Key" -> UUID.randomUUID().toString();
      default -> throw unknown(parameter);
    };
  }

  /** Takes away what the bank made under names, so that they are free again. */
  void forget(String parameter, List<String> names) {
    if (parameter.equals("lexicon")) {
      names.forEach(name -> node.delete("/v1/safety/lexicons/" + name, bankKey));
    }
  }

  private static AssertionError unknown(String parameter) {
    return new AssertionError(
        "The contract has a parameter '" + parameter + "': tell here what the tenants name by it.");
  }

  /** An idempotency key that a call of the shop used. */
  private String usedKey() {
    var key = UUID.randomUUID().toString();
    json(
        node.postOnce(
            "/v1/completions",
            shopKey,
            "{\"model\": \"default\", \"prompt\": \"茶\", \"max_tokens\": 1}",
            key));
    return key;
  }

  /** What no answer to the bank may hold. */
  List<String> secretsOfTheShop() {
    var secrets = new ArrayList<>(conversations);
    secrets.addAll(
        List.of(
            SHOP,
            "云岚商城",
            SHOPS_ISSUER,
            LEXICON,
            ADAPTER,
            USER,
            "wordofonlytheshop",
            "only-the-shops-category",
            "only-the-shop.example",
            ALIAS,
            webhook,
            shopKeyId));
    return secrets;
  }

  /** All that the shop can see of itself. */
  Map<String, JsonNode> shop() {
    return Map.of(
        "profile", json(node.get("/v1/me", shopKey)),
        "lexicons", json(node.get("/v1/safety/lexicons", shopKey)),
        "adapters", json(node.get("/v1/adapters", shopKey)),
        "events", json(node.get("/v1/safety/events", shopKey)),
        "webhooks", json(node.get("/v1/webhooks", shopKey)),
        "provider", json(node.get("/v1/identity/provider", shopKey)),
        "usage", json(node.get("/v1/usage?rows=1000", shopKey)),
        "keys", json(node.get(keys(SHOP), operatorKey)));
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    node.close();
  }
}
