package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.archive.Archive;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.checkpoint.BadCheckpointException;
import org.messagecenter.store.checkpoint.CheckpointHeader;
import org.messagecenter.store.checkpoint.CheckpointReader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.MemoryDisk;

/** The checkpoint's octets are frozen: its header, its blocks, and the entries in them. */
class GoldenCheckpointTest {

  private static final long KEY = 0x0000_1000_0000_0100L;
  private static final long LATER = KEY | 2;
  private static final long MAIL_KEY = 0x0000_1000_0000_0200L;
  private static final int ALIAS = 0xA1B2C3D4;
  private static final long FINGERPRINT = 0x0123_4567_89AB_CDEFL;
  private static final int FINGERPRINTED = 0x10;
  private static final long NEVER = Long.MAX_VALUE;
  private static final long SYNCED = 0x4_0000_2000L;
  private static final int BITE = 4096;
  private static final int HEADER = 64;
  private static final int VERSION_AT = 8;
  private static final int CRC_AT = 60;

  private static final CheckpointHeader BEGUN =
      new CheckpointHeader(0x0123_4567_89AB_CDEFL, 0x4_0000_1000L, 0x77, 0x66, 3);

  /** What a checkpoint is of. */
  private static final class Contents {
    final LiveBytes live = new LiveBytes();
    final Messages messages = new Messages(live, 16);
    final Mailboxes mailboxes = new Mailboxes(live);
    final Archive archive =
        new Archive(new MemoryDisk(), StoreSettings.defaults(Path.of("memory")).archive());
    final List<SnapshotPart> parts =
        List.of(
            new MessagePart(messages, BITE),
            new MailPart(mailboxes, BITE),
            new RepeatPart(messages.repeats, BITE),
            new ArchivePart(archive));

    /** With everything that an entry can have, and without. */
    void fill() {
      int plain = messages.put(KEY, 0x3_0000_0040L, 0x60, 1, 0x55, NEVER, 0, 0, 0x1111);
      messages.table.kindOctet(plain, MessageKind.MT.code());
      int full = messages.put(LATER, 0x3_0000_00A0L, 0x70, 2, 0x44, 0x88, 0x99, ALIAS, 0x2222);
      messages.table.kindOctet(full, MessageKind.DATA.code() | FINGERPRINTED);
      messages.table.shard(full, 0x7F);
      messages.recoverCarrier(full, 0x3333, 0x4_0000_0100L);
      int beside = messages.put(KEY + 512, 0x3_0000_0110L, 0x68, 3, NEVER, NEVER, 0, 0, 0x4444);
      messages.table.kindOctet(beside, MessageKind.BROADCAST.code());
      messages.recoverCarrier(beside, 0x5555, 0x3_0000_0110L);
      mailboxes.put(mailboxes.box("acme"), MAIL_KEY, 0x3_0000_0200L, 0x50, 1, 0x88, 0x99);
      mailboxes.put(mailboxes.box("zoë"), MAIL_KEY + 512, 0x3_0000_0250L, 0x58, 0, 0, NEVER);
      messages.repeats.put(FINGERPRINT, KEY - 512, 0x10, 0);
      messages.repeats.put(FINGERPRINT + 1, LATER, 0x11, ALIAS);
    }

    private void archiveOne() throws IOException, InterruptedException {
      CountDownLatch written = new CountDownLatch(1);
      archive.check(BEGUN.journalId());
      archive.start(written::countDown);
      End end = new End();
      end.begin(KEY - 512);
      archive.put(end, 0x3_0000_0300L);
      archive.closeTable(BEGUN.position());
      assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
    }

