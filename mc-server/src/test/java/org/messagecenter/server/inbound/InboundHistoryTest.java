package org.messagecenter.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.history.History;
import org.messagecenter.server.history.Senders;
import org.messagecenter.server.inbound.InboundDesk.Result;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.StoreSettings;

/** What is noted of messages from mobiles, and where. */
@Timeout(300)
class InboundHistoryTest {
  private static final long HOUR = 3_600_000;

  @TempDir Path directory;

  private final BlockingQueue<Mail> mail = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();
  private final AtomicLong behind = new AtomicLong();

  private final History history =
      new History() {
        @Override
        public boolean isKept() {
          return true;
        }

        @Override
        public void received(long key, long at, String carrier, String bind) {
          noted.add(name(key) + " received " + carrier + " " + bind);
        }

        @Override
        public void owned(long key, String account, String how) {
          noted.add(name(key) + " owned " + account + ", " + how);
        }

        @Override
        public void kept(long key, long until) {
          noted.add(name(key) + " kept");
        }

        @Override
        public void note(long key, String words) {
          noted.add(name(key) + " " + words);
        }
      };

  private JournalStore store;
  private InboundDesk desk;
  private long sender;

  @BeforeEach
  void open() throws IOException {
    store =
        JournalStore.open(
            StoreSettings.defaults(directory).withSegmentBytes(1 << 20).withSpareSegments(0));
    sender = new Senders(store.messageIds()).key("+" + Samples.SOURCE);
    NumberEntry joined =
        new NumberEntry(
            "2",
            false,
            Set.of(),
            Set.of(),
            new Ownership(Samples.account("acme"), Parts.JOIN, "exact number, n:1"),
            "n:1");
    desk =
        new InboundDesk(
            store,
            new InboundSettings(
                new NumberTable(
                    List.of(joined),
                    Samples.book(Samples.account("blue", "44*")),
                    null,
                    Parts.SEPARATE),
                CommandStatus.ESME_RINVDSTADR,
                Duration.ofMillis(HOUR)),
            carrier -> Dialect.STANDARD,
            HOUR,
            new PartFingerprints(store.messageIds()),
            new MessageWords(false),
            new RateLimitedLog(1, () -> 0),
            () -> System.currentTimeMillis() - behind.get(),
            new SimpleMeterRegistry(),
            history);
    store.start(desk.parts(), mail::add, info -> {}, (cause, what) -> {});
    store.requestMail("acme", 100);
    store.requestMail("blue", 100);
    store.requestWork(100);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Keys as they are told apart here: the sender's, those of mails, and those of parts. */
  private String name(long key) {
    return key == sender ? "sender:" : (key & 1 << 8) != 0 ? "mail:" : "part:";
  }

  private Result receive(DeliverSm message) throws Exception {
    CompletableFuture<Result> result = new CompletableFuture<>();
    desk.receive("north", "north/1", message, result::complete);
    return result.get(60, TimeUnit.SECONDS);
  }

  private Mail next() throws InterruptedException {
    return Objects.requireNonNull(mail.poll(60, TimeUnit.SECONDS));
  }

  /** What was noted, with the ids of two messages as one and two. */
  private List<String> noted(String one, String two) {
    return noted.stream().map(line -> line.replace(one, "ONE").replace(two, "TWO")).toList();
  }

  private String id(Mail of) {
    return store.messageIds().encode(0, of.key());
  }

  @Test
  void aMessageOfItsOwn() throws Exception {
    assertThat(receive(Samples.text("447700900123", "hello"))).isEqualTo(Result.STORED);
    assertThat(noted(id(next()), "-"))
        .containsExactly(
            "mail: received north north/1",
            "mail: owned blue, prefix, the numbers of blue",
            "mail: kept",
            "sender: message ONE for blue, from carrier north");
  }

  @Test
  void aMessageOfTheSimulatedNetwork() throws Exception {
    CompletableFuture<Result> result = new CompletableFuture<>();
    desk.receive(Samples.text("44", "hello"), result::complete);
    assertThat(noted(id(next()), "-"))
        .startsWith("mail: received  ")
        .endsWith("sender: message ONE for blue, from the simulated network");
  }

  @Test
  void aMessageThatNobodyWants() throws Exception {
    assertThat(receive(Samples.text("9", "hello"))).isEqualTo(Result.NO_OWNER);
    assertThat(noted)
        .containsExactly("sender: refused, nobody owns the number, from carrier north");
  }

  @Test
  void aMessageThatIsNotStored() throws Exception {
    store.close();
    assertThat(receive(Samples.text("44", "hello"))).isEqualTo(Result.NOT_STORED);
    assertThat(receive(Samples.part("2", 7, 2, 2, "b"))).isEqualTo(Result.NOT_STORED);
    assertThat(noted)
        .containsOnly("sender: refused, the store did not take it, from carrier north")
        .hasSize(2);
  }

  @Test
  void partsThatAreJoined() throws Exception {
    receive(Samples.part("2", 7, 2, 2, "b"));
    receive(Samples.part("2", 7, 2, 2, "b"));
    List<String> before = List.copyOf(noted);
    assertThat(before.stream().map(line -> line.replaceAll("[0-9a-f]{32}", "ID")))
        .containsExactly(
            "part: received north north/1",
            "part: part 2 of 2, waits for the others",
            "sender: message ID, part 2 of 2, from carrier north",
            "part: came again");
    noted.clear();

    receive(Samples.part("2", 7, 2, 1, "a"));
    Mail whole = next();

    List<String> after = noted(id(whole), "-");
    assertThat(after.subList(3, after.size()).stream().map(l -> l.replaceAll("[0-9a-f]{32}", "ID")))
        .containsExactly(
            "mail: joined of 2 parts, the first of which is message ID",
            "mail: owned acme, exact number, n:1",
            "mail: kept",
            "part: joined into message ONE",
            "part: joined into message ONE",
            "sender: message ONE for acme, joined of 2, from carrier north");
  }

  @Test
  void aPartWhoseOthersDoNotCome() throws Exception {
    behind.set(2 * HOUR);
    receive(Samples.part("2", 7, 2, 2, "b"));
    Mail alone = next();
    List<String> lines = noted(id(alone), "-");
    assertThat(lines.subList(3, lines.size()).stream().map(l -> l.replaceAll("[0-9a-f]{32}", "ID")))
        .containsExactly(
            "mail: part 2 of 2 alone, kept before as message ID",
            "mail: owned acme, exact number, n:1",
            "mail: kept",
            "part: goes out alone as message ONE",
            "sender: message ONE for acme, part 2 of 2 alone, from carrier north");
  }

  @Test
  void aPartHasOneIdWhereverItIsNamed() throws Exception {
    behind.set(2 * HOUR);
    receive(Samples.part("2", 7, 2, 2, "b"));
    next();

    assertThat(idIn("sender: message ([0-9a-f]{32}), part 2 of 2, from carrier north"))
        .isEqualTo(idIn("mail: part 2 of 2 alone, kept before as message ([0-9a-f]{32})"));
  }

  private String idIn(String line) {
    return noted.stream()
        .map(Pattern.compile(line)::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
