package dev.atrium.platform.plugin.outside;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.plugin.bounds.PlatformRefusal;
import dev.atrium.platform.plugin.loading.Permission;
import dev.atrium.spi.HttpAnswer;
import dev.atrium.spi.HttpCall;
import dev.atrium.spi.HttpOut;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends requests to the hosts that a plugin was granted. */
record TurnHttp(HttpClient client, Set<Permission> granted, Supplier<Duration> left)
    implements HttpOut {
  @Override
  public HttpAnswer send(HttpCall call) throws InterruptedException {
    if (!allowed(call.uri())) {
      throw refusal(
          "host_not_granted", "The plugin does not declare requests to " + call.uri().getHost());
    }
    try {
      var response =
          client.send(
              request(call),
              BodyHandlers.limiting(
                  BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
      return new HttpAnswer(response.statusCode(), response.headers().map(), response.body());
    } catch (HttpTimeoutException late) {
      throw refusal("host_late", call.uri().getHost() + " did not answer in time");
    } catch (IOException failure) {
      throw refusal("host_failed", "The request to " + call.uri().getHost() + " failed");
    } catch (IllegalArgumentException malformed) {
      throw refusal("request_malformed", "The request is malformed: " + malformed.getMessage());
    }
  }

  private boolean allowed(URI uri) {
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("");
    if (uri.getHost() == null || !Set.of("http", "https").contains(scheme)) {
      return false;
    }
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    var usual = scheme.equals("https") ? 443 : 80;
    var port = uri.getPort() < 0 ? usual : uri.getPort();
    return granted.contains(new Permission(Permission.Kind.HTTP, host + ":" + port))
        || (port == usual && granted.contains(new Permission(Permission.Kind.HTTP, host)));
  }

  private HttpRequest request(HttpCall call) {
    var time = left.get().compareTo(call.timeout()) < 0 ? left.get() : call.timeout();
    var body =
        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body());
    var request = HttpRequest.newBuilder(call.uri()).timeout(time).method(call.method(), body);
    call.headers().forEach(request::header);
    return request.build();
  }

  private static PlatformRefusal refusal(String code, String sentence) {
    return new PlatformRefusal(AtriumException.outside(code, sentence + "."));
  }
}
