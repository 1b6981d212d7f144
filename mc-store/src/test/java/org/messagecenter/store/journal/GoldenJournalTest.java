package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The format is frozen: these octets were written once, and must be read and written for ever. */
class GoldenJournalTest {

  private static final String[] SEGMENTS = {"0000000001.seg", "0000000002.seg"};

  private static byte[] golden(String name) throws IOException {
    String resource = "/golden/journal-" + name + ".hex";
    try (InputStream in =
        Objects.requireNonNull(GoldenJournalTest.class.getResourceAsStream(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
  }

  @Test
  void writesTheFrozenOctets() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    JournalProbe probe = new JournalProbe(disk, 320);
    probe.commit("first group");
    probe.commit("");
    probe.commit("a third, longer than what is left of the segment");
    probe.journal.advanceHead(2);
    probe.journal.seal();

    // The head moved with a group that was not synced, so both segments are still there.
    for (String name : SEGMENTS) {
      assertThat(HexFormat.of().formatHex(disk.bytes(name)))
          .isEqualTo(HexFormat.of().formatHex(golden(name)));
    }
  }

  @Test
  void readsTheFrozenOctets() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    for (String name : SEGMENTS) {
      disk.put(name, golden(name));
    }

    JournalProbe probe = new JournalProbe(disk, 320);

    assertThat(probe.recovered)
        .containsExactly("first group", "", "a third, longer than what is left of the segment", "");
    assertThat(probe.positions.get(0)).isEqualTo(Position.of(1, 120));
    assertThat(probe.journal.epoch()).isEqualTo(2);
    assertThat(probe.journal.lastCommit()).isEqualTo(4);
    assertThat(probe.journal.oldestSegment()).isEqualTo(2);
  }
}
