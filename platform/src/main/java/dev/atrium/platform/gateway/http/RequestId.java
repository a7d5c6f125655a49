package dev.atrium.platform.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The name of a request, made here, never taken from the client. */
public final class RequestId {
  private static final String KEY = "atrium.request-id";
  private static final String HEADER = "x-request-id";
  private static final int SEED_BYTES = 48;

  /** Names are unique, not secret: they need no generator that hides its next number. */
  private static final ThreadLocal<RandomGenerator> RANDOM =
      ThreadLocal.withInitial(
          () ->
              RandomGeneratorFactory.of("L128X256MixRandom")
                  .create(new SecureRandom().generateSeed(SEED_BYTES)));

  private RequestId() {}

  /** The request's name; given at the first call and told to the client. */
  public static String of(RoutingContext web) {
    return Optional.ofNullable(web.<String>get(KEY)).orElseGet(() -> assign(web));
  }

  /** A UUID of version 4. */
  private static String name(long high, long low) {
    return new UUID((high & ~0xF000L) | 0x4000L, (low & (-1L >>> 2)) | Long.MIN_VALUE).toString();
  }

  private static String assign(RoutingContext web) {
    var random = RANDOM.get();
    var id = name(random.nextLong(), random.nextLong());
    web.put(KEY, id);
    if (!web.response().headWritten()) {
      web.response().putHeader(HEADER, id);
    }
    return id;
  }
}
