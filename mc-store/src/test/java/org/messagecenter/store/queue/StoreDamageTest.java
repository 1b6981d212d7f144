package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/**
 * Files that somebody damaged, cut, lost, swapped or put back from an older copy. The store either
 * holds all that it acknowledged, and nothing else, or it is not opened and the reason names a
 * file. Closed in order before, so that no group can pass for an unfinished one. Every octet:
 * {@code -Ddamage.stride=1}.
 */
class StoreDamageTest {

  private static final int STRIDE = Integer.getInteger("damage.stride", 11);

  private final TestClock clock = new TestClock();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory"))
          .withSegmentBytes(4096)
          .withSpareSegments(0)
          .withSpace(0, 1 << 20)
          .withClock(clock);
  private final Random random = new Random(5);
  private final TreeSet<String> pending = new TreeSet<>();
  private final TreeSet<String> receipts = new TreeSet<>();
  private MemoryDisk disk = new MemoryDisk();

  /** The first segment as it was when it was full, for it may have been dropped since. */
  private MemoryDisk earlier = new MemoryDisk();

  @BeforeEach
  void write() throws IOException {
    MemoryDisk written = new MemoryDisk();
    try (StoreProbe store = new StoreProbe(JournalStore.open(settings, written), clock).start()) {
      for (int i = 0; i < 50; i++) {
        String body = "m" + i + "x".repeat(random.nextInt(200));
        long key = store.accept("acme", body);
        if (random.nextInt(5) < 3) {
          store.finish(key, store.mail("acme", body));
          receipts.add(body);
        } else {
          pending.add(body);
        }
        if (i == 25) {
          earlier = written.copy();
        }
      }
    }
    disk = written.copy();
    assertThat(segments()).hasSizeGreaterThan(2);
  }

  private List<String> segments() {
    return disk.list().stream().filter(name -> name.endsWith(".seg")).toList();
  }

  /** Whether it was opened; else the reason names the file or one of the files. */
  private boolean opens(MemoryDisk damaged, String what, String... files) {
    try (StoreProbe store = new StoreProbe(JournalStore.open(settings, damaged), clock).start()) {
      TreeSet<String> messages = new TreeSet<>();
      store.store.requestWork((int) store.store.stats().recoveredMessages());
      store.drainDue().forEach(due -> messages.add(text(due.body())));
      TreeSet<String> mails = new TreeSet<>();
      store.store.requestMail("acme", (int) store.store.stats().recoveredMails());
      store.drainMail().forEach(mail -> mails.add(text(mail.body())));
      assertThat(messages).as(what).isEqualTo(pending);
      assertThat(mails).as(what).isEqualTo(receipts);
      return true;
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      assertThat(Arrays.stream(files).anyMatch(reason::contains))
          .as("%s: %s", what, reason)
          .isTrue();
      boolean ofTheJournal = Arrays.stream(files).allMatch(file -> file.endsWith(".seg"));
      if (ofTheJournal && !reason.contains("format version")) {
        assertThat(reason).as(what).contains("damaged at offset");
      }
      return false;
    }
  }

  private MemoryDisk with(String name, byte[] bytes) {
    MemoryDisk copy = disk.copy();
    copy.put(name, bytes);
    return copy;
  }

  @Test
  void aFlippedBitIsHarmlessOrRefused() {
    int refused = 0;
    int tried = 0;
    for (String name : disk.list()) {
      byte[] whole = disk.bytes(name);
      for (int i = random.nextInt(STRIDE); i < whole.length; i += STRIDE) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) (1 << random.nextInt(8));
        tried++;
        refused += opens(with(name, flipped), "octet " + i + " of " + name, name) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(tried * 3 / 4);
  }

  @Test
  void aCutOfAnyFileIsHarmlessOrRefused() {
    int refused = 0;
    int tried = 0;
    for (String name : disk.list()) {
      byte[] whole = disk.bytes(name);
      for (int length = random.nextInt(STRIDE); length < whole.length; length += STRIDE) {
        MemoryDisk cut = with(name, Arrays.copyOf(whole, length));
        tried++;
        refused += opens(cut, name + " cut at " + length, name) ? 0 : 1;
      }
    }
    assertThat(refused).isGreaterThan(tried * 3 / 4);
  }

  @Test
  void aCutOfTheLastSegmentIsRefused() {
    List<String> segments = segments();
    String last = segments.get(segments.size() - 1);
    byte[] whole = disk.bytes(last);
    for (int length = random.nextInt(STRIDE); length < whole.length; length += STRIDE) {
      MemoryDisk cut = with(last, Arrays.copyOf(whole, length));
      assertThat(opens(cut, last + " cut at " + length, last)).isFalse();
    }
  }

  @Test
  void newestSegmentsThatAreMissingAreRefused() {
    List<String> segments = segments();
    MemoryDisk without = disk.copy();
    for (int i = segments.size() - 1; i > 0; i--) {
      without.delete(segments.get(i));
      assertThat(opens(without.copy(), "without all from " + i + " on", segments.get(i))).isFalse();
    }
  }

  @Test
  void twoCutNeighboursAreRefused() {
    List<String> segments = segments();
    for (int i = 0; i + 2 < segments.size(); i++) {
      String first = segments.get(i);
      String second = segments.get(i + 1);
      for (int n = 0; n < 50; n++) {
        byte[] one = disk.bytes(first);
        byte[] two = disk.bytes(second);
        // Short of the padding that follows the last payload.
        MemoryDisk cut = with(first, Arrays.copyOf(one, random.nextInt(one.length - 64)));
        cut.put(second, Arrays.copyOf(two, random.nextInt(two.length - 64)));
        assertThat(opens(cut, first + " and its neighbour cut", first, second)).isFalse();
      }
    }
  }

  @Test
  void aFileThatIsMissingIsRefused() {
    for (String name : disk.list()) {
      MemoryDisk without = disk.copy();
      without.delete(name);
      assertThat(opens(without, "without " + name, name)).isFalse();
    }
  }

  @Test
  void swappedFilesAreRefused() {
    List<String> names = disk.list();
    for (String one : names) {
      for (String other : names) {
        if (!one.equals(other)) {
          MemoryDisk swapped = with(one, disk.bytes(other));
          swapped.put(other, disk.bytes(one));
          assertThat(opens(swapped, one + " and " + other + " swapped", one, other)).isFalse();
        }
      }
    }
  }

  @Test
  void anOlderCopyInTheirPlaceIsHarmlessOrRefused() {
    for (String name : earlier.list()) {
      opens(with(name, earlier.bytes(name)), "older copy of " + name, name);
    }
    int refused = 0;
    List<String> segments = segments();
    for (String name : segments) {
      for (String other : segments) {
        if (!name.equals(other)) {
          refused += opens(with(name, disk.bytes(other)), other + " as " + name, name) ? 0 : 1;
        }
      }
    }
    assertThat(refused).isEqualTo(segments.size() * (segments.size() - 1));
  }
}
