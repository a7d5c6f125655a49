package dev.atrium.platform.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import dev.atrium.platform.inference.engine.EmbeddingSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class EncoderQueueTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final EmbeddingSink NOBODY =
      new EmbeddingSink() {
        @Override
        public void embedded(float[] vector, int tokens) {}

        @Override
        public void failed(AtriumException failure, int tokens) {}
      };

  private static EncoderQueue queue(int rows, Duration delay) {
    return new EncoderQueue(new EncoderSettings(rows, 1024, delay, 100, 50));
  }

  private static EncoderJob text(String tenant, int tokens) {
    return new EncoderJob(
        tenant, new EncoderRunner.Row(new int[tokens], EncoderWork.MEAN), Optional.empty(), NOBODY);
  }

  private static long of(String tenant, EncoderQueue.Batch batch) {
    return batch.jobs().stream().filter(job -> job.tenant().equals(tenant)).count();
  }

  @Test
  void take_textsOfTwoLengths_makesABatchOfEach() throws InterruptedException {
    var queue = queue(8, Duration.ZERO);
    queue.put(text("a", 10));
    queue.put(text("a", 60));
    queue.put(text("a", 16));

    assertThat(queue.take().orElseThrow().length()).isEqualTo(16);
    assertThat(queue.take().orElseThrow().length()).isEqualTo(64);
    assertThat(queue.size()).isZero();
  }

  @Test
  void take_fullBatch_doesNotWaitForItsDelay() throws InterruptedException {
    var queue = queue(4, LONG);
    for (var i = 0; i < 4; i++) {
      queue.put(text("a", 5));
    }

    assertThat(queue.take().orElseThrow().jobs()).hasSize(4);
  }

  @Test
  void take_halfFullBatch_waitsForWhoComesMeanwhile() throws InterruptedException {
    var queue = queue(2, LONG);
    queue.put(text("a", 5));
    var later = Thread.startVirtualThread(() -> queue.put(text("b", 7)));

    assertThat(queue.take().orElseThrow().jobs()).hasSize(2);
    later.join();
  }

  @Test
  void take_longTexts_areBoundedByTokens() throws InterruptedException {
    var queue = queue(32, Duration.ZERO);
    for (var i = 0; i < 10; i++) {
      queue.put(text("a", 500));
    }

    assertThat(queue.take().orElseThrow().jobs()).hasSize(2);
  }

  @Test
  void take_manyOfOneTenant_leavesTheOtherItsPart() throws InterruptedException {
    var queue = queue(8, Duration.ZERO);
    for (var i = 0; i < 40; i++) {
      queue.put(text("greedy", 10));
    }
    queue.put(text("light", 10));
    queue.put(text("light", 10));

    var first = queue.take().orElseThrow();

    assertThat(of("light", first)).isEqualTo(2);
    assertThat(of("greedy", first)).isEqualTo(6);
  }

  /** Who was idle gets no credit for it: two tenants that are back share evenly. */
  @Test
  void take_tenantThatWasIdle_doesNotPushTheOtherOut() throws InterruptedException {
    var queue = queue(8, Duration.ZERO);
    for (var i = 0; i < 24; i++) {
      queue.put(text("steady", 10));
    }
    queue.take();
    for (var i = 0; i < 20; i++) {
      queue.put(text("late", 10));
    }

    assertThat(of("steady", queue.take().orElseThrow())).isEqualTo(4);
  }

  @Test
  void put_beyondATenantsPart_isRefusedForItAlone() {
    var queue = queue(8, LONG);
    for (var i = 0; i < 50; i++) {
      queue.put(text("a", 10));
    }

    assertThatThrownBy(() -> queue.put(text("a", 10)))
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> assertThat(refusal.code()).isEqualTo("tenant_queue_full"));
    queue.put(text("b", 10));
  }

  @Test
  void take_afterClosing_tellsWhatWaitedAndThenTheEnd() throws InterruptedException {
    var queue = queue(8, LONG);
    queue.put(text("a", 10));
    queue.close();

    assertThat(queue.take()).isPresent();
    assertThat(queue.take()).isEmpty();
    assertThatThrownBy(() -> queue.put(text("a", 10))).isInstanceOf(AtriumException.class);
  }
}
