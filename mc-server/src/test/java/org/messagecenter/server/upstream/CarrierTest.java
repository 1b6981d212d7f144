package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.AlertNotification;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.listen.EsmeSocket;
import org.messagecenter.server.upstream.BindStatus.State;

/** One carrier whose message center the test plays, on a clock that only the test moves. */
class CarrierTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path directory;

  private final List<Stage> stages = new ArrayList<>();

  @AfterEach
  void end() {
    stages.forEach(Stage::close);
  }

  private Stage stage(String... keys) {
    Stage stage = new Stage(Entry.acme(directory, keys));
    stages.add(stage);
    return stage;
  }

  private static Packet only(EsmeSocket socket) {
    List<Packet> written = socket.written();
    assertThat(written).hasSize(1);
    return written.get(0);
  }

  private static SubmitSm submitted(EsmeSocket socket) {
    return (SubmitSm) only(socket).pdu();
  }

  private static List<CommandId> commands(EsmeSocket socket) {
    return socket.written().stream().map(packet -> packet.pdu().commandId()).toList();
  }

  // ---- binding --------------------------------------------------------------------------------

  @Test
  void bindsAsItsEntrySays() {
    Stage stage =
        stage("system-type = vma, address-ton = 1, address-npi = 2, address-range = \"49\"");
    EsmeSocket socket = stage.dial().connects();
    assertThat(only(socket).pdu())
        .isEqualTo(new BindTransceiver("us", "secret", "vma", 0x34, 1, 2, "49"));
    assertThat(stage.carrier.room()).isZero();
  }

  @Test
  void roomIsTheWindowOnceTheBindStands() {
    Stage stage = stage("window = 3");
    List<Integer> told = new ArrayList<>();
    stage.carrier.whenRoom(() -> told.add(stage.carrier.room()));
    stage.dial().binds();
    assertThat(told).containsExactly(3);
    assertThat(stage.carrier.health().bound()).isTrue();
  }

  @Test
  void bindsAreSpreadOverTheHosts() {
    Stage stage = stage("binds = 3");
    assertThat(stage.dials.stream().map(dial -> dial.host.toString()))
        .containsExactly("one.example:1", "two.example:2", "one.example:1");
  }

  @Test
  void aHostThatCannotBeReachedIsFollowedByTheNext() {
    Stage stage = stage("reconnect { first = 1s, longest = 8s }");
    List<String> tried = new ArrayList<>();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Stage.Dial dial = stage.dial();
      tried.add(dial.host.host() + " " + dial.turn);
      dial.fails(new ConnectException("connection refused"));
      waits.add(stage.untilDialled(STEP, LONG).toMillis());
    }
    assertThat(tried)
        .containsExactly(
            "one.example 0",
            "two.example 0",
            "one.example 1",
            "two.example 1",
            "one.example 2",
            "two.example 2",
            "one.example 3");
    long[] full = {1000, 2000, 4000, 8000, 8000, 8000, 8000};
    for (int i = 0; i < full.length; i++) {
      assertThat(waits.get(i)).isBetween(full[i] * 3 / 4, full[i] + STEP.toMillis());
    }
  }

  @ParameterizedTest
  @CsvSource({"13, true", "14, true", "15, true", "83, true", "8, false", "5, false"})
  void whoIsNotKnownWaitsLonger(int status, boolean unknown) {
    Stage stage = stage("reconnect { first = 1s, longest = 2s, refused = 5m }");
    EsmeSocket socket = stage.dial().connects();
    stage.answer(socket, only(socket), PduTable.blank(CommandId.BIND_TRANSCEIVER_RESP), status);
    Duration waited = stage.untilDialled(STEP, LONG);
    assertThat(waited)
        .isBetween(
            Duration.ofMillis(unknown ? 225_000 : 750),
            Duration.ofMillis(unknown ? 300_100 : 1100));
    assertThat(stage.count("refused")).isEqualTo(1);
  }

  @Test
  void theStatusSaysWhyABindWasRefused() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().connects();
    stage.answer(socket, only(socket), PduTable.blank(CommandId.BIND_TRANSCEIVER_RESP), 0x0E);
    BindStatus bind = status(stage).binds().get(0);
    assertThat(bind.state()).isEqualTo(State.WAITING);
    assertThat(bind.lastError()).contains("ESME_RINVPASWD").contains("password");
    assertThat(bind.lastErrorAt()).isGreaterThanOrEqualTo(Stage.WALL);
    assertThat(bind.host()).isEqualTo("one.example:1");
  }

  @Test
  void aBindThatIsNotAnsweredIsGivenUp() {
    Stage stage = stage("response = 5s", "connect = 20s");
    stage.dial().connects();
    stage.pass(Duration.ofSeconds(5));
    assertThat(status(stage).binds().get(0).lastError()).isEqualTo("the bind was not answered");
    stage.untilDialled(STEP, LONG);
    assertThat(stage.dials).hasSize(1);
  }

  @Test
  void aGenericNackRefusesABindToo() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().connects();
    stage.answer(socket, only(socket), new GenericNack(), 0x03);
    assertThat(status(stage).binds().get(0).lastError()).contains("ESME_RINVCMDID");
  }

  @Test
  void aBindThatStoodIsMadeAnewAtOnceAtItsOwnHost() {
    Stage stage = stage("reconnect { first = 1s, longest = 1m }");
    stage.dial().fails(new ConnectException("no"));
    stage.untilDialled(STEP, LONG);
    EsmeSocket socket = stage.dial().binds();
    stage.pass(Duration.ofSeconds(11));
    socket.close();
    stage.run();
    assertThat(stage.untilDialled(STEP, LONG)).isLessThanOrEqualTo(Duration.ofMillis(1100));
    assertThat(stage.dial().host.host()).isEqualTo("one.example");
    assertThat(stage.count("lost")).isEqualTo(1);
    assertThat(stage.count("connects")).isEqualTo(3);
  }

  @Test
  void aBindThatDidNotStandCountsAsAFailure() {
    Stage stage = stage("reconnect { first = 1s, longest = 1m }");
    for (int full = 1000; full <= 16_000; full *= 2) {
      EsmeSocket socket = stage.dial().binds();
      stage.pass(SECOND);
      socket.close();
      stage.run();
      assertThat(stage.untilDialled(STEP, LONG).toMillis()).isBetween(full * 3L / 4, full + 100L);
    }
  }

  // ---- sending --------------------------------------------------------------------------------

  @Test
  void aMessageGoesOutAndItsIdComesBack() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    Attempt attempt = stage.send("m");
    Packet submit = only(socket);
    SubmitSm sent = (SubmitSm) submit.pdu();
    assertThat(sent.shortMessage()).isEqualTo(Stage.octets("hello"));
    assertThat(sent.registeredDelivery()).isEqualTo(1);
    assertThat(sent.scheduleDeliveryTime()).isEmpty();
    assertThat(sent.validityPeriod()).isEqualTo("000000020000000R");
    assertThat(attempt.bind()).isEqualTo("acme/1");
    assertThat(stage.attempts.take()).isEmpty();
    stage.answer(socket, submit, "abc");
    assertThat(stage.attempts.take())
        .containsExactly("m Taken[carrierId=CarrierId[carrier=acme, id=ABC]]");
    assertThat(attempt.status()).isZero();
    assertThat(stage.count("answers", "class", "taken")).isEqualTo(1);
    assertThat(stage.registry.get("mc.carrier.latency").timer().count()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          11   | Final[state=REJECTED, error=1202]
          8    | Temporary[error=1202, retryAfterMillis=-1]
          88   | Throttled[pauseMillis=-1]
          1035 | Billing[error=1202]
          1040 | Final[state=DELIVERED, error=0]
          """)
  void aRefusalMeansWhatTheDialectSays(int status, String outcome) {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    Attempt attempt = stage.send("m");
    stage.refuse(socket, only(socket), status);
    assertThat(stage.attempts.take()).containsExactly("m " + outcome);
    assertThat(attempt.status()).isEqualTo(status);
    stage.send("n");
    stage.answer(socket, only(socket), new GenericNack(), status);
    assertThat(stage.attempts.take()).containsExactly("n " + outcome);
  }

  @Test
  void aStatusOfSuccessIsCountedAsOne() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    stage.refuse(socket, only(socket), TestDialect.DELIVERED);
    assertThat(stage.count("answers", "class", "accepted")).isEqualTo(1);
    assertThat(stage.count("answers", "class", "permanent")).isZero();
  }

  @Test
  void aGenericNackOfNoErrorIsNoSuccess() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    stage.answer(socket, only(socket), new GenericNack(), 0);
    assertThat(stage.attempts.take()).containsExactly("m Temporary[error=8, retryAfterMillis=-1]");
  }

  @Test
  void aFatalStatusEndsTheBindBehindTheAnswersThatAreUnderWay() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.send("b");
    List<Packet> sent = socket.written();
    stage.refuse(socket, sent.get(0), TestDialect.FATAL);
    assertThat(stage.attempts.take()).containsExactly("a NotSent[]");
    // A carrier that closes at an unbind would not answer b any more.
    assertThat(socket.written()).isEmpty();
    assertThat(stage.carrier.room()).isZero();
    stage.answer(socket, sent.get(1), "b1");
    assertThat(stage.attempts.take()).hasSize(1).first().asString().startsWith("b Taken");
    Packet unbind = only(socket);
    assertThat(unbind.pdu().commandId()).isEqualTo(CommandId.UNBIND);
    stage.answer(socket, unbind, unbindResp(), 0);
    assertThat(status(stage).binds().get(0).lastError()).contains("ESME_RINVBNDSTS");
    stage.untilDialled(STEP, LONG);
    assertThat(stage.dial().host.host()).isEqualTo("two.example");
  }

  @Test
  void aBindThatIsGivenUpWaitsForAnswersNoLongerThanUsual() {
    Stage stage = stage("response = 5s");
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.send("b");
    stage.pass(Duration.ofMillis(1));
    stage.refuse(socket, socket.written().get(0), TestDialect.FATAL);
    stage.attempts.take();
    stage.pass(Duration.ofMillis(4999));
    assertThat(stage.attempts.take()).hasSize(1).first().asString().startsWith("b Unknown");
    assertThat(commands(socket)).containsExactly(CommandId.UNBIND);
  }

  @Test
  void aStopUnbindsWhatWasGivenUp() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.send("b");
    stage.refuse(socket, socket.written().get(0), TestDialect.FATAL);
    stage.carrier.stop(SECOND.toNanos(), SECOND.toNanos());
    stage.pass(SECOND);
    assertThat(commands(socket)).containsExactly(CommandId.UNBIND);
    assertThat(socket.isOpen()).isTrue();
  }

  @Test
  void aMessageThatCostsOneBindAfterTheOtherIsBlamedForIt() {
    Stage stage = stage("reconnect { first = 1s, longest = 2s }");
    Attempt poison = stage.attempt("poison");
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < FatalAnswers.MOST_BINDS; i++) {
      EsmeSocket socket = stage.dial().binds();
      stage.send("good");
      stage.answer(socket, only(socket), "g" + i);
      stage.attempts.take();
      stage.send(poison);
      stage.refuse(socket, only(socket), TestDialect.FATAL);
      outcomes.addAll(stage.attempts.take());
      poison.again();
      stage.answer(socket, only(socket), unbindResp(), 0);
      stage.untilDialled(STEP, LONG);
    }
    assertThat(outcomes)
        .containsExactly(
            "poison NotSent[]",
            "poison NotSent[]",
            "poison Temporary[error=" + TestDialect.ERROR + ", retryAfterMillis=-1]");
  }

  private static Pdu unbindResp() {
    return PduTable.blank(CommandId.UNBIND_RESP);
  }

  @Test
  void anAnswerThatItsDialectFailsAtLeavesTheOutcomeUnknownAndTheBindInPlace() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.answer(socket, only(socket), TestDialect.BROKEN);
    assertThat(stage.attempts.take()).hasSize(1).first().asString().startsWith("a Unknown");
    assertThat(socket.isOpen()).isTrue();
    stage.send("b");
    stage.answer(socket, only(socket), "b1");
    assertThat(stage.attempts.take()).hasSize(1).first().asString().startsWith("b Taken");
  }

  @Test
  void answersMayComeInAnyOrder() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    for (String name : List.of("a", "b", "c")) {
      stage.send(name);
    }
    List<Packet> sent = socket.written();
    socket.receives(
        EsmeSocket.wire(new SubmitSmResp("3", Tlvs.EMPTY), 0, sent.get(2).sequence()),
        EsmeSocket.wire(new SubmitSmResp("1", Tlvs.EMPTY), 0, sent.get(0).sequence()),
        EsmeSocket.wire(new SubmitSmResp("2", Tlvs.EMPTY), 0, sent.get(1).sequence()));
    assertThat(stage.attempts.take())
        .containsExactly(
            "c Taken[carrierId=CarrierId[carrier=acme, id=3]]",
            "a Taken[carrierId=CarrierId[carrier=acme, id=1]]",
            "b Taken[carrierId=CarrierId[carrier=acme, id=2]]");
  }

  @Test
  void withoutABindNothingIsSent() {
    Stage stage = stage();
    stage.send("m");
    assertThat(stage.attempts.take()).containsExactly("m NotSent[]");
  }

  @Test
  void theWindowIsNeverExceeded() {
    Stage stage = stage("window = 2");
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.send("b");
    assertThat(stage.carrier.room()).isZero();
    stage.send("c");
    assertThat(stage.attempts.take()).containsExactly("c NotSent[]");
    assertThat(socket.written()).hasSize(2);
  }

  @Test
  void roomIsToldOfOnceForAllAnswersOfOneRead() {
    Stage stage = stage("window = 4");
    List<Integer> told = new ArrayList<>();
    EsmeSocket socket = stage.dial().binds();
    stage.carrier.whenRoom(
        () -> {
          told.add(stage.carrier.room());
          stage.carrier.send(stage.attempt("more"));
        });
    List.of("a", "b", "c", "d").forEach(stage::send);
    List<Packet> sent = socket.written();
    socket.receives(
        EsmeSocket.wire(new SubmitSmResp("1", Tlvs.EMPTY), 0, sent.get(0).sequence()),
        EsmeSocket.wire(new SubmitSmResp("2", Tlvs.EMPTY), 0, sent.get(1).sequence()),
        EsmeSocket.wire(new SubmitSmResp("3", Tlvs.EMPTY), 0, sent.get(2).sequence()));
    stage.run();
    assertThat(told).containsExactly(3);
    assertThat(commands(socket)).containsExactly(CommandId.SUBMIT_SM);
    stage.answer(socket, sent.get(3), "4");
    assertThat(told).containsExactly(3);
  }

  @Test
  void whatAnOutcomeSendsLeavesOverAnyBindWithoutFurtherAdo() {
    Stage stage = stage("binds = 2, window = 1");
    EsmeSocket one = stage.dials.remove(0).binds();
    EsmeSocket two = stage.dial().binds();
    stage.send("a");
    stage.attempts.whenCompleted(
        () -> {
          if (stage.carrier.room() == 2) {
            stage.carrier.send(stage.attempt("b"));
            stage.carrier.send(stage.attempt("c"));
          }
        });
    stage.answer(one, only(one), "1");
    assertThat(commands(one)).containsExactly(CommandId.SUBMIT_SM);
    assertThat(commands(two)).containsExactly(CommandId.SUBMIT_SM);
  }

  @Test
  void theBindWithMostRoomIsTakenAndOfEqualsTheNext() {
    Stage stage = stage("binds = 3, window = 3");
    List<EsmeSocket> sockets = new ArrayList<>();
    List.copyOf(stage.dials).forEach(dial -> sockets.add(dial.binds()));
    List<String> binds = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      binds.add(stage.send("m" + i).bind());
    }
    Packet second = sockets.get(1).written().get(0);
    stage.answer(sockets.get(1), second, "x");
    binds.add(stage.send("m6").bind());
    binds.add(stage.send("m7").bind());
    assertThat(binds)
        .containsExactly(
            "acme/1", "acme/2", "acme/3", "acme/1", "acme/2", "acme/3", "acme/2", "acme/3");
  }

  @Test
  void aHandfulLeavesOverOneBindInOneWrite() {
    Stage stage = stage("binds = 4, window = 20");
    List<EsmeSocket> sockets = new ArrayList<>();
    List.copyOf(stage.dials).forEach(dial -> sockets.add(dial.binds()));

    assertThat(sentTogether(stage, 10)).containsExactly("acme/1 x 10");
    assertThat(writes(sockets)).containsExactly(1, 0, 0, 0);
    assertThat(sentTogether(stage, 3)).containsExactly("acme/2 x 3");
    assertThat(writes(sockets)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void moreThanAHandfulGoesOverTheOthersToo() {
    Stage stage = stage("binds = 3, window = 20");
    List<EsmeSocket> sockets = new ArrayList<>();
    List.copyOf(stage.dials).forEach(dial -> sockets.add(dial.binds()));

    assertThat(sentTogether(stage, 50))
        .containsExactly("acme/1 x 16", "acme/2 x 16", "acme/3 x 16", "acme/1 x 2");
    assertThat(writes(sockets)).containsExactly(1, 1, 1);
    assertThat(stage.carrier.room()).isEqualTo(10);
  }

  @Test
  void aHandfulEndsWithTheWindow() {
    Stage stage = stage("binds = 2, window = 5");
    List<EsmeSocket> sockets = new ArrayList<>();
    List.copyOf(stage.dials).forEach(dial -> sockets.add(dial.binds()));

    assertThat(sentTogether(stage, 8)).containsExactly("acme/1 x 5", "acme/2 x 3");
    assertThat(writes(sockets)).containsExactly(1, 1);
  }

  /** Sends messages before anything is written; tells over which binds they went, in order. */
  private static List<String> sentTogether(Stage stage, int count) {
    List<String> runs = new ArrayList<>();
    String bind = "";
    int length = 0;
    for (int i = 0; i < count; i++) {
      Attempt attempt = stage.attempt("m" + i);
      stage.carrier.send(attempt);
      if (!attempt.bind().equals(bind)) {
        if (length > 0) {
          runs.add(bind + " x " + length);
        }
        bind = attempt.bind();
        length = 0;
      }
      length++;
    }
    runs.add(bind + " x " + length);
    stage.run();
    return runs;
  }

  /** How many writes each had since the last look. */
  private static List<Integer> writes(List<EsmeSocket> sockets) {
    return sockets.stream()
        .map(
            socket -> {
              int count = socket.outboundMessages().size();
              socket.written();
              return count;
            })
        .toList();
  }

  @Test
  void aCarrierThatDoesNotReadHasNoRoom() {
    Stage stage = stage("window = 100");
    EsmeSocket socket = stage.dial().binds();
    socket.stuck(true);
    Tlvs large =
        Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, new Octets(new byte[20_000], 0, 20_000)).build();
    stage.send(stage.attempts.of("m", Stage.message("1", 1, large), Stage.EXPIRES));
    stage.send(stage.attempts.of("n", Stage.message("1", 1, large), Stage.EXPIRES));
    assertThat(stage.carrier.room()).isZero();
    List<Integer> told = new ArrayList<>();
    stage.carrier.whenRoom(() -> told.add(stage.carrier.room()));
    socket.stuck(false);
    stage.run();
    assertThat(told).containsExactly(98);
  }

  // ---- what becomes of messages without a clear answer ----------------------------------------

  @Test
  void aMessageThatIsNotAnsweredInTimeIsUnknownAndTheBindStands() {
    Stage stage = stage("response = 5s", "enquire-link = 0", "window = 1");
    List<Integer> told = new ArrayList<>();
    EsmeSocket socket = stage.dial().binds();
    stage.carrier.whenRoom(() -> told.add(stage.carrier.room()));
    stage.send("m");
    Packet late = only(socket);
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.attempts.take()).containsExactly("m Unknown[error=1201]");
    assertThat(told).containsExactly(1);
    assertThat(stage.count("unknown")).isEqualTo(1);
    assertThat(stage.count("late")).isZero();
    stage.answer(socket, late, "x");
    assertThat(stage.attempts.take())
        .containsExactly("m late Taken[carrierId=CarrierId[carrier=acme, id=X]]");
    assertThat(stage.count("late")).isEqualTo(1);
    stage.answer(socket, late, "x");
    assertThat(stage.attempts.take()).isEmpty();
    stage.send("n");
    stage.answer(socket, only(socket), "y");
    assertThat(stage.attempts.take()).hasSize(1);
  }

  @Test
  void aRefusalThatComesTooLateIsToldToo() {
    Stage stage = stage("response = 5s", "enquire-link = 0");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    Packet late = only(socket);
    stage.pass(Duration.ofSeconds(5));
    stage.attempts.take();
    stage.refuse(socket, late, CommandStatus.ESME_RSYSERR.value());
    assertThat(stage.attempts.take()).allMatch(told -> told.startsWith("m late Temporary"));
    assertThat(stage.carrier.health().bound()).isTrue();
  }

  @Test
  void anAnswerIsListenedToForTenMinutesAfterItsTime() {
    Stage stage = stage("response = 5s", "enquire-link = 0", "inactivity = 0");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    Packet late = only(socket);
    stage.pass(Duration.ofSeconds(5));
    stage.attempts.take();
    stage.pass(Duration.ofMinutes(10));
    stage.answer(socket, late, "x");
    assertThat(stage.attempts.take()).isEmpty();
  }

  @Test
  void aMessageOfUnknownOutcomeMayEndHere() {
    Stage stage = stage("on-unknown = fail");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    stage.attempts.announced.remove(0).accept(true);
    socket.close();
    stage.run();
    assertThat(stage.attempts.take()).containsExactly("m Final[state=UNKNOWN, error=1201]");
  }

  @Test
  void aMessageThatMayNotGoTwiceIsAnnouncedBeforeItGoes() {
    Stage stage = stage("on-unknown = fail", "window = 2");
    EsmeSocket socket = stage.dial().binds();
    List<Integer> told = new ArrayList<>();
    stage.carrier.whenRoom(() -> told.add(stage.carrier.room()));
    stage.send("a");
    stage.send("b");
    assertThat(socket.written()).isEmpty();
    assertThat(stage.carrier.room()).isZero();
    stage.send("c");
    assertThat(stage.attempts.take()).containsExactly("c NotSent[]");

    stage.attempts.announced.remove(0).accept(true);
    stage.run();
    Packet sent = only(socket);
    assertThat(stage.carrier.room()).isZero();
    stage.attempts.announced.remove(0).accept(false);
    stage.run();
    assertThat(socket.written()).isEmpty();
    assertThat(told).containsExactly(1);
    stage.answer(socket, sent, "x");
    assertThat(stage.carrier.room()).isEqualTo(2);
  }

  @Test
  void whatWasAnnouncedAndCannotGoAnyMoreIsNotSent() {
    Stage stage = stage("on-unknown = fail");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    socket.close();
    stage.run();
    stage.attempts.announced.remove(0).accept(true);
    assertThat(stage.attempts.take()).containsExactly("m NotSent[]");
  }

  @Test
  void aStopWaitsForWhatWasAnnounced() {
    Stage stage = stage("on-unknown = fail");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    stage.carrier.stop(Duration.ofSeconds(2).toNanos(), SECOND.toNanos());
    stage.run();
    assertThat(socket.written()).isEmpty();
    stage.attempts.announced.remove(0).accept(true);
    stage.run();
    assertThat(stage.attempts.take()).containsExactly("m NotSent[]");
    assertThat(only(socket).pdu().commandId()).isEqualTo(CommandId.UNBIND);
  }

  @Test
  void aLostConnectionLeavesItsMessagesUnknown() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("a");
    stage.send("b");
    socket.close();
    stage.run();
    assertThat(stage.attempts.take())
        .containsExactly("a Unknown[error=1201]", "b Unknown[error=1201]");
    assertThat(stage.carrier.room()).isZero();
    assertThat(stage.carrier.health().bound()).isFalse();
    assertThat(status(stage).binds().get(0).lastError()).isEqualTo("peer closed");
  }

  @Test
  void aDeadConnectionIsCut() {
    Stage stage = stage("enquire-link = 10s, response = 3s");
    EsmeSocket socket = stage.dial().binds();
    stage.pass(Duration.ofSeconds(9));
    stage.send("m");
    socket.written();
    stage.pass(SECOND);
    assertThat(commands(socket)).containsExactly(CommandId.ENQUIRE_LINK);
    stage.pass(Duration.ofSeconds(2));
    assertThat(stage.attempts.take()).containsExactly("m Unknown[error=1201]");
    stage.pass(SECOND);
    assertThat(status(stage).binds().get(0).lastError()).isEqualTo("enquire link timeout");
    assertThat(socket.isOpen()).isFalse();
    stage.untilDialled(STEP, LONG);
    stage.dial().binds();
    assertThat(stage.carrier.room()).isEqualTo(10);
  }

  /**
   * A window of zero octets: what is sent lies in buffers, below the mark at which we would stop.
   */
  @Test
  void messagesGoElsewhereWhileACarrierThatReadsNoMoreIsFoundOut() {
    Stage stage = stage("binds = 2, window = 2, enquire-link = 60s, response = 5s");
    EsmeSocket stuck = stage.dials.remove(0).binds();
    EsmeSocket sound = stage.dials.remove(0).binds();
    stuck.stuck(true);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(stage.send("m" + i).bind());
    }
    assertThat(sent).containsExactly("acme/1", "acme/2", "acme/1", "acme/2");
    sound.written().forEach(submit -> stage.answer(sound, submit, "x"));
    assertThat(stage.attempts.take()).hasSize(2);
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.attempts.take())
        .containsExactly("m0 Unknown[error=1201]", "m2 Unknown[error=1201]");
    assertThat(stage.carrier.room()).as("the room of the other bind").isEqualTo(2);
    assertThat(List.of(stage.send("m0").bind(), stage.send("m2").bind())).containsOnly("acme/2");
    sound.written().forEach(submit -> stage.answer(sound, submit, "x"));
    assertThat(stage.attempts.take()).hasSize(2);
    stage.pass(Duration.ofMillis(4999));
    assertThat(status(stage).binds().get(0).state()).isEqualTo(State.BOUND);
    stage.pass(Duration.ofMillis(1));
    BindStatus ended = status(stage).binds().get(0);
    assertThat(ended.state()).isEqualTo(State.WAITING);
    assertThat(ended.lastError()).isEqualTo("enquire link timeout");
    assertThat(stage.carrier.room()).isEqualTo(2);
  }

  @Test
  void aCarrierThatIsHeardOfIsDoubtedNoMore() {
    Stage stage = stage("window = 2, enquire-link = 60s, response = 5s");
    List<Integer> told = new ArrayList<>();
    EsmeSocket socket = stage.dial().binds();
    stage.carrier.whenRoom(() -> told.add(stage.carrier.room()));
    stage.send("m");
    socket.written();
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.attempts.take()).containsExactly("m Unknown[error=1201]");
    assertThat(stage.carrier.room()).isZero();
    Packet enquiry = only(socket);
    assertThat(enquiry.pdu().commandId()).isEqualTo(CommandId.ENQUIRE_LINK);
    stage.answer(socket, enquiry, PduTable.blank(CommandId.ENQUIRE_LINK_RESP), 0);
    assertThat(stage.carrier.room()).isEqualTo(2);
    assertThat(told).containsExactly(2);
  }

  @Test
  void aCarrierThatLeavesTooMuchUnreadIsCutInTime() {
    Stage stage = stage("window = 100", "enquire-link = 0, response = 1h");
    EsmeSocket socket = stage.dial().binds();
    socket.stuck(true);
    Tlvs large =
        Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, new Octets(new byte[20_000], 0, 20_000)).build();
    stage.send(stage.attempts.of("m", Stage.message("1", 1, large), Stage.EXPIRES));
    stage.send(stage.attempts.of("n", Stage.message("1", 1, large), Stage.EXPIRES));
    assertThat(stage.carrier.room()).isZero();
    stage.pass(Duration.ofSeconds(30));
    assertThat(status(stage).binds().get(0).state()).isEqualTo(State.BOUND);
    stage.pass(SECOND);
    assertThat(stage.attempts.take())
        .containsExactly("m Unknown[error=1201]", "n Unknown[error=1201]");
    assertThat(status(stage).binds().get(0).lastError()).isEqualTo("slow reader");
  }

  @Test
  void aCarrierThatUnbindsIsAnsweredAndBoundToAgain() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    socket.written();
    socket.receives(EsmeSocket.wire(new Unbind(), 0, 77));
    stage.run();
    Packet answer = only(socket);
    assertThat(answer.pdu().commandId()).isEqualTo(CommandId.UNBIND_RESP);
    assertThat(answer.sequence()).isEqualTo(77);
    assertThat(stage.attempts.take()).containsExactly("m Unknown[error=1201]");
    stage.untilDialled(STEP, LONG);
    assertThat(stage.dials).hasSize(1);
  }

  @Test
  void aResponseWithoutABodyHasNoId() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    Packet submit = only(socket);
    socket.receives(EsmeSocket.wire(new GenericNack(), 0, submit.sequence()).setInt(4, 0x80000004));
    stage.run();
    assertThat(stage.attempts.take()).containsExactly("m Final[state=ACCEPTED, error=0]");
    assertThat(stage.count("malformed")).isEqualTo(1);
  }

  @Test
  void aMessageIdThatIsTooLongIsOneAllTheSame() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    int sequence = only(socket).sequence();
    String id = "A".repeat(100);
    ByteBuf answer = Unpooled.buffer().writeInt(16 + 101).writeInt(0x80000004).writeInt(0);
    answer.writeInt(sequence).writeCharSequence(id + "\0", StandardCharsets.US_ASCII);
    socket.receives(answer);
    stage.run();
    assertThat(stage.attempts.take())
        .containsExactly("m Taken[carrierId=CarrierId[carrier=acme, id=" + id + "]]");
    assertThat(stage.count("malformed")).isEqualTo(1);
    assertThat(stage.carrier.room()).isEqualTo(10);
  }

  // ---- receipts that are asked for ------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "always, 0, 1",
    "always, 2, 1",
    "always, 3, 1",
    "always, 17, 17",
    "always, 16, 17",
    "always, 4, 5",
    "as-submitted, 0, 0",
    "as-submitted, 1, 1",
    "as-submitted, 2, 1",
    "as-submitted, 16, 16"
  })
  void whichReceiptIsAskedFor(String ask, int submitted, int sent) {
    Stage stage = stage("ask-receipt = " + ask);
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.of("m", Stage.message("1", submitted, Tlvs.EMPTY), Stage.EXPIRES));
    assertThat(submitted(socket).registeredDelivery()).isEqualTo(sent);
  }

  /** Its receipt would belong to nothing. */
  @Test
  void forWhatIsNotStoredNoReceiptIsAskedFor() {
    Stage stage = stage("ask-receipt = always");
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.direct("m", Stage.message("1", 0x11, Tlvs.EMPTY)));
    assertThat(submitted(socket).registeredDelivery()).isZero();
  }

  @Test
  void aMessageOfWhoseEndNothingWillBeHeardEndsAsAccepted() {
    Stage stage = stage("ask-receipt = as-submitted");
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    stage.answer(socket, only(socket), "abc");
    stage.send(stage.attempts.of("n", Stage.message("1", 1, Tlvs.EMPTY), Stage.EXPIRES));
    stage.answer(socket, only(socket), "");
    assertThat(stage.attempts.take())
        .containsExactly("m Final[state=ACCEPTED, error=0]", "n Final[state=ACCEPTED, error=0]");
    assertThat(stage.count("answers", "class", "accepted")).isEqualTo(2);
  }

  // ---- the form of what is sent ---------------------------------------------------------------

  @Test
  void theWaitingIsBehindAMessage() {
    Stage stage = stage("validity = none");
    EsmeSocket socket = stage.dial().binds();
    SubmitSm plain = Stage.message("1", 1, Tlvs.EMPTY);
    SubmitSm timed =
        new SubmitSm(
            "CMT",
            plain.sourceAddr(),
            plain.destinationAddr(),
            3,
            1,
            2,
            "260101000000000+",
            "000000010000000R",
            1,
            0,
            8,
            0,
            plain.shortMessage(),
            plain.tlvs());
    stage.send(stage.attempts.of("m", timed, Stage.EXPIRES));
    assertThat(submitted(socket))
        .isEqualTo(
            new SubmitSm(
                "CMT",
                plain.sourceAddr(),
                plain.destinationAddr(),
                3,
                1,
                2,
                "",
                "",
                1,
                0,
                8,
                0,
                plain.shortMessage(),
                plain.tlvs()));
  }

  @ParameterizedTest
  @CsvSource({"0, 000000000001000R", "999, 000000000001000R", "5184000000, 000031000000000R"})
  void whatIsLeftOfTheValidityIsBetweenASecondAnd31Days(long left, String validity) {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.of("m", Stage.message("1", 1, Tlvs.EMPTY), Stage.WALL + left));
    assertThat(submitted(socket).validityPeriod()).isEqualTo(validity);
  }

  @Test
  void aMessageThatNeverExpiresHasNoValidity() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.of("m", Stage.message("1", 1, Tlvs.EMPTY), Long.MAX_VALUE));
    assertThat(submitted(socket).validityPeriod()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x34})
  void aCarrierOf33GetsNoTlvsAndAMoment(int told) {
    Stage stage = stage("interface-version = 3.3");
    EsmeSocket socket = stage.dial().binds(told);
    Tlvs tlvs =
        Tlvs.builder()
            .put(TlvTag.MESSAGE_PAYLOAD, Stage.octets("the text"))
            .put(TlvTag.USER_MESSAGE_REFERENCE, 5)
            .build();
    SubmitSm plain = Stage.message("1", 1, tlvs);
    stage.send(stage.attempts.of("m", plain, Stage.EXPIRES));
    SubmitSm sent = submitted(socket);
    assertThat(sent.tlvs().isEmpty()).isTrue();
    assertThat(sent.shortMessage()).isEqualTo(Stage.octets("the text"));
    assertThat(sent.validityPeriod()).isEqualTo("260101020000000+");
  }

  @Test
  void aCarrierThatNamesNoVersionIsTakenToSpeakOurs() {
    Stage stage = stage("interface-version = 3.4");
    EsmeSocket socket = stage.dial().binds(0);
    Tlvs tlvs = Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, 5).build();
    stage.send(stage.attempts.of("m", Stage.message("1", 1, tlvs), Stage.EXPIRES));
    assertThat(submitted(socket).tlvs()).isEqualTo(tlvs);
    assertThat(status(stage).binds().get(0).version()).isEqualTo(0x34);
  }

  @Test
  void aMessageOfSeveralPartsGoesBackWithThem() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.of("m", Stage.message("2", 1, Tlvs.EMPTY), Stage.EXPIRES));
    assertThat(stage.attempts.take()).hasSize(1).first().asString().startsWith("m TooLong[parts=[");
    assertThat(socket.written()).isEmpty();
    assertThat(stage.carrier.room()).isEqualTo(10);
  }

  @Test
  void aPartIsInItsDialectAlready() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send(stage.attempts.formed("m", Stage.message("2", 1, Tlvs.EMPTY), Stage.EXPIRES));
    assertThat(submitted(socket).destinationAddr().digits()).isEqualTo("2");
  }

  @Test
  void aMessageThatHasNoFormOnTheWireIsNotSent() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    String tooLong = "1".repeat(30);
    stage.send(stage.attempts.of("m", Stage.message(tooLong, 1, Tlvs.EMPTY), Stage.EXPIRES));
    assertThat(stage.attempts.take()).containsExactly("m Temporary[error=8, retryAfterMillis=-1]");
    assertThat(socket.written()).isEmpty();
  }

  // ---- what the carrier sends -----------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"DELIVER_SM", "DATA_SM"})
  void whatArrivesGoesToTheSink(CommandId command) {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    socket.receives(EsmeSocket.wire(PduTable.blank(command), 0, 9));
    assertThat(stage.arrived).containsExactly("acme acme/1 " + command.wireName());
    assertThat(stage.count("arrived")).isEqualTo(1);
    assertThat(socket.written()).isEmpty();
  }

  @Test
  void theSinkAnswersOverThePort() {
    Stage stage = stage();
    stage.sink =
        (carrier, bind, port, request) ->
            port.respond(
                request, PduTable.blank(CommandId.DELIVER_SM_RESP), CommandStatus.ESME_ROK);
    EsmeSocket socket = stage.dial().binds();
    socket.receives(EsmeSocket.wire(PduTable.blank(CommandId.DELIVER_SM), 0, 9));
    stage.run();
    Packet answer = only(socket);
    assertThat(answer.pdu().commandId()).isEqualTo(CommandId.DELIVER_SM_RESP);
    assertThat(answer.sequence()).isEqualTo(9);
  }

  @Test
  void aSinkThatFailsHasTheCarrierTryAgain() {
    Stage stage = stage();
    stage.sink =
        (carrier, bind, port, request) -> {
          throw new IllegalStateException("meant to fail");
        };
    EsmeSocket socket = stage.dial().binds();
    socket.receives(EsmeSocket.wire(PduTable.blank(CommandId.DELIVER_SM), 0, 9));
    stage.run();
    assertThat(only(socket).commandStatus()).isEqualTo(CommandStatus.ESME_RX_T_APPN.value());
    assertThat(stage.carrier.room()).isEqualTo(10);
  }

  @Test
  void alertNotificationsAreCountedAndIgnored() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    socket.receives(
        EsmeSocket.wire(
            new AlertNotification(new Address(1, 1, "1"), new Address(1, 1, "2"), Tlvs.EMPTY),
            0,
            9));
    assertThat(stage.count("alerts")).isEqualTo(1);
    assertThat(socket.written()).isEmpty();
    assertThat(stage.arrived).isEmpty();
  }

  @Test
  void aSubmitOfTheCarrierIsRefused() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    socket.receives(EsmeSocket.wire(PduTable.blank(CommandId.SUBMIT_SM), 0, 9));
    assertThat(only(socket).commandStatus()).isEqualTo(CommandStatus.ESME_RINVBNDSTS.value());
    assertThat(stage.count("malformed")).isEqualTo(1);
  }

  // ---- pairs ----------------------------------------------------------------------------------

  @Test
  void pairsSendOverTheOneAndReceiveOverTheOther() {
    Stage stage = stage("bind-as = transmitter-receiver, binds = 2, window = 5");
    assertThat(stage.dials).hasSize(4);
    EsmeSocket transmitter = stage.dials.get(0).connects();
    Packet bind = only(transmitter);
    assertThat(bind.pdu().commandId()).isEqualTo(CommandId.BIND_TRANSMITTER);
    stage.answer(transmitter, bind, PduTable.blank(CommandId.BIND_TRANSMITTER_RESP), 0);
    assertThat(stage.carrier.room()).isEqualTo(5);
    EsmeSocket receiver = stage.dials.get(1).connects();
    bind = only(receiver);
    assertThat(bind.pdu().commandId()).isEqualTo(CommandId.BIND_RECEIVER);
    stage.answer(receiver, bind, PduTable.blank(CommandId.BIND_RECEIVER_RESP), 0);
    assertThat(stage.carrier.room()).isEqualTo(5);

    assertThat(stage.send("m").bind()).isEqualTo("acme/1t");
    assertThat(commands(transmitter)).containsExactly(CommandId.SUBMIT_SM);
    receiver.receives(EsmeSocket.wire(PduTable.blank(CommandId.DELIVER_SM), 0, 9));
    assertThat(stage.arrived).containsExactly("acme acme/1r deliver_sm");
    assertThat(stage.count("malformed")).isZero();
    transmitter.receives(EsmeSocket.wire(PduTable.blank(CommandId.DELIVER_SM), 0, 9));
    assertThat(only(transmitter).commandStatus()).isEqualTo(CommandStatus.ESME_RINVBNDSTS.value());
    assertThat(stage.count("malformed")).isEqualTo(1);
    assertThat(stage.carrier.health().bound()).isTrue();
    transmitter.close();
    stage.run();
    assertThat(stage.carrier.health().bound()).isFalse();
    assertThat(status(stage).bound()).isEqualTo(1);
  }

  // ---- seeing and stopping --------------------------------------------------------------------

  private static CarrierStatus status(Stage stage) {
    CompletableFuture<CarrierStatus> future = stage.carrier.status();
    stage.run();
    return future.join();
  }

  @Test
  void theStatusTellsOfEachBind() {
    Stage stage = stage("binds = 2, window = 4");
    stage.dials.get(0).binds();
    stage.send("m");
    CarrierStatus status = status(stage);
    assertThat(status.name()).isEqualTo("acme");
    assertThat(status.room()).isEqualTo(3);
    assertThat(status.window()).isEqualTo(4);
    assertThat(status.outstanding()).isEqualTo(1);
    assertThat(status.binds())
        .containsExactly(
            new BindStatus(
                "acme/1", "one.example:1", State.BOUND, Stage.WALL, 1, 0x34, "", 0, 4, 1),
            new BindStatus(
                "acme/2", "two.example:2", State.CONNECTING, Stage.WALL, 0, 0, "", 0, 4, 0));
  }

  @Test
  void healthSpeaksOfTheCarrierNotOfTheMessages() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    for (int status : new int[] {0, TestDialect.TEMPORARY, TestDialect.PERMANENT, 0}) {
      stage.send("m");
      stage.pass(Duration.ofMillis(200));
      Packet submit = only(socket);
      if (status == 0) {
        stage.answer(socket, submit, "x");
      } else {
        stage.refuse(socket, submit, status);
      }
    }
    stage.pass(SECOND);
    assertThat(stage.carrier.health().errorRate()).isEqualTo(0.25);
    assertThat(stage.carrier.health().latencyMillis()).isBetween(150L, 250L);
  }

  @Test
  void aStopWaitsForAnswersThenUnbinds() {
    Stage stage = stage();
    EsmeSocket socket = stage.dial().binds();
    stage.send("m");
    Packet submit = only(socket);
    CompletableFuture<Void> stopped =
        stage.carrier.stop(Duration.ofSeconds(2).toNanos(), SECOND.toNanos());
    stage.run();
    assertThat(socket.written()).isEmpty();
    assertThat(stage.carrier.room()).isZero();
    stage.send("n");
    assertThat(stage.attempts.take()).containsExactly("n NotSent[]");
    stage.answer(socket, submit, "x");
    Packet unbind = only(socket);
    assertThat(unbind.pdu().commandId()).isEqualTo(CommandId.UNBIND);
    assertThat(stopped).isNotDone();
    stage.answer(socket, unbind, unbindResp(), 0);
    assertThat(stopped).isCompleted();
    stage.pass(LONG);
    assertThat(stage.dials).isEmpty();
    assertThat(status(stage).binds().get(0).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aStopWaitsForNobodyForEver() {
    Stage stage = stage("binds = 3");
    EsmeSocket bound = stage.dials.get(0).binds();
    EsmeSocket binding = stage.dials.get(1).connects();
    stage.send("m");
    CompletableFuture<Void> stopped =
        stage.carrier.stop(Duration.ofSeconds(2).toNanos(), SECOND.toNanos());
    stage.pass(Duration.ofSeconds(2));
    assertThat(commands(bound)).endsWith(CommandId.UNBIND);
    assertThat(binding.isOpen()).isFalse();
    stage.pass(SECOND);
    assertThat(stopped).isCompleted();
    assertThat(stage.attempts.take()).containsExactly("m Unknown[error=1201]");
    EsmeSocket late = stage.dials.get(2).connects();
    assertThat(late.isOpen()).isFalse();
  }

  @Test
  void aStopEndsTheWaitingForAnotherAttempt() {
    Stage stage = stage();
    stage.dial().fails(new ConnectException("no"));
    CompletableFuture<Void> stopped = stage.carrier.stop(1, 1);
    stage.run();
    assertThat(stopped).isCompleted();
    stage.pass(LONG);
    assertThat(stage.dials).isEmpty();
  }
}
