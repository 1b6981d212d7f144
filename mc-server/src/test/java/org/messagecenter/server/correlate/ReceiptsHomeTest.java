package org.messagecenter.server.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.DueKinds;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.fake.Dispatchers;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.InboundSettings;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailOutcome;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoredMessage;

/** Receipts and messages between a real store and a real loop, across restarts. */
class ReceiptsHomeTest {
  private static final String CARRIER = "north";
  private static final CorrelateSettings SETTINGS =
      new CorrelateSettings(Duration.ofMillis(5), 1000, 50, 1 << 20, Duration.ofDays(7), 100_000);

  @TempDir Path directory;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lanes lanes = new Lanes(group, 1, System::nanoTime);
  private final TestDialect dialect = new TestDialect();
  private final TestPort port = new TestPort(lanes.all().get(0));
  private final TestCarrier carrier = new TestCarrier(CARRIER, lanes.all().get(0), dialect);
  private final LinkedBlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private @Nullable JournalStore open;
  private @Nullable CarrierInbox inbox;

  @BeforeEach
  void begin() throws IOException {
    start();
  }

  @AfterEach
  void end() {
    store().close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private JournalStore store() {
    return Objects.requireNonNull(open);
  }

  private CarrierInbox inbox() {
    return Objects.requireNonNull(inbox);
  }

  private void start() throws IOException {
    registry = new SimpleMeterRegistry();
    JournalStore store = JournalStore.open(StoreSettings.defaults(directory).withSpareSegments(0));
    open = store;
    AccountBook accounts = AccountBook.of(List.of(Stage.demo()));
    ReceiptDesk receipts =
        new ReceiptDesk(new Policies(accounts, Policy.USUAL), 3_600_000, registry);
    RateLimitedLog troubles = new RateLimitedLog(0, System::nanoTime);
    DeliverCounters ends = new DeliverCounters(registry);
    Dispatcher dispatcher =
        Dispatchers.to(
            attempts::add,
            10_000,
            store,
            lanes,
            receipts,
            new AlertDesk(store, 1000, System::currentTimeMillis, troubles, registry),
            ends,
            System::currentTimeMillis);
    CarrierInbox made =
        new CarrierInbox(
            new InboundDesk(
                store,
                InboundSettings.of(accounts),
                carrier -> null,
                1000,
                octets -> 0,
                new MessageWords(false),
                troubles,
                System::currentTimeMillis,
                registry,
                History.NONE),
            new Means(
                store,
                receipts,
                (part, state, error, doneAt, done) -> done.failed(StoreFailure.UNKNOWN),
                (message, failure, error, done) -> false,
                History.NONE,
                ends,
                SETTINGS,
                new CorrelateCounters(registry),
                troubles,
                System::nanoTime,
                System::currentTimeMillis));
    inbox = made;
    store.start(
        new DueKinds(
            Map.of(MessageKind.MT, dispatcher, MessageKind.ORPHAN, made.orphans()), dispatcher),
        mail -> {
          // First: a test that has it may close the store at once.
          store.mailDone(mail.key(), MailOutcome.DELIVERED);
          mails.add(mail);
        },
        info -> lanes.commit(),
        (cause, what) -> {});
    made.serve(carrier);
    store.requestMail("demo", 1_000_000);
    dispatcher.start();
  }

  private void restart() throws IOException {
    store().close();
    start();
  }

  /** Accepts messages, and answers when their attempts are at the carrier. */
  private List<Attempt> submitted(int count) throws InterruptedException {
    long now = System.currentTimeMillis();
    SubmitSm submit = Pdus.submit(1);
    for (int i = 0; i < count; i++) {
      store()
          .accept(
              new NewMessage(
                  "demo",
                  submit.destinationAddr().digits(),
                  MessageKind.MT,
                  now,
                  now,
                  now + 3_600_000,
                  Pdus.body(submit),
                  null),
              new AcceptCallback() {
                @Override
                public void accepted(long key, String messageId, @Nullable Object attachment) {}

                @Override
                public void refused(StoreFailure why, @Nullable Object attachment) {
                  throw new IllegalStateException("refused: " + why);
                }
              });
    }
    List<Attempt> all = new ArrayList<>();
    while (all.size() < count) {
      all.add(Objects.requireNonNull(attempts.poll(60, TimeUnit.SECONDS)));
    }
    return all;
  }

  /** The submit_sm_resp comes, with an id in hexadecimal. */
  private Runnable response(Attempt attempt, String hexId) {
    return () -> {
      CarrierId id = new CarrierId(CARRIER, dialect.idOfResponse(hexId));
      attempt.complete(new Outcome.Taken(id));
      inbox().taken(attempt, id);
    };
  }

  private Runnable arrival(Packet packet) {
    return () -> inbox().arrived(carrier, "north/1", port, packet);
  }

  private void onLane(Runnable work) {
    carrier.lane().loop().submit(work).syncUninterruptibly();
  }

  private Mail nextMail() throws InterruptedException {
    return Objects.requireNonNull(mails.poll(60, TimeUnit.SECONDS));
  }

  private static String about(Mail mail) {
    try {
      DeliverSm receipt = (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, mail.body());
      return Objects.requireNonNull(receipt.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID));
    } catch (BadBody e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(CompletableFuture<List<String>> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  @Test
  void aReceiptFindsItsMessageAfterARestart() throws Exception {
    Attempt attempt = submitted(1).get(0);
    onLane(response(attempt, "ff"));
    restart();

    onLane(arrival(Pdus.receipt(1, "255", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("1 deliver_sm_resp ESME_ROK");
    assertThat(about(nextMail())).isEqualTo(attempt.messageId());

    // Once more, after the end left the memory with the process.
    restart();
    onLane(arrival(Pdus.receipt(2, "255", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("2 deliver_sm_resp ESME_ROK");
    assertThat(mails).isEmpty();
    assertThat(store().stats().pending()).isZero();
  }

  /** The answer to the first attempt comes after the second one left. */
  private Attempt sentTwice(String firstId, String secondId) throws Exception {
    Attempt first = submitted(1).get(0);
    onLane(() -> first.complete(new Outcome.Temporary(0x4B1, 0)));
    Attempt second = Objects.requireNonNull(attempts.poll(60, TimeUnit.SECONDS));
    assertThat(second.key()).isEqualTo(first.key());
    onLane(response(second, secondId));
    onLane(() -> inbox().takenToo(first, new CarrierId(CARRIER, dialect.idOfResponse(firstId))));
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isKnown(firstId) || !isKnown(secondId)) {
      assertThat(System.nanoTime() - limit).as("both ids are in the store").isNegative();
    }
    return first;
  }

  private boolean isKnown(String hexId) {
    CompletableFuture<@Nullable StoredMessage> found = new CompletableFuture<>();
    store().findByCarrierId(CARRIER, dialect.idOfResponse(hexId), found::complete);
    return found.orTimeout(60, TimeUnit.SECONDS).join() != null;
  }

  @Test
  void theReceiptOfEitherCopyEndsTheMessageAfterARestart() throws Exception {
    Attempt sent = sentTwice("fe", "ff");
    restart();

    onLane(arrival(Pdus.receipt(1, "254", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("1 deliver_sm_resp ESME_ROK");
    assertThat(about(nextMail())).isEqualTo(sent.messageId());

    restart();
    onLane(arrival(Pdus.receipt(2, "255", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("2 deliver_sm_resp ESME_ROK");
    onLane(arrival(Pdus.receipt(3, "254", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("3 deliver_sm_resp ESME_ROK");
    assertThat(mails).isEmpty();
    assertThat(lines(inbox().orphans().list(CARRIER, 10)))
        .containsExactly("carrier north has no orphans");
  }

  @Test
  void anOrphanOutlivesARestartAndComesHomeByReplay() throws Exception {
    dialect.understandsReceipts = false;
    Attempt attempt = submitted(1).get(0);
    onLane(response(attempt, "ff"));
    onLane(arrival(Pdus.receipt(1, "255", "UNDELIV", "4A1")));
    assertThat(port.next()).isEqualTo("1 deliver_sm_resp ESME_ROK");
    restart();

    assertThat(lines(inbox().orphans().list(CARRIER, 10)))
        .singleElement()
        .asString()
        .contains(" unreadable deliver_sm -");
    dialect.understandsReceipts = true;
    assertThat(lines(inbox().orphans().replay(CARRIER, "all")))
        .containsExactly("1 found their message, 0 stay");
    assertThat(about(nextMail())).isEqualTo(attempt.messageId());
    assertThat(lines(inbox().orphans().list(CARRIER, 10)))
        .containsExactly("carrier north has no orphans");
  }

  @Test
  void aListThatIsNotCompleteSaysSoAndHowToGoOn() throws Exception {
    for (int i = 1; i <= 3; i++) {
      onLane(arrival(Pdus.receipt(i, "30" + i, "DELIVRD", "000")));
      assertThat(port.next()).isEqualTo(i + " deliver_sm_resp ESME_ROK");
    }
    OrphanDesk orphans = inbox().orphans();
    assertThat(lines(orphans.list(CARRIER, 3))).hasSize(3).allMatch(line -> line.contains(" id:"));
    List<String> first = lines(orphans.list(CARRIER, 2));
    String second = first.get(1).split(" ", 2)[0];
    assertThat(first.get(0)).contains(" id:301 ");
    assertThat(first.get(1)).contains(" id:302 ");
    assertThat(first.subList(2, first.size()))
        .containsExactly(
            "these are 2 of 3, more follow; go on with: orphan list north 2 " + second);

    List<String> rest = lines(orphans.list(CARRIER, 2, second));
    assertThat(rest).singleElement().asString().contains(" id:303 ");
    String third = rest.get(0).split(" ", 2)[0];
    assertThat(lines(orphans.list(CARRIER, 2, third)))
        .containsExactly("carrier north has no orphans that came after " + third);
    assertThat(lines(orphans.list(CARRIER, 2, "what")))
        .containsExactly("what is no id of an orphan");
  }

  @Test
  void aStoreThatIsClosedAcknowledgesNothing() throws Exception {
    Attempt attempt = submitted(1).get(0);
    onLane(response(attempt, "ff"));
    store().close();
    onLane(arrival(Pdus.receipt(1, "255", "DELIVRD", "000")));
    onLane(arrival(Pdus.receipt(2, "256", "DELIVRD", "000")));
    assertThat(port.next()).isEqualTo("1 deliver_sm_resp ESME_RSYSERR");
    assertThat(port.next()).isEqualTo("2 deliver_sm_resp ESME_RSYSERR");
  }

  /**
   * Responses and receipts of many messages in any order, each receipt up to three times, more than
   * memory holds: each message gets one receipt, and each arrival one answer.
   */
  @Test
  void inWhateverOrderTheyComeAllComeHome() throws Exception {
    int count = 400;
    List<Attempt> all = submitted(count);
    Random random = new Random(2026);
    List<Runnable> events = new ArrayList<>();
    Set<String> expected = new HashSet<>();
    int sequence = 0;
    for (int i = 0; i < count; i++) {
      Attempt attempt = all.get(i);
      expected.add(attempt.messageId());
      events.add(response(attempt, Integer.toHexString(1000 + i)));
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        events.add(arrival(Pdus.receipt(++sequence, "" + (1000 + i), "DELIVRD", "000")));
      }
    }
    Collections.shuffle(events, random);
    // Some wait in vain, and are orphans until their message is taken.
    events.forEach(this::onLane);

    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < sequence; i++) {
      answers.merge(Objects.requireNonNull(port.next()), 1, Integer::sum);
    }
    assertThat(answers).hasSize(sequence);
    assertThat(answers.keySet()).allMatch(each -> each.endsWith(" deliver_sm_resp ESME_ROK"));
    Set<String> told = new HashSet<>();
    for (int i = 0; i < count; i++) {
      assertThat(told.add(about(nextMail()))).isTrue();
    }
    assertThat(told).isEqualTo(expected);
    assertThat(mails).isEmpty();
  }
}
