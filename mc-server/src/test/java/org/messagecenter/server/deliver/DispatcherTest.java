package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.fake.NoCarriers;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.InboundSettings;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.simulate.Scenario;
import org.messagecenter.server.simulate.ScenarioCarrier;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.StoredMessage;

/** The dispatcher between a store that only listens and outlets that do as told. */
class DispatcherTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long NOW = 1_000_000;
  private static final int IN_FLIGHT = 100;
  private static final DeliverSettings SETTINGS =
      new DeliverSettings(
          IN_FLIGHT,
          Duration.ofDays(3),
          MessageState.EXPIRED,
          new RetryPlans(
              new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofSeconds(100), 3),
              new RetryPlan.Listed(List.of(Duration.ofHours(6), Duration.ofHours(18)), true),
              0,
              0x1450),
          Duration.ZERO);

  private final RecordingStore store = new RecordingStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lanes lanes = new Lanes(group, 1, System::nanoTime);
  private Dispatcher dispatcher = with(attempt -> {});

  @BeforeEach
  void forget() {
    store.asked.clear();
  }

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Dispatcher with(Outlet outlet) {
    return with(outlet, receipts(Policy.USUAL));
  }

  private ReceiptDesk receipts(Policy policy) {
    return new ReceiptDesk(new Policies(AccountBook.of(List.of()), policy), 1000, registry);
  }

  private Dispatcher with(Outlet outlet, ReceiptDesk receipts) {
    return with(NoCarriers.to(outlet), receipts);
  }

  private Dispatcher with(Departures departures, ReceiptDesk receipts) {
    return with(departures, receipts, StoredBody::read);
  }

  private Dispatcher with(Departures departures, ReceiptDesk receipts, Dispatcher.Bodies bodies) {
    DeliverCounters counters = new DeliverCounters(new SimpleMeterRegistry());
    return new Dispatcher(
        store,
        lanes,
        departures,
        receipts,
        new PartDesk(store, receipts, History.NONE, counters, () -> NOW),
        new AlertDesk(store, 1000, () -> NOW, new RateLimitedLog(1, System::nanoTime), registry),
        new Retries(SETTINGS.retry(), account -> true, () -> 0.5),
        (attempt, id) -> {},
        SETTINGS,
        counters,
        () -> NOW,
        bodies);
  }

  private static DueMessage due(String to, int registered, int attempts, DueReason reason) {
    SubmitSm sm =
        new SubmitSm(
            "",
            new Address(1, 1, "4915"),
            new Address(1, 1, to),
            0,
            0,
            0,
            "",
            "",
            registered,
            0,
            0,
            0,
            Octets.EMPTY,
            Tlvs.EMPTY);
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(body, sm);
    byte[] octets = ByteBufUtil.getBytes(body);
    return new DueMessage(
        7,
        "id7",
        "demo",
        to,
        MessageKind.MT,
        attempts,
        NOW - 1,
        NOW,
        NOW + 1000,
        octets,
        null,
        false,
        reason,
        0);
  }

  private record Submission(SubmitSm message, Lane lane) implements InMemory {}

  private DueMessage inMemory(String to) {
    DueMessage readBack = due(to, 1, 0, DueReason.FIRST);
    try {
      SubmitSm message = StoredBody.read(readBack.kind(), readBack.body());
      return new DueMessage(
          readBack.key(),
          readBack.messageId(),
          readBack.account(),
          to,
          readBack.kind(),
          0,
          readBack.acceptedAt(),
          readBack.dueAt(),
          readBack.expiresAt(),
          readBack.body(),
          new Submission(message, lanes.all().get(0)),
          false,
          DueReason.FIRST,
          0);
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }

  /** Pushes a message as the store does and waits until its lane has done everything. */
  private List<String> push(DueMessage due) {
    dispatcher.due(due);
    lanes.commit();
    settle();
    settle();
    return store.take();
  }

  private void settle() {
    lanes.all().get(0).loop().submit(() -> {}).awaitUninterruptibly();
  }

  @Test
  void aFinalOutcomeIsFinishedWithItsReceipt() {
    dispatcher = with(a -> a.complete(new Outcome.Final(MessageState.DELIVERED, 0)));
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("finish 7 DELIVERED 0");
    assertThat(store.receipts).hasSize(1);
  }

  @Test
  void whoAskedForNoReceiptGetsNone() {
    dispatcher = with(a -> a.complete(new Outcome.Final(MessageState.DELIVERED, 0)));
    push(due("49", 0, 0, DueReason.FIRST));
    assertThat(store.receipts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 30000", "1, 60000"})
  void aTemporaryFailureIsTriedAgainByThePlan(int before, long delay) {
    dispatcher = with(a -> a.complete(new Outcome.Temporary(0x4A0, -1)));
    assertThat(push(due("49", 1, before, DueReason.RETRY)))
        .containsExactly("attempted 7 " + (before + 1) + " " + (NOW + delay));
  }

  @Test
  void anExhaustedPlanRejects() {
    dispatcher = with(a -> a.complete(new Outcome.Temporary(0x4B1, -1)));
    assertThat(push(due("49", 1, 2, DueReason.RETRY))).containsExactly("finish 7 REJECTED 4b1");
  }

  /** What the history has of an attempt's end, at a carrier that does this. */
  private List<String> wordsOf(int before, Outlet carrier) {
    return wordsOf(due("49", 1, before, DueReason.RETRY), carrier);
  }

  private List<String> wordsOf(DueMessage due, Outlet carrier) {
    List<String> words = new CopyOnWriteArrayList<>();
    History history =
        new History() {
          @Override
          public void outcome(long key, int attempt, int status, String word, long nextAt) {
            words.add(attempt + " " + status + " " + word);
          }
        };
    dispatcher =
        with(
            NoCarriers.toAlpha(carrier, history, attempt -> words.add("answered")),
            receipts(Policy.USUAL));
    push(due);
    return words;
  }

  private static DueMessage part(DueReason reason) {
    DueMessage whole = due("49", 1, 1, reason);
    try {
      SubmitSm message = StoredBody.read(whole.kind(), whole.body());
      return new DueMessage(
          whole.key(),
          whole.messageId(),
          whole.account(),
          whole.destination(),
          MessageKind.PART,
          whole.attempts(),
          whole.acceptedAt(),
          whole.dueAt(),
          whole.expiresAt(),
          TestParts.body(9, "alpha", message),
          null,
          false,
          reason,
          0);
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }

  /** Nor does its carrier answer: it is asked too much as before, and on another lane maybe. */
  @Test
  void thePartThatNobodyReportedHadNoFurtherAttempt() {
    assertThat(wordsOf(part(DueReason.SILENT), BROKEN)).isEmpty();
    assertThat(store.finishedDone).hasSize(1);
    assertThat(wordsOf(part(DueReason.EXPIRED), BROKEN)).containsExactly("2 -1 ended, not sent");
  }

  @Test
  void theHistorySaysWhyItWasTheLastAttempt() {
    assertThat(
            wordsOf(
                2,
                a -> {
                  a.sentOver("alpha/1");
                  a.answered(8);
                  a.complete(new Outcome.Temporary(0x4B1, -1));
                }))
        .containsExactly("3 8 failed for now, no attempt is left", "answered");
    assertThat(
            wordsOf(
                2,
                a -> {
                  a.sentOver("alpha/1");
                  a.complete(new Outcome.Unknown(0x4B1));
                }))
        .containsExactly("3 -1 no answer, no attempt is left", "answered");
  }

  @Test
  void theHistorySaysWhatEndedAMessageAtOnce() {
    Outcome rejected = new Outcome.Final(MessageState.REJECTED, 0x4B2);
    assertThat(
            wordsOf(
                0,
                a -> {
                  a.sentOver("alpha/1");
                  a.answered(11);
                  a.complete(rejected);
                }))
        .containsExactly("1 11 ended", "answered");
    assertThat(
            wordsOf(
                0,
                a -> {
                  a.sentOver("alpha/1");
                  a.complete(new Outcome.Final(MessageState.UNKNOWN, 0x4B1));
                }))
        .containsExactly("1 -1 ended, no answer", "answered");
    assertThat(wordsOf(0, a -> a.complete(rejected))).containsExactly("1 -1 ended, not sent");
  }

  @Test
  void theOutletsOwnWaitWins() {
    dispatcher = with(a -> a.complete(new Outcome.Temporary(0x4A0, 1500)));
    assertThat(push(due("49", 1, 9, DueReason.RETRY)))
        .containsExactly("attempted 7 10 " + (NOW + 1500));
  }

  @Test
  void anIntermediateNotificationFollowsAFailedAttempt() {
    dispatcher = with(a -> a.complete(new Outcome.Temporary(0x4A0, 1500)));
    assertThat(push(due("49", 0x11, 0, DueReason.FIRST)))
        .containsExactly("attempted 7 1 " + (NOW + 1500), "post INTERMEDIATE to demo");
  }

  @Test
  void whatExpiredNeverReachesTheOutlet() {
    dispatcher =
        with(
            a -> {
              throw new AssertionError("no attempt is due");
            });
    assertThat(push(due("49", 1, 1, DueReason.EXPIRED))).containsExactly("finish 7 EXPIRED 4a3");
    assertThat(push(due("49", 1, 1, DueReason.SILENT))).containsExactly("finish 7 EXPIRED 4bd");
  }

  @Test
  void onlyTheFirstOutcomeCountsAndCreditComesBackOnce() {
    dispatcher =
        with(
            a -> {
              a.complete(new Outcome.Final(MessageState.DELIVERED, 0));
              a.complete(new Outcome.Final(MessageState.REJECTED, 0));
            });
    dispatcher.start();
    for (int i = 0; i < 10; i++) {
      assertThat(push(due("49", 1, 0, DueReason.FIRST))).hasSize(1);
    }
    assertThat(store.workCredit).isEqualTo(IN_FLIGHT + 10);
  }

  // ---- what throws ----------------------------------------------------------------------------

  private static final Outlet BROKEN =
      attempt -> {
        throw new IllegalStateException("meant to fail");
      };

  /** Nobody says what they should look like. */
  @SuppressWarnings("NullAway")
  private ReceiptDesk receiptsThatThrow() {
    return receipts(null);
  }

  @Test
  void anOutletThatThrowsIsATemporaryFailure() {
    dispatcher = with(BROKEN);
    dispatcher.start();
    assertThat(push(due("49", 0x11, 0, DueReason.FIRST)))
        .containsExactly("attempted 7 1 " + (NOW + 30_000), "post INTERMEDIATE to demo");
    assertThat(push(due("49", 1, 2, DueReason.RETRY))).containsExactly("finish 7 REJECTED 8");
    assertThat(store.workCredit).isEqualTo(IN_FLIGHT + 2);
  }

  @Test
  void anErrorOfTheOutletIsATemporaryFailureToo() {
    dispatcher =
        with(
            attempt -> {
              throw new NoClassDefFoundError("meant to fail");
            });
    assertThat(push(due("49", 1, 0, DueReason.FIRST)))
        .containsExactly("attempted 7 1 " + (NOW + 30_000));
    assertThat(store.workCredit).isEqualTo(1);
  }

  /** Nobody else would tell those behind it that it passed. */
  @Test
  void whatWaitsBehindAMessageThatBreaksOffGoesOn() {
    List<String> routed = new ArrayList<>();
    dispatcher =
        with(
            NoCarriers.to(
                a -> a.complete(new Outcome.Final(MessageState.DELIVERED, 0)),
                request -> {
                  routed.add(request.message().destinationAddr().digits());
                  if (routed.size() == 1) {
                    throw new NoClassDefFoundError("meant to fail");
                  }
                  return new Route.Simulated("all", request.message());
                }),
            receipts(Policy.USUAL));
    DueMessage readBack = due("491", 1, 0, DueReason.FIRST);
    dispatcher.due(readBack);
    dispatcher.due(inMemory("492"));
    assertThat(push(inMemory("493"))).containsExactly("attempted 7 1 " + (NOW + 30_000));
    lanes.commit();
    settle();
    settle();
    assertThat(routed).containsExactly("491", "492", "493");
    assertThat(store.take()).containsExactly("finish 7 DELIVERED 0", "finish 7 DELIVERED 0");
    assertThat(store.workCredit).isEqualTo(3);
  }

  @Test
  void whatTheOutletSaidBeforeItThrewCounts() {
    dispatcher =
        with(
            attempt -> {
              attempt.complete(new Outcome.Final(MessageState.DELIVERED, 0));
              BROKEN.send(attempt);
            });
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("finish 7 DELIVERED 0");
    assertThat(store.workCredit).isEqualTo(1);
  }

  /** Trying again would deliver it twice. */
  @Test
  void whatIsDeliveredStaysSoWithoutAReceipt() {
    dispatcher =
        with(a -> a.complete(new Outcome.Final(MessageState.DELIVERED, 0)), receiptsThatThrow());
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("finish 7 DELIVERED 0");
    assertThat(store.receipts).isEmpty();
    assertThat(store.workCredit).isEqualTo(1);
  }

  @Test
  void aFailureIsKeptWithoutItsNotification() {
    dispatcher = with(BROKEN, receiptsThatThrow());
    assertThat(push(due("49", 0x11, 0, DueReason.FIRST)))
        .containsExactly("attempted 7 1 " + (NOW + 30_000));
    assertThat(store.workCredit).isEqualTo(1);
  }

  @Test
  void whatCannotBeRecordedIsUndeliverable() {
    store.refusesAttempts = true;
    dispatcher = with(a -> a.complete(new Outcome.NoAnswer(0x4A0)));
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("finish 7 UNDELIVERABLE 8");
    assertThat(store.receipts).isEmpty();
    assertThat(store.workCredit).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "999, 0, finish 7 UNDELIVERABLE 4a1",
    "998, 0, attempted 7 1 never",
    "997, 0, finish 7 REJECTED 4b2",
    "996, 0, attempted 7 1 1001000",
    "996, 1, attempted 7 2 1002000",
    "996, 2, finish 7 DELIVERED 0",
    "994, 0, attempted 7 1 260200000 scenario",
    "491, 0, finish 7 DELIVERED 0",
    "555, 0, finish 7 UNDELIVERABLE 4a2",
  })
  void theDefaultScenarioEndsAsTheReadmeSays(String to, int attempts, String expected)
      throws ConfigException {
    Scenario scenario =
        Scenario.from(
            ConfigSource.shipped(ROOT)
                .with("scenario.delivery-delay", "0")
                .load()
                .section("scenario"));
    InboundDesk inbound =
        new InboundDesk(
            store,
            InboundSettings.of(AccountBook.of(List.of())),
            carrier -> null,
            1000,
            octets -> 0,
            new MessageWords(false),
            new RateLimitedLog(1, () -> 0),
            () -> NOW,
            new SimpleMeterRegistry(),
            History.NONE);
    dispatcher = with(new ScenarioCarrier(scenario, inbound, lanes.all()));
    assertThat(push(due(to, 1, attempts, DueReason.FIRST))).containsExactly(expected);
  }

  @Test
  void whatCannotBeDecodedIsEndedNotRepeated() {
    DueMessage good = due("49", 1, 0, DueReason.FIRST);
    DueMessage bad =
        new DueMessage(
            good.key(),
            good.messageId(),
            good.account(),
            good.destination(),
            good.kind(),
            0,
            good.acceptedAt(),
            good.dueAt(),
            good.expiresAt(),
            new byte[] {1, 2, 3},
            null,
            false,
            DueReason.FIRST,
            0);
    assertThat(push(bad)).containsExactly("finish 7 UNDELIVERABLE 8");
    assertThat(store.workCredit).isEqualTo(1);
  }

  /** A jar was replaced under the process, as it were: the next one can read it. */
  @ParameterizedTest
  @EnumSource(DueReason.class)
  void whatThisProcessCannotDecodeIsKeptForAnother(DueReason reason) {
    dispatcher =
        with(
            NoCarriers.to(BROKEN),
            receipts(Policy.USUAL),
            (kind, octets) -> {
              throw new NoClassDefFoundError("meant to fail");
            });
    assertThat(push(due("49", 1, 2, reason))).containsExactly("attempted 7 2 " + (NOW + 60_000));
    assertThat(store.workCredit).isEqualTo(1);
  }

  @Test
  void thePartThatCannotBeDecodedEndsItsWholeToo() {
    DueMessage good = due("49", 1, 0, DueReason.FIRST);
    DueMessage bad =
        new DueMessage(
            good.key(),
            good.messageId(),
            good.account(),
            good.destination(),
            MessageKind.PART,
            0,
            good.acceptedAt(),
            good.dueAt(),
            good.expiresAt(),
            new byte[] {0, 0, 0, 0, 0, 0, 0, 9, 0, 1},
            null,
            false,
            DueReason.FIRST,
            0);
    assertThat(push(bad)).containsExactly("finish 7 UNDELIVERABLE 8");
    store.finishedDone.remove(0).done(true);
    assertThat(store.take()).containsExactly("lookup id7");
  }

  // ---- what may not be sent twice -------------------------------------------------------------

  private List<String> announced(boolean pending, Outcome outcome) {
    dispatcher =
        with(
            attempt ->
                attempt.announce(
                    may -> {
                      if (may) {
                        attempt.complete(outcome);
                      }
                    }));
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("note 7 =sent");
    store.changes.remove(0).done(pending);
    settle();
    return store.take();
  }

  @Test
  void theNoteOfWhatMayNotBeSentTwiceIsTakenOffForAnotherAttempt() {
    assertThat(announced(true, new Outcome.Temporary(0x4A0, -1)))
        .containsExactly("retry 7 1 " + (NOW + 30_000));
  }

  @Test
  void theCarriersIdTakesThePlaceOfTheNote() {
    assertThat(announced(true, new Outcome.Taken(new CarrierId("acme", "x"))))
        .containsExactly("attempted 7 1 " + (NOW + 3 * 86_400_000L) + " acme");
  }

  @Test
  void whatBreaksOffBehindItsNoteIsTriedAgain() {
    dispatcher =
        with(
            attempt ->
                attempt.announce(
                    may -> {
                      throw new IllegalStateException("for this test");
                    }));
    assertThat(push(due("49", 1, 0, DueReason.FIRST))).containsExactly("note 7 =sent");
    store.changes.remove(0).done(true);
    settle();
    assertThat(store.take()).containsExactly("retry 7 1 " + (NOW + 30_000));
  }

  @Test
  void whatEndedBeforeItsNoteIsNotSent() {
    assertThat(announced(false, new Outcome.Final(MessageState.DELIVERED, 0))).isEmpty();
  }

  private void holds(CarrierId carrierId) {
    store.pending =
        List.of(
            new StoredMessage(
                7,
                "id7",
                "demo",
                "49",
                MessageKind.MT,
                org.messagecenter.store.queue.MessageState.ENROUTE,
                0,
                NOW,
                NOW,
                Long.MAX_VALUE,
                true,
                carrierId,
                0,
                new byte[0]));
  }

  @Test
  void whatWasBeingSentWhenTheProcessDiedEndsAsUnknown() {
    dispatcher = with(BROKEN);
    holds(SentNotes.of(7));
    assertThat(push(due("49", 1, 0, DueReason.SILENT))).containsExactly("finish 7 UNKNOWN 4b1");
    assertThat(store.receipts).hasSize(1);
  }

  /** In the process that heard of it as in the one after it. */
  @Test
  void whatWasTakenLateForGoodEndsAsTheCarrierSaid() {
    dispatcher = with(BROKEN);
    holds(SentNotes.of(7, new Outcome.Final(MessageState.ACCEPTED, 0)));
    assertThat(push(due("49", 1, 1, DueReason.SILENT))).containsExactly("finish 7 ACCEPTED 0");
    holds(SentNotes.of(7, new Outcome.Final(MessageState.DELIVERED, 0x401)));
    assertThat(push(due("49", 1, 1, DueReason.SILENT))).containsExactly("finish 7 DELIVERED 401");
    assertThat(store.receipts).hasSize(2);
  }

  /** The end of its last part is going to end it, and a restart has it due at once. */
  @Test
  void whatWentInPartsIsKeptWhileSomeArePending() {
    dispatcher = with(BROKEN);
    holds(new CarrierId("=parts", "p1"));
    assertThat(push(due("49", 1, 0, DueReason.SILENT))).containsExactly("lookup p1");
    assertThat(store.workCredit).isEqualTo(1);
  }
}
