package org.messagecenter.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.QueryBroadcastSm;
import org.messagecenter.protocol.pdu.QueryBroadcastSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.fake.AnsweringPort;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** How many broadcasts a source may have, and that the newest of them is always found. */
class BroadcastDeskTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final int MOST = 3;
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
  @AutoClose private final AnsweringPort port = new AnsweringPort();
  private final BroadcastDesk desk =
      new BroadcastDesk(
          store,
          new BroadcastSettings(Duration.ofHours(1), MOST, 10, 100, Map.of()),
          List.of(),
          () -> NOW,
          new RateLimitedLog(1, () -> 0),
          new SimpleMeterRegistry());

  private static BroadcastSm request(int reference) {
    return new BroadcastSm(
        "",
        SOURCE,
        "",
        0,
        "",
        "",
        0,
        0,
        0,
        Tlvs.builder()
            .put(TlvTag.BROADCAST_AREA_IDENTIFIER, new byte[] {0, 'a'})
            .put(TlvTag.BROADCAST_FREQUENCY_INTERVAL, new byte[] {8, 0, 60})
            .put(TlvTag.BROADCAST_REP_NUM, 1)
            .put(TlvTag.USER_MESSAGE_REFERENCE, reference)
            .build());
  }

  private static StoredMessage kept(long key, byte[] body) {
    return new StoredMessage(
        key,
        "id" + key,
        "demo",
        "",
        MessageKind.BROADCAST,
        MessageState.SCHEDULED,
        0,
        NOW,
        NOW + 3_660_000,
        Long.MAX_VALUE,
        false,
        null,
        TAG,
        body);
  }

  private static StoredMessage kept(long key, int reference) {
    return kept(key, new Broadcast(request(reference), NOW, Long.MAX_VALUE, 0).octets());
  }

  private void broadcast() {
    desk.broadcast(port, DEMO, new Packet(request(1), 0, 1, Octets.EMPTY));
  }

  private CommandStatus status() {
    List<AnsweringPort.Answer> answers = port.take();
    assertThat(answers).hasSize(1);
    return answers.get(0).status();
  }

  private void takeAll() {
    for (int i = 0; i < store.acceptances.size(); i++) {
      store.acceptances.get(i).accepted(i, "id" + i, null);
      assertThat(status()).isEqualTo(CommandStatus.ESME_ROK);
    }
    store.acceptances.clear();
  }

  private void forget(byte[] body) {
    desk.due(
        new DueMessage(
            7,
            "id7",
            "demo",
            "",
            MessageKind.BROADCAST,
            0,
            NOW,
            NOW,
            Long.MAX_VALUE,
            body,
            null,
            false,
            DueReason.FIRST,
            0));
  }

  @Test
  void beyondTheLimitTheQueueOfTheSourceIsFull() {
    for (int i = 0; i < MOST; i++) {
      broadcast();
    }
    takeAll();
    broadcast();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RMSGQFUL);
    assertThat(store.accepted).hasSize(MOST);

    forget(kept(1, 1).body());
    broadcast();
    takeAll();
    broadcast();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RMSGQFUL);
  }

  @Test
  void thoseFromBeforeAStartCountAndAreLookedUpOnce() {
    store.pending = List.of(kept(1, 1), kept(2, 1));
    broadcast();
    takeAll();
    store.take();
    broadcast();
    assertThat(store.take()).as("no look-up any more").isEmpty();
    assertThat(status()).isEqualTo(CommandStatus.ESME_RMSGQFUL);
  }

  @Test
  void whatTheStoreDoesNotTakeDoesNotCount() {
    for (int i = 0; i < 2 * MOST; i++) {
      broadcast();
      store.acceptances.get(i).refused(StoreFailure.FULL, null);
      assertThat(status()).isEqualTo(CommandStatus.ESME_RMSGQFUL);
    }
    assertThat(store.accepted).hasSize(2 * MOST);
  }

  @Test
  void theNewestIsFoundBehindThousands() {
    List<StoredMessage> many = new ArrayList<>();
    for (int key = 1; key <= 1500; key++) {
      many.add(kept(key, 5));
    }
    many.add(kept(1501, 6));
    store.pending = many;
    assertThat(found(5)).isEqualTo("id1500");
    assertThat(found(6)).isEqualTo("id1501");
  }

  private String found(int reference) {
    desk.query(
        port,
        DEMO,
        new Packet(
            new QueryBroadcastSm(
                "", SOURCE, Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, reference).build()),
            0,
            1,
            Octets.EMPTY));
    List<AnsweringPort.Answer> answers = port.take();
    assertThat(answers).hasSize(1);
    return ((QueryBroadcastSmResp) answers.get(0).response()).messageId();
  }

  @Test
  void whatCannotBeReadFromTheStoreIsAnsweredAndForgotten() {
    store.pending = List.of(kept(1, new byte[] {9}));
    assertThat(found(5)).isEmpty();
    store.take();
    forget(new byte[] {9});
    assertThat(store.take()).containsExactly("finish 7 UNDELIVERABLE 0");
    assertThat(store.workCredit).isEqualTo(1);
  }
}
