package dev.atrium.platform.cli;

import dev.atrium.platform.database.EmbeddedPostgres;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code atrium prepare}: unpacks what a first start would have to; the launcher's build calls it.
 */
@Command(
    name = "prepare",
    description = "Unpacks the database's programs and the inference natives.",
    hidden = true)
final class PrepareCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    EmbeddedPostgres.unpack(EmbeddedPostgres.defaultCache());
    return 0;
  }
}
