package org.messagecenter.server.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.Windows;

/** Each rule about a submit_sm, with the status that breaking it brings. */
class SubmitChecksTest {
  private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
  private static final SubmitSettings SETTINGS =
      new SubmitSettings(
          Duration.ofHours(24),
          Duration.ofDays(14),
          Duration.ofDays(30),
          Duration.ofSeconds(20),
          100);

  private int version = 0x34;
  private CommandId command = CommandId.SUBMIT_SM;
  private boolean congested;

  private final class Fields {
    Address source = new Address(1, 1, "4915112345678");
    Address destination = new Address(1, 1, "491701234567");
    int esmClass;
    int priority;
    String schedule = "";
    String validity = "";
    int registered;
    int replace;
    int defaultMessage;
    byte[] text = "hi".getBytes(StandardCharsets.US_ASCII);
    Tlvs tlvs = Tlvs.EMPTY;

    Checked check() {
      SubmitSm sm =
          new SubmitSm(
              "",
              source,
              destination,
              esmClass,
              0,
              priority,
              schedule,
              validity,
              registered,
              replace,
              0,
              defaultMessage,
              Octets.of(text),
              tlvs);
      Checked checked = new Checked(sm);
      for (SubmitCheck rule : SubmitChecks.all(SETTINGS)) {
        Refusal refusal = rule.check(checked);
        if (refusal != null) {
          checked.refusal = refusal;
          break;
        }
      }
      return checked;
    }

    @Nullable CommandStatus status() {
      Refusal refusal = check().refusal;
      return refusal == null ? null : refusal.status();
    }
  }

  /** A message under test as the rules see it. */
  private final class Checked implements SubmitFacts {
    private SubmitSm message;
    private long dueAt = NOW;
    private long expiresAt;
    private @Nullable Refusal refusal;

    Checked(SubmitSm message) {
      this.message = message;
    }

    @Override
    public Account account() {
      return new Account(
          "demo", List.of(), List.of(), Set.of(), 0, Windows.USUAL, Optional.empty());
    }

    @Override
    public SubmitSm message() {
      return message;
    }

    @Override
    public void message(SubmitSm completed) {
      message = completed;
    }

    @Override
    public CommandId command() {
      return command;
    }

    @Override
    public long receivedAt() {
      return NOW;
    }

    @Override
    public int interfaceVersion() {
      return version;
    }

    @Override
    public boolean senderCongested() {
      return congested;
    }

    @Override
    public long dueAt() {
      return dueAt;
    }

    @Override
    public void dueAt(long millis) {
      dueAt = millis;
    }

    @Override
    public long expiresAt() {
      return expiresAt;
    }

    @Override
    public void expiresAt(long millis) {
      expiresAt = millis;
    }
  }

