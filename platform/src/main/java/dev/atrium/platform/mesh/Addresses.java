package dev.atrium.platform.mesh;

/** The event-bus addresses of the actors. */
public final class Addresses {
  public static final String METERING = "metering";
  public static final String KNOWLEDGE = "knowledge";
  public static final String CATALOGUE = "catalogue";
  public static final String IDENTITY = "identity";
  public static final String MODERATION = "moderation";
  public static final String SETTINGS = "settings";
  public static final String WEBHOOKS = "webhooks";
  public static final String ADAPTERS = "adapters";
  public static final String PLUGINS = "plugins";

  private Addresses() {}

  public static String tenant(String tenantId) {
    return "tenant." + tenantId;
  }

  public static String plugin(String id, String version) {
    return "plugin." + id + "." + version;
  }

  public static String inference(String model) {
    return "inference." + model;
  }
}
