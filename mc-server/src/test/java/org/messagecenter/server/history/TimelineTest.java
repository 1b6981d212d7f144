package org.messagecenter.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.store.history.HistoryEntry;
import org.messagecenter.store.history.HistoryLimits;
import org.messagecenter.store.history.HistoryLog;
import org.messagecenter.store.journal.NioDisk;

/** Each step as it is kept, octet by octet, and as it reads. */
class TimelineTest {

  private static final long MILLIS = 1_782_907_200_123L;
  private static final long KEY = 0x1000_0000_0200L;
  private static final int THROTTLED = CommandStatus.ESME_RTHROTTLED.value();

  @TempDir Path directory;

  /** What is kept of so many steps, once all are written. */
  private List<HistoryEntry> kept(int count, Consumer<History> steps) throws IOException {
    HistoryLog log =
        HistoryLog.start(
            () -> new NioDisk(directory),
            HistoryLimits.of(Long.MAX_VALUE / 2000, 1 << 30),
            System::currentTimeMillis,
            System::nanoTime);
    long[] micros = {MILLIS * 1000};
    try (MessageHistory history = new MessageHistory(log, () -> micros[0]++)) {
      assertThat(history.isKept()).isTrue();
      steps.accept(history);
      // The end does not wait for ever.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (log.stats().written() < count && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return HistoryLog.read(new NioDisk(directory), KEY);
  }

  private void check(Consumer<History> step, String octets, String line) throws IOException {
    List<HistoryEntry> entries = kept(1, step);
    assertThat(entries).hasSize(1);
    assertThat(HexFormat.of().formatHex(entries.get(0).payload()))
        .isEqualTo(octets.replace(" ", ""));
    assertThat(Timeline.lines(entries)).containsExactly("2026-07-01T12:00:00.123Z  " + line);
  }

  @Test
  void routed() throws IOException {
    check(
        history -> history.routed(KEY, "de", "alpha"),
        "02 6465 05 616c706861",
        "routed    by rule de to carrier alpha");
  }

  @Test
  void queued() throws IOException {
    check(
        history -> history.queued(KEY, "alpha", "throttled"),
        "05 616c706861 09 7468726f74746c6564",
        "queued    for carrier alpha: throttled");
  }

  @Test
  void sent() throws IOException {
    check(
        history -> history.sent(KEY, 200, "alpha", "a/1"),
        "c801 05 616c706861 03 612f31",
        "sent      attempt 200 to carrier alpha, bind a/1");
  }

  @Test
  void sentWithoutABind() throws IOException {
    check(
        history -> history.sent(KEY, 1, "simulated", ""),
        "01 09 73696d756c61746564 00",
        "sent      attempt 1 to carrier simulated");
  }

  @Test
  void anOutcomeWithAnotherAttemptToCome() throws IOException {
    check(
        history -> history.outcome(KEY, 1, THROTTLED, "temporary", MILLIS + 30_000),
        "01 59 b1ea01 09 74656d706f72617279",
        "outcome   attempt 1: temporary, ESME_RTHROTTLED (0x00000058); next"
            + " 2026-07-01T12:00:30.123Z");
  }

  @Test
  void received() throws IOException {
    check(
        history -> history.received(KEY, MILLIS, "alpha", "a/1"),
        "05 616c706861 03 612f31",
        "received  from carrier alpha, bind a/1");
  }

  @Test
  void receivedFromNoCarrier() throws IOException {
    check(
        history -> history.received(KEY, MILLIS, "", ""),
        "00 00",
        "received  from the simulated network");
  }

  @Test
  void owned() throws IOException {
    check(
        history -> history.owned(KEY, "acme", "prefix, n:7"),
        "04 61636d65 0b 7072656669782c206e3a37",
        "owned     by account acme: prefix, n:7");
  }

  @Test
  void kept() throws IOException {
    check(
        history -> history.kept(KEY, MILLIS + 1000),
        "e807",
        "kept      in its mailbox, until 2026-07-01T12:00:01.123Z");
  }

  @Test
  void keptForEver() throws IOException {
    check(
        history -> history.kept(KEY, Long.MAX_VALUE),
        HexFormat.of().formatHex(varint(Long.MAX_VALUE - MILLIS)),
        "kept      in its mailbox");
  }

  @Test
  void anOutcomeWithoutAStatus() throws IOException {
    check(
        history -> history.outcome(KEY, 3, -1, "unknown", 0),
        "03 00 00 07 756e6b6e6f776e",
        "outcome   attempt 3: unknown");
  }

  @Test
  void anOutcomeThatLeavesTheRestToTheValidity() throws IOException {
    check(
        history -> history.outcome(KEY, 3, 0, "taken", Long.MAX_VALUE),
        "03 01 858caff0bc86cdffff7f".substring(0, 6)
            + HexFormat.of().formatHex(varint(Long.MAX_VALUE - MILLIS + 1))
            + "05 74616b656e",
        "outcome   attempt 3: taken, ESME_ROK (0x00000000); next when its validity ends");
  }

  private static byte[] varint(long value) {
    StepWriter writer = new StepWriter().begin().number(value);
    return java.util.Arrays.copyOf(writer.octets, writer.length());
  }

  @Test
  void aReceipt() throws IOException {
    check(
        history -> history.receipt(KEY, "alpha", "00FF", MessageState.UNDELIVERABLE, 0x4A1),
        "05 616c706861 04 30304646 05 a109",
        "receipt   from carrier alpha, id 00FF: UNDELIVERABLE, err 4A1");
  }

  @Test
  void home() throws IOException {
    check(
        history -> history.home(KEY, "bind_receiver", 0),
        "0d 62696e645f7265636569766572 01",
        "home      to bind_receiver: ESME_ROK (0x00000000)");
  }

  @Test
  void homeWithAStatusOfTheVendors() throws IOException {
    check(
        history -> history.home(KEY, "b", 0xFFFF_FFFE),
        "01 62 ffffffff0f",
        "home      to b: 0xFFFFFFFE");
  }

  @Test
  void homeWithoutAnAnswer() throws IOException {
    check(history -> history.home(KEY, "b", -1), "01 62 00", "home      to b: no answer");
  }

  @Test
  void aNote() throws IOException {
    check(
        history -> history.note(KEY, "größer \n€ 🙂"),
        "15 6772c3b6c39f6572200ae282ac20f09f9982".replace("15", "12"),
        "note      größer ?€ 🙂");
  }

  @Test
  void whatMayGoOutTwiceIsMarked() throws IOException {
    List<HistoryEntry> entries =
        kept(
            9,
            history -> {
              history.sent(KEY, 1, "a", "a/1");
              history.outcome(KEY, 1, THROTTLED, "throttled", 0);
              history.sent(KEY, 1, "a", "a/1");
              history.outcome(KEY, 1, -1, "no answer", MILLIS);
              history.routed(KEY, "de", "a");
              history.sent(KEY, 2, "a", "a/1");
              history.outcome(KEY, 2, 8, "failed for now", MILLIS);
              history.sent(KEY, 3, "a", "a/1");
              // The process died before the answer came.
              history.sent(KEY, 3, "a", "a/1");
            });

    assertThat(Timeline.lines(entries).stream().filter(line -> line.contains("sent ")))
        .extracting(line -> line.endsWith("bind a/1, a possible duplicate"))
        .containsExactly(false, false, true, false, true);
  }

  @Test
  void whatIsTooLongIsCutBehindAWholeCharacter() throws IOException {
    String euros = "€".repeat(100);
    List<HistoryEntry> entries =
        kept(
            5,
            history -> {
              history.note(KEY, "a".repeat(300));
              history.note(KEY, "ab" + euros);
              history.routed(KEY, euros, "🙂".repeat(100));
              history.receipt(
                  KEY, "x".repeat(255), "y".repeat(255), MessageState.DELIVERED, 0xFFFF_FFFF);
              history.outcome(KEY, 65_535, 0x7FFF_FFFF, "z".repeat(300), Long.MAX_VALUE);
            });

    List<String> lines = Timeline.lines(entries);
    assertThat(lines.get(0)).endsWith("note      " + "a".repeat(254));
    assertThat(lines.get(1)).endsWith("note      ab" + "€".repeat(84));
    assertThat(lines.get(2))
        .endsWith("by rule " + "€".repeat(33) + " to carrier " + "🙂".repeat(25));
    assertThat(lines.get(3)).endsWith("id " + "y".repeat(140) + ": DELIVERED, err FFFFFFFF");
    assertThat(lines.get(4)).contains("attempt 65535: " + "z".repeat(100) + ", 0x7FFFFFFF; next");
  }

  @Test
  void whatALaterVersionWrote() {
    byte[] longer = "\002de\005alphaMORE".getBytes(StandardCharsets.US_ASCII);

    assertThat(
            Timeline.lines(
                List.of(
                    new HistoryEntry(KEY, MILLIS * 1000, 1, longer),
                    new HistoryEntry(KEY, MILLIS * 1000, 99, longer))))
        .containsExactly(
            "2026-07-01T12:00:00.123Z  routed    by rule de to carrier alpha",
            "2026-07-01T12:00:00.123Z  step      of kind 99, which this version does not know");
  }

  @Test
  void nonsenseIsPrintedAndNotThrown() {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int type = 0; type < 256; type++) {
      for (int length = 0; length < 12; length++) {
        byte[] payload = new byte[length];
        java.util.Arrays.fill(payload, (byte) (type % 2 == 0 ? 0xFF : 0x03));
        entries.add(new HistoryEntry(KEY, MILLIS * 1000, type, payload));
      }
    }

    assertThat(Timeline.lines(entries))
        .hasSize(entries.size())
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }
}
