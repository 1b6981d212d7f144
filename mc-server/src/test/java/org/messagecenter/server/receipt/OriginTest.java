package org.messagecenter.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.account.ReceiptHome.To;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/** What a message remembers of its bind, and what mail about it says. */
class OriginTest {
  private static final Tlvs OWN = Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, 7).build();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static SubmitSm message(Tlvs tlvs) {
    return new SubmitSm(
        "",
        new Address(1, 1, "1"),
        new Address(1, 1, "2"),
        0,
        0,
        0,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.of(new byte[] {65}),
        tlvs);
  }

  private static NewMail mail() {
    return new NewMail("acme", MailKind.ALERT, 1_000_000, new byte[] {0, 1, 2, 3}, 1, 2, null);
  }

  private static Mail stored(NewMail mail) {
    return new Mail(
        9, mail.account(), mail.kind(), 2, 50, mail.expiresAt(), mail.body(), null, true, 4);
  }

  @Test
  void whoTakesReceiptsAnywhereHasMessagesAsTheyAre() {
    SubmitSm plain = message(OWN);
    assertThat(Origin.marked(plain, ReceiptHome.USUAL, 5, "x")).isSameAs(plain);
    assertThat(Origin.removed(plain)).isSameAs(plain);
    NewMail mail = mail();
    assertThat(Origin.addressed(mail, plain, 100)).isSameAs(mail);
  }

  @ParameterizedTest
  @EnumSource(names = "ANY", mode = EnumSource.Mode.EXCLUDE)
  void mailAboutAMessageKnowsItsBind(To to) {
    SubmitSm marked = Origin.marked(message(OWN), new ReceiptHome(to, PATIENCE), -5, "bulk");
    assertThat(Origin.removed(marked).tlvs()).isEqualTo(OWN);
    NewMail mail = Origin.addressed(mail(), marked, 100);
    assertThat(mail.kind()).isEqualTo(MailKind.ADDRESSED);
    assertThat(mail.expiresAt()).isEqualTo(1_000_000);

    Addressed read = Addressed.read(stored(mail));
    assertThat(read.to()).isEqualTo(to);
    assertThat(read.until()).isEqualTo(100 + PATIENCE.toMillis());
    assertThat(read.bindId()).isEqualTo(-5);
    assertThat(read.systemType()).isEqualTo("bulk");
    Mail inside = read.inside();
    assertThat(inside.kind()).isEqualTo(MailKind.ALERT);
    assertThat(inside.body()).containsExactly(1, 2);
    assertThat(inside.key()).isEqualTo(9);
    assertThat(inside.attempts()).isEqualTo(2);
    assertThat(inside.possibleDuplicate()).isTrue();
    assertThat(inside.about()).isEqualTo(4);
    assertThat(Origin.addressed(mail().about(6), marked, 100).about()).isEqualTo(6);
  }

  @Test
  void nobodyWaitsLongerThanTheMailIsKept() {
    SubmitSm marked =
        Origin.marked(message(OWN), new ReceiptHome(To.SYSTEM_TYPE, Duration.ofDays(1)), 1, "");
    assertThat(Addressed.read(stored(Origin.addressed(mail(), marked, 100))).until())
        .isEqualTo(1_000_000);
  }

  @Test
  void aSenderCannotSayWhereItsMessageCameFrom() {
    SubmitSm forged = message(Tlvs.builder().put(Origin.TAG, new byte[] {1}).build());
    assertThat(Origin.marked(forged, ReceiptHome.USUAL, 5, "x").tlvs()).isEqualTo(Tlvs.EMPTY);
    NewMail mail = mail();
    assertThat(Origin.addressed(mail, forged, 100)).as("too short").isSameAs(mail);
    SubmitSm unknown = message(Tlvs.builder().put(Origin.TAG, new byte[17]).build());
    assertThat(Origin.addressed(mail, unknown, 100)).as("no such choice").isSameAs(mail);
    SubmitSm marked = Origin.marked(forged, new ReceiptHome(To.SYSTEM_TYPE, PATIENCE), 5, "real");
    assertThat(Addressed.read(stored(Origin.addressed(mail, marked, 100))).systemType())
        .isEqualTo("real");
  }

  @Test
  void aReplacementKeepsTheOriginOfWhatItReplaces() {
    SubmitSm old =
        Origin.marked(message(OWN), new ReceiptHome(To.SYSTEM_TYPE, PATIENCE), 5, "bulk");
    SubmitSm copy = Origin.copied(old, message(Tlvs.EMPTY));
    assertThat(Addressed.read(stored(Origin.addressed(mail(), copy, 100))).systemType())
        .isEqualTo("bulk");
    assertThat(Origin.copied(message(OWN), message(OWN)).tlvs()).isEqualTo(OWN);
  }
}
