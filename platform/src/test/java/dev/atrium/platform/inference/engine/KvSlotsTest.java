package dev.atrium.platform.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atrium.platform.inference.engine.KvSlots.Content;
import dev.atrium.platform.inference.engine.KvSlots.Place;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KvSlotsTest {
  private final KvSlots slots = new KvSlots(2, 1000);

  private static int[] prompt(int length) {
    return IntStream.range(0, length).toArray();
  }

  private Place take(String owner, int[] prompt) {
    return slots.acquire(owner, prompt, prompt.length + 10).orElseThrow();
  }

  private void leave(Place place, String owner, int[] prompt) {
    slots.release(place.slot(), prompt.length + 10, new Content(owner, prompt));
  }

  @Test
  void acquire_sameOwnersBeginning_isUsedAgainInWholePieces() {
    leave(take("a", prompt(200)), "a", prompt(200));
    assertThat(take("a", prompt(250)).cached()).isEqualTo(192);
  }

  @Test
  void acquire_wholePromptCached_stillComputesItsLastPiece() {
    leave(take("a", prompt(192)), "a", prompt(192));
    assertThat(take("a", prompt(192)).cached()).isEqualTo(128);
  }

  @Test
  void acquire_anotherOwnersBeginning_isNotUsed() {
    leave(take("a", prompt(200)), "a", prompt(200));
    assertThat(take("b", prompt(200)).cached()).isZero();
    assertThat(take("b", prompt(200)).cached()).isZero();
  }

  @Test
  void acquire_otherTokens_countsThoseBefore() {
    leave(take("a", prompt(300)), "a", prompt(300));
    var changed = prompt(300);
    changed[130] = 7;
    assertThat(take("a", changed).cached()).isEqualTo(128);
  }

  @Test
  void acquire_nothingFits_takesTheSlotUnusedForLongest() {
    var first = take("a", prompt(100));
    var second = take("b", prompt(100));
    leave(second, "b", prompt(100));
    leave(first, "a", prompt(100));
    assertThat(take("c", prompt(50)).slot()).isEqualTo(second.slot());
  }

  @Test
  void acquire_takenSlot_isNotShared() {
    var held = take("a", prompt(200));
    assertThat(take("a", prompt(200)).slot()).isNotEqualTo(held.slot());
    assertThat(slots.acquire("a", prompt(1), 1)).isEmpty();
  }

  @Test
  void release_all_promisesNothing() {
    var held = take("a", prompt(200));
    assertThat(slots.promisedTokens()).isEqualTo(210);
    leave(held, "a", prompt(200));
    assertThat(slots.promisedTokens()).isZero();
    assertThat(slots.acquire("a", Arrays.copyOf(prompt(5), 5), 1001)).isEmpty();
  }
}
