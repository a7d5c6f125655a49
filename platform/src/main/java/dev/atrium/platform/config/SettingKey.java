package dev.atrium.platform.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting: its name as a flag and in the file, its default, and what it means. */
public enum SettingKey {
  HOST("host", "127.0.0.1", "address to listen on"),
  PORT("port", "8080", "port to listen on; 0 = any free one"),
  DATA_DIR("data-dir", ".atrium", "folder of the embedded database, the indexes and the spool"),
  DATABASE_URL("database-url", "", "an outside PostgreSQL: postgresql://user:password@host/db"),
  MODEL("model", "@models/atrium-mini", "folder of the default model, as Hugging Face lays it out"),
  ENCODERS(
      "encoders",
      "",
      "folders of models for embeddings and classes (BERT, XLM-RoBERTa), separated by commas"),
  REMOTE_MODELS("remote-models", "", "YAML file of models that run elsewhere"),
  PLUGINS("plugins", "@plugins", "folder of the plugins"),
  TENANTS("tenants", "@tenants", "folder of the packs imported into an empty database"),
  CONSOLE("console", "@ui-static", "folder of the web console"),
  READY_FILE("ready-file", "", "JSON file written when the node is ready"),
  MAX_SEQUENCES("max-sequences", "16", "sequences decoded together at the most"),
  MAX_QUEUE("max-queue", "256", "sequences that may wait for a place"),
  MAX_TENANT_QUEUE("max-tenant-queue", "128", "sequences of one tenant that may wait for a place"),
  KV_MEMORY(
      "kv-memory",
      "0",
      "memory for the KV cache, such as 512m or 2g; 0 = enough for max-sequences whole contexts,"
          + " and half as much again for prompts kept"),
  SHARED_PROMPTS(
      "shared-prompts",
      "",
      "folder of the operator's own system prompts, a text file each: their part of the cache"
          + " serves all tenants"),
  CONTEXT_TOKENS(
      "context-tokens", "0", "prompt and answer together; 0 = the model's own, up to 4096"),
  PRECISION("precision", "float32", "number format of the model: float32, bfloat16, int8 or w8a8"),
  WEBHOOK_HOSTS(
      "webhook-hosts",
      "",
      "hosts that webhooks may lead to though they are private or unencrypted, separated by commas;"
          + " *.example.org stands for all below"),
  LEDGER_MONTHS(
      "ledger-months", "0", "months of ledger rows kept besides this one; 0 = all; hours are kept"),
  DRAIN_SECONDS("drain-seconds", "20", "how long calls in flight may go on after a stop");

  private final String key;
  private final String fallback;
  private final String meaning;

  SettingKey(String key, String fallback, String meaning) {
    this.key = key;
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** The name in the file; {@code --name} is the flag. */
  public String key() {
    return key;
  }

  public String environmentVariable() {
    return "ATRIUM_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The default; {@code @} stands for the installation's folder. */
  public String fallback() {
    return fallback;
  }

  public String meaning() {
    return meaning;
  }

  static Optional<SettingKey> byKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static Optional<SettingKey> byEnvironmentVariable(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.environmentVariable().equals(name))
        .findFirst();
  }
}
