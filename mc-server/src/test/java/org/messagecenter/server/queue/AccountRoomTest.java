package org.messagecenter.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.submit.Refusal;

/** How many messages an account may have waiting. */
class AccountRoomTest {
  private final Waiting waiting = new Waiting();
  private final AccountRoom room = new AccountRoom(waiting);

  private static Account account(double rate, Outbound.WhenFull whenFull) {
    Outbound usual = Outbound.UNLIMITED;
    Policy policy = Policy.USUAL;
    return new Account(
        "acme",
        List.of(),
        List.of(),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        new Policy(
            policy.interfaceVersion(),
            policy.announceVersion(),
            policy.answers(),
            policy.dialects(),
            policy.serviceTypes(),
            policy.defaultSource(),
            policy.longestMessage(),
            policy.accepted(),
            policy.receipts(),
            policy.receiptHome(),
            policy.duplicates(),
            new Outbound(
                rate, 0, 0, 0, usual.count(), usual.queue(), whenFull, usual.billingRetries())),
        Map.of(),
        Optional.empty());
  }

  private static @Nullable CommandStatus status(@Nullable Refusal refusal) {
    return refusal == null ? null : refusal.status();
  }

  @Test
  void aQuarterOfAnHourAtTheRateOfTheAccountMayWait() {
    Account slow = account(1, Outbound.WhenFull.QUEUE_FULL);
    for (int n = 0; n < 900; n++) {
      assertThat(room.admit(slow, 1)).isNull();
      room.settled(slow, 1);
      waiting.add("acme", 1);
    }
    assertThat(status(room.admit(slow, 1))).isEqualTo(CommandStatus.ESME_RMSGQFUL);

    // One has left: there is room for one more, and not for two.
    waiting.add("acme", -1);
    assertThat(status(room.admit(slow, 2))).isEqualTo(CommandStatus.ESME_RMSGQFUL);
    assertThat(room.admit(slow, 1)).isNull();
  }

  @Test
  void whatTheStoreHasNotAnsweredForCountsToo() {
    Account fast = account(5, Outbound.WhenFull.THROTTLED);
    assertThat(room.admit(fast, 4500)).isNull();
    assertThat(status(room.admit(fast, 1))).isEqualTo(CommandStatus.ESME_RTHROTTLED);
    room.settled(fast, 4500);
    assertThat(room.admit(fast, 1)).isNull();
  }

  @Test
  void withoutARateAnyNumberMayWait() {
    waiting.add("acme", Integer.MAX_VALUE);
    assertThat(room.admit(account(0, Outbound.WhenFull.QUEUE_FULL), 1_000_000)).isNull();
  }
}
