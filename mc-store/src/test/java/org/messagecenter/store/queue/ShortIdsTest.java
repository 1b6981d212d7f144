package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.HookedDisk;
import org.messagecenter.store.journal.MemoryDisk;

class ShortIdsTest {

  private final MemoryDisk disk = new MemoryDisk();
  private final MessageIds ids = new MessageIds(new byte[16]);
  private final Aliases aliases = new Aliases();

  private ShortIds open() throws IOException {
    return new ShortIds(disk, !disk.list().contains("store.ids"), ids, aliases);
  }

  @Test
  void neverGivesOneTwiceAcrossStepsAndRestarts() throws IOException {
    Set<Integer> given = new HashSet<>();
    for (int life = 0; life < 3; life++) {
      ShortIds shortIds = open();
      for (int i = 0; i < 2 * ShortIds.STEP + 100; i++) {
        given.add(shortIds.take());
      }
      shortIds.close();
    }
    assertThat(given).hasSize(3 * (2 * ShortIds.STEP + 100));
    assertThat(given.contains(0)).isFalse();
  }

  @Test
  void theMarkIsOnDiskBeforeWhatIsBelowItIsGiven() throws IOException {
    ShortIds shortIds = open();
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < ShortIds.STEP + ShortIds.STEP / 4; i++) {
      given.add(shortIds.take());
    }
    // What a power failure leaves at this moment, at the least.
    MemoryDisk left = disk.crash(new Random(3));
    ShortIds next = new ShortIds(left, false, ids, aliases);
    for (int i = 0; i < 1000; i++) {
      assertThat(given.contains(next.take())).isFalse();
    }
    shortIds.close();
  }

  /** The disk was full for a moment; nobody needs the mark for many thousand ids yet. */
  @Test
  void aMarkThatCouldNotBeMovedIsMovedLater() throws IOException {
    HookedDisk hooked = new HookedDisk(disk);
    ShortIds shortIds = new ShortIds(hooked, true, ids, aliases);
    AtomicInteger failures = new AtomicInteger();
    hooked.hook(
        (operation, name) -> {
          failures.incrementAndGet();
          throw new IOException("No space left on device");
        });
    int given = 0;
    for (; given < ShortIds.STEP / 2 + 1; given++) {
      shortIds.take();
    }
    while (failures.get() == 0) {
      Thread.onSpinWait();
    }
    hooked.hook((operation, name) -> {});
    for (; given < ShortIds.STEP + 1; given++) {
      shortIds.take();
    }
    shortIds.close();
  }

  @Test
  void passesOverThoseInUse() throws IOException {
    ShortIds first = open();
    int[] taken = new int[100];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = first.take();
      if (i % 2 == 0) {
        aliases.retain(taken[i], (i + 1) << 9);
      }
    }
    // As if the counter had gone round.
    disk.delete("store.ids");
    ShortIds again = new ShortIds(disk, true, ids, aliases);
    for (int i = 1; i < taken.length; i += 2) {
      assertThat(again.take()).isEqualTo(taken[i]);
    }
  }

  @Test
  void lookScattered() throws IOException {
    ShortIds shortIds = open();
    int[] bits = new int[32];
    for (int i = 0; i < 10_000; i++) {
      int alias = shortIds.take();
      for (int bit = 0; bit < 32; bit++) {
        bits[bit] += alias >>> bit & 1;
      }
    }
    Arrays.stream(bits).forEach(ones -> assertThat(ones).isBetween(4_500, 5_500));
  }

  @Test
  void textGoesThereAndBack() {
    for (int alias : new int[] {1, -1, 0xA1B2C3D4, 0x0000_00FF, Integer.MIN_VALUE}) {
      String text = ShortIds.text(alias);
      assertThat(text).matches("[0-9a-f]{8}");
      assertThat(ShortIds.parse(text)).isEqualTo(alias);
      assertThat(ShortIds.parse(text.toUpperCase(Locale.ROOT))).isEqualTo(alias);
    }
    for (String none : new String[] {"", "1234567", "123456789", "1234567g", "00000000"}) {
      assertThat(ShortIds.parse(none)).as(none).isZero();
    }
  }

  @Test
  void aMissingOrDamagedFileIsRefused() throws IOException {
    assertThatThrownBy(() -> new ShortIds(disk, false, ids, aliases))
        .hasMessageContaining("store.ids is missing");
    open().close();
    byte[] bytes = disk.bytes("store.ids");
    bytes[bytes.length - 3] ^= 1;
    disk.put("store.ids", bytes);
    assertThatThrownBy(this::open).hasMessageContaining("store.ids");
  }

  @Test
  void aMarkThatCannotBeMovedStopsTheGiving() throws IOException {
    ShortIds shortIds = open();
    disk.failWrites();
    for (int i = 0; i < ShortIds.STEP - 1; i++) {
      shortIds.take();
    }
    assertThatThrownBy(
            () -> {
              shortIds.take();
              shortIds.take();
              shortIds.take();
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void aliasesCountWhoBearsThem() {
    Random random = new Random(8);
    Map<Integer, Integer> bearers = new HashMap<>();
    for (int step = 0; step < 50_000; step++) {
      // Few different ones, so that they meet.
      int alias = 1 + random.nextInt(500);
      int count = bearers.getOrDefault(alias, 0);
      if (random.nextBoolean()) {
        aliases.retain(alias, (long) alias << 9 | random.nextInt(256));
        bearers.put(alias, count + 1);
      } else if (count > 0) {
        aliases.release(alias);
        bearers.put(alias, count - 1);
      }
      long expected = bearers.getOrDefault(alias, 0) > 0 ? (long) alias << 9 : -1;
      assertThat(aliases.key(alias)).isEqualTo(expected);
    }
    assertThat(aliases.key(0)).isEqualTo(-1);
  }
}
