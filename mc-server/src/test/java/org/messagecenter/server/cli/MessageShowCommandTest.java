package org.messagecenter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.admin.AdminDesk;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.deliver.SentNotes;
import org.messagecenter.server.history.HistorySettings;
import org.messagecenter.server.history.MessageHistory;
import org.messagecenter.server.history.MessageShow;
import org.messagecenter.server.history.Senders;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;

/** What the operator reads of a message, from a server and from its files. */
class MessageShowCommandTest {

  private static final long ACCEPTED = 1_577_880_000_000L;
  private static final long DAY = 86_400_000;

  /** The steps are noted by the clock of the machine. */
  private static final String NOTED = "(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<DueMessage> due = new CompletableFuture<>();

  private SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private @Nullable JournalStore store;
  private @Nullable MessageHistory history;

  /** How many are noted. */
  private int steps;

  private @Nullable AdminDesk desk;

  private record Message(long key, String id) {}

  private void start() throws Exception {
    Section settings = ConfigSource.shipped(home).load();
    Path data = settings.section("store").file("directory");
    JournalStore opened = JournalStore.open(StoreSettings.defaults(data).withSpareSegments(0));
    opened.start(due::complete, mail -> {}, info -> {}, (cause, what) -> {});
    store = opened;
    registry = new SimpleMeterRegistry();
    MessageHistory noted =
        MessageHistory.start(HistorySettings.from(settings.section("history"), data), registry);
    history = noted;
    steps = 0;
    desk =
        AdminDesk.start(
            AdminSettings.from(settings.section("admin"), data),
            List.of(
                MessageShow.command(opened, noted, SentNotes::is),
                new Senders(opened.messageIds()).command(noted)));
  }

  @AfterEach
  void stop() {
    awaitSteps();
    if (desk != null) {
      desk.close();
      desk = null;
    }
    if (history != null) {
      history.close();
    }
    if (store != null) {
      store.close();
    }
  }

  private JournalStore store() {
    assertThat(store).isNotNull();
    return store;
  }

  /** For one step. */
  private MessageHistory history() {
    assertThat(history).isNotNull();
    steps++;
    return history;
  }

