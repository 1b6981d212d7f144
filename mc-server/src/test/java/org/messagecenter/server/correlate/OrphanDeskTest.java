package org.messagecenter.server.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** Receipts that belong to no message, and what becomes of them. */
class OrphanDeskTest {
  private static final Duration TOO_LONG = Duration.ofSeconds(6);
  private static final String ACCOUNT = "orphaned-receipts-of:north";

  private final Stage stage = new Stage();

  /** The store keeps what it was asked to accept last. */
  private StoredMessage kept(long key) {
    int last = stage.store.accepted.size() - 1;
    NewMessage message = stage.store.accepted.get(last).get(0);
    StoredMessage stored = stored(key, message.account(), message.body());
    List<StoredMessage> pending = new ArrayList<>(stage.store.pending);
    pending.add(stored);
    stage.store.pending = pending;
    stage.store.acceptances.get(last).accepted(key, stored.messageId(), null);
    stage.run();
    return stored;
  }

  private static StoredMessage stored(long key, String account, byte[] body) {
    return new StoredMessage(
        key,
        "orphan-" + key,
        account,
        "",
        MessageKind.ORPHAN,
        org.messagecenter.store.queue.MessageState.SCHEDULED,
        0,
        Stage.NOW - 1,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        false,
        null,
        1,
        body);
  }

  private static byte[] octets(String text) {
    return new Orphan(
            OrphanReason.UNKNOWN,
            CommandId.DELIVER_SM,
            Stage.NOW,
            Octets.of(Pdus.body(Pdus.deliver(1, 0x04, text, Tlvs.EMPTY).pdu())))
        .octets();
  }

  private List<String> answer(CompletableFuture<List<String>> future) {
    stage.run();
    return future.orTimeout(60, TimeUnit.SECONDS).join();
  }

  private List<String> replay(String which) {
    return answer(stage.inbox.orphans().replay(Stage.CARRIER, which));
  }

  private int gauge() {
    return (int) stage.registry.get("mc.correlate.orphans").gauge().value();
  }

