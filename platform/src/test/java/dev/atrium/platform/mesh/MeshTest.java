package dev.atrium.platform.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atrium.platform.failure.AtriumException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshTest {
  record Count(int to) {}

  record Item(int value) {}

  record Sum(int value) {}

  record Wait() {}

  record Unknown() {}

  record Crash() {}

  private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
  private final AtomicInteger started = new AtomicInteger();
  private Vertx vertx;
  private Mesh mesh;

  private final class Counter extends Actor {
    Counter() {
      super("counter");
      on(Item.class, item -> Future.failedFuture(AtriumException.caller("odd", "An odd item.")));
      on(
          Sum.class,
          sum -> {
            throw new IllegalStateException("a bug with private words");
          });
      on(
          Crash.class,
          crash -> {
            throw new StackOverflowError();
          });
      onStream(Count.class, this::count);
      onStream(Wait.class, this::untilCancelled);
    }

    private Future<? extends Record> count(Count count, StreamReply reply) {
      for (int i = 1; i <= count.to(); i++) {
        reply.send(new Item(i));
      }
      return Future.succeededFuture(new Sum(count.to() * (count.to() + 1) / 2));
    }

    private Future<? extends Record> untilCancelled(Wait wait, StreamReply reply) {
      var promise = Promise.<Sum>promise();
      reply.send(new Item(0));
      reply.onCancel(
          () -> {
            cancelled.complete(true);
            promise.complete(new Sum(-1));
          });
      return promise.future();
    }
  }

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    mesh = Mesh.on(vertx);
    await(
        new Supervisor(vertx)
            .start(
                () -> {
                  started.incrementAndGet();
                  return new Counter();
                },
                new DeploymentOptions()));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void stream_deliversEveryItemInOrderBeforeTheEnd() {
    var items = new ArrayList<Integer>();
    var done = new CompletableFuture<List<Integer>>();
    vertx.runOnContext(
        start ->
            stream(new Count(1000), items, Duration.ofSeconds(20))
                .done()
                .onSuccess(sum -> done.complete(List.copyOf(items))));
    assertThat(done.orTimeout(20, TimeUnit.SECONDS).join()).hasSize(1000).isSorted();
  }

  @Test
  void failure_keepsKindAndCode() {
    assertThatThrownBy(() -> await(mesh.ask("counter", new Item(1), Sum.class)))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(AtriumException.Kind.CALLER);
              assertThat(failure.code()).isEqualTo("odd");
            });
  }

  @Test
  void bug_reachesTheCallerWithoutItsWords() {
    assertThatThrownBy(() -> await(mesh.ask("counter", new Sum(1), Sum.class)))
        .hasMessageNotContaining("private")
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.kind()).isEqualTo(AtriumException.Kind.BUG));
  }

  @Test
  void unknownMessage_isAnsweredWithAFailure() {
    assertThatThrownBy(() -> await(mesh.ask("counter", new Unknown(), Sum.class)))
        .hasMessageContaining("does not take Unknown");
  }

  @Test
  void nobodyAtTheAddress_failsAtOnce() {
    assertThatThrownBy(() -> await(mesh.ask("nowhere", new Sum(1), Sum.class)))
        .hasMessageContaining("Nothing answers at nowhere");
  }

  @Test
  void crash_failsItsCallAndTheActorIsReplaced() {
    assertThatThrownBy(() -> await(mesh.ask("counter", new Crash(), Sum.class)))
        .isInstanceOf(AtriumException.class);
    await(answersAgain());
    assertThat(started).hasValue(2);
  }

  @Test
  void cancel_reachesTheActorAndTheCallStillEnds() {
    var first = new CompletableFuture<Boolean>();
    var call =
        mesh.stream(
            "counter",
            new Wait(),
            Item.class,
            Sum.class,
            Duration.ofSeconds(20),
            item -> first.complete(true));
    first.orTimeout(20, TimeUnit.SECONDS).join();
    call.cancel("enough");
    assertThat(await(call.done()).value()).isEqualTo(-1);
    assertThat(cancelled.join()).isTrue();
  }

  @Test
  void deadline_failsTheCallAndCancelsTheActor() {
    var call = stream(new Wait(), new ArrayList<>(), Duration.ofMillis(50));
    assertThatThrownBy(() -> await(call.done()))
        .isInstanceOfSatisfying(
            AtriumException.class,
            failure -> assertThat(failure.code()).isEqualTo("deadline_exceeded"));
    assertThat(cancelled.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
  }

  private Future<Sum> answersAgain() {
    return stream(new Count(1), new ArrayList<>(), Duration.ofSeconds(20))
        .done()
        .compose(sum -> started.get() == 2 ? Future.succeededFuture(sum) : retry())
        .recover(away -> retry());
  }

  private Future<Sum> retry() {
    return vertx.timer(10, TimeUnit.MILLISECONDS).compose(later -> answersAgain());
  }

  private StreamCall<Sum> stream(Record message, List<Integer> items, Duration deadline) {
    return mesh.stream(
        "counter", message, Item.class, Sum.class, deadline, item -> items.add(item.value()));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("no answer", late);
    }
  }
}
