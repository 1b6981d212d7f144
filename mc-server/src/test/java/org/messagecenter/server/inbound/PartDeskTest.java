package org.messagecenter.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk.Result;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.StoreSettings;

/** Parts in a real store: joined, repeated, too late, and after a restart. */
@Timeout(300)
class PartDeskTest {
  private static final Duration JOIN_TIME = Duration.ofHours(1);

  @TempDir Path directory;

  private final BlockingQueue<Mail> mail = new LinkedBlockingQueue<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  /** How far the desk's clock is behind the store's: a part stored then is due at once. */
  private final AtomicLong behind = new AtomicLong();

  private JournalStore store;
  private InboundDesk desk;

  @BeforeEach
  void open() throws IOException {
    store =
        JournalStore.open(
            StoreSettings.defaults(directory).withSegmentBytes(1 << 20).withSpareSegments(0));
    desk =
        new InboundDesk(
            store,
            new InboundSettings(
                new NumberTable(
                    List.of(
                        entry("2", Parts.JOIN, "acme", Set.of()),
                        entry("3", Parts.JOIN, "acme", Set.of("vote")),
                        entry("3", Parts.SEPARATE, "acme", Set.of("each")),
                        entry("4", Parts.JOIN, "acme", Set.of("vote")),
                        entry("4", Parts.JOIN, "other", Set.of())),
                    Samples.book(),
                    null,
                    Parts.SEPARATE),
                CommandStatus.ESME_RINVDSTADR,
                JOIN_TIME),
            carrier -> carrier.equals("latin") ? Dialect.of(Alphabet.LATIN1) : Dialect.STANDARD,
            JOIN_TIME.toMillis(),
            new PartFingerprints(store.messageIds()),
            new MessageWords(false),
            new RateLimitedLog(1, () -> 0),
            () -> System.currentTimeMillis() - behind.get(),
            registry,
            History.NONE);
    store.start(desk.parts(), mail::add, info -> {}, (cause, what) -> {});
    store.requestMail("acme", 1000);
    store.requestMail("other", 1000);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() throws IOException {
    store.close();
    open();
  }

  private static NumberEntry entry(
      String number, Parts parts, String account, Set<String> keywords) {
    return new NumberEntry(
        number,
        false,
        keywords,
        Set.of(),
        new Ownership(Samples.account(account), parts, "the test"),
        "the test");
  }

  private void receive(DeliverSm part) throws Exception {
    receive("north", part);
  }

  private void receive(String carrier, DeliverSm part) throws Exception {
    CompletableFuture<Result> result = new CompletableFuture<>();
    desk.receive(carrier, "", part, result::complete);
    assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(Result.STORED);
  }

  private DeliverSm next() throws InterruptedException {
    Mail next = mail.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return Samples.read(next.body());
  }

  private double count(String name) {
    return registry.get(name).functionCounter().count();
  }

  /** Waits until all that was asked of the store is done, and sees that no mail came of it. */
  private void nothingElse() throws Exception {
    receive(Samples.part("2", 255, 2, 1, "last"));
    receive(Samples.part("2", 255, 2, 2, " word"));
    assertThat(Samples.gsm(next())).isEqualTo("last word");
    assertThat(mail).isEmpty();
    assertThat(store.stats().pending()).isZero();
  }

  @Test
  void partsInAnyOrderBecomeOneMessage() throws Exception {
    receive(Samples.part("2", 7, 3, 3, "!"));
    receive(Samples.part("2", 7, 3, 1, "Hello, "));
    receive(Samples.part("2", 8, 2, 1, "another "));
    receive(Samples.part("2", 7, 3, 2, "world"));
    DeliverSm whole = next();
    assertThat(Samples.gsm(whole)).isEqualTo("Hello, world!");
    assertThat(whole.esmClass()).isZero();
    assertThat(whole.shortMessage().length()).isEqualTo(13);
    receive(Samples.part("2", 8, 2, 2, "one"));
    assertThat(Samples.gsm(next())).isEqualTo("another one");
    nothingElse();
    assertThat(count("mc.inbound.joined")).isEqualTo(3);
  }

  @Test
  void partsThatComeTogetherCountAsOneMessage() throws Exception {
    List<CompletableFuture<Result>> results = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      CompletableFuture<Result> result = new CompletableFuture<>();
      results.add(result);
      desk.receive("north", "", Samples.part("2", 9, 20, number, "a"), result::complete);
    }
    for (CompletableFuture<Result> result : results) {
      assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(Result.STORED);
    }
    assertThat(Samples.gsm(next())).isEqualTo("a".repeat(20));
    nothingElse();
    assertThat(count("mc.inbound.joined")).isEqualTo(2);
  }

