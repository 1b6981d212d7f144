package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/** The files as the package describes them, octet by octet. */
class HistoryFormatTest {

  private static final HexFormat HEX = HexFormat.of();

  private final MemoryDisk disk = new MemoryDisk();
  private final LogFiles files = new LogFiles(disk);

  private void writeTwoBlocks() throws IOException {
    LogWriter writer =
        new LogWriter(
            disk, files, new HistoryLimits(86_400_000, 1 << 30, 1 << 20), () -> 1_700_000_000_000L);
    Block block = new Block();
    add(block, 0x0000_1000_0000_0200L, 1_700_000_000_000_123L, 1, "ab");
    add(block, 0x0000_1000_0000_0400L, 1_700_000_000_000_100L, 255, "");
    add(block, 0x0000_1000_0000_0200L, 1_700_000_000_001_000L, 2, "c");
    writer.write(block);
    block.clear();
    add(block, 0x0000_1000_0000_0200L, 1_700_000_000_002_000L, 3, "d");
    writer.write(block);
    writer.end();
  }

  private static void add(Block block, long key, long micros, int type, String payload) {
    byte[] octets = payload.getBytes(StandardCharsets.US_ASCII);
    block.add(key, micros, type, octets, octets.length);
  }

  @Test
  void aLog() throws IOException {
    writeTwoBlocks();

    assertThat(HEX.formatHex(disk.bytes("0000000001.log"))).isEqualTo(LOG.replaceAll("\\s", ""));
  }

  @Test
  void anIndex() throws IOException {
    writeTwoBlocks();

    assertThat(files.indexOne()).isTrue();

    byte[] index = disk.bytes("0000000001.idx");
    assertThat(index).hasSize(64 + 4096);
    assertThat(HEX.formatHex(index, 0, 64 + 48)).isEqualTo(INDEX.replaceAll("\\s", ""));
    assertThat(HEX.formatHex(index, 64 + 4092, 64 + 4096)).isEqualTo(PAGE_CRC);
    for (int i = 64 + 36; i < 64 + 4092; i++) {
      assertThat(index[i]).as("octet %d", i).isZero();
    }
  }

  @Test
  void theFrozenFilesAreRead() throws IOException {
    disk.put("0000000001.log", HEX.parseHex(LOG.replaceAll("\\s", "")));
    files.load();

    List<String> found = new ArrayList<>();
    for (HistoryEntry entry : files.find(0x0000_1000_0000_0200L, new ArrayList<>())) {
      found.add(
          entry.micros()
              + " "
              + entry.type()
              + " "
              + new String(entry.payload(), StandardCharsets.US_ASCII));
    }

    assertThat(found)
        .containsExactly("1700000000000123 1 ab", "1700000000001000 2 c", "1700000000002000 3 d");
  }

  @Test
  void aNewerVersionIsLeftAlone() throws IOException {
    byte[] log = HEX.parseHex(LOG.replaceAll("\\s", ""));
    log[11] = 2;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(log, 0, 28);
    java.nio.ByteBuffer.wrap(log).putInt(28, (int) crc.getValue());
    disk.put("0000000001.log", log);
    files.load();
    List<IOException> failures = new ArrayList<>();

    assertThat(files.find(0x0000_1000_0000_0200L, failures)).isEmpty();
    assertThat(files.indexOne()).isFalse();
    files.retain(Long.MAX_VALUE / 2000, new HistoryLimits(1, 0, 1 << 20));

    assertThat(failures).isEmpty();
    assertThat(disk.bytes("0000000001.log")).isEqualTo(log);
    assertThat(files.begin().number).isEqualTo(2);
  }

  private static final String LOG =
      """
      4d43484953540d0a 00000001 00000001 00060a24181e4000 00000000 c3205ac6

      4d434842 ad96a2d8 00000012 00000003 00060a24181e407b 0000100000000200
      00 00 01 02 6162
      8008 2d ff 00
      ff07 880e 02 01 63

      4d434842 d0c974b2 00000005 00000001 00060a24181e47d0 0000100000000200
      00 00 03 01 64
      """;

  private static final String INDEX =
      """
      4d43484944580d0a 00000001 00000001 0000000000000077
      0000100000000200 0000100000000400 00060a24181e47d0
      00000003 0000000000000000 7737f801

      0000100000000200 00000020
      0000100000000200 00000052
      0000100000000400 00000020
      000000000000000000000000
      """;

  private static final String PAGE_CRC = "a4a58a53";
}
