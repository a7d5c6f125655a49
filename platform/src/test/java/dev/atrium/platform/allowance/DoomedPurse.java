package dev.atrium.platform.allowance;

import static dev.atrium.platform.database.TestPostgres.await;

import dev.atrium.platform.database.DatabaseAddress;
import dev.atrium.platform.database.Migrations;
import dev.atrium.platform.tenancy.Allowance.Measure;
import dev.atrium.platform.tenancy.Allowance.Period;
import dev.atrium.platform.tenancy.Allowance.Subject;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process whose calls all begin together and never end; it says how many were admitted. */
final class DoomedPurse {
  private DoomedPurse() {}

  /**
   * @param arguments the database, the most calls at a time, and the calls to make
   */
  public static void main(String[] arguments) {
    try {
      run(arguments);
    } catch (RuntimeException failure) {
      System.out.println("failed: " + failure);
      System.exit(1);
    }
  }

  private static void run(String[] arguments) {
    var rules =
        List.of(
            PurseTest.rule(
                Subject.TENANT, Measure.REQUESTS, Period.ALWAYS, Long.parseLong(arguments[1])));
    var access = Migrations.migrate(DatabaseAddress.parse(arguments[0]));
    var node = new PurseNode(access, rules);
    var asked = new ArrayList<Future<Reservation>>();
    for (int call = 0; call < Integer.parseInt(arguments[2]); call++) {
      asked.add(node.reserve(PurseNode.demand(1, Optional.empty())));
    }
    await(Future.join(asked).otherwiseEmpty());
    System.out.println("admitted " + asked.stream().filter(Future::succeeded).count());
  }
}