  @Test
  void aLongTextLeavesAsPayloadAndSarTlvsAreGone() throws Exception {
    String half = "0123456789".repeat(15);
    receive(Samples.sarPart("2", 700, 2, 1, half));
    receive(Samples.sarPart("2", 700, 2, 2, half));
    DeliverSm whole = next();
    assertThat(whole.shortMessage().isEmpty()).isTrue();
    assertThat(Samples.gsm(whole)).isEqualTo(half + half);
    assertThat(whole.tlvs().has(TlvTag.SAR_MSG_REF_NUM)).isFalse();
    assertThat(whole.tlvs().has(TlvTag.SAR_TOTAL_SEGMENTS)).isFalse();
  }

  @Test
  void partsOfTwoCarriersOrSourcesDoNotMix() throws Exception {
    receive("north", Samples.part("2", 7, 2, 1, "north "));
    receive("south", Samples.part("2", 7, 2, 2, "south"));
    receive("south", Samples.part("2", 7, 2, 1, "from "));
    assertThat(Samples.gsm(next())).isEqualTo("from south");
    receive("north", Samples.part("2", 7, 2, 2, "north"));
    assertThat(Samples.gsm(next())).isEqualTo("north north");
  }

  @Test
  void aPartThatComesAgainIsAnsweredAndNotDelivered() throws Exception {
    receive(Samples.part("2", 7, 2, 1, "a"));
    receive(Samples.part("2", 7, 2, 1, "a"));
    receive(Samples.part("2", 7, 2, 2, "b"));
    assertThat(Samples.gsm(next())).isEqualTo("ab");
    receive(Samples.part("2", 7, 2, 2, "b"));
    nothingElse();
    assertThat(count("mc.inbound.repeated")).isEqualTo(2);
  }

  @Test
  void aRestartForgetsNoPart() throws Exception {
    receive(Samples.part("2", 7, 2, 2, "b"));
    reopen();
    receive(Samples.part("2", 7, 2, 2, "b"));
    receive(Samples.part("2", 7, 2, 1, "a"));
    assertThat(Samples.gsm(next())).isEqualTo("ab");
    nothingElse();
  }