  @Test
  void aPlainMessagePasses() {
    Checked checked = new Fields().check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.dueAt).isEqualTo(NOW);
    assertThat(checked.expiresAt).isEqualTo(NOW + Duration.ofHours(24).toMillis());
  }

  @Test
  void aSenderThatDoesNotReadIsThrottled() {
    congested = true;
    assertThat(new Fields().status()).isEqualTo(CommandStatus.ESME_RTHROTTLED);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 4915, ",
    "1, 1, +4915, ",
    "5, 0, ACME Corp, ",
    "0, 0, '', ",
    "6, 9, *123#, ",
    "7, 1, 4915, ESME_RINVSRCTON",
    "1, 2, 4915, ESME_RINVSRCNPI",
    "1, 33, 1, ESME_RINVSRCNPI",
    "1, 1, 49x5, ESME_RINVSRCADR",
    "1, 1, +, ESME_RINVSRCADR",
  })
  void theSourceIsJudgedByItsType(int ton, int npi, String digits, @Nullable CommandStatus status) {
    Fields fields = new Fields();
    fields.source = new Address(ton, npi, digits);
    assertThat(fields.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 4917, ",
    "1, 1, +4917, ",
    "0, 1, 12345, ",
    "5, 0, NAME, ",
    "7, 1, 4917, ESME_RINVDSTTON",
    "1, 5, 4917, ESME_RINVDSTNPI",
    "1, 1, '', ESME_RINVDSTADR",
    "1, 1, 49a, ESME_RINVDSTADR",
    "5, 0, '', ESME_RINVDSTADR",
  })
  void theDestinationIsJudgedByItsType(
      int ton, int npi, String digits, @Nullable CommandStatus status) {
    Fields fields = new Fields();
    fields.destination = new Address(ton, npi, digits);
    assertThat(fields.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, ",
    "0x03, ",
    "0x08, ",
    "0x10, ",
    "0x80, ",
    "0x01, ",
    "0x04, ESME_RINVESMCLASS",
    "0x20, ESME_RINVESMCLASS",
    "0x3C, ESME_RINVESMCLASS",
  })
  void typesThatAMessageCenterSendsAreRefused(int esmClass, @Nullable CommandStatus status) {
    Fields fields = new Fields();
    fields.esmClass = esmClass;
    assertThat(fields.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"0x34, 3, ", "0x34, 4, ESME_RINVPRTFLG", "0x50, 4, ", "0x50, 5, ESME_RINVPRTFLG"})
  void prioritiesDependOnTheVersion(
      int interfaceVersion, int priority, @Nullable CommandStatus status) {
    version = interfaceVersion;
    Fields fields = new Fields();
    fields.priority = priority;
    assertThat(fields.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "SUBMIT_SM, 0x34, ESME_RINVESMCLASS",
    "SUBMIT_SM, 0x50, ",
    "DATA_SM, 0x34, ",
    "SUBMIT_MULTI, 0x50, ESME_RINVESMCLASS",
    "SUBMIT_SM, 0x33, ",
  })
  void transactionModeDependsOnTheCommandAndItsVersion(
      CommandId brought, int interfaceVersion, @Nullable CommandStatus status) {
    command = brought;
    version = interfaceVersion;
    Fields fields = new Fields();
    fields.esmClass = 0x02;
    assertThat(fields.status()).isEqualTo(status);
  }

  @Test
  void aScheduleNeedsStoreAndForward() {
    Fields fields = new Fields();
    fields.esmClass = 0x01;
    fields.schedule = "000000000100000R";
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVSCHED);
  }

  @ParameterizedTest
  @CsvSource({
    "SUBMIT_SM, 0, 0, ",
    "SUBMIT_SM, 1, 0, ",
    "SUBMIT_SM, 1, 1, ESME_RINVSUBREP",
    "SUBMIT_MULTI, 1, 0, ESME_RINVSUBREP",
    "SUBMIT_SM, 2, 0, ESME_RINVREPFLAG",
  })
  void onlyOneStoredMessageReplacesAnother(
      CommandId brought, int flag, int mode, @Nullable CommandStatus status) {
    command = brought;
    Fields fields = new Fields();
    fields.replace = flag;
    fields.esmClass = mode;
    assertThat(fields.status()).isEqualTo(status);
  }

  @Test
  void thereAreNoCannedMessages() {
    Fields fields = new Fields();
    fields.defaultMessage = 1;
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVDFTMSGID);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 0x10, 0xE3, 255})
  void everyRegisteredDeliveryPasses(int registered) {
    Fields fields = new Fields();
    fields.registered = registered;
    assertThat(fields.status()).isNull();
  }

  @Test
  void aHeaderMustFitIntoTheText() {
    Fields fields = new Fields();
    fields.esmClass = 0x40;
    fields.text = new byte[] {5, 0, 3, 1, 2, 1};
    assertThat(fields.status()).isNull();
    fields.text = new byte[] {6, 0, 3, 1, 2, 1};
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVESMCLASS);
    fields.text = new byte[0];
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVESMCLASS);
  }

  @ParameterizedTest
  @CsvSource({
    "000000000100000R, 60000",
    "000000000000000R, 0",
    "261121120100000+, 60000",
    "261121130100004+, 60000",
  })
  void aScheduleIsHonoured(String schedule, long later) {
    Fields fields = new Fields();
    fields.schedule = schedule;
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.dueAt).isEqualTo(NOW + later);
    assertThat(checked.expiresAt).isEqualTo(NOW + later + Duration.ofHours(24).toMillis());
  }

  @ParameterizedTest
  @CsvSource({"261121115900000+", "270121120000000+", "26112112000000", "261321120000000+"})
  void aScheduleThatCannotBeIsRefused(String schedule) {
    Fields fields = new Fields();
    fields.schedule = schedule;
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVSCHED);
  }

  @ParameterizedTest
  @CsvSource({
    "000000010000000R, 3600000",
    "000000000000000R, 86400000",
    "261121130000000+, 3600000",
    "000100000000000R, 1209600000",
  })
  void aValidityIsHonouredUpToTheLongest(String validity, long later) {
    Fields fields = new Fields();
    fields.validity = validity;
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.expiresAt).isEqualTo(NOW + later);
  }

  @ParameterizedTest
  @CsvSource({"261121120000000+", "261121110000000+", "26112112000000+", "xyz"})
  void aValidityThatCannotBeIsRefused(String validity) {
    Fields fields = new Fields();
    fields.validity = validity;
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVEXPIRY);
  }

  @Test
  void aValidityMustNotEndBeforeTheSchedule() {
    Fields fields = new Fields();
    fields.schedule = "000000010000000R";
    fields.validity = "000000003000000R";
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVEXPIRY);
  }

  @Test
  void qosTimeToLiveSupersedesTheValidity() {
    Fields fields = new Fields();
    fields.validity = "000000010000000R";
    fields.tlvs = Tlvs.builder().put(TlvTag.QOS_TIME_TO_LIVE, 90).build();
    assertThat(fields.check().expiresAt).isEqualTo(NOW + 90_000);
  }
}
