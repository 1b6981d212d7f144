package org.messagecenter.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.AlertNotification;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Addressed;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;

/** Alerts on their way into a mailbox, at once or when their time has come. */
class AlertDeskTest {
  private static final long NOW = 1_000_000;
  private static final long KEPT = 5_000;

  private final RecordingStore store = new RecordingStore();
  private final AlertDesk desk =
      new AlertDesk(
          store, KEPT, () -> NOW, new RateLimitedLog(1, () -> 0), new SimpleMeterRegistry());

  private static SubmitSm message(Tlvs tlvs) {
    return new SubmitSm(
        "",
        new Address(1, 1, "4915"),
        new Address(2, 3, "996"),
        0,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        Octets.EMPTY,
        tlvs);
  }

  @Test
  void anAlertIsWantedWhenItIsAskedFor() {
    assertThat(AlertDesk.wanted(message(Tlvs.EMPTY))).isFalse();
    assertThat(AlertDesk.wanted(message(Tlvs.builder().put(TlvTag.SET_DPF, 0).build()))).isFalse();
    assertThat(AlertDesk.wanted(message(Tlvs.builder().put(TlvTag.SET_DPF, 1).build()))).isTrue();
    assertThat(
            AlertDesk.wanted(
                message(
                    Tlvs.builder().put(TlvTag.ALERT_ON_MESSAGE_DELIVERY, Octets.EMPTY).build())))
        .isTrue();
  }

  @Test
  void oneForNowIsMail() throws BadBody {
    desk.now(message(Tlvs.EMPTY), "demo");

    assertThat(store.take()).containsExactly("post ALERT to demo");
    isTheAlert(store.posted.get(0));
  }

  @Test
  void oneForLaterIsKeptUntilThen() throws BadBody {
    desk.later(message(Tlvs.EMPTY), "demo", NOW + 70);

    assertThat(store.take()).containsExactly("accept");
    NewMessage kept = store.accepted.get(0).get(0);
    assertThat(kept.kind()).isEqualTo(MessageKind.ALERT);
    assertThat(kept.dueAt()).isEqualTo(NOW + 70);
    assertThat(kept.expiresAt()).isEqualTo(Long.MAX_VALUE);

    desk.due(
        new DueMessage(
            9,
            "id9",
            kept.account(),
            kept.destination(),
            MessageKind.ALERT,
            0,
            NOW,
            NOW + 70,
            Long.MAX_VALUE,
            kept.body(),
            null,
            false,
            DueReason.FIRST,
            0));
    assertThat(store.take()).containsExactly("finish 9 DELIVERED 0");
    isTheAlert(store.receipts.get(0));
    assertThat(store.workCredit).isEqualTo(1);
  }

  /** Both go to the bind that asked, and neither tells which that is. */
  @Test
  void anAlertComesHomeAsItsReceiptDoes() throws BadBody {
    ReceiptHome home = new ReceiptHome(ReceiptHome.To.ORIGINATING_BIND, Duration.ofMillis(50));
    SubmitSm message = Origin.marked(message(Tlvs.EMPTY), home, 77, "otp");
    desk.now(message, "demo");
    isForTheBind(store.posted.get(0));

    desk.later(message, "demo", NOW + 70);
    NewMessage kept = store.accepted.get(0).get(0);
    desk.due(
        new DueMessage(
            9,
            "id9",
            kept.account(),
            kept.destination(),
            MessageKind.ALERT,
            0,
            NOW,
            NOW + 70,
            Long.MAX_VALUE,
            Arrays.copyOfRange(kept.body(), kept.offset(), kept.offset() + kept.length()),
            null,
            false,
            DueReason.FIRST,
            0));
    isForTheBind(store.receipts.get(0));
  }

  private static void isForTheBind(NewMail mail) throws BadBody {
    assertThat(mail.kind()).isEqualTo(MailKind.ADDRESSED);
    Addressed addressed =
        Addressed.read(
            new Mail(
                1,
                mail.account(),
                mail.kind(),
                0,
                NOW,
                mail.expiresAt(),
                mail.body(),
                null,
                false,
                0));
    assertThat(addressed.bindId()).isEqualTo(77);
    assertThat(addressed.until()).isEqualTo(NOW + 50);
    Mail inside = addressed.inside();
    isTheAlert(
        new NewMail(inside.account(), inside.kind(), inside.expiresAt(), inside.body(), null));
    AlertNotification alert =
        (AlertNotification) PduCodec.decodeBody(CommandId.ALERT_NOTIFICATION, inside.body());
    assertThat(Origin.removed(alert.tlvs())).isEqualTo(alert.tlvs());
  }

  private static void isTheAlert(NewMail mail) throws BadBody {
    assertThat(mail.kind()).isEqualTo(MailKind.ALERT);
    assertThat(mail.account()).isEqualTo("demo");
    assertThat(mail.expiresAt()).isEqualTo(NOW + KEPT);
    AlertNotification alert =
        (AlertNotification) PduCodec.decodeBody(CommandId.ALERT_NOTIFICATION, mail.body());
    assertThat(alert.sourceAddr()).isEqualTo(new Address(2, 3, "996"));
    assertThat(alert.esmeAddr()).isEqualTo(new Address(1, 1, "4915"));
    assertThat(alert.tlvs().intValue(TlvTag.MS_AVAILABILITY_STATUS, -1)).isZero();
  }
}
