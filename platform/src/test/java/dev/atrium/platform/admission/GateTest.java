package dev.atrium.platform.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.Future;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void enter_whileThereArePlaces_completesAtOnce() {
    var gate = new Gate(2, 0);
    assertThat(gate.enter().succeeded()).isTrue();
    assertThat(gate.enter().succeeded()).isTrue();
    assertThat(gate.inside()).isEqualTo(2);
  }

  @Test
  void enter_whenFull_waitsInOrderOfArrival() {
    var gate = new Gate(1, 2);
    gate.enter();
    var order = new ArrayList<String>();
    Future<Void> first = gate.enter().onSuccess(in -> order.add("first"));
    Future<Void> second = gate.enter().onSuccess(in -> order.add("second"));
    assertThat(first.isComplete()).isFalse();
    gate.leave();
    assertThat(second.isComplete()).isFalse();
    gate.leave();
    assertThat(order).containsExactly("first", "second");
    gate.leave();
    assertThat(gate.inside()).isZero();
  }

  @Test
  void enter_whenTheQueueIsFullToo_isRefusedWithATimeToRetry() {
    var gate = new Gate(1, 1);
    gate.enter();
    gate.enter();
    assertThat(gate.enter().cause())
        .isInstanceOfSatisfying(
            AtriumException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(AtriumException.Kind.CAPACITY);
              assertThat(refusal.code()).isEqualTo("tenant_busy");
              assertThat(refusal.retryAfter()).isPositive();
            });
    gate.leave();
    assertThat(gate.enter().failed()).isFalse();
  }
}
