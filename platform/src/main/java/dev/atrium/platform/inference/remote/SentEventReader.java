package dev.atrium.platform.inference.remote;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** Reads the data of server-sent events as it arrives. Used on one context. */
final class SentEventReader implements Handler<Buffer> {
  private static final int LONGEST_LINE = 4 << 20;

  private final RecordParser lines = RecordParser.newDelimited("\n").maxRecordSize(LONGEST_LINE);
  private final StringBuilder data = new StringBuilder();
  private final Consumer<String> sink;

  SentEventReader(Consumer<String> sink, Consumer<Throwable> onMalformed) {
    this.sink = sink;
    lines.handler(line -> line(line.toString()));
    lines.exceptionHandler(onMalformed::accept);
  }

  @Override
  public void handle(Buffer piece) {
    lines.handle(piece);
  }

  private void line(String ended) {
    var line = ended.endsWith("\r") ? ended.substring(0, ended.length() - 1) : ended;
    if (line.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
    } else if (line.isEmpty() && !data.isEmpty()) {
      var whole = data.toString();
      data.setLength(0);
      sink.accept(whole);
    }
  }
}
