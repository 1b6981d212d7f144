package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParkedEndsTest {

  private static final int MANY = 40 * SlotTable.CHUNK;

  private final MessageTable table = new MessageTable();
  private final Lines lines = new Lines(table);
  private final ParkedEnds ends = new ParkedEnds(table, lines);
  private final List<Long> ended = new ArrayList<>();

  private int park(long key, long expires) {
    int slot = table.add(key);
    table.expires(slot, expires);
    park(slot);
    return slot;
  }

  private void park(int slot) {
    table.state(slot, MessageTable.PARKED);
    lines.park(slot, 1, false);
    ends.add(slot);
  }

  private void leave(int slot) {
    lines.leave(slot);
    table.state(slot, MessageTable.IN_FLIGHT);
  }

  private void step(long now) {
    ends.step(
        now,
        slot -> {
          ended.add(table.key(slot));
          leave(slot);
        });
  }

  @Test
  void thereIsNothingToDoWhenNothingIsParkedOrNothingEnds() {
    assertThat(ends.firstTime()).isEqualTo(Long.MAX_VALUE);
    park(1, Long.MAX_VALUE);
    assertThat(ends.firstTime()).isEqualTo(Long.MAX_VALUE);
    int slot = park(2, 1000);
    assertThat(ends.firstTime()).isEqualTo(1000);
    leave(slot);
    step(1000);
    assertThat(ended).isEmpty();
    assertThat(ends.firstTime()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void looksNoMoreOftenThanEveryFewSeconds() {
    park(1, 1000);
    park(2, 1001);
    step(999);
    assertThat(ended).isEmpty();
    step(1000);
    assertThat(ended).containsExactly(1L);
    step(1001);
    assertThat(ended).containsExactly(1L);
    assertThat(ends.firstTime()).isEqualTo(1000 + ParkedEnds.PAUSE_MILLIS);
    step(1000 + ParkedEnds.PAUSE_MILLIS);
    assertThat(ended).containsExactly(1L, 2L);
    assertThat(ends.firstTime()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aClockSetBackHoldsUpNobody() {
    park(1, 100_000);
    step(100_000);
    park(2, 50_000);
    step(50_000);
    assertThat(ended).containsExactly(1L, 2L);
  }

  @Test
  void manyAreLookedThroughInSteps() {
    for (long key = 1; key <= MANY; key++) {
      park(key, key % 1000 == 0 ? 500 : 10_000);
    }
    int steps = 0;
    do {
      int before = ended.size();
      step(500);
      assertThat(ended.size() - before).isLessThan(20);
      steps++;
    } while (ends.firstTime() == 0);
    assertThat(steps).isGreaterThan(4);
    assertThat(ended).hasSize(MANY / 1000);
    assertThat(ends.firstTime()).isEqualTo(10_000);
  }

  @Test
  void whoIsParkedWhileOthersAreLookedThroughIsNotMissed() {
    List<Integer> slots = new ArrayList<>();
    for (long key = 1; key <= MANY; key++) {
      slots.add(park(key, 500 + key));
    }
    // The first chunk is looked through, and is not going to be in this turn again.
    leave(slots.get(0));
    step(501);
    assertThat(ended).isEmpty();
    park(slots.get(0));
    while (ends.firstTime() == 0) {
      step(501);
    }
    assertThat(ended).isEmpty();
    step(501 + ParkedEnds.PAUSE_MILLIS);
    assertThat(ended).contains(1L);
  }

  @Test
  void whatWasPushedForThatReasonOrIsWithACarrierHasNoEnd() {
    int expired = table.add(1);
    table.mark(expired, MessageTable.PUSHED_EXPIRED);
    int taken = table.add(2);
    table.mark(taken, MessageTable.HAS_CARRIER_ID);
    for (int slot : new int[] {expired, taken}) {
      table.expires(slot, 5);
      park(slot);
    }
    park(3, 5);
    step(5);
    assertThat(ended).containsExactly(3L);
    assertThat(ends.firstTime()).isEqualTo(Long.MAX_VALUE);
  }
}
