package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;

/** The records are frozen, as the journal's octets are. */
class GoldenRecordsTest {

  private static final long KEY = 0x0000_1000_0000_0100L;
  private static final long LATER = KEY | 2;
  private static final int ALIAS = 0xA1B2C3D4;
  private static final long FINGERPRINT = 0x0123_4567_89AB_CDEFL;
  private static final long CARRIER_HASH = 0xFEDC_BA98_7654_3210L;
  private static final long MAIL_KEY = 0x0000_1000_0000_0200L;

  private static final long JOURNAL = 0x0123_4567_89AB_CDEFL;

  private final RecordWriter writer = new RecordWriter(JOURNAL);
  private final NewMessage message =
      new NewMessage(
          "acme",
          "4917",
          MessageKind.BROADCAST,
          0x11,
          0x22,
          0x33,
          bytes("hello"),
          0,
          5,
          0x99,
          true,
          null);
  private final NewMail mail = new NewMail("acme", MailKind.MO, 0x55, bytes("mail"), null);
  private final CarrierId carrierId = new CarrierId("tel", "id-1");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static End end(long key, MessageState state, long doneAt, int error) {
    End end = new End();
    end.begin(key);
    end.state = state.code();
    end.kind = MessageKind.BROADCAST.code();
    end.doneAt = doneAt;
    end.error = error;
    end.tag = 0x99;
    return end;
  }

  /** With everything an end can have. */
  private static End full(End end) {
    end.alias(ALIAS);
    end.fingerprint(FINGERPRINT, 0x11);
    end.carrier(CARRIER_HASH);
    return end;
  }

  private ByteBuffer records() {
    ByteBuffer out = ByteBuffer.allocate(1000);
    writer.mark(out, RecordLayout.OPENED);
    writer.message(out, writer.prepare(message, KEY, 0), KEY, message, 0, 0);
    writer.state(out, writer.prepare(carrierId), KEY, 2, 0x44);
    ByteBuffer moved = out.duplicate().flip();
    writer.movedMessage(out, moved, 8, 2, 0x44, bytes("telid-1"), 3, 4);
    writer.state(out, writer.prepare((CarrierId) null), KEY, 3, Long.MAX_VALUE);
    writer.message(out, writer.prepare(message, LATER, FINGERPRINT), LATER, message, ALIAS, 0x77);
    writer.finish(out, end(KEY, MessageState.DELIVERED, 0x66, 0x4A1));
    writer.finish(out, full(end(LATER, MessageState.DELETED, 0x67, 0x4A2)));
    int at = out.position();
    writer.mail(out, writer.prepare(mail), MAIL_KEY, mail, 0x77, 0x55, KEY);
    writer.mailState(out, MAIL_KEY, 1, 0x88);
    writer.movedMail(out, out.duplicate(), at, 1, 0x88);
    writer.mailDone(out, MAIL_KEY, MailOutcome.DROPPED);
    writer.duplicates(out, new long[] {KEY, MAIL_KEY}, 0, 2);
    writer.mark(out, RecordLayout.CLOSED);
    return out.flip();
  }

  @Test
  void writesTheFrozenOctets() throws IOException {
    ByteBuffer records = records();
    byte[] octets = new byte[records.remaining()];
    records.get(octets);
    assertThat(lines(octets)).isEqualTo(golden());
  }

  /** A type that came later has a line of its own: programs before it read all of the others. */
  @Test
  void theRecordThatTakesACarrierIdOffIsFrozenToo() throws IOException {
    byte[] frozen;
    try (InputStream in =
        Objects.requireNonNull(GoldenRecordsTest.class.getResourceAsStream("/golden/retry.hex"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      frozen = HexFormat.of().parseHex(text.strip());
    }
    ByteBuffer out = ByteBuffer.allocate(100);
    writer.retry(out, KEY, 4, 0x55);
    assertThat(HexFormat.of().formatHex(out.array(), 0, out.position()))
        .isEqualTo(HexFormat.of().formatHex(frozen));

    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(golden().replace("\n", "")));
    Messages messages = new Messages(new LiveBytes(), 16);
    MemoryDisk disk = new MemoryDisk();
    StoreKey.load(disk, true);
    Ended ended = new Ended(disk, StoreSettings.defaults(Path.of("memory")).archive());
    Replay replay = new Replay(messages, new Mailboxes(new LiveBytes()), ended);
    int at = 0;
    for (int record = 0; record < 4; record++) {
      at += in.getInt(at);
    }
    replay.group(1L << 32, in.duplicate().limit(at), 0);
    int slot = messages.table.find(KEY);
    assertThat(messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)).isTrue();

    replay.group(2L << 32, ByteBuffer.wrap(frozen), 0);
    assertThat(messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)).isFalse();
    assertThat(messages.table.attempts(slot)).isEqualTo(4);
    assertThat(messages.table.nextDue(slot)).isEqualTo(0x55);
    assertThat(messages.isAddressed(slot)).isFalse();

