package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every cut and every flipped bit is either noticed or harmless. */
class JournalDamageTest {

  private static final String FIRST = "0000000001.seg";
  private static final String SECOND = "0000000002.seg";

  /** Two segments: the first full, the second with a few groups; not closed in order. */
  private final MemoryDisk disk = new MemoryDisk();

  private final List<String> written = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    JournalProbe probe = new JournalProbe(disk, 1024);
    for (int i = 0; probe.journal.activeSegment() == 1 || i % 4 != 0; i++) {
      String text = "group " + i + ", " + "x".repeat(i * 7 % 40);
      probe.commit(text);
      written.add(text);
    }
    assertThat(probe.journal.activeSegment()).isEqualTo(2);
  }

  private List<String> allButLast() {
    return written.subList(0, written.size() - 1);
  }

  private static MemoryDisk with(MemoryDisk disk, String name, byte[] bytes) {
    MemoryDisk copy = disk.copy();
    copy.put(name, bytes);
    return copy;
  }

  @Test
  void aCutAnywhereInTheLastSegmentIsRefused() {
    byte[] whole = disk.bytes(SECOND);
    for (int length = 0; length < whole.length; length++) {
      MemoryDisk cut = with(disk, SECOND, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> JournalProbe.recover(cut))
          .as("cut at %d", length)
          .isInstanceOf(JournalDamageException.class)
          .hasMessageContaining(SECOND);
      assertThat(cut.list()).as("cut at %d", length).contains(SECOND);
    }
  }

  @Test
  void aCutOfTheOnlySegmentIsRefusedWhereverItTakesMoreThanZeros() throws IOException {
    MemoryDisk one = new MemoryDisk();
    new JournalProbe(one, 1024).commit("only");
    byte[] whole = one.bytes(FIRST);
    for (int length = 1; length < whole.length; length++) {
      MemoryDisk cut = with(one, FIRST, Arrays.copyOf(whole, length));
      if (length >= SegmentHeader.BYTES) {
        assertThatThrownBy(() -> JournalProbe.recover(cut))
            .as("cut at %d", length)
            .isInstanceOf(JournalDamageException.class)
            .hasMessageContaining(FIRST)
            .hasMessageContaining("1024");
      }
    }
  }

  @Test
  void aLastSegmentThatIsMissingIsRefused() {
    MemoryDisk without = disk.copy();
    without.delete(SECOND);
    assertThatThrownBy(() -> JournalProbe.recover(without))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining(SECOND)
        .hasMessageContaining("missing");
  }

  @Test
  void aSegmentOfAnEarlierRunSaysThatItWasContinued() throws IOException {
    MemoryDisk again = disk.copy();
    new JournalProbe(again, 1024).journal.close();
    assertThat(again.bytes(SECOND)).hasSizeLessThan(1024);
    again.delete("0000000003.seg");

    assertThatThrownBy(() -> JournalProbe.recover(again))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("0000000003.seg")
        .hasMessageContaining("missing");
  }

  @Test
  void withoutTheMarkALastSegmentCanBeMissingUnnoticed() throws IOException {
    // What a power failure right after the beginning of a segment may leave.
    MemoryDisk unmarked = disk.copy();
    byte[] first = unmarked.bytes(FIRST);
    Arrays.fill(first, first.length - Journal.MARK, first.length, (byte) 0);
    unmarked.put(FIRST, first);

    assertThat(JournalProbe.recover(unmarked)).isEqualTo(written);
  }

  @Test
  void aCutAnywhereInAnEarlierSegmentIsRefused() {
    byte[] whole = disk.bytes(FIRST);
    // Up to the last payload's last octet: the mark and padding may be missing.
    int needed = used(Arrays.copyOf(whole, whole.length - Journal.MARK));
    for (int length = 0; length < needed; length++) {
      MemoryDisk cut = with(disk, FIRST, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> JournalProbe.recover(cut))
          .as("cut at %d", length)
          .isInstanceOf(JournalDamageException.class)
          .hasMessageContaining(FIRST);
    }
  }

  @Test
  void aTornLastGroupIsDroppedAndWritingGoesOn() throws IOException {
    byte[] whole = disk.bytes(SECOND);
    whole[used(whole) - 1] = 0;
    MemoryDisk torn = with(disk, SECOND, whole);

    JournalProbe probe = new JournalProbe(torn, 1024);
    assertThat(probe.recovered).isEqualTo(allButLast());
    probe.commit("after the crash");

    List<String> expected = new ArrayList<>(allButLast());
    expected.add("after the crash");
    assertThat(JournalProbe.recover(torn.copy())).isEqualTo(expected);
  }

  @Test
  void aFlippedBitIsRefusedOrCostsTheLastGroup() {
    flipEverywhere(disk, allButLast());
  }

  @Test
  void afterAnOrderlyCloseAFlippedBitIsRefusedOrCostsNothing() throws IOException {
    MemoryDisk closed = new MemoryDisk();
    JournalProbe probe = new JournalProbe(closed, 1024);
    for (String text : written) {
      probe.commit(text);
    }
    probe.journal.close();

    flipEverywhere(closed, written);
  }

  @Test
  void afterAnIdleSealAFlippedBitIsRefusedOrCostsNothing() throws IOException {
    MemoryDisk sealed = new MemoryDisk();
    JournalProbe probe = new JournalProbe(sealed, 1024);
    for (String text : written) {
      probe.commit(text);
    }
    probe.journal.seal();

    flipEverywhere(sealed, written);
  }

  /** Up to the last octet that is not zero. */
  private static int used(byte[] bytes) {
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /**
   * Each bit of what was written to each file: the opening is refused by file and offset, or brings
   * at least these.
   */
  private static void flipEverywhere(MemoryDisk disk, List<String> least) {
    String[] expected = least.toArray(new String[0]);
    int refused = 0;
    int opened = 0;
    for (String name : List.of(FIRST, SECOND)) {
      byte[] whole = disk.bytes(name);
      for (int bit = 0; bit < used(whole) * 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        try {
          List<String> recovered = JournalProbe.recover(with(disk, name, flipped));
          assertThat(recovered).as("bit %d of %s", bit, name).startsWith(expected);
          opened++;
        } catch (JournalDamageException e) {
          assertThat(e.file()).as("bit %d of %s", bit, name).endsWith(name);
          assertThat(e.offset()).isBetween(0L, bit / 8L);
          refused++;
        } catch (IOException e) {
          throw new AssertionError("bit " + bit + " of " + name, e);
        }
      }
    }
    assertThat(refused).isGreaterThan(10 * opened / 4);
  }

  @Test
  void aSegmentThatWasNeverBegunIsRemoved() throws IOException {
    for (int length : new int[] {0, 10, SegmentHeader.BYTES, 1024}) {
      MemoryDisk begun = disk.copy();
      begun.put("0000000003.seg", new byte[length]);
      assertThat(JournalProbe.recover(begun)).as("%d zeros", length).isEqualTo(written);
    }
  }

  @Test
  void aSegmentUnderANewerNameIsRefused() {
    MemoryDisk misplaced = disk.copy();
    misplaced.put("0000000003.seg", disk.bytes(FIRST));
    assertThatThrownBy(() -> JournalProbe.recover(misplaced))
        .isInstanceOf(JournalDamageException.class)
        .hasMessageContaining("0000000003.seg")
        .hasMessageContaining("segment 1");
  }

  @Test
  void remainsOfAnEarlierUseAreNoGroups() throws IOException {
    byte[] old = disk.bytes(FIRST);
    byte[] second = disk.bytes(SECOND);
    byte[] recycled = second.clone();
    int end = (used(second) + 7) & -8;
    System.arraycopy(old, SegmentHeader.BYTES, recycled, end, recycled.length - end);

    assertThat(JournalProbe.recover(with(disk, SECOND, recycled))).isEqualTo(written);
  }

  @Test
  void aBodyThatLooksLikeAGroupIsNone() throws IOException {
    byte[] group = Arrays.copyOfRange(disk.bytes(FIRST), SegmentHeader.BYTES, 200);
    MemoryDisk other = new MemoryDisk();
    JournalProbe probe = new JournalProbe(other, 4096);
    probe.commit("first");
    ByteBuffer frame = ByteBuffer.allocate(1000);
    // The same journal id: only the segment number differs.
    probe.journal.roll(0);
    probe.journal.commit(frame.position(Journal.GROUP_HEADER).put(group), 1);
    byte[] bytes = other.bytes(SECOND);
    bytes[SegmentHeader.BYTES + 8] ^= 1;

    assertThat(JournalProbe.recover(with(other, SECOND, bytes))).containsExactly("first");
  }
}
