package dev.atrium.platform;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may know whom: the arrows of the house. */
@AnalyzeClasses(packages = "dev.atrium", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
  private static final String PLATFORM = "dev.atrium.platform.";
  private static final String ANY_ROOM = "dev.atrium.platform..";
  private static final String VAGUE = ".*Utils?|.*Helper|Misc.*|Base[A-Z].*|Common.*";
  private static final String[] JDK_AND_MARKERS = {
    "java..", "org.pf4j..", "org.slf4j..", "org.jspecify.."
  };

  static final class WithoutTests implements ImportOption {
    private static final Pattern TESTS = Pattern.compile(".*(/test(-classes)?/|-tests\\.jar).*");

    @Override
    public boolean includes(Location location) {
      return !location.matches(TESTS);
    }
  }

  @ArchTest
  static final ArchRule theSpiKnowsTheJdkAndPf4jOnly =
      classes()
          .that()
          .resideInAPackage("dev.atrium.spi..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_AND_MARKERS).or(resideInAPackage("dev.atrium.spi..")));

  @ArchTest
  static final ArchRule thePlatformNamesNoPlugin =
      noClasses()
          .that()
          .resideInAPackage(ANY_ROOM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.atrium.plugins..");

  @ArchTest
  static final ArchRule onlyTorchKnowsDjl =
      noClasses()
          .that()
          .resideOutsideOfPackages(PLATFORM + "inference.torch..", PLATFORM + "inference.model..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule modelFoldersKnowOnlyTheTokenizersOfDjl =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM + "inference.model..")
          .should(
              dependOnClassesThat(
                  resideInAPackage("ai.djl..")
                      .and(resideOutsideOfPackages("ai.djl.huggingface.."))));

  @ArchTest
  static final ArchRule theEngineIsPureJava =
      classes()
          .that()
          .resideInAPackage(PLATFORM + "inference.engine..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              PLATFORM + "inference.engine..",
              PLATFORM + "failure..");

  @ArchTest static final ArchRule failureKnowsNoRoom = knowsOnly("failure");

  @ArchTest static final ArchRule theMeshKnowsFailureOnly = knowsOnly("mesh", "failure");

  @ArchTest static final ArchRule settingsKnowFailureOnly = knowsOnly("config", "failure");

  @ArchTest
  static final ArchRule tenantsAreKnownBelowEverythingElse =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM + "tenancy")
          .should(
              dependOnClassesThat(
                  resideInAPackage(ANY_ROOM)
                      .and(
                          resideOutsideOfPackages(
                              PLATFORM + "tenancy..", PLATFORM + "failure.."))));

  @ArchTest static final ArchRule theGatewayIsKnownByTheNodeOnly = knownBy("gateway", "node");

  @ArchTest static final ArchRule theNodeIsKnownByTheCommandsOnly = knownBy("node", "cli");

  @ArchTest static final ArchRule theCommandsAreKnownByNobody = knownBy("cli");

  @ArchTest
  static final ArchRule theGatewayReachesModelsAndDataThroughTheMesh =
      noClasses()
          .that()
          .resideInAPackage(PLATFORM + "gateway..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              PLATFORM + "inference.torch..",
              PLATFORM + "inference.model..",
              PLATFORM + "plugin..",
              PLATFORM + "knowledge..",
              PLATFORM + "training..",
              "io.vertx.pgclient..",
              "io.vertx.sqlclient..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.atrium.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPackageRefusesNulls = classes().should(liveInANullMarkedPackage());

  @ArchTest
  static final ArchRule onlyCommandsWriteToTheStandardStreams =
      noClasses()
          .that()
          .resideOutsideOfPackage(PLATFORM + "cli..")
          .should(ACCESS_STANDARD_STREAMS)
          .because("everything else logs, and the output of a command belongs to the command");

  @ArchTest static final ArchRule logsGoThroughSlf4j = noClasses().should(USE_JAVA_UTIL_LOGGING);

  @ArchTest
  static final ArchRule packagesSayWhatTheyOwn =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..utils..", "..misc..", "..helper..", "..base..")
          .orShould()
          .resideInAnyPackage("..common..", "..impl..");

  @ArchTest static final ArchRule classesSayWhatTheyAre = noClasses().should(haveAVagueName());

  @Test
  void pluginsKnowTheSpiAndTheJdkOnly() throws IOException {
    var root = Path.of(System.getProperty("atrium.root", ".."));
    try (var folders = Files.list(root.resolve("plugins"))) {
      var compiled =
          folders
              .map(plugin -> plugin.resolve("target/classes"))
              .filter(Files::isDirectory)
              .toList();
      assumeTrue(!compiled.isEmpty(), "the plugins are not built by Maven");
      var plugins = new ClassFileImporter().importPaths(compiled);
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK_AND_MARKERS)
                  .or(resideInAnyPackage("dev.atrium.spi..", "dev.atrium.plugins..")))
          .check(plugins);
    }
  }

  @Test
  void nobodySleeps_notEvenTests() {
    var everything = new ClassFileImporter().importPackages("dev.atrium");
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(everything);
    noClasses().should().callMethod(Thread.class, "sleep", Duration.class).check(everything);
  }

  private static ArchRule knowsOnly(String room, String... others) {
    var strangers = resideInAPackage(ANY_ROOM).and(resideOutsideOfPackages(rooms(room, others)));
    return noClasses()
        .that()
        .resideInAPackage(PLATFORM + room + "..")
        .should(dependOnClassesThat(strangers));
  }

  private static ArchRule knownBy(String room, String... others) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms(room, others))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PLATFORM + room + "..");
  }

  private static String[] rooms(String room, String... others) {
    return Stream.concat(Stream.of(room), Stream.of(others))
        .map(name -> PLATFORM + name + "..")
        .toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
          var name = type.getPackageName();
          events.add(SimpleConditionEvent.violated(type, name + " is not @NullMarked"));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> haveAVagueName() {
    return new ArchCondition<>("have a name that fits any class") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var vague = type.getSimpleName().matches(VAGUE);
        events.add(new SimpleConditionEvent(type, vague, type.getName() + " has a vague name"));
      }
    };
  }
}