  /** A receipt whose message nobody knows, and which is durable. */
  private void orphan(long key, String id) {
    stage.arrives(Pdus.receipt((int) key, id, "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    kept(key);
    stage.port.take();
    stage.store.take();
  }

  @Test
  void anOrphanIsKeptAndThenAcknowledged() {
    stage.arrives(Pdus.receipt(1, "4711", "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    assertThat(stage.store.take())
        .containsExactly(
            "findByCarrierId north 4711",
            "findByCarrierId north 4711",
            "findEndedByCarrierId north 4711",
            "accept");
    assertThat(stage.port.take()).isEmpty();
    NewMessage message = stage.store.accepted.get(0).get(0);
    assertThat(message.kind()).isEqualTo(MessageKind.ORPHAN);
    assertThat(message.account()).isEqualTo(ACCOUNT);
    assertThat(message.expiresAt()).isEqualTo(Stage.NOW + Duration.ofDays(7).toMillis());
    assertThat(message.dueAt()).isEqualTo(message.expiresAt());

    kept(5);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("unknown")).isEqualTo(1);
    assertThat(gauge()).isEqualTo(1);
  }

  @Test
  void whatIsNotKeptIsToComeAgain() {
    stage.arrives(Pdus.receipt(1, "4711", "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    stage.store.acceptances.get(0).refused(StoreFailure.FULL, null);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RSYSERR");
    assertThat(gauge()).isZero();
  }

  @Test
  void whatIsKeptOnceIsNotKeptTwice() {
    orphan(5, "4711");
    // At once: a bind that ends too early for it would bring it again and again.
    stage.arrives(stage.otherPort, Pdus.receipt(2, "4711", "DELIVRD", "000"));
    assertThat(stage.otherPort.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.store.take()).isEmpty();
    assertThat(stage.counted("duplicate")).isEqualTo(1);

    // Another state is another receipt.
    stage.arrives(Pdus.receipt(3, "4711", "UNDELIV", "000"));
    stage.pass(TOO_LONG);
    assertThat(stage.store.accepted).hasSize(2);
  }

  @Test
  void anOrphanOfTheSameIdDoesNotHideTheReceiptOfAMessageThatCameLater() {
    orphan(5, "255");
    stage.taken("ff", 7, 1);
    stage.durable();
    stage.durable();
    stage.taken("ff", 8, 1);
    stage.store.take();
    stage.arrives(Pdus.receipt(2, "255", "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("finish 8 DELIVERED 0");
  }

  @Test
  void whatCannotBeReadIsNeverTakenForARepetition() {
    stage.dialect.understandsReceipts = false;
    stage.arrives(Pdus.receipt(1, "4711", "DELIVRD", "000"));
    kept(5);
    stage.arrives(Pdus.receipt(2, "4712", "DELIVRD", "000"));
    kept(6);
    assertThat(stage.store.accepted).hasSize(2);
    assertThat(stage.counted("unreadable")).isEqualTo(2);
  }

  @Test
  void anIdThatNoMessageCanHaveIsNotLookedFor() {
    stage.arrives(Pdus.receipt(1, "x".repeat(128), "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("accept");
    assertThat(stage.counted("unreadable")).isEqualTo(1);
    stage.arrives(Pdus.receipt(1, "x".repeat(127), "DELIVRD", "000"));
    assertThat(stage.store.take()).hasSize(1).first().asString().startsWith("findByCarrierId");
  }

  @Test
  void anOrphanSurvivesItsOctets() {
    Orphan orphan =
        new Orphan(
            OrphanReason.LATE,
            CommandId.DATA_SM,
            1_234_567_890_123L,
            Octets.of(new byte[] {1, 2, 3}));
    assertThat(Orphan.read(orphan.octets())).isEqualTo(orphan);
    assertThat(orphan.octets()).startsWith(1, 2, 3, 0, 0, 1).endsWith(1, 2, 3);
    assertThat(Orphan.read(new byte[] {1, 2})).isNull();
    byte[] later = orphan.octets();
    later[0] = 2;
    assertThat(Orphan.read(later)).isNull();
  }

  // ---- the message comes after all ------------------------------------------------------------

  @Test
  void theResponseThatComesLateBringsItHome() {
    orphan(5, "255");
    stage.taken("ff", 7, 1);
    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
    stage.durable();
    assertThat(stage.store.take()).containsExactly("finish 5 DELIVERED 0");
    stage.durable();
    assertThat(gauge()).isZero();
    assertThat(stage.orphansEnded()).containsEntry("matched", 1);
    assertThat(stage.port.take()).isEmpty();
  }

  @Test
  void aResponseThatComesWhileItIsBeingWrittenDoesSoToo() {
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    stage.taken("ff", 7, 1);
    stage.store.take();
    kept(5);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
  }

  @Test
  void aMessageThatMemoryHasForgottenMeanwhileIsFoundInTheStore() {
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    stage.store.take();
    stage.store.pending = List.of(Stage.stored(7, "255", 1, MessageKind.MT));
    kept(5);
    assertThat(stage.store.take())
        .containsExactly("findByCarrierId north 255", "finish 7 DELIVERED 0");
  }

  @Test
  void whatCannotBeEndedStaysAnOrphan() {
    orphan(5, "255");
    stage.taken("ff", 7, 1);
    stage.store.take();
    stage.store.finishedDone.get(0).failed(StoreFailure.BROKEN);
    assertThat(stage.store.take()).isEmpty();
    assertThat(gauge()).isEqualTo(1);
  }

  @Test
  void afterSomeMinutesItIsLeftToTheOperator() {
    orphan(5, "255");
    stage.pass(Duration.ofMinutes(11));
    orphan(6, "1");
    stage.taken("ff", 7, 1);
    assertThat(stage.store.take()).isEmpty();
    stage.taken("1", 8, 1);
    assertThat(stage.store.take()).containsExactly("finish 8 DELIVERED 0");
  }

  // ---- the operator ---------------------------------------------------------------------------

  @Test
  void aReceiptThatTheDialectCannotReadIsReplayedOnceItCan() {
    stage.dialect.understandsReceipts = false;
    stage.arrives(Pdus.receipt(1, "255", "UNDELIV", "4A1"));
    kept(5);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("unreadable")).isEqualTo(1);
    stage.taken("ff", 7, 1);
    stage.store.take();

    assertThat(answer(stage.inbox.orphans().list(Stage.CARRIER, 10)))
        .containsExactly("orphan-5 2026-11-21T03:06:30Z unreadable deliver_sm -");
    assertThat(replay("orphan-5")).containsExactly("orphan-5 stays");

    stage.dialect.understandsReceipts = true;
    assertThat(answer(stage.inbox.orphans().list(Stage.CARRIER, 10)))
        .containsExactly(
            "orphan-5 2026-11-21T03:06:30Z unreadable deliver_sm id:255 stat:UNDELIV err:4A1");
    stage.store.take();
    CompletableFuture<List<String>> replayed =
        stage.inbox.orphans().replay(Stage.CARRIER, "orphan-5");
    stage.run();
    assertThat(stage.store.take()).containsExactly("lookup orphan-5", "finish 7 UNDELIVERABLE 4a1");
    stage.durable();
    assertThat(replayed).isNotDone();
    stage.durable();
    assertThat(replayed.join()).containsExactly("orphan-5 found its message");
    assertThat(gauge()).isZero();
  }

  @Test
  void aDialectThatFailsLeavesThemAsTheyAre() {
    orphan(5, "255");
    stage.dialect.broken = true;
    assertThat(replay("all")).containsExactly("0 found their message, 1 stay");
    assertThat(answer(stage.inbox.orphans().list(Stage.CARRIER, 10)))
        .containsExactly("orphan-5 2026-11-21T03:06:30Z unknown deliver_sm -");
  }

  @Test
  void allAreReplayedPageByPage() {
    List<StoredMessage> orphans = new ArrayList<>();
    for (int i = 1; i <= 450; i++) {
      orphans.add(stored(i, ACCOUNT, octets(Pdus.receiptText("" + i, "DELIVRD", "000"))));
    }
    stage.store.pending = orphans;
    // Two of them say what is known; the ends of the others are not.
    EndedMessage delivered =
        new EndedMessage(9000, "", MessageState.DELIVERED, 0, Stage.NOW, 0, MessageKind.MT);
    stage.store.endedByCarrierId.putAll(Map.of("3", delivered, "450", delivered));

    CompletableFuture<List<String>> all = stage.inbox.orphans().replay(Stage.CARRIER, "all");
    stage.run();
    stage.durable();
    assertThat(all).isNotDone();
    stage.durable();
    assertThat(all.join()).containsExactly("2 found their message, 448 stay");
  }

  @Test
  void oneIsShownWithAllItsOctets() {
    byte[] octets = octets("id:1 stat:DELIVRD");
    stage.store.pending = List.of(stored(5, ACCOUNT, octets));
    List<String> lines = answer(stage.inbox.orphans().show(Stage.CARRIER, "orphan-5"));
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("orphan-5 ").endsWith("id:1 stat:DELIVRD err:000");
    assertThat(lines.get(1))
        .hasSize(2 * (16 + octets.length - 11))
        .startsWith(String.format("%08x", 16 + octets.length - 11) + "000000050000000000000001");
  }

  @Test
  void whatIsNotThereIsNotThere() {
    assertThat(replay("all")).containsExactly("0 found their message, 0 stay");
    assertThat(replay("orphan-5")).containsExactly("carrier north has no orphan orphan-5");
    assertThat(answer(stage.inbox.orphans().show(Stage.CARRIER, "orphan-5")))
        .containsExactly("carrier north has no orphan orphan-5");
    assertThat(answer(stage.inbox.orphans().list(Stage.CARRIER, 10)))
        .containsExactly("carrier north has no orphans");
    assertThat(answer(stage.inbox.orphans().replay("south", "all")))
        .containsExactly("no carrier south is configured");

    // That of another carrier, and a message that is none.
    stage.store.pending =
        List.of(
            stored(5, "orphaned-receipts-of:south", octets("")),
            Stage.stored(6, null, 1, MessageKind.MT));
    assertThat(replay("orphan-5")).containsExactly("carrier north has no orphan orphan-5");
  }

  // ---- not for ever ---------------------------------------------------------------------------

  @Test
  void theOldestMakePlace() {
    for (int key = 1; key <= 4; key++) {
      orphan(key, "" + key);
    }
    // Three are kept: the fourth pushes out the first.
    assertThat(stage.store.finishedDone).hasSize(1);
    stage.durable();
    assertThat(gauge()).isEqualTo(3);
    assertThat(stage.orphansEnded()).containsEntry("dropped", 1);
  }

  @Test
  void theirTimeEnds() {
    orphan(5, "255");
    int credit = stage.store.workCredit;
    stage.inbox.orphans().due(due(5, ACCOUNT));
    stage.run();
    assertThat(stage.store.take()).containsExactly("finish 5 EXPIRED 0");
    stage.durable();
    assertThat(stage.store.workCredit).isEqualTo(credit + 1);
    assertThat(gauge()).isZero();
    assertThat(stage.orphansEnded()).containsEntry("expired", 1);

    // Those of a carrier that is no more, too.
    stage.inbox.orphans().due(due(6, "orphaned-receipts-of:gone"));
    assertThat(stage.store.take()).containsExactly("finish 6 EXPIRED 0");
  }

  @Test
  void theTimeOfAnotherIdOfAMessageEndsToo() {
    int credit = stage.store.workCredit;
    stage.inbox.orphans().due(due(6, "other-ids-of-messages:gone"));
    stage.inbox.orphans().due(due(7, "other-ids-of-messages:north"));
    stage.run();
    assertThat(stage.store.take()).containsExactly("finish 6 EXPIRED 0", "finish 7 EXPIRED 0");
    assertThat(stage.store.workCredit).isEqualTo(credit + 2);
    assertThat(stage.orphansEnded()).containsEntry("expired", 0);
  }

  /** With each restart there would be room for as many more. */
  @Test
  void anotherIdOfAnEarlierRunMakesNoPlaceWhenItsTimeEnds() {
    stage.late = true;
    for (int key = 1; key <= 3; key++) {
      stage.taken("f" + key, key, 1);
      stage.store.acceptances.get(key - 1).accepted(70 + key, "x", null);
      stage.run();
    }
    stage.inbox.orphans().due(due(6, "other-ids-of-messages:north"));
    stage.run();
    stage.store.take();
    stage.taken("f4", 4, 1);
    assertThat(stage.store.take()).isEmpty();

    stage.inbox.orphans().due(due(72, "other-ids-of-messages:north"));
    stage.run();
    assertThat(stage.store.take()).containsExactly("finish 72 EXPIRED 0");
    stage.taken("f5", 5, 1);
    assertThat(stage.store.take()).containsExactly("accept");
  }

  /** No message has the id when its orphan, or its other message, has ended. */
  @Test
  void whatEndedAsAnotherIdIsNoMessage() {
    stage.store.endedByCarrierId.put(
        "4711", new EndedMessage(7, "", MessageState.EXPIRED, 0, Stage.NOW, 0, MessageKind.ORPHAN));
    stage.arrives(Pdus.receipt(1, "4711", "DELIVRD", "000"));
    stage.pass(TOO_LONG);
    kept(5);
    assertThat(stage.counted("unknown")).isEqualTo(1);
  }

  private static DueMessage due(long key, String account) {
    return new DueMessage(
        key,
        "orphan-" + key,
        account,
        "",
        MessageKind.ORPHAN,
        0,
        Stage.NOW,
        Stage.NOW,
        Stage.NOW,
        new byte[0],
        null,
        false,
        DueReason.EXPIRED,
        0);
  }

  @Test
  void thoseOfAnEarlierRunAreCounted() {
    List<StoredMessage> orphans = new ArrayList<>();
    for (int i = 1; i <= 203; i++) {
      orphans.add(stored(i, "orphaned-receipts-of:south", octets("")));
    }
    stage.store.pending = orphans;
    stage.inbox.serve(new TestCarrier("south", stage.carrier.lane(), stage.dialect));
    stage.run();
    assertThat(gauge()).isEqualTo(203);
    // 200 too many, in one page.
    assertThat(stage.store.finishedDone).hasSize(200);
  }
}
