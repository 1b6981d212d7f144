package org.messagecenter.server.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.CancelSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.QuerySm;
import org.messagecenter.protocol.pdu.QuerySmResp;
import org.messagecenter.protocol.pdu.ReplaceSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.fake.AnsweringPort;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.submit.CannedMessages;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.server.submit.SubmitChecks;
import org.messagecenter.server.submit.SubmitSettings;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** The desks before a store that decides as the test wants, one recipient at a time. */
class ManageDesksTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final long DUE = NOW + 1_000;
  private static final long EXPIRES = NOW + 60_000;
  private static final Address SOURCE = new Address(1, 1, "4915");
  private static final int TAG = SourceTag.of("demo", SOURCE);
  private static final Account DEMO =
      new Account(
          "demo",
          List.of(),
          List.of(),
          Set.of(BindType.TRANSCEIVER),
          0,
          Windows.USUAL,
          Policy.USUAL,
          Map.of(),
          Optional.empty());

  private final RecordingStore store = new RecordingStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  @AutoClose private final AnsweringPort port = new AnsweringPort();

  private static byte[] body(String destination) {
    return body(destination, "");
  }

  private static byte[] body(String destination, String schedule) {
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(
        body,
        new SubmitSm(
            "WAP",
            SOURCE,
            new Address(1, 1, destination),
            0,
            0,
            0,
            schedule,
            "",
            1,
            0,
            3,
            0,
            Octets.of("old".getBytes(StandardCharsets.US_ASCII)),
            Tlvs.EMPTY));
    return ByteBufUtil.getBytes(body);
  }

  private static StoredMessage pending(long key, String to, MessageState state, boolean flying) {
    return new StoredMessage(
        key,
        "id",
        "demo",
        to,
        MessageKind.MT,
        state,
        0,
        NOW - 5,
        DUE,
        EXPIRES,
        flying,
        null,
        TAG,
        body(to));
  }

  private static StoredMessage pending(long key) {
    return pending(key, "4917" + key, MessageState.SCHEDULED, false);
  }

  private static EndedMessage ended(long key, MessageState state, int error, long at) {
    return new EndedMessage(key, "id", state, error, at, TAG, MessageKind.MT);
  }

  private static Packet packet(Pdu pdu) {
    return new Packet(pdu, 0, 1, Octets.EMPTY);
  }

  private CommandStatus status() {
    List<AnsweringPort.Answer> answers = port.take();
    assertThat(answers).hasSize(1);
    return answers.get(0).status();
  }

  // ---- query_sm -------------------------------------------------------------------------------

  private QuerySmResp query() {
    new QueryDesk(store, registry).query(port, DEMO, packet(new QuerySm("id", SOURCE)));
    List<AnsweringPort.Answer> answers = port.take();
    assertThat(answers).hasSize(1);
    return (QuerySmResp) answers.get(0).response();
  }

  @Test
  void oneStateStandsForManyDestinations() {
    port.version = 0x50;
    store.pending = List.of(pending(1), pending(2));
    assertThat(query().messageState()).isEqualTo(MessageState.SCHEDULED.code());
    store.pending = List.of(pending(1), pending(2, "49", MessageState.ENROUTE, false));
    assertThat(query().messageState()).isEqualTo(MessageState.ENROUTE.code());
    store.pending = List.of(pending(1, "49", MessageState.SCHEDULED, true));
    assertThat(query().messageState()).isEqualTo(MessageState.ENROUTE.code());
    store.pending = List.of(pending(1));
    store.ended = List.of(ended(2, MessageState.DELIVERED, 0, NOW));
    assertThat(query().messageState()).isEqualTo(MessageState.ENROUTE.code());

    store.pending = List.of();
    store.ended =
        List.of(
            ended(1, MessageState.DELIVERED, 0, NOW),
            ended(2, MessageState.EXPIRED, 0x4FF, NOW + 61_000),
            ended(3, MessageState.REJECTED, 0x4B2, NOW + 30_000));
    QuerySmResp all = query();
    assertThat(all.messageState()).isEqualTo(MessageState.EXPIRED.code());
    assertThat(all.errorCode()).isEqualTo(0xFF);
    // The end of the last: NOW is 22:13:20.
    assertThat(all.finalDate()).isEqualTo("231114221421000+");
  }

  // ---- a store that cannot be asked -----------------------------------------------------------

  @ParameterizedTest
  @EnumSource(value = StoreFailure.class)
  void whatCannotBeLookedUpIsNotCalledUnknown(StoreFailure why) {
    store.lookupFailure = why;
    new QueryDesk(store, registry).query(port, DEMO, packet(new QuerySm("id", SOURCE)));
    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
    cancel("id");
    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
    cancel("");
    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
    replace("", "");
    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
    assertThat(store.changes).isEmpty();
  }

  // ---- cancel_sm ------------------------------------------------------------------------------

  private CancelDesk cancels() {
    return new CancelDesk(
        store,
        new ReceiptDesk(new Policies(AccountBook.of(List.of()), Policy.USUAL), 1000, registry),
        () -> NOW,
        registry);
  }

  private void cancel(String id) {
    cancels().cancel(port, DEMO, packet(new CancelSm("", id, SOURCE, new Address(0, 0, ""))));
  }

  @Test
  void cancelledIsAnsweredWhenAllDestinationsAreDecided() {
    store.pending = List.of(pending(1), pending(2));
    cancel("id");
    assertThat(store.asked).containsExactly("lookup id", "cancel 1 0", "cancel 2 0");
    assertThat(store.receipts).hasSize(2);
    store.changes.get(0).done(true);
    assertThat(port.take()).isEmpty();
    store.changes.get(1).done(true);

    assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);
  }

  @Test
  void oneThatIsUnderWayMakesItAFailure() {
    store.pending = List.of(pending(1), pending(2));
    cancel("id");
    store.changes.get(0).done(false);
    store.changes.get(1).done(true);

    assertThat(status()).isEqualTo(CommandStatus.ESME_RCANCELFAIL);
  }

  @Test
  void aStoreThatFailsIsASystemError() {
    store.pending = List.of(pending(1), pending(2));
    cancel("id");
    store.changes.get(0).done(true);
    store.changes.get(1).failed(StoreFailure.CLOSED);

    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
  }

  @Test
  void aFullReadOfAGroupIsFollowedByAnother() {
    store.pending = Collections.nCopies(256, pending(1));
    cancel("");
    assertThat(store.take()).hasSize(257);
    store.pending = List.of();
    store.changes.forEach(change -> change.done(true));

    assertThat(store.take()).containsExactly("findByAddress demo  " + TAG);
    assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);
  }

  /** An alert waits in the store under the same addresses, but is no message of an ESME. */
  private static StoredMessage alert(long key) {
    return new StoredMessage(
        key,
        "id",
        "demo",
        "49",
        MessageKind.ALERT,
        MessageState.SCHEDULED,
        0,
        NOW,
        DUE,
        EXPIRES,
        false,
        null,
        TAG,
        new byte[] {1});
  }

  @Test
  void whatIsNoMessageIsNotCancelled() {
    store.pending = List.of(alert(1));
    cancel("");

    assertThat(store.changes).isEmpty();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RCANCELFAIL);
  }

  @Test
  void aGroupIsFoundBehindAnyNumberOfOthers() {
    List<StoredMessage> kept = new ArrayList<>();
    for (int key = 1; key <= 1000; key++) {
      kept.add(alert(key));
    }
    kept.add(pending(1001));
    store.pending = kept;
    cancel("");

    assertThat(store.asked).endsWith("cancel 1001 0");
    store.changes.get(0).done(true);
    assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);
  }

  // ---- replace_sm -----------------------------------------------------------------------------

  private void replace(String schedule, String validity) {
    replace(schedule, validity, Tlvs.EMPTY);
  }

  private void replace(String schedule, String validity, Tlvs tlvs) {
    SubmitSettings settings =
        new SubmitSettings(
            Duration.ofHours(24),
            Duration.ofDays(14),
            Duration.ofDays(30),
            Duration.ofSeconds(20),
            100,
            CannedMessages.NONE);
    new ReplaceDesk(
            store, SubmitChecks.all(settings), () -> NOW, new RateLimitedLog(1, () -> 0), registry)
        .replace(
            port,
            DEMO,
            packet(
                new ReplaceSm(
                    "id",
                    SOURCE,
                    schedule,
                    validity,
                    2,
                    0,
                    Octets.of("new".getBytes(StandardCharsets.US_ASCII)),
                    tlvs)));
  }

  @Test
  void textAndReceiptWishAreNewAndTheRestStays() throws Exception {
    store.pending = List.of(pending(1));
    replace("", "");
    NewMessage content = store.replacements.get(0);
    SubmitSm message = (SubmitSm) PduCodec.decodeBody(CommandId.SUBMIT_SM, content.body());

    assertThat(content.dueAt()).isEqualTo(DUE);
    assertThat(content.expiresAt()).isEqualTo(EXPIRES);
    assertThat(content.acceptedAt()).isEqualTo(NOW);
    assertThat(content.tag()).isEqualTo(TAG);
    assertThat(message.text().latin1()).isEqualTo("new");
    assertThat(message.registeredDelivery()).isEqualTo(2);
    assertThat(message.dataCoding()).isEqualTo(3);
    assertThat(message.serviceType()).isEqualTo("WAP");
    store.changes.get(0).done(true);
    assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);
  }

  @Test
  void itsReceiptStillComesHomeToTheBindThatSubmittedIt() throws Exception {
    SubmitSm old = (SubmitSm) PduCodec.decodeBody(CommandId.SUBMIT_SM, body("49171"));
    ReceiptHome home = new ReceiptHome(ReceiptHome.To.SYSTEM_TYPE, Duration.ofMinutes(1));
    ByteBuf marked = Unpooled.buffer();
    PduCodec.encodeBody(marked, Origin.marked(old, home, 77, "otp"));
    StoredMessage plain = pending(1);
    store.pending =
        List.of(
            new StoredMessage(
                plain.key(),
                plain.messageId(),
                plain.account(),
                plain.destination(),
                plain.kind(),
                plain.state(),
                plain.attempts(),
                plain.acceptedAt(),
                plain.nextDueAt(),
                plain.expiresAt(),
                plain.inFlight(),
                plain.carrierId(),
                plain.tag(),
                ByteBufUtil.getBytes(marked)));
    replace("", "");
    NewMessage content = store.replacements.get(0);
    byte[] octets = Arrays.copyOf(content.body(), content.length());
    SubmitSm message = (SubmitSm) PduCodec.decodeBody(CommandId.SUBMIT_SM, octets);
    assertThat(message.tlvs().isEmpty()).isFalse();
    assertThat(message).isEqualTo(Origin.marked(message, home, 77, "otp"));
    assertThat(message.text().latin1()).isEqualTo("new");
  }

  @Test
  void anEmptyPayloadDoesNotWinOverTheNewText() throws Exception {
    store.pending = List.of(pending(1));
    replace("", "", Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, Octets.EMPTY).build());
    byte[] body = store.replacements.get(0).body();
    SubmitSm message = (SubmitSm) PduCodec.decodeBody(CommandId.SUBMIT_SM, body);
    assertThat(message.shortMessage().latin1()).isEqualTo("new");
    assertThat(message.tlvs().has(TlvTag.MESSAGE_PAYLOAD)).isFalse();
  }

  @Test
  void newTimesTakeThePlaceOfTheOld() {
    store.pending = List.of(pending(1));
    replace("000000000000000R", "");
    assertThat(store.replacements.get(0).dueAt()).isEqualTo(NOW);
    assertThat(store.replacements.get(0).expiresAt()).isEqualTo(EXPIRES);
    replace("", "000000000005000R");
    assertThat(store.replacements.get(1).dueAt()).isEqualTo(DUE);
    assertThat(store.replacements.get(1).expiresAt()).isEqualTo(NOW + 5_000);
    // Beyond the old validity: the default one counts from there.
    replace("000000010000000R", "");
    assertThat(store.replacements.get(2).dueAt()).isEqualTo(NOW + 3_600_000);
    assertThat(store.replacements.get(2).expiresAt()).isEqualTo(NOW + 25 * 3_600_000L);
  }

  private static StoredMessage waiting(int attempts, byte[] body) {
    return new StoredMessage(
        1,
        "id",
        "demo",
        "49",
        MessageKind.MT,
        attempts == 0 ? MessageState.SCHEDULED : MessageState.ENROUTE,
        attempts,
        NOW - 5,
        NOW + 30_000,
        EXPIRES,
        false,
        null,
        TAG,
        body);
  }

  private static byte[] scheduled() {
    return body("49", SmppTime.formatAbsolute(NOW + 30_000));
  }

  /** Ends in five seconds, while the message center looks at it again in thirty. */
  @Test
  void aValidityMayEndBeforeARetryButNotBeforeASchedule() {
    store.pending = List.of(waiting(0, scheduled()));
    replace("", "000000000005000R");
    assertThat(store.replacements).isEmpty();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RINVEXPIRY);

    store.pending = List.of(waiting(1, scheduled()));
    replace("", "000000000005000R");
    NewMessage content = store.replacements.get(0);
    assertThat(content.dueAt()).isEqualTo(NOW + 30_000);
    assertThat(content.expiresAt()).isEqualTo(NOW + 5_000);

    // The store counts no attempts any more, and it is no schedule for that.
    store.pending = List.of(waiting(0, Arrays.copyOf(content.body(), content.length())));
    replace("", "000000000004000R");
    assertThat(store.replacements.get(1).expiresAt()).isEqualTo(NOW + 4_000);
  }

  @Test
  void aScheduleThatStaysIsKnownToTheNextReplacement() {
    store.pending = List.of(waiting(0, scheduled()));
    replace("", "");
    NewMessage content = store.replacements.get(0);
    assertThat(content.dueAt()).isEqualTo(NOW + 30_000);
    assertThat(content.expiresAt()).isEqualTo(EXPIRES);
    store.changes.get(0).done(true);
    assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);

    store.pending = List.of(waiting(0, Arrays.copyOf(content.body(), content.length())));
    replace("", "000000000005000R");
    assertThat(status()).isEqualTo(CommandStatus.ESME_RINVEXPIRY);
  }

  @Test
  void whatIsRefusedChangesNoDestination() {
    store.pending = List.of(pending(1), pending(2));
    replace("231114000000000+", "");

    assertThat(store.replacements).isEmpty();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RINVSCHED);
  }

  @Test
  void oneDestinationUnderWayMakesItAFailure() {
    store.pending = List.of(pending(1), pending(2));
    replace("", "");
    store.changes.get(0).done(false);
    store.changes.get(1).done(true);
    assertThat(status()).isEqualTo(CommandStatus.ESME_RREPLACEFAIL);
    replace("", "");
    store.changes.get(2).failed(StoreFailure.CLOSED);
    store.changes.get(3).done(true);
    assertThat(status()).isEqualTo(CommandStatus.ESME_RSYSERR);
  }
}
