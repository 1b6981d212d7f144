package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatsTest {

  private record Entry(long key, long acceptedAt, int alias) {}

  private final Map<Long, Entry> model = new LinkedHashMap<>();

  @Test
  void remembersLikeAMap() {
    Repeats repeats = new Repeats(1 << 17);
    Random random = new Random(7);
    long now = 1_000_000;
    for (int step = 1; step < 200_000; step++) {
      now += random.nextInt(2000);
      long print = 1L + random.nextInt(20_000);
      int action = random.nextInt(10);
      if (action < 6) {
        int alias = random.nextInt(3) == 0 ? step : 0;
        repeats.put(print, step, now, alias);
        model.remove(print);
        model.put(print, new Entry(step, now, alias));
        forgetOld(now);
      } else if (action == 6 && model.containsKey(print)) {
        repeats.forget(model.get(print).key());
        model.remove(print);
      } else {
        compare(repeats, print, now - random.nextInt(50_000_000));
      }
    }
    List<Long> keys = new ArrayList<>();
    repeats.visit((print, key, acceptedAt, alias) -> keys.add(key));
    assertThat(keys).containsExactlyElementsOf(model.values().stream().map(Entry::key).toList());
    assertThat(repeats.forgotten()).isZero();
  }

  private void forgetOld(long now) {
    Iterator<Entry> oldest = model.values().iterator();
    while (oldest.hasNext() && oldest.next().acceptedAt() < now - Repeats.LONGEST_MILLIS) {
      oldest.remove();
    }
  }

  private void compare(Repeats repeats, long print, long since) {
    Entry expected = model.get(print);
    int place = repeats.find(print, since);
    if (expected == null || expected.acceptedAt() < since) {
      assertThat(place).isEqualTo(-1);
    } else {
      assertThat(repeats.key(place)).isEqualTo(expected.key());
      assertThat(repeats.alias(place)).isEqualTo(expected.alias());
      assertThat(repeats.fingerprint(repeats.findByKey(expected.key()))).isEqualTo(print);
    }
  }

  @Test
  void theOldestGoWhenThereIsNoRoom() {
    Repeats repeats = new Repeats(4);
    for (int i = 1; i <= 7; i++) {
      repeats.put(i, 10L * i, 5, 0);
    }
    assertThat(repeats.find(3, 0)).isEqualTo(-1);
    assertThat(repeats.key(repeats.find(4, 0))).isEqualTo(40);
    assertThat(repeats.forgotten()).isEqualTo(3);
  }

  @Test
  void theYoungerOneCountsInWhateverOrderTheyAreMet() {
    Repeats repeats = new Repeats(4);
    repeats.put(1, 20, 200, 0);
    repeats.put(1, 10, 100, 0);
    assertThat(repeats.key(repeats.find(1, 0))).isEqualTo(20);
  }

  @Test
  void nothingIsRememberedWithoutPlaces() {
    Repeats none = new Repeats(0);
    none.put(1, 10, 5, 0);
    assertThat(none.find(1, 0)).isEqualTo(-1);
    assertThat(none.findByKey(10)).isEqualTo(-1);
  }
}
