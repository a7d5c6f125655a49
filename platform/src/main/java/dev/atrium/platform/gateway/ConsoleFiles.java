package dev.atrium.platform.gateway;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Serves the files of the console's folder as they lie, with what browsers need to be strict. */
final class ConsoleFiles implements Handler<RoutingContext> {
  private static final Map<String, String> SECURITY =
      Map.of(
          "content-security-policy",
          "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; object-src 'none'",
          "referrer-policy",
          "no-referrer",
          "cross-origin-opener-policy",
          "same-origin",
          "permissions-policy",
          "camera=(), geolocation=(), microphone=()");
  private static final String INDEX = "index.html";

  private final Vertx vertx;
  private final Path folder;

  /** A file's content and what names it. */
  private record Asset(Buffer content, String type, String tag) {}

  ConsoleFiles(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Passes on what is no file of the folder. */
  @Override
  public void handle(RoutingContext web) {
    var method = web.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      web.next();
      return;
    }
    web.request().pause();
    vertx
        .executeBlocking(() -> find(web.normalizedPath()), false)
        .onSuccess(
            found -> {
              web.request().resume();
              found.ifPresentOrElse(asset -> answer(web, asset), web::next);
            })
        .onFailure(web::fail);
  }

  private Optional<Asset> find(String path) throws IOException {
    var file = resolve(path);
    if (file.isEmpty() || !Files.isRegularFile(file.get())) {
      return Optional.empty();
    }
    if (!file.get().toRealPath().startsWith(folder.toRealPath())) {
      return Optional.empty();
    }
    var content = Files.readAllBytes(file.get());
    return Optional.of(new Asset(Buffer.buffer(content), type(file.get()), tag(content)));
  }

  private Optional<Path> resolve(String path) {
    try {
      var name = path.substring(1);
      var file = folder.resolve(name.isEmpty() ? INDEX : name).normalize();
      return Optional.of(file).filter(inside -> inside.startsWith(folder));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static void answer(RoutingContext web, Asset asset) {
    var response = web.response();
    SECURITY.forEach(response::putHeader);
    response
        .putHeader("etag", asset.tag())
        .putHeader("cache-control", "no-cache")
        .putHeader("content-type", asset.type());
    if (asset.tag().equals(web.request().getHeader("if-none-match"))) {
      response.setStatusCode(304).end();
    } else {
      send(response, web.request().method(), asset.content());
    }
  }

  private static void send(HttpServerResponse response, HttpMethod method, Buffer content) {
    if (method.equals(HttpMethod.HEAD)) {
      response.putHeader("content-length", Integer.toString(content.length())).end();
    } else {
      response.end(content);
    }
  }

  private static String type(Path file) {
    var type =
        Optional.ofNullable(MimeMapping.mimeTypeForFilename(file.getFileName().toString()))
            .orElse("application/octet-stream");
    boolean text = type.startsWith("text/") || type.contains("javascript") || type.contains("json");
    return text ? type + "; charset=utf-8" : type;
  }

  private static String tag(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