    MemoryDisk write() throws IOException, InterruptedException {
      archiveOne();
      MemoryDisk disk = new MemoryDisk();
      CheckpointWriter writer = new CheckpointWriter(disk, BEGUN, Long.MAX_VALUE, () -> {});
      for (SnapshotPart part : parts) {
        part.begin(BEGUN.position());
        while (!part.isWritten()) {
          ByteBuffer block = writer.take();
          if (block == null) {
            Thread.onSpinWait();
          } else {
            writer.put(part.section(), part.write(block), block);
          }
        }
      }
      writer.finish(SYNCED);
      while (!writer.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(writer.failure()).isNull();
      archive.close();
      return disk;
    }

    void read(String section, int entries, ByteBuffer content) {
      parts.stream()
          .filter(part -> part.section().equals(section))
          .forEach(part -> part.read(content, entries));
    }

    List<String> lines() {
      List<String> lines = new ArrayList<>();
      MessageTable table = messages.table;
      for (long key : table.keys()) {
        int slot = table.find(key);
        lines.add(
            common(table, slot)
                + " kind %d shard %d tag %x alias %x of %x hash %x"
                    .formatted(
                        table.kindOctet(slot),
                        table.shard(slot),
                        table.tag(slot),
                        table.alias(slot),
                        table.alias(slot) == 0 ? 0 : messages.aliases.key(table.alias(slot)),
                        table.hash(slot))
                + (table.marked(slot, MessageTable.HAS_CARRIER_ID)
                    ? " carrier at %x".formatted(table.carrierPosition(slot))
                    : ""));
      }
      for (long key : mailboxes.table.keys()) {
        int slot = mailboxes.table.find(key);
        lines.add(common(mailboxes.table, slot) + " to " + mailboxes.boxOf(slot).account);
      }
      messages.repeats.visit(
          (fingerprint, key, acceptedAt, alias) ->
              lines.add("%x of %x at %x, %x".formatted(fingerprint, key, acceptedAt, alias)));
      lines.add("live " + live.total());
      return lines;
    }

    private static String common(SlotTable table, int slot) {
      return "%x at %x length %x attempts %d due %x expires %x"
          .formatted(
              table.key(slot),
              table.position(slot),
              table.length(slot),
              table.attempts(slot),
              table.nextDue(slot),
              table.expires(slot));
    }
  }

  private static Contents full() {
    Contents contents = new Contents();
    contents.fill();
    return contents;
  }

  @Test
  void writesTheFrozenOctets() throws IOException, InterruptedException {
    assertThat(lines(full().write().bytes(CheckpointWriter.NAME))).isEqualTo(golden());
  }

  /** The header in a line, then each block in two: its own header, and its content. */
  private static String lines(byte[] octets) {
    StringBuilder text = new StringBuilder();
    HexFormat hex = HexFormat.of();
    text.append(hex.formatHex(octets, 0, HEADER)).append('\n');
    ByteBuffer in = ByteBuffer.wrap(octets);
    for (int at = HEADER; at < octets.length; ) {
      int content = at + 32;
      int end = content + (in.getInt(at + 8) + 7 & -8);
      text.append(hex.formatHex(octets, at, content)).append('\n');
      text.append(hex.formatHex(octets, content, end)).append('\n');
      at = end;
    }
    return text.toString();
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenCheckpointTest.class.getResourceAsStream("/golden/checkpoint.hex"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] goldenOctets() throws IOException {
    return HexFormat.of().parseHex(golden().replace("\n", ""));
  }

  private static CheckpointReader reader(byte[] octets) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    disk.put(CheckpointWriter.NAME, octets);
    return Objects.requireNonNull(CheckpointReader.open(disk));
  }

  @Test
  void readsTheFrozenOctets() throws IOException {
    Contents contents = new Contents();
    List<String> sections = new ArrayList<>();
    try (CheckpointReader reader = reader(goldenOctets())) {
      assertThat(reader.header()).isEqualTo(BEGUN);
      long synced =
          reader.read(
              (section, entries, content) -> {
                sections.add(section + " " + entries);
                contents.read(section, entries, content);
                return !content.hasRemaining();
              });
      assertThat(synced).isEqualTo(SYNCED);
    }
    contents.parts.forEach(SnapshotPart::readAll);
    assertThat(sections).containsExactly("messages 3", "mails 2", "repeats 2", "archive 1");
    assertThat(contents.lines()).isEqualTo(full().lines());
    // The run that it counts on is not here.
    assertThat(contents.parts)
        .filteredOn(part -> !part.isUsable())
        .extracting(SnapshotPart::section)
        .containsExactly("archive");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void anotherVersionIsRefused(int version) throws IOException {
    byte[] octets = goldenOctets();
    ByteBuffer bytes = ByteBuffer.wrap(octets);
    bytes.putInt(VERSION_AT, version);
    CRC32C crc = new CRC32C();
    crc.update(octets, 0, CRC_AT);
    bytes.putInt(CRC_AT, (int) crc.getValue());
    assertThatThrownBy(() -> reader(octets))
        .isInstanceOf(BadCheckpointException.class)
        .hasMessageContaining("no header that this program knows");
  }

  /** Or the test above would not tell a version from a wrong sum. */
  @Test
  void theSumOfTheHeaderIsTheOneThatIsDescribed() throws IOException {
    byte[] octets = goldenOctets();
    CRC32C crc = new CRC32C();
    crc.update(octets, 0, CRC_AT);
    assertThat(ByteBuffer.wrap(octets).getInt(CRC_AT)).isEqualTo((int) crc.getValue());
  }
}
