package org.messagecenter.server.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.Destination;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitMulti;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.UnsuccessSme;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.deliver.DirectDesk;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.deliver.RetryPlan;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.server.fake.AnsweringPort;
import org.messagecenter.server.fake.NoCarriers;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** What waits for the store, or for an attempt, and how it is answered: once, whatever happens. */
class SubmitDeskTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final Address SOURCE = new Address(1, 1, "4915");
  private static final Address GOOD = new Address(1, 1, "4917");
  private static final Address LETTERS = new Address(1, 1, "49abc");
  private static final Address STRANGE = new Address(9, 1, "4917");
  private static final SubmitSettings SETTINGS =
      new SubmitSettings(
          Duration.ofHours(24),
          Duration.ofDays(14),
          Duration.ofDays(30),
          Duration.ofSeconds(20),
          100,
          CannedMessages.NONE);
  private static final Account DEMO =
      new Account(
          "demo",
          List.of(),
          List.of(),
          Set.of(BindType.TRANSCEIVER),
          0,
          Windows.USUAL,
          Policy.USUAL,
          Map.of("friends", List.of(GOOD, new Address(1, 1, "4918"))),
          Optional.empty());

  private final RecordingStore store = new RecordingStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RateLimitedLog quiet = new RateLimitedLog(1, () -> 0);
  @AutoClose private final AnsweringPort port = new AnsweringPort();
  private final SubmitDesk desk =
      new SubmitDesk(
          store,
          SubmitChecks.all(SETTINGS),
          (account, name) -> account.distributionLists().get(name),
          new Fingerprints(new byte[16]),
          Admission.UNLIMITED,
          new DirectDesk(
              NoCarriers.to(attempt -> {}),
              new AlertDesk(store, 1000, () -> NOW, quiet, registry),
              new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofSeconds(100), 3),
              10,
              () -> NOW,
              registry),
          SETTINGS,
          new SubmitCounters(registry),
          quiet,
          new MessageWords(false),
          1,
          () -> NOW);

  private static byte[] body(Pdu pdu) {
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(body, pdu);
    return ByteBufUtil.getBytes(body);
  }

  private static Packet packet(Pdu pdu) {
    return new Packet(pdu, 0, 7, Octets.of(body(pdu)));
  }

  private AnsweringPort.Answer answer() {
    List<AnsweringPort.Answer> answers = port.take();
    assertThat(answers).hasSize(1);
    assertThat(desk.waiting()).as("waiting for the store").isZero();
    return answers.get(0);
  }

  private void nothingIsAnsweredYet() {
    assertThat(port.take()).isEmpty();
    assertThat(desk.waiting()).isEqualTo(1);
  }

  // ---- where the receipt is to go ---------------------------------------------------------------

  private static SubmitSm message(Tlvs tlvs) {
    return new SubmitSm(
        "", SOURCE, GOOD, 0, 0, 0, "", "", 1, 0, 0, 0, Octets.of(new byte[] {65}), tlvs);
  }

  private static Account account(ReceiptHome home) {
    Policy usual = Policy.USUAL;
    return new Account(
        "demo",
        List.of(),
        List.of(),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        new Policy(
            usual.interfaceVersion(),
            usual.announceVersion(),
            usual.answers(),
            usual.dialects(),
            usual.serviceTypes(),
            usual.defaultSource(),
            usual.longestMessage(),
            usual.accepted(),
            usual.receipts(),
            home,
            usual.duplicates(),
            usual.outbound()),
        Map.of(),
        Optional.empty());
  }

  private SubmitSm kept(Account account, Pdu pdu) throws BadBody {
    store.accepted.clear();
    if (pdu instanceof SubmitMulti) {
      desk.submitMulti(port, account, packet(pdu));
    } else {
      desk.submit(port, account, packet(pdu));
    }
    NewMessage kept = store.accepted.get(0).get(0);
    byte[] body = Arrays.copyOfRange(kept.body(), kept.offset(), kept.offset() + kept.length());
    return StoredBody.read(kept.kind(), body);
  }

  @Test
  void aMessageIsKeptWithItsOriginOnlyWhereThatMatters() throws BadBody {
    ReceiptHome home = new ReceiptHome(ReceiptHome.To.SYSTEM_TYPE, Duration.ofMinutes(1));
    SubmitSm plain = message(Tlvs.EMPTY);
    SubmitSm marked = Origin.marked(plain, home, 0, "");
    Octets text = Octets.of(new byte[] {65});
    Tlvs payload = Tlvs.EMPTY.with(TlvTag.MESSAGE_PAYLOAD, text);
    DataSm data = new DataSm("", SOURCE, GOOD, 0, 1, 0, payload);
    SubmitMulti multi =
        new SubmitMulti(
            "", SOURCE, List.of(sme(GOOD)), 0, 0, 0, "", "", 1, 0, 0, 0, text, Tlvs.EMPTY);

    assertThat(kept(DEMO, plain)).isEqualTo(plain);
    assertThat(kept(account(home), plain)).isEqualTo(marked);
    assertThat(kept(account(home), data)).isEqualTo(Origin.marked(data.asSubmitSm(), home, 0, ""));
    assertThat(kept(account(home), multi).tlvs()).isEqualTo(marked.tlvs());
  }

  @Test
  void aSenderCannotGiveItsMessageAnOrigin() throws BadBody {
    ReceiptHome home = new ReceiptHome(ReceiptHome.To.SYSTEM_TYPE, Duration.ofMinutes(1));
    SubmitSm forged = Origin.marked(message(Tlvs.EMPTY), home, 1, "forged");
    assertThat(kept(DEMO, forged)).isEqualTo(message(Tlvs.EMPTY));
    assertThat(kept(account(home), forged))
        .isEqualTo(Origin.marked(message(Tlvs.EMPTY), home, 0, ""));
  }

  // ---- submit_multi ---------------------------------------------------------------------------

  private void multi(List<Destination> destinations) {
    SubmitMulti multi =
        new SubmitMulti(
            "",
            SOURCE,
            destinations,
            0,
            0,
            0,
            "",
            "",
            1,
            0,
            0,
            0,
            Octets.of("hi".getBytes(StandardCharsets.US_ASCII)),
            Tlvs.EMPTY);
    desk.submitMulti(port, DEMO, packet(multi));
  }

  private static Destination sme(Address address) {
    return new Destination.Sme(address);
  }

  @Test
  void whatIsKeptIsAnsweredWithThoseThatAreNot() {
    multi(List.of(sme(LETTERS), sme(GOOD), new Destination.DistributionList("nobody")));
    assertThat(store.accepted).singleElement().satisfies(all -> assertThat(all).hasSize(1));
    nothingIsAnsweredYet();
    store.acceptances.get(0).accepted(512, "the id", null);

    AnsweringPort.Answer answer = answer();
    assertThat(answer.status()).isEqualTo(CommandStatus.ESME_ROK);
    assertThat(answer.response())
        .isEqualTo(
            new SubmitMultiResp(
                "the id",
                List.of(
                    new UnsuccessSme(LETTERS, CommandStatus.ESME_RINVDSTADR.value()),
                    new UnsuccessSme(
                        new Address(0, 0, "nobody"), CommandStatus.ESME_RINVDLNAME.value())),
                Tlvs.EMPTY));
  }

  @Test
  void aListStandsForItsMembers() {
    multi(List.of(new Destination.DistributionList("friends"), sme(GOOD)));
    assertThat(store.accepted.get(0))
        .extracting(message -> message.destination())
        .containsExactly("4917", "4918", "4917");
  }

  @ParameterizedTest
  @CsvSource({"FULL, ESME_RMSGQFUL", "BROKEN, ESME_RSYSERR", "CLOSED, ESME_RSYSERR"})
  void aStoreThatDoesNotTakeItRefusesTheWhole(StoreFailure why, CommandStatus status) {
    multi(List.of(sme(GOOD), sme(LETTERS)));
    store.acceptances.get(0).refused(why, null);

    AnsweringPort.Answer answer = answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.response()).isEqualTo(new SubmitMultiResp("", List.of(), Tlvs.EMPTY));
  }

  @Test
  void withNoDestinationLeftTheirCommonStatusIsTheAnswer() {
    multi(List.of(sme(LETTERS), sme(LETTERS)));
    assertThat(answer().status()).isEqualTo(CommandStatus.ESME_RINVDSTADR);
    multi(List.of(sme(LETTERS), sme(STRANGE)));
    assertThat(answer().status()).isEqualTo(CommandStatus.ESME_RSUBMITFAIL);
    multi(List.of());
    assertThat(answer().status()).isEqualTo(CommandStatus.ESME_RINVNUMDESTS);
    assertThat(store.accepted).isEmpty();
  }

  @Test
  void listsMayNameSoManyInAll() {
    Destination friends = new Destination.DistributionList("friends");
    multi(Collections.nCopies(128, friends));
    assertThat(store.accepted.get(0)).hasSize(256);
    store.acceptances.get(0).accepted(512, "the id", null);
    answer();
    multi(Collections.nCopies(129, friends));
    assertThat(answer().status()).isEqualTo(CommandStatus.ESME_RINVNUMDESTS);
    assertThat(store.accepted).hasSize(1);
  }

  // ---- replace_if_present_flag ----------------------------------------------------------------

  private static SubmitSm message(String serviceType, int esmClass, int replace, Tlvs tlvs) {
    return new SubmitSm(
        serviceType,
        SOURCE,
        GOOD,
        esmClass,
        0,
        0,
        "",
        "",
        1,
        replace,
        0,
        0,
        Octets.of("hi".getBytes(StandardCharsets.US_ASCII)),
        tlvs);
  }

  private static StoredMessage pending(long key, byte[] body) {
    return new StoredMessage(
        key,
        "id" + key,
        "demo",
        GOOD.digits(),
        MessageKind.MT,
        org.messagecenter.store.queue.MessageState.SCHEDULED,
        0,
        NOW - 5,
        NOW + 1000,
        NOW + 60_000,
        false,
        null,
        SourceTag.of("demo", SOURCE),
        body);
  }

  private static StoredMessage pending(long key, String serviceType) {
    return pending(key, body(message(serviceType, 0, 0, Tlvs.EMPTY)));
  }

  private void replacing() {
    desk.submit(port, DEMO, packet(message("WAP", 0, 1, Tlvs.EMPTY)));
  }

  private void assertAnswered(String id, CommandStatus status) {
    AnsweringPort.Answer answer = answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(((SubmitSmResp) answer.response()).messageId()).isEqualTo(id);
  }

  @Test
  void theOldestOfTheSameServiceIsReplacedUnderItsId() {
    store.pending = List.of(pending(1, "CMT"), pending(2, "WAP"), pending(3, "WAP"));
    replacing();
    assertThat(store.take()).last().isEqualTo("replace 2");
    nothingIsAnsweredYet();
    store.changes.get(0).done(true);

    assertAnswered("id2", CommandStatus.ESME_ROK);
    assertThat(store.accepted).isEmpty();
  }

  @Test
  void withoutOneItIsANewMessage() {
    store.pending = List.of(pending(1, "CMT"));
    replacing();
    assertThat(store.changes).isEmpty();
    store.acceptances.get(0).accepted(9, "new", store.accepted.get(0).get(0).attachment());
    assertAnswered("new", CommandStatus.ESME_ROK);
  }

  @Test
  void oneWhoseAttemptBeganMeanwhileIsLeftAlone() {
    store.pending = List.of(pending(2, "WAP"));
    replacing();
    store.changes.get(0).done(false);
    nothingIsAnsweredYet();
    store.acceptances.get(0).accepted(9, "new", store.accepted.get(0).get(0).attachment());
    assertAnswered("new", CommandStatus.ESME_ROK);
  }

  @Test
  void aReplacementThatIsNotKeptIsRefused() {
    store.pending = List.of(pending(2, "WAP"));
    replacing();
    store.changes.get(0).failed(StoreFailure.UNKNOWN);
    assertAnswered("", CommandStatus.ESME_RSYSERR);
  }

  @Test
  void whatCannotBeReadFromTheStoreLeavesNobodyWaiting() {
    store.pending = List.of(pending(2, new byte[] {1, 2, 3}));
    replacing();
    assertAnswered("", CommandStatus.ESME_RSYSERR);
  }

  // ---- transaction mode -----------------------------------------------------------------------

  private Transaction transaction(Tlvs tlvs) {
    SubmitSm sm = message("", 2, 0, tlvs);
    return new Transaction(desk, new Submission(desk, DEMO, port, packet(sm), sm, NOW), "the id");
  }

  private static Outcome outcome(String words) {
    return switch (words) {
      case "delivered" -> new Outcome.Final(MessageState.DELIVERED, 0);
      case "undeliverable" -> new Outcome.Final(MessageState.UNDELIVERABLE, 0x4A1);
      case "rejected" -> new Outcome.Final(MessageState.REJECTED, 0x4B2);
      case "temporary" -> new Outcome.Temporary(0x4A0, -1);
      default -> new Outcome.NoAnswer(0x4A0);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "undeliverable, 1, 04a1",
    "rejected, 2, 04b2",
    "temporary, 3, 04a0",
    "silent, 0, 04a0",
  })
  void aFailureIsToldWithItsReason(String outcome, int reason, String error) {
    transaction(Tlvs.EMPTY).ended(outcome(outcome), false);
    AnsweringPort.Answer answer = answer();
    Tlvs tlvs = ((SubmitSmResp) answer.response()).tlvs();

    assertThat(answer.status()).isEqualTo(CommandStatus.ESME_RDELIVERYFAILURE);
    assertThat(tlvs.intValue(TlvTag.DELIVERY_FAILURE_REASON, -1)).isEqualTo(reason);
    assertThat(tlvs.find(TlvTag.NETWORK_ERROR_CODE))
        .isEqualTo(Octets.of(HexFormat.of().parseHex("08" + error)));
    assertThat(tlvs.has(TlvTag.DPF_RESULT)).isFalse();
  }

  @Test
  void itIsAnsweredOnceAndKeepsNothingAfterwards() {
    Transaction transaction = transaction(Tlvs.EMPTY);
    transaction.ended(outcome("delivered"), false);
    assertAnswered("the id", CommandStatus.ESME_ROK);
    transaction.ended(outcome("temporary"), false);
    transaction.expired();
    assertThat(port.take()).isEmpty();
    assertThat(transaction.isAnswered()).isTrue();
  }

  @Test
  void aCarrierThatOnlyTookItLeavesItToTheDeadline() {
    Transaction transaction = transaction(Tlvs.EMPTY);
    transaction.ended(new Outcome.Taken(new CarrierId("c", "1")), false);
    assertThat(port.take()).isEmpty();
    transaction.expired();
    assertAnswered("the id", CommandStatus.ESME_RDELIVERYFAILURE);
    transaction.ended(outcome("delivered"), false);
    assertThat(port.take()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void whoAskedForADeliveryPendingFlagIsToldOfIt(boolean alertFollows, int told) {
    Tlvs dpf = Tlvs.builder().put(TlvTag.SET_DPF, 1).build();
    transaction(dpf).ended(outcome("temporary"), alertFollows);
    assertThat(((SubmitSmResp) answer().response()).tlvs().intValue(TlvTag.DPF_RESULT, -1))
        .isEqualTo(told);
  }

  // ---- draining -------------------------------------------------------------------------------

  @Test
  void whoeverIsShuttingDownTakesNothing() {
    desk.drain();
    IntStream.range(0, 3).forEach(i -> replacing());
    multi(List.of(sme(GOOD)));
    assertThat(port.take())
        .hasSize(4)
        .allMatch(answer -> answer.status() == CommandStatus.ESME_RSYSERR);
    assertThat(store.asked).isEmpty();
    assertThat(desk.waiting()).isZero();
  }
}