  /** Whoever asks waits only so long for what is still to be written. */
  private void awaitSteps() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (steps > 0 && written() < steps && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private double written() {
    return registry.get("mc.history.steps").functionCounter().count();
  }

  private int run(String... arguments) {
    awaitSteps();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var terminal =
        new HashPasswordCommand.Terminal() {
          @Override
          public char @Nullable [] ask(String prompt) {
            return null;
          }

          @Override
          public BufferedReader input() {
            return new BufferedReader(new StringReader(""));
          }
        };
    return new Cli(
            (settings, options) -> termination -> ExitStatus.OK,
            home,
            terminal,
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .execute(arguments);
  }

  private String printed() {
    return out.toString().replaceAll(NOTED, "TIME");
  }

  private static NewMessage message(String destination) {
    SubmitSm sm =
        new SubmitSm(
            "",
            new Address(5, 0, "447700900123"),
            new Address(1, 1, destination),
            0,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of("hi".getBytes(StandardCharsets.US_ASCII)),
            Tlvs.EMPTY);
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encodeBody(buffer, sm);
    return new NewMessage(
        "acme",
        destination,
        MessageKind.MT,
        ACCEPTED,
        ACCEPTED,
        ACCEPTED + 10_000 * DAY,
        ByteBufUtil.getBytes(buffer),
        null);
  }

  private Message accept(String... destinations) throws Exception {
    CompletableFuture<Message> answer = new CompletableFuture<>();
    List<NewMessage> all = new ArrayList<>();
    Arrays.stream(destinations).forEach(destination -> all.add(message(destination)));
    store()
        .acceptAll(
            all,
            new AcceptCallback() {
              @Override
              public void accepted(long key, String messageId, @Nullable Object attachment) {
                answer.complete(new Message(key, messageId));
              }

              @Override
              public void refused(StoreFailure why, @Nullable Object attachment) {
                answer.completeExceptionally(new AssertionError(why));
              }
            });
    return answer.get(60, TimeUnit.SECONDS);
  }

  private void finish(long key, MessageState state, int error) throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    store().finish(key, state, error, ACCEPTED + DAY, null, done::complete);
    assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMessageThatACarrierHas() throws Exception {
    start();
    Message message = accept("491700000001");
    history().routed(message.key, "de", "alpha");
    history().sent(message.key, 1, "alpha", "alpha/2");
    history().outcome(message.key, 1, 0, "taken", 0);
    store().requestWork(1);
    due.get(60, TimeUnit.SECONDS);
    store().attempted(message.key, 1, ACCEPTED + 9000 * DAY, new CarrierId("alpha", "00C0FFEE"));

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(printed())
        .isEqualTo(
            """
            message      %s
            account      acme
            source       4477…23
            destination  4917…01
            state        ENROUTE
            attempts     1
            accepted     2020-01-01T12:00:00.000Z
            next due     2044-08-22T12:00:00.000Z
            expires      2047-05-19T12:00:00.000Z
            carrier id   00C0FFEE of carrier alpha

            TIME  accepted  from acme
            TIME  routed    by rule de to carrier alpha
            TIME  sent      attempt 1 to carrier alpha, bind alpha/2
            TIME  outcome   attempt 1: taken, ESME_ROK (0x00000000)
            """
                .formatted(message.id));

    assertThat(run("message", "show", "--unmasked", message.id.toUpperCase(Locale.ROOT))).isZero();
    assertThat(printed())
        .contains("message      " + message.id + "\n")
        .contains("source       447700900123\n", "destination  491700000001\n");
  }

  @Test
  void aMessageThatWasSplitNamesItsParts() throws Exception {
    start();
    Message message = accept("491700000001");
    store().requestWork(1);
    due.get(60, TimeUnit.SECONDS);
    for (String id : List.of("0123abcd", "0123abcd/3", "0123abcd/3:5:1185", "0123abcd:5:1185")) {
      store().attempted(message.key, 0, ACCEPTED + 9000 * DAY, new CarrierId("=parts", id));

      assertThat(run("message", "show", message.id)).isZero();

      assertThat(printed()).as(id).contains("\nparts        message 0123abcd\n\n");
    }
  }

  @Test
  void aMessageThatHasEnded() throws Exception {
    start();
    Message message = accept("491700000001");
    finish(message.key, MessageState.UNDELIVERABLE, 0x4A1);
    history().home(message.key, "bind_receiver", 0);

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(printed())
        .isEqualTo(
            """
            message      %s
            state        UNDELIVERABLE
            error        err 4A1
            done at      2020-01-02T12:00:00.000Z

            TIME  ended     UNDELIVERABLE, err 4A1
            TIME  home      to bind_receiver: ESME_ROK (0x00000000)
            """
                .formatted(message.id));
  }

  @Test
  void severalRecipients() throws Exception {
    start();
    Message message = accept("491700000001", "491700000002");
    finish(message.key, MessageState.DELIVERED, 0);
    history().note(message.key + 1, "of the second");

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(printed())
        .startsWith(
            "message      " + message.id + "\nrecipient    1 of 2\nstate        DELIVERED\n")
        .contains("\n\nmessage      " + message.id + "\nrecipient    2 of 2\naccount      acme\n")
        .endsWith("TIME  note      of the second\n");
  }

  @Test
  void aMessageThatNobodyKnows() throws Exception {
    start();
    for (String id : List.of("0123abcd", "f".repeat(32), "what is this")) {
      assertThat(run("message", "show", id)).isEqualTo(1);
      assertThat(out.toString()).isEqualTo("no message " + id + " is known\n");
    }
    String never = store().messageIds().encode(3, 512);
    assertThat(run("message", "show", never)).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            "message " + never + " is not known to the store any more, nor is any history of it\n");
  }

  @Test
  void aMessageThatOnlyTheHistoryKnows() throws Exception {
    start();
    String id = store().messageIds().encode(3, 512);
    history().note(512, "long ago");

    assertThat(run("message", "show", id)).isZero();

    assertThat(printed())
        .isEqualTo(
            "message "
                + id
                + " is not known to the store any more, but its history is:\n"
                + "TIME  note      long ago\n");
  }

  @Test
  void withoutAServerTheFilesTell() throws Exception {
    start();
    Message message = accept("491700000001");
    history().note(message.key, "before the end");
    String other = store().messageIds().encode(3, 512);
    stop();

    assertThat(run("message", "show", message.id)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("no server is running: there is no socket " + home + "/data/admin.sock\n");
    assertThat(run("message", "show", "--offline", message.id)).isZero();
    assertThat(printed()).isEqualTo("TIME  note      before the end\n");
    assertThat(run("message", "show", "--offline", other)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("the files in " + home + "/data have no history of message " + other + "\n");
    assertThat(run("message", "show", "--offline", "0123abcd")).isEqualTo(1);
    assertThat(err.toString()).contains("only the running server knows");
    assertThat(run("message", "show", "--offline", "--data-dir", home + "/none", message.id))
        .isEqualTo(1);
    assertThat(err.toString()).contains(home + "/none");
  }

  /** Puts a message from a mobile into a mailbox and notes what is noted of it. */
  private String inbound() throws Exception {
    CompletableFuture<Long> key = new CompletableFuture<>();
    store()
        .post(
            new NewMail("acme", MailKind.MO, ACCEPTED + 10_000 * DAY, new byte[1], null),
            new DoneCallback() {
              @Override
              public void queued(long mailKey) {
                key.complete(mailKey);
              }

              @Override
              public void done(boolean changed) {}
            });
    long mail = key.get(60, TimeUnit.SECONDS);
    String id = store().messageIds().encode(0, mail);
    history().received(mail, ACCEPTED, "alpha", "alpha/1");
    history().owned(mail, "acme", "prefix, numbers.conf:3");
    history().kept(mail, ACCEPTED + 10_000 * DAY);
    history().note(new Senders(store().messageIds()).key("491700000001"), "message " + id);
    return id;
  }

  @Test
  void aMessageFromAMobileLiveAndAfterARestart() throws Exception {
    start();
    String id = inbound();
    String shown =
        """
        message      %s
        kind         mo

        TIME  received  from carrier alpha, bind alpha/1
        TIME  owned     by account acme: prefix, numbers.conf:3
        TIME  kept      in its mailbox, until 2047-05-19T12:00:00.000Z
        """
            .formatted(id);
    assertThat(run("message", "from", "+491700000001")).isZero();
    assertThat(printed()).isEqualTo("TIME  note      message " + id + "\n");
    assertThat(run("message", "show", id)).isZero();
    assertThat(printed()).isEqualTo(shown);

    stop();
    assertThat(run("message", "show", "--offline", id)).isZero();
    assertThat(printed()).isEqualTo(shown.substring(shown.indexOf("TIME")));

    start();
    assertThat(run("message", "from", "491700000001")).isZero();
    assertThat(printed()).isEqualTo("TIME  note      message " + id + "\n");
    assertThat(run("message", "show", id)).isZero();
    assertThat(printed()).isEqualTo(shown);
    assertThat(run("message", "from", "491700000002")).isEqualTo(1);
    assertThat(out.toString()).isEqualTo("nothing is known to have come from this number\n");
    assertThat(run("admin", "message", "from")).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aMessageFromAMobileThatTheHistoryForgot() throws Exception {
    start();
    String id = store().messageIds().encode(0, 1 << 8);

    assertThat(run("message", "show", id)).isEqualTo(1);

    assertThat(printed())
        .isEqualTo(
            "message      "
                + id
                + "\nkind         mo\nnothing is known of it, nor is any history of it\n");
  }

  @Test
  void aShortIdShowsHowItsReceiptCameHome() throws Exception {
    start();
    NewMessage plain = message("491700000001");
    CompletableFuture<Message> answer = new CompletableFuture<>();
    store()
        .accept(
            new NewMessage(
                plain.account(),
                plain.destination(),
                plain.kind(),
                ACCEPTED,
                ACCEPTED,
                plain.expiresAt(),
                plain.body(),
                0,
                plain.length(),
                0,
                true,
                null),
            new AcceptCallback() {
              @Override
              public void accepted(long key, String messageId, @Nullable Object attachment) {
                answer.complete(new Message(key, messageId));
              }

              @Override
              public void refused(StoreFailure why, @Nullable Object attachment) {
                answer.completeExceptionally(new AssertionError(why));
              }
            });
    Message message = answer.get(60, TimeUnit.SECONDS);
    assertThat(message.id).hasSize(8);
    finish(message.key, MessageState.DELIVERED, 0);
    history().home(message.key, "bind_receiver", 0);

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(printed())
        .startsWith("message      " + message.id + "\nstate        DELIVERED\n")
        .endsWith("TIME  home      to bind_receiver: ESME_ROK (0x00000000)\n");
  }

  @Test
  void theStoresToolsDoNotMindTheHistory() throws Exception {
    start();
    history().note(accept("491700000001").key, "a step");

    assertThat(run("store", "backup", "--to", home + "/copy")).isZero();
    stop();

    assertThat(run("store", "check")).isZero();
    assertThat(home.resolve("copy/history")).doesNotExist();
  }

  @Test
  void aRestartKeepsTheTimeline() throws Exception {
    start();
    Message message = accept("491700000001");
    history().note(message.key, "before");
    stop();
    start();
    history().note(message.key, "after");

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(printed())
        .endsWith("TIME  accepted  from acme\nTIME  note      before\nTIME  note      after\n");
  }

  @Test
  void anyAdminCommand() throws Exception {
    start();
    Message message = accept("491700000001");

    assertThat(run("admin", "help")).isZero();
    assertThat(out.toString()).contains("message show ID [unmasked]");
    assertThat(run("admin", "message", "show", message.id)).isZero();
    assertThat(out.toString()).startsWith("message      " + message.id);
    assertThat(run("admin", "message", "show")).isEqualTo(ExitStatus.USAGE);
    assertThat(out.toString()).isEqualTo("usage: message show ID [unmasked]\n");
    assertThat(run("admin", "--set", "admin.enabled=off", "help")).isEqualTo(1);
    assertThat(err.toString()).contains("admin.enabled is false");
    assertThat(run("admin", "--set", "admin.socket=" + home + "/other.sock", "help")).isEqualTo(1);
    assertThat(err.toString()).contains("there is no socket " + home + "/other.sock");
  }

  @Test
  void withoutAHistoryTheStoreStillTells() throws Exception {
    Section settings = ConfigSource.shipped(home).with("--set", "history.enabled", "off").load();
    Path data = settings.section("store").file("directory");
    JournalStore opened = JournalStore.open(StoreSettings.defaults(data).withSpareSegments(0));
    opened.start(due::complete, mail -> {}, info -> {}, (cause, what) -> {});
    store = opened;
    MessageHistory none =
        MessageHistory.start(
            HistorySettings.from(settings.section("history"), data), new SimpleMeterRegistry());
    none.note(1, "nowhere");
    desk =
        AdminDesk.start(
            AdminSettings.from(settings.section("admin"), data),
            List.of(MessageShow.command(opened, none, SentNotes::is)));
    Message message = accept("491700000001");

    assertThat(run("message", "show", message.id)).isZero();

    assertThat(none.isKept()).isFalse();
    assertThat(data.resolve("history")).doesNotExist();
    assertThat(printed())
        .endsWith("TIME  accepted  from acme\nno history: no history is kept (history.enabled)\n");
  }

  @Test
  void helpExplains() throws IOException {
    assertThat(run("message", "show", "--help")).isZero();
    assertThat(out.toString()).contains("--unmasked", "--offline", "--config", "--data-dir");
    assertThat(run("message")).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aWrongConfigurationIsNoServerThatDoesNotAnswer() {
    assertThat(run("admin", "--set", "admin.enabled=maybe", "help")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("admin.enabled");
  }
}