  @Test
  void whatIsThereWhenTheTimeIsUpGoesOutInOrder() throws Exception {
    behind.set(2 * JOIN_TIME.toMillis());
    receive(Samples.part("2", 7, 3, 3, "c"));
    receive(Samples.part("2", 7, 3, 1, "a"));
    store.requestWork(10);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      DeliverSm part = next();
      assertThat(part.esmClass()).isEqualTo(0x40);
      texts.add(MessageText.decode(Alphabet.GSM7, MessageText.withoutHeader(part.text(), true)));
    }
    assertThat(texts).containsExactly("a", "c");
    behind.set(0);
    nothingElse();
    assertThat(count("mc.inbound.alone")).isEqualTo(2);
  }

  @Test
  void thousandsMayBeDueAtOnce() throws Exception {
    int most = 3000;
    behind.set(2 * JOIN_TIME.toMillis());
    store.requestMail("acme", most);
    for (int i = 0; i < most; i++) {
      DeliverSm part = Samples.part("2", i % 256, 2 + i / 256, 1, "a");
      desk.receive("north", "", part, result -> {});
    }
    store.requestWork(most);
    for (int i = 0; i < most; i++) {
      next();
    }
    assertThat(count("mc.inbound.alone")).isEqualTo(most);
  }

  @Test
  void theTimeMayBeUpWhileNobodyIsThere() throws Exception {
    behind.set(2 * JOIN_TIME.toMillis());
    receive(Samples.part("2", 7, 2, 1, "a"));
    reopen();
    store.requestWork(1);
    assertThat(next().esmClass()).isEqualTo(0x40);
    receive(Samples.part("2", 8, 2, 1, "b"));
    assertThat(next().esmClass()).as("the credit came back").isEqualTo(0x40);
  }

  @Test
  void theFirstPartsKeywordDecidesForAll() throws Exception {
    receive(Samples.part("3", 7, 2, 2, "me"));
    receive(Samples.part("3", 7, 2, 1, "VOTE for "));
    assertThat(Samples.gsm(next())).isEqualTo("VOTE for me");
    receive(Samples.part("3", 8, 2, 2, "me"));
    receive(Samples.part("3", 8, 2, 1, "EACH for "));
    assertThat(List.of(next().esmClass(), next().esmClass())).containsExactly(0x40, 0x40);
    nothingElse();
  }

  @Test
  void withoutItsFirstPartAMessageGoesToWhoeverHasNoKeyword() throws Exception {
    behind.set(2 * JOIN_TIME.toMillis());
    receive(Samples.part("4", 7, 2, 2, "me"));
    receive(Samples.part("3", 7, 2, 2, "me"));
    store.requestWork(10);
    Mail some = mail.poll(60, TimeUnit.SECONDS);
    assertThat(some).isNotNull();
    assertThat(some.account()).isEqualTo("other");
    behind.set(0);
    nothingElse();
    assertThat(count("mc.inbound.unowned")).isEqualTo(1);
  }

  @Test
  void partsAreTranslatedAsOneText() throws Exception {
    receive("latin", Samples.part("2", 7, 2, 1, 0, Samples.octets(Alphabet.LATIN1, "schön@")));
    receive("latin", Samples.part("2", 7, 2, 2, 0, Samples.octets(Alphabet.LATIN1, "¾")));
    DeliverSm whole = next();
    assertThat(whole.dataCoding()).isEqualTo(8);
    assertThat(MessageText.decode(Alphabet.UCS2, whole.text())).isEqualTo("schön@¾");
  }

  @Test
  void partsOfDifferentAlphabetsAreJoinedAsTextAndBinaryOnesAreNot() throws Exception {
    receive(Samples.part("2", 7, 2, 1, "plain "));
    receive(Samples.part("2", 7, 2, 2, 8, Samples.octets(Alphabet.UCS2, "Ω≠")));
    assertThat(MessageText.decode(Alphabet.UCS2, next().text())).isEqualTo("plain Ω≠");

    receive(Samples.part("2", 8, 2, 1, "plain "));
    receive(Samples.part("2", 8, 2, 2, 4, Octets.of(new byte[] {0, 1})));
    assertThat(List.of(next().esmClass(), next().esmClass())).containsExactly(0x40, 0x40);

    receive(Samples.part("2", 9, 2, 1, 4, Octets.of(new byte[] {0, 1})));
    receive(Samples.part("2", 9, 2, 2, 4, Octets.of(new byte[] {2, 3})));
    DeliverSm binary = next();
    assertThat(binary.text()).isEqualTo(Octets.of(new byte[] {0, 1, 2, 3}));
    assertThat(binary.dataCoding()).isEqualTo(4);
  }

  @Test
  void aReferenceMayBeInUseAgainBeforeTheTimeIsUp() throws Exception {
    receive(Samples.part("2", 7, 2, 1, "old"));
    receive(Samples.part("2", 7, 2, 1, "new "));
    receive(Samples.part("2", 7, 2, 2, "one"));
    assertThat(Samples.gsm(next())).isEqualTo("new one");
    assertThat(mail).isEmpty();
    assertThat(store.stats().pending()).isEqualTo(1);
  }
}
