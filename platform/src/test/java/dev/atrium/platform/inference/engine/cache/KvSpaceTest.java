package dev.atrium.platform.inference.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KvSpaceTest {
  private static final int CONTEXT = 512;
  private static final PrefixKey ONE = new PrefixKey("one", "");
  private static final PrefixKey OTHER = new PrefixKey("other", "");

  private static int[] prompt(int length, int salt) {
    return IntStream.range(0, length).map(i -> i * 31 + salt).toArray();
  }

  private static void run(KvSpace space, PrefixKey key, int[] prompt) {
    var lease = space.admit(key, prompt, prompt.length + 1).orElseThrow();
    space.keep(lease, prompt, prompt.length);
    space.release(lease);
  }

  private static int cached(KvSpace space, PrefixKey key, int[] prompt) {
    var lease = space.admit(key, prompt, prompt.length + 1).orElseThrow();
    space.release(lease);
    return lease.cached();
  }

  /** Counts, not times: what another tenant asked is as new as what nobody asked. */
  @Test
  void admit_promptOfAnotherTenantOrAdapter_findsNothing() {
    var space = new KvSpace(8 * CONTEXT, CONTEXT);
    var prompt = prompt(300, 1);
    run(space, ONE, prompt);
    assertThat(cached(space, OTHER, prompt)).isZero();
    assertThat(cached(space, new PrefixKey("one", "tuned@2"), prompt)).isZero();
    assertThat(cached(space, OTHER, prompt)).isEqualTo(cached(space, OTHER, prompt(300, 2)));
    assertThat(cached(space, ONE, prompt)).isEqualTo(256);
  }

  /** The operator's own system prompt, and what each tenant says after it. */
  @Test
  void admit_afterTheOperatorsPrompt_sharesThatAndNothingElse() {
    var operators = prompt(200, 1);
    var space = new KvSpace(8 * CONTEXT, CONTEXT, List.of(prompt(150, 9), operators));
    var conversation = Arrays.copyOf(operators, 400);
    run(space, ONE, conversation);

    assertThat(cached(space, OTHER, conversation)).isEqualTo(192);
    assertThat(cached(space, ONE, conversation)).isEqualTo(384);
    assertThat(cached(space, new PrefixKey("other", "tuned@2"), conversation)).isZero();
    assertThat(cached(space, OTHER, prompt(400, 2))).isZero();
    run(space, OTHER, Arrays.copyOf(operators, 400));
    assertThat(cached(space, OTHER, conversation)).isEqualTo(384);
    assertThat(space.keptTokens(ONE.owner())).isEqualTo(192);
  }

  @Test
  void admit_promptThatIsTheOperatorsAlone_isComputedFromItsLastBlock() {
    var operators = prompt(128, 1);
    var space = new KvSpace(8 * CONTEXT, CONTEXT, List.of(operators));
    run(space, ONE, operators);
    assertThat(cached(space, OTHER, operators)).isEqualTo(64);
    assertThat(cached(space, OTHER, Arrays.copyOf(operators, 129))).isEqualTo(128);
  }

  @Test
  void keep_moreThanThereIsRoomFor_forgetsWhatWasUnusedForLongest() {
    var space = new KvSpace(3 * CONTEXT, CONTEXT);
    var blocks = 8;
    for (var i = 0; i < blocks; i++) {
      run(space, i % 2 == 0 ? ONE : OTHER, prompt(64, i));
    }
    assertThat(space.keptTokens()).isEqualTo(blocks * 64L);
    var used = Arrays.copyOf(prompt(64, 0), 65);
    assertThat(cached(space, ONE, used)).isEqualTo(64);
    run(space, ONE, prompt(64, 100));
    assertThat(cached(space, ONE, used)).isEqualTo(64);
    assertThat(cached(space, ONE, Arrays.copyOf(prompt(64, 2), 65))).isZero();
    assertThat(space.keptTokens()).isEqualTo(blocks * 64L);
  }

  @Test
  void keep_oneTenantFloods_leavesOthersTheirPart() {
    var space = new KvSpace(3 * CONTEXT, CONTEXT);
    for (var i = 0; i < 3; i++) {
      run(space, OTHER, prompt(64, 1000 + i));
    }
    for (var i = 0; i < 50; i++) {
      run(space, ONE, prompt(64, i));
    }
    assertThat(space.keptTokens(OTHER.owner())).isEqualTo(3 * 64);
    for (var i = 0; i < 4; i++) {
      run(space, OTHER, prompt(64, 2000 + i));
    }
    assertThat(space.keptTokens(OTHER.owner())).isGreaterThanOrEqualTo(4 * 64);
    assertThat(space.keptTokens(ONE.owner())).isLessThanOrEqualTo(5 * 64);
  }

  @Test
  void admit_oneTenantTakesAllItMay_leavesAContextForAnother() {
    var space = new KvSpace((int) KvSpace.placesFor(4, CONTEXT), CONTEXT);
    var admitted = 0;
    while (space.admit(ONE, prompt(10, admitted), CONTEXT).isPresent()) {
      admitted++;
    }
    assertThat(admitted).isEqualTo(3);
    assertThat(space.admit(OTHER, prompt(10, 1), CONTEXT)).isPresent();
    assertThat(space.admit(OTHER, prompt(10, 1), CONTEXT)).isEmpty();
  }

  /** A storm against a plain model of the memory: nobody ever reads what is not his. */
  @Test
  void storm_ofAdmissionsAndEvictions_keepsEveryPlaceInOneHand() {
    var random = new Random(5);
    var space = new KvSpace(6 * CONTEXT, CONTEXT, List.of(prompt(150, 7), prompt(90, 100_000)));
    var memory = new int[6 * CONTEXT];
    var open = new ArrayList<KvSpace.Lease>();
    var prompts = new ArrayList<int[]>();
    for (var step = 0; step < 20_000; step++) {
      if (random.nextInt(2) == 0) {
        var key = random.nextBoolean() ? ONE : OTHER;
        var prompt =
            prompt(1 + random.nextInt(400), random.nextInt(6) * 100_000 + (key == ONE ? 7 : 0));
        var lease = space.admit(key, prompt, prompt.length + random.nextInt(100));
        if (lease.isPresent()) {
          apply(space.takeMoves(), memory);
          var place = lease.get().place();
          assertThat(Arrays.copyOfRange(memory, place, place + lease.get().cached()))
              .isEqualTo(Arrays.copyOf(prompt, lease.get().cached()));
          System.arraycopy(prompt, 0, memory, place, prompt.length);
          open.add(lease.get());
          prompts.add(prompt);
        }
      } else if (!open.isEmpty()) {
        var which = random.nextInt(open.size());
        var lease = open.remove(which);
        var prompt = prompts.remove(which);
        assertThat(Arrays.copyOfRange(memory, lease.place(), lease.place() + prompt.length))
            .isEqualTo(prompt);
        space.keep(lease, prompt, random.nextInt(prompt.length + 1));
        space.release(lease);
      }
    }
    open.forEach(space::release);
    assertThat(space.heldTokens()).isZero();
  }

  private static void apply(List<KvMove> moves, int[] memory) {
    for (var move : moves) {
      System.arraycopy(memory, move.from(), memory, move.to(), move.count());
    }
  }
}
