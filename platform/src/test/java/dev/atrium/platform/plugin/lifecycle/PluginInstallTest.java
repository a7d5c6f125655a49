package dev.atrium.platform.plugin.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.operations.PluginChange;
import dev.atrium.platform.operations.PluginChange.Purpose;
import dev.atrium.platform.plugin.bounds.PluginLimits;
import dev.atrium.platform.plugin.install.TrustList;
import dev.atrium.platform.plugin.loading.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are not what they should be, and what is left of them: nothing. */
class PluginInstallTest {
  @TempDir Path data;
  @TempDir Path folder;
  @TempDir Path built;
  private PluginBench bench;

  @BeforeEach
  void start() {
    bench = new PluginBench(data, folder);
    bench.install(says("1.0.0", "one"));
  }

  @AfterEach
  void close() throws IOException {
    try {
      assertThat(bench.ask("bank", "desk", "?")).isEqualTo("one");
      try (var left = Files.walk(data.resolve("plugins"))) {
        assertThat(left.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder("plugin.jar", "releases.json");
      }
    } finally {
      bench.close();
    }
  }

  @Test
  void upload_wrongChecksum_isRefused() {
    var file = says("2.0.0", "two");
    var failure =
        PluginBench.failure(
            () -> bench.upload(file, "0".repeat(64), Optional.empty(), Purpose.UPGRADE, Set.of()));
    assertThat(failure).hasMessageContaining("SHA-256");
  }

  @Test
  void upload_halfAFile_isRefused() throws IOException {
    var whole = Files.readAllBytes(says("2.0.0", "two"));
    var half = Files.write(built.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal(half)).hasMessageContaining("no whole jar or zip");
  }

  @Test
  void upload_entryThatLeavesItsFolder_isRefused() throws IOException {
    for (var name : new String[] {"../evil.txt", "/etc/evil", "classes/../../evil", "a\\..\\b"}) {
      assertThat(refusal(zipWith(name, "evil".getBytes(StandardCharsets.UTF_8))))
          .as(name)
          .hasMessageContaining("leaves its folder");
    }
    assertThat(data.resolve("evil.txt")).doesNotExist();
  }

  @Test
  void upload_thatUnpacksToFarMore_isRefused() throws IOException {
    assertThat(refusal(zipWith("lib/bomb.jar", new byte[64 << 20])))
        .hasMessageContaining("more than a plugin may");
  }

  @Test
  void upload_noPlugin_saysWhatIsMissing() throws IOException {
    assertThat(refusal(zipWith("readme.txt", new byte[3])))
        .hasMessageContaining("plugin.properties");
  }

  @Test
  void install_idThatIsThere_isRefusedAndUpgradeOfOneThatIsNot() {
    assertThat(PluginBench.failure(() -> bench.install(says("2.0.0", "two"))).code())
        .isEqualTo("plugin_exists");
    assertThat(PluginBench.failure(() -> bench.upgrade(says("1.0.0", "other"))).code())
        .isEqualTo("plugin_exists");
    var other = PluginJar.answering("other", "").jar(built, "other.jar");
    assertThat(PluginBench.failure(() -> bench.upgrade(other)).code())
        .isEqualTo("plugin_not_found");
  }

  @Test
  void install_whatItAsksFor_mustBeGranted() {
    var asking =
        PluginJar.answering("asking", "answer.text(\"hello\");")
            .property("plugin.permissions", "http:api.example.com, secret:crm")
            .jar(built, "asking.jar");
    var seen = bench.upload(asking, Purpose.INSPECT, Set.of());
    assertThat(seen.state()).isEqualTo("INSPECTED");
    assertThat(seen.permissions()).containsExactly("http:api.example.com", "secret:crm");

    var failure =
        PluginBench.failure(
            () -> bench.upload(asking, Purpose.INSTALL, Set.of("http:api.example.com")));
    assertThat(failure.code()).isEqualTo("plugin_not_granted");
    assertThat(failure).hasMessageContaining("secret:crm");
    assertThat(bench.state("asking")).isEmpty();
  }

  @Test
  void install_zipWithItsOwnLibraries_usesThem() throws IOException {
    var library =
        PluginJar.answering("x", "")
            .source(
                "lib.Word",
                "package lib; public class Word { public static String it() { return \"library\"; }"
                    + " }")
            .jar(built, "library.jar");
    var plugin =
        PluginJar.answering(
                "zipped",
                "try { answer.text((String)"
                    + " Class.forName(\"lib.Word\").getMethod(\"it\").invoke(null)); } catch"
                    + " (ReflectiveOperationException e) { throw new IllegalStateException(e); }")
            .jar(built, "zipped.jar");
    var zip = built.resolve("zipped.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip));
        var jar = new ZipFile(plugin.toFile())) {
      for (var entry : jar.stream().toList()) {
        var place = entry.getName().equals("plugin.properties") ? "" : "classes/";
        out.putNextEntry(new ZipEntry(place + entry.getName()));
        jar.getInputStream(entry).transferTo(out);
      }
      out.putNextEntry(new ZipEntry("lib/library.jar"));
      out.write(Files.readAllBytes(library));
    }
    bench.install(zip);
    assertThat(bench.ask("bank", "zipped", "?")).isEqualTo("library");
    bench.change(new PluginChange.Remove("zipped"));
    assertThat(bench.list(true).retired()).isEmpty();
  }

  @Test
  void install_withATrustList_takesOnlyWhatATrustedKeySigned() throws Exception {
    var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var strangers = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var trust = trusting(keys);
    var file = PluginJar.answering("signed", "answer.text(\"yes\");").jar(built, "signed.jar");
    var strict = new PluginBench(built.resolve("data"), folder, trust, PluginLimits.DEFAULT);
    try {
      assertThat(PluginBench.failure(() -> strict.install(file)))
          .hasMessageContaining("not signed");
      assertThat(PluginBench.failure(() -> install(strict, file, signature(strangers, file))))
          .hasMessageContaining("none of the trusted keys");
      install(strict, file, signature(keys, file));
      assertThat(strict.ask("bank", "signed", "?")).isEqualTo("yes");
    } finally {
      strict.close();
    }
  }

  private static void install(PluginBench strict, Path file, String signature) {
    strict.upload(
        file, PluginBench.checksum(file), Optional.of(signature), Purpose.INSTALL, Set.of());
  }

  private TrustList trusting(KeyPair keys) throws IOException {
    var list = Files.createDirectories(built.resolve("trust"));
    var text = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
    Files.writeString(
        list.resolve("publisher.pem"),
        "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n");
    return TrustList.read(list);
  }

  private static String signature(KeyPair keys, Path file) {
    try {
      var signing = Signature.getInstance("Ed25519");
      signing.initSign(keys.getPrivate());
      signing.update(Files.readAllBytes(file));
      return Base64.getEncoder().encodeToString(signing.sign());
    } catch (GeneralSecurityException | IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private AtriumException refusal(Path file) {
    var failure = PluginBench.failure(() -> bench.upgrade(file));
    assertThat(failure.code()).isEqualTo("plugin_refused");
    return failure;
  }

  private Path zipWith(String name, byte[] content) throws IOException {
    var zip = Files.createTempFile(built, "odd", ".zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content);
    }
    return zip;
  }

  private Path says(String version, String word) {
    return PluginJar.answering("desk", "answer.text(\"" + word + "\");")
        .property("plugin.version", version)
        .jar(built, "desk-" + version + word + ".jar");
  }
}
