package dev.atrium.platform.inference.adapters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.model.ModelFolder;
import dev.atrium.platform.inference.model.sample.ModelShape;
import dev.atrium.platform.inference.model.sample.SampleAdapter;
import dev.atrium.platform.inference.model.sample.SampleModel;
import dev.atrium.platform.inference.torch.TorchModels;
import dev.atrium.platform.tenancy.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterStoreTest {
  private static final TenantId BANK = new TenantId("bank");
  private static final TenantId SHOP = new TenantId("shop");
  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";

  @TempDir private static Path shared;
  private static Path model;
  private static Map<String, byte[]> good;

  @TempDir private Path data;
  private AdapterStore store;

  @BeforeAll
  static void make() throws IOException {
    model = shared.resolve("tiny");
    SampleModel.write(ModelShape.of("tiny"), 1, model);
    var adapter = shared.resolve("adapter");
    SampleAdapter.write(ModelFolder.configOf(model), 4, 2, adapter);
    good = new LinkedHashMap<>();
    for (var name : List.of(CONFIG, WEIGHTS)) {
      good.put(name, Files.readAllBytes(adapter.resolve(name)));
    }
  }

  @BeforeEach
  void open() {
    store = AdapterStore.open(data);
  }

  private static Map<String, byte[]> with(String name, byte[] content) {
    var files = new LinkedHashMap<>(good);
    files.put(name, content);
    return files;
  }

  private static Map<String, byte[]> configured(UnaryOperator<String> change) {
    return with(CONFIG, change.apply(new String(good.get(CONFIG), UTF_8)).getBytes(UTF_8));
  }

  private Path zip(Map<String, byte[]> files) throws IOException {
    var archive = data.resolve("upload");
    try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return archive;
  }

  private void install(TenantId tenant, String name, Path archive) {
    store.install(
        tenant, name, archive, folder -> TorchModels.adapter(folder, model), folder -> {});
  }

  private void refuses(Path archive, String... words) {
    assertThatThrownBy(() -> install(BANK, "mine", archive))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo("adapter_refused");
              assertThat(refusal.getMessage()).contains(words).doesNotContain(data.toString());
            });
    assertThat(store.list(BANK)).isEmpty();
    assertThat(data.resolve("adapter-uploads")).isEmptyDirectory();
    assertThat(data.resolve("adapters/bank")).doesNotExist();
  }

  @Test
  void install_zip_isListedForItsTenantAlone() throws IOException {
    install(BANK, "tone", zip(good));

    assertThat(store.list(BANK))
        .singleElement()
        .satisfies(
            adapter -> {
              assertThat(adapter.model()).isEqualTo("default:tone");
              assertThat(adapter.rank()).isEqualTo(4);
              assertThat(adapter.bytes()).isEqualTo(good.get(WEIGHTS).length);
            });
    assertThat(store.list(SHOP)).isEmpty();
    assertThatThrownBy(() -> store.drop(SHOP, "tone")).hasMessageContaining("no such adapter");
    store.drop(BANK, "tone");
    assertThat(store.list(BANK)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void install_tarWithAFolder_isTaken(boolean packed) throws IOException {
    var archive = data.resolve("upload");
    try (var file = Files.newOutputStream(archive);
        var out = packed ? new GZIPOutputStream(file) : file) {
      folder(out, "my-lora/");
      for (var each : good.entrySet()) {
        file(out, "my-lora/" + each.getKey(), each.getValue(), '0');
      }
      file(out, "my-lora/README.md", "hello".getBytes(UTF_8), '0');
      out.write(new byte[1024]);
    }

    install(BANK, "tone", archive);

    assertThat(store.list(BANK)).hasSize(1);
    assertThat(data.resolve("adapters/bank/tone")).isDirectoryNotContaining("glob:**README*");
  }

  private static void folder(OutputStream out, String name) throws IOException {
    file(out, name, new byte[0], '5');
  }

  private static void file(OutputStream out, String name, byte[] content, char kind)
      throws IOException {
    var header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 148, "        ");
    header[156] = (byte) kind;
    put(header, 257, "ustar");
    var sum = 0;
    for (var value : header) {
      sum += value & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    out.write(header);
    out.write(content);
    out.write(new byte[Math.floorMod(-content.length, 512)]);
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(text.getBytes(UTF_8), 0, header, at, text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../adapter_config.json",
        "a/../../adapter_config.json",
        "/etc/passwd",
        "a\\..\\b",
        "C:x"
      })
  void install_nameThatLeavesItsFolder_isRefused(String name) throws IOException {
    refuses(zip(with(name, new byte[1])), "leaves its folder");
    assertThat(data.resolve(CONFIG)).doesNotExist();
  }

  @Test
  void install_linkInATar_isRefused() throws IOException {
    var archive = data.resolve("upload");
    try (var out = Files.newOutputStream(archive)) {
      file(out, CONFIG, new byte[0], '2');
    }
    refuses(archive, "link");
  }

  @Test
  void install_bomb_isRefused() throws IOException {
    refuses(zip(with("zeros.bin", new byte[64 << 20])), "more than an adapter may");
  }

  @Test
  void install_bombOfATarsSkippedParts_isRefused() throws IOException {
    var archive = data.resolve("upload");
    try (var out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      file(out, "long-name", new byte[64 << 20], 'x');
      out.write(new byte[1024]);
    }
    refuses(archive, "more than an adapter may");
  }

  @Test
  void install_whatIsNoArchiveOrHalfOfOne_isRefused() throws IOException {
    var whole = Files.readAllBytes(zip(good));
    for (var length : List.of(0, 1, 2, 100, whole.length / 2, whole.length - 1)) {
      var archive = Files.write(data.resolve("half"), Arrays.copyOf(whole, length));
      refuses(archive, "no whole zip");
    }
    var random = new byte[5000];
    new Random(1).nextBytes(random);
    refuses(Files.write(data.resolve("noise"), random), "no whole zip");
  }

  @Test
  void install_missingFiles_areNamed() throws IOException {
    refuses(zip(Map.of(CONFIG, good.get(CONFIG))), WEIGHTS);
    refuses(zip(Map.of(WEIGHTS, good.get(WEIGHTS))), CONFIG);
    refuses(
        zip(Map.of("a/" + CONFIG, good.get(CONFIG), "b/" + WEIGHTS, good.get(WEIGHTS))),
        "different folders");
    refuses(zip(with("again/" + CONFIG, new byte[1])), "more than one adapter");
  }

  @Test
  void install_adapterThatDoesNotFit_isRefusedWithTheReason() throws IOException {
    refuses(zip(configured(json -> json.replace("\"r\":4", "\"r\":8"))), "shape");
    refuses(zip(configured(json -> json.replace("\"r\":4", "\"r\":65"))), "above 64");
    refuses(zip(configured(json -> json.replace("LORA", "IA3"))), "peft_type");
    refuses(zip(configured(json -> json.replace("down_proj", "fc_out"))), "fc_out");
    refuses(zip(configured(json -> json.replace("{", "{\"use_dora\":true,"))), "use_dora");
    refuses(zip(configured(json -> "[" + json)), "JSON");
    var short1 = Arrays.copyOf(good.get(WEIGHTS), good.get(WEIGHTS).length - 100);
    refuses(zip(with(WEIGHTS, short1)), WEIGHTS);
    var renamed = new String(good.get(WEIGHTS), java.nio.charset.StandardCharsets.ISO_8859_1);
    var missing = renamed.replaceAll("layers\\.1\\.(mlp\\.up_proj)", "layers.9.$1");
    refuses(
        zip(with(WEIGHTS, missing.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))),
        "layers.9.mlp.up_proj");
  }

  /** Bits turned anywhere in the weights' header never get half an adapter installed. */
  @Test
  void install_damagedHeaders_areRefusedOrHarmless() throws IOException {
    var random = new Random(5);
    for (var round = 0; round < 100; round++) {
      var weights = good.get(WEIGHTS).clone();
      for (var i = 0; i < 3; i++) {
        weights[random.nextInt(600)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        install(BANK, "mine", zip(with(WEIGHTS, weights)));
        store.drop(BANK, "mine");
      } catch (AtriumException refusal) {
        assertThat(refusal.code()).isEqualTo("adapter_refused");
      }
      assertThat(store.list(BANK)).isEmpty();
      assertThat(data.resolve("adapter-uploads")).isDirectoryNotContaining("glob:**-*");
    }
  }

  @Test
  void install_whenPublishingFails_keepsTheOneBefore() throws IOException {
    install(BANK, "tone", zip(good));
    var before = store.list(BANK).getFirst().installed();

    assertThatThrownBy(
            () ->
                store.install(
                    BANK,
                    "tone",
                    zip(good),
                    folder -> {},
                    folder -> {
                      throw new IllegalStateException("the engine is gone");
                    }))
        .hasMessageContaining("engine is gone");

    assertThat(store.list(BANK)).hasSize(1);
    assertThat(store.list(BANK).getFirst().installed()).isEqualTo(before);
  }

  @Test
  void open_afterAKillBetweenTheRenames_putsTheOneBeforeBack() throws IOException {
    install(BANK, "tone", zip(good));
    var before = Files.createDirectories(data.resolve("adapter-uploads/before/bank"));
    Files.move(data.resolve("adapters/bank/tone"), before.resolve("tone"));
    Files.createDirectories(data.resolve("adapter-uploads/half-written"));

    store = AdapterStore.open(data);

    assertThat(store.list(BANK)).hasSize(1);
    assertThat(data.resolve("adapter-uploads")).isEmptyDirectory();
  }
}