    RecordView view = new RecordView(JOURNAL);
    assertThat(view.read(ByteBuffer.wrap(frozen), 0)).isNull();
    assertThat(view.type()).isEqualTo(RecordView.Type.MESSAGE_RETRY);
    assertThat(view.key()).isEqualTo(KEY);
    assertThat(view.attempts()).isEqualTo(4);
    assertThat(view.nextDueAt()).isEqualTo(0x55);
  }

  /** A record a line, for people. */
  private static String lines(byte[] octets) {
    StringBuilder text = new StringBuilder();
    ByteBuffer in = ByteBuffer.wrap(octets);
    for (int at = 0; at < octets.length; at += in.getInt(at)) {
      text.append(HexFormat.of().formatHex(octets, at, at + in.getInt(at))).append('\n');
    }
    return text.toString();
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenRecordsTest.class.getResourceAsStream("/golden/records.hex"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void readsTheFrozenOctets() throws IOException {
    byte[] octets = HexFormat.of().parseHex(golden().replace("\n", ""));
    LiveBytes live = new LiveBytes();
    MemoryDisk disk = new MemoryDisk();
    StoreKey.load(disk, true);
    Ended ended = new Ended(disk, StoreSettings.defaults(Path.of("memory")).archive());
    Messages messages = new Messages(live, 16);
    Mailboxes mailboxes = new Mailboxes(live);
    Replay replay = new Replay(messages, mailboxes, ended);
    ByteBuffer in = ByteBuffer.wrap(octets);
    int at = 0;
    for (int record = 0; record < 6; record++) {
      at += in.getInt(at);
    }
    replay.group(1L << 32, in.duplicate().limit(at), 0);

    int slot = messages.table.find(KEY);
    assertThat(messages.table.attempts(slot)).isEqualTo(3);
    assertThat(messages.table.nextDue(slot)).isEqualTo(Long.MAX_VALUE);
    assertThat(messages.table.expires(slot)).isEqualTo(0x33);
    RecordReader.Message read =
        new RecordReader(JOURNAL)
            .message(in, (int) messages.table.position(slot), messages.table.length(slot), KEY);
    assertThat(read.account()).isEqualTo("acme");
    assertThat(read.destination()).isEqualTo("4917");
    assertThat(read.kind()).isEqualTo(MessageKind.BROADCAST);
    assertThat(read.carrierId()).isEqualTo(carrierId);
    assertThat(read.tag()).isEqualTo(0x99);
    assertThat(read.alias()).isZero();
    assertThat(read.acceptedAt()).isEqualTo(0x11);
    assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo("hello");

    int later = messages.table.find(LATER);
    RecordReader.Message readLater =
        new RecordReader(JOURNAL)
            .message(in, (int) messages.table.position(later), messages.table.length(later), LATER);
    assertThat(readLater.account()).isEqualTo("acme");
    assertThat(readLater.shard()).isEqualTo(0x77);
    assertThat(readLater.alias()).isEqualTo(ALIAS);
    assertThat(messages.table.alias(later)).isEqualTo(ALIAS);
    assertThat(messages.aliases.key(ALIAS)).isEqualTo(KEY);
    assertThat(messages.table.fingerprinted(later)).isTrue();
    assertThat(messages.table.kind(later)).isEqualTo(MessageKind.BROADCAST.code());
    int place = messages.repeats.find(FINGERPRINT, 0x11);
    assertThat(messages.repeats.key(place)).isEqualTo(LATER);
    assertThat(messages.repeats.alias(place)).isEqualTo(ALIAS);

    for (int record = 0; record < 5; record++) {
      replay.group(2L << 32, in.duplicate().position(at).limit(at + in.getInt(at)), 0);
      at += in.getInt(at);
    }
    assertThat(messages.table.find(KEY)).isEqualTo(-1);
    assertThat(messages.table.find(LATER)).isEqualTo(-1);
    assertThat(ended.archive.byKey(KEY))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(
            end(KEY, MessageState.DELIVERED, 0x66, 0x4A1),
            full(end(LATER, MessageState.DELETED, 0x67, 0x4A2)));
    assertThat(ended.archive.byAlias(ALIAS)).extracting(end -> end.key).containsExactly(LATER);
    assertThat(Objects.requireNonNull(ended.archive.byCarrier(CARRIER_HASH)).key).isEqualTo(LATER);
    assertThat(Position.segment(ended.archive.oldestWaiting())).isEqualTo(2);
    int mailSlot = mailboxes.table.find(MAIL_KEY);
    assertThat(mailboxes.table.attempts(mailSlot)).isEqualTo(1);
    assertThat(mailboxes.table.nextDue(mailSlot)).isEqualTo(0x88);
    assertThat(mailboxes.boxOf(mailSlot).account).isEqualTo("acme");

    replay.group(3L << 32, in.duplicate().position(at), 0);
    assertThat(mailboxes.table.find(MAIL_KEY)).isEqualTo(-1);
  }
}
