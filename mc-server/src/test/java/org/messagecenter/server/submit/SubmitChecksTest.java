package org.messagecenter.server.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.protocol.spec.CommandStatus.*;
import static org.messagecenter.server.account.Deviation.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;
import org.messagecenter.server.route.Router;

/** Each rule about a submit_sm, with the status that breaking it brings. */
class SubmitChecksTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
  private static final SubmitSettings SETTINGS =
      new SubmitSettings(
          Duration.ofHours(24),
          Duration.ofDays(14),
          Duration.ofDays(30),
          Duration.ofSeconds(20),
          100,
          CannedMessages.NONE);

  private static final Policy STRICT = policy("strictness = strict");

  private int version = 0x34;
  private CommandId command = CommandId.SUBMIT_SM;
  private Policy policy = Policy.USUAL;
  private SubmitSettings settings = SETTINGS;
  private boolean congested;
  private boolean wholeBody = true;
  private @Nullable Router router;
  private boolean routesRefuse = true;

  private static Section section(String hocon) {
    try {
      Path file = Files.createTempFile("settings", ".conf");
      try {
        Files.writeString(file, "message-center { policy { " + hocon + " } }");
        return ConfigSource.shipped(Path.of("..").toAbsolutePath().normalize())
            .withFile(file)
            .load();
      } finally {
        Files.delete(file);
      }
    } catch (IOException | ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** The policy of an account with this section. */
  private static Policy policy(String hocon) {
    return Policy.USUAL.with(section(hocon).section("policy"));
  }

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
    String serviceType = "";
    int dataCoding;
    Tlvs tlvs = Tlvs.EMPTY;

    Checked check() {
      SubmitSm sm =
          new SubmitSm(
              serviceType,
              source,
              destination,
              esmClass,
              0,
              priority,
              schedule,
              validity,
              registered,
              replace,
              dataCoding,
              defaultMessage,
              Octets.of(text),
              tlvs);
      Checked checked = new Checked(sm);
      for (SubmitCheck rule : checks()) {
        Refusal refusal = rule.check(checked);
        if (refusal != null) {
          checked.refusal = refusal;
          break;
        }
      }
      return checked;
    }

    private List<SubmitCheck> checks() {
      return router == null
          ? SubmitChecks.all(settings)
          : SubmitChecks.all(settings, new RouteCheck(router, () -> routesRefuse));
    }

    /** Sets UDHI and the text behind it. */
    void udh(byte[] octets) {
      esmClass = 0x43;
      text = octets;
    }

    SubmitChecksTest outer() {
      return SubmitChecksTest.this;
    }

    @Nullable CommandStatus status() {
      Refusal refusal = check().refusal;
      return refusal == null ? null : refusal.status();
    }
  }

  /** A message under test as the rules see it. */
  @Test
  void aMessageThatItsRouteRefusesHasTheStatusOfTheRule() {
    router = request -> new Route.Refused("premium", ESME_RX_P_APPN, 0x4B2);

    Refusal refusal = new Fields().check().refusal;

    assertThat(refusal)
        .isEqualTo(new Refusal(ESME_RX_P_APPN, "destination_addr is refused by route premium"));
  }

  @Test
  void theRouteIsAskedForTheMessageAsItIsStored() {
    List<RouteRequest> requests = new ArrayList<>();
    router =
        request -> {
          requests.add(request);
          return new Route.None("", "no rule fits");
        };
    Fields fields = new Fields();
    fields.destination = new Address(1, 1, "+49 170 1234567");

    Checked checked = fields.check();

    assertThat(checked.refusal).isNull();
    assertThat(requests).containsExactly(new RouteRequest("demo", checked.message(), NOW, NOW, 0));
    assertThat(requests.get(0).message().destinationAddr().digits()).isEqualTo("491701234567");
  }

  @Test
  void noRouteIsAskedForWhereNoneRefusesOrAnotherRuleIsBroken() {
    router =
        request -> {
          throw new AssertionError(request);
        };
    Fields fields = new Fields();
    fields.destination = new Address(7, 1, "491701234567");
    assertThat(fields.status()).isEqualTo(ESME_RINVDSTTON);

    routesRefuse = false;
    assertThat(new Fields().check().refusal).isNull();
  }

  private final class Checked implements SubmitFacts {
    private SubmitSm message;
    private long dueAt = NOW;
    private long expiresAt;
    private @Nullable Refusal refusal;
    private final SubmitSm submitted;

    Checked(SubmitSm message) {
      this.message = message;
      this.submitted = message;
    }

    @Override
    public Account account() {
      return new Account(
          "demo",
          List.of(),
          List.of(),
          Set.of(BindType.TRANSCEIVER),
          0,
          Windows.USUAL,
          policy,
          Map.of(),
          java.util.Optional.empty());
    }

    @Override
    public SubmitSm message() {
      return message;
    }

    @Override
    public CommandId command() {
      return command;
    }

    @Override
    public void message(SubmitSm completed) {
      message = completed;
    }

    @Override
    public boolean wholeBody() {
      return wholeBody;
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
    "1, 1, 0049 15/1, ESME_RINVSRCADR",
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
  @CsvSource({
    "SUBMIT_SM, 0x34, ESME_RINVESMCLASS",
    "SUBMIT_SM, 0x50, ",
    "DATA_SM, 0x34, ",
    "SUBMIT_MULTI, 0x50, ESME_RINVESMCLASS",
  })
  void transactionModeDependsOnTheCommandAndItsVersion(
      CommandId brought, int interfaceVersion, @Nullable CommandStatus status) {
    command = brought;
    version = interfaceVersion;
    Fields fields = new Fields();
    fields.esmClass = 0x02;
    fields.tlvs = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, new byte[] {1}).build();
    fields.text = new byte[0];
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
  void qosTimeToLiveSupersedesTheValidityIn5AndInDataSm() {
    Fields fields = new Fields();
    fields.validity = "000000010000000R";
    fields.tlvs =
        Tlvs.builder()
            .put(TlvTag.QOS_TIME_TO_LIVE, 90)
            .put(TlvTag.MESSAGE_PAYLOAD, new byte[] {'x'})
            .build();
    fields.text = new byte[0];
    assertThat(fields.check().expiresAt).isEqualTo(NOW + 3_600_000);
    version = 0x50;
    assertThat(fields.check().expiresAt).isEqualTo(NOW + 90_000);
    version = 0x34;
    command = CommandId.DATA_SM;
    assertThat(fields.check().expiresAt).isEqualTo(NOW + 90_000);
  }

  @Test
  void tlvsAreCheckedForTheVersionOfTheSession() {
    Fields fields = new Fields();
    fields.tlvs = Tlvs.builder().put(0x0204, new byte[3]).build();
    assertThat(fields.status()).isNull();

    fields.tlvs = Tlvs.builder().put(0x0204, new byte[] {1, 2, 3}).build();
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVTLVLEN);

    fields.tlvs = Tlvs.builder().put(TlvTag.SAR_TOTAL_SEGMENTS, 0).build();
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVTLVVAL);

    fields.tlvs = Tlvs.builder().put(TlvTag.DEST_ADDR_SUBUNIT, 9).build();
    assertThat(fields.status()).isNull();
    version = 0x50;
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVDSTADDRSUBUNIT);
    version = 0x33;
    assertThat(fields.status()).isNull();
  }

  // ---- deviations: accepted, and with which effect, or refused ---------------------------------

  /** A message that deviates in one way. */
  private record Case(
      Deviation deviation,
      String what,
      int version,
      Consumer<Fields> fields,
      Predicate<Checked> effect,
      CommandStatus refusal) {
    @Override
    public String toString() {
      return deviation.key() + " " + what;
    }
  }

  private static Case of(
      Deviation deviation,
      String what,
      int version,
      Consumer<Fields> fields,
      Predicate<Checked> effect,
      CommandStatus refusal) {
    return new Case(deviation, what, version, fields, effect, refusal);
  }

  private static Predicate<Checked> message(Predicate<SubmitSm> effect) {
    return checked -> effect.test(checked.message);
  }

  private static boolean unchanged(Checked checked) {
    return checked.message.equals(checked.submitted);
  }

  private static Tlvs payload(String text) {
    return Tlvs.builder()
        .put(TlvTag.MESSAGE_PAYLOAD, text.getBytes(StandardCharsets.US_ASCII))
        .build();
  }

  private static Tlvs sar() {
    return Tlvs.builder()
        .put(TlvTag.SAR_MSG_REF_NUM, 7)
        .put(TlvTag.USER_MESSAGE_REFERENCE, 1)
        .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
        .put(TlvTag.SAR_SEGMENT_SEQNUM, 1)
        .build();
  }

  private static Consumer<Fields> source(int ton, String digits) {
    return f -> f.source = new Address(ton, ton == 5 ? 0 : 1, digits);
  }

  private static Consumer<Fields> destination(String digits) {
    return f -> f.destination = new Address(1, 1, digits);
  }

  private static Consumer<Fields> tlv(TlvTag tag, int... octets) {
    byte[] value = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      value[i] = (byte) octets[i];
    }
    return f -> f.tlvs = Tlvs.builder().put(tag.tag(), value).build();
  }

  private static Predicate<Checked> from(String digits) {
    return message(sm -> sm.sourceAddr().digits().equals(digits));
  }

  private static Predicate<Checked> to(String digits) {
    return message(sm -> sm.destinationAddr().digits().equals(digits));
  }

  static Stream<Case> deviations() {
    byte[] concatenated = {5, 0, 3, 1, 2, 1, 'x'};
    return Stream.of(
        of(
            TWO_TEXTS,
            "",
            0x34,
            f -> f.tlvs = payload("long"),
            message(sm -> sm.text().latin1().equals("long")),
            ESME_RINVMSGLEN),
        of(
            TRAILING_NUL,
            "",
            0x34,
            f -> f.outer().wholeBody = false,
            SubmitChecksTest::unchanged,
            ESME_RINVTLVSTREAM),
        of(
            LONG_SHORT_MESSAGE,
            "255 in 3.4",
            0x34,
            f -> f.text = new byte[255],
            SubmitChecksTest::unchanged,
            ESME_RINVMSGLEN),
        of(
            LONG_SHORT_MESSAGE,
            "161 in 3.3",
            0x33,
            f -> f.text = new byte[161],
            SubmitChecksTest::unchanged,
            ESME_RINVMSGLEN),
        of(
            UNKNOWN_SERVICE_TYPE,
            "",
            0x34,
            f -> f.serviceType = "ACME",
            SubmitChecksTest::unchanged,
            ESME_RINVSERTYP),
        of(
            UNKNOWN_SERVICE_TYPE,
            "of 5.0 in 3.4",
            0x34,
            f -> f.serviceType = "CBS",
            SubmitChecksTest::unchanged,
            ESME_RINVSERTYP),
        of(
            RESERVED_REGISTERED_DELIVERY,
            "bit 7",
            0x50,
            f -> f.registered = 0x81,
            SubmitChecksTest::unchanged,
            ESME_RINVREGDLVFLG),
        of(
            RESERVED_REGISTERED_DELIVERY,
            "3 in 3.4",
            0x34,
            f -> f.registered = 3,
            SubmitChecksTest::unchanged,
            ESME_RINVREGDLVFLG),
        of(
            RESERVED_REGISTERED_DELIVERY,
            "2 in 3.3",
            0x33,
            f -> f.registered = 2,
            SubmitChecksTest::unchanged,
            ESME_RINVREGDLVFLG),
        of(
            PRIORITY_ABOVE,
            "in 3.3",
            0x33,
            f -> f.priority = 2,
            message(sm -> sm.priorityFlag() == 1),
            ESME_RINVPRTFLG),
        of(
            PRIORITY_ABOVE,
            "in 3.4",
            0x34,
            f -> f.priority = 4,
            message(sm -> sm.priorityFlag() == 3),
            ESME_RINVPRTFLG),
        of(
            PRIORITY_ABOVE,
            "in 5.0",
            0x50,
            f -> f.priority = 255,
            message(sm -> sm.priorityFlag() == 4),
            ESME_RINVPRTFLG),
        of(
            RESERVED_DATA_CODING,
            "flash",
            0x34,
            f -> f.dataCoding = 0x10,
            SubmitChecksTest::unchanged,
            ESME_RINVDCS),
        of(
            RESERVED_DATA_CODING,
            "0x0F",
            0x50,
            f -> f.dataCoding = 0x0F,
            SubmitChecksTest::unchanged,
            ESME_RINVDCS),
        of(
            RESERVED_DATA_CODING,
            "waiting with a reserved bit",
            0x50,
            f -> f.dataCoding = 0xC4,
            SubmitChecksTest::unchanged,
            ESME_RINVDCS),
        of(
            RESERVED_DATA_CODING,
            "reserved in GSM",
            0x33,
            f -> f.dataCoding = 0x80,
            SubmitChecksTest::unchanged,
            ESME_RINVDCS),
        of(PLUS_SIGN, "source", 0x34, source(1, "+4915"), from("4915"), ESME_RINVSRCADR),
        of(PLUS_SIGN, "source of TON 0", 0x34, source(0, "+4915"), from("4915"), ESME_RINVSRCADR),
        of(PLUS_SIGN, "destination", 0x34, destination("+4917"), to("4917"), ESME_RINVDSTADR),
        of(
            INTERNATIONAL_PREFIX,
            "source",
            0x34,
            source(1, "004915"),
            from("4915"),
            ESME_RINVSRCADR),
        of(
            INTERNATIONAL_PREFIX,
            "destination",
            0x34,
            destination("004917"),
            to("4917"),
            ESME_RINVDSTADR),
        of(NUMBER_SEPARATORS, "source", 0x34, source(1, "49 15-1"), from("49151"), ESME_RINVSRCADR),
        of(
            NUMBER_SEPARATORS,
            "destination",
            0x34,
            destination("(49) 17.1"),
            to("49171"),
            ESME_RINVDSTADR),
        of(
            LONG_ALPHANUMERIC,
            "",
            0x34,
            source(5, "ACME Support"),
            SubmitChecksTest::unchanged,
            ESME_RINVSRCADR),
        of(
            ALPHANUMERIC_DIGITS,
            "",
            0x34,
            source(5, "4915"),
            SubmitChecksTest::unchanged,
            ESME_RINVSRCADR),
        of(EMPTY_SOURCE, "", 0x34, source(0, ""), SubmitChecksTest::unchanged, ESME_RINVSRCADR),
        of(
            LOOSE_TIMES,
            "48 hours",
            0x34,
            f -> f.validity = "000000480000000R",
            c -> c.expiresAt == NOW + 48 * HOUR,
            ESME_RINVEXPIRY),
        of(
            LOOSE_TIMES,
            "40 days ahead",
            0x34,
            f -> f.schedule = "000000006100000R",
            c -> c.dueAt == NOW + HOUR + HOUR / 60,
            ESME_RINVSCHED),
        of(
            LOOSE_TIMES,
            "without R",
            0x34,
            f -> f.validity = "000000010000000",
            c -> c.expiresAt == NOW + HOUR,
            ESME_RINVEXPIRY),
        of(
            LOOSE_TIMES,
            "zero without R",
            0x34,
            f -> f.validity = "000000000000000",
            c -> c.expiresAt == NOW + 24 * HOUR,
            ESME_RINVEXPIRY),
        of(
            LOOSE_TIMES,
            "tenths",
            0x34,
            f -> f.validity = "261121130000.00+",
            c -> c.expiresAt == NOW + HOUR,
            ESME_RINVEXPIRY),
        of(
            LOOSE_TIMES,
            "relative in 3.3",
            0x33,
            f -> f.schedule = "000000010000000R",
            c -> c.dueAt == NOW + HOUR,
            ESME_RINVSCHED),
        of(
            BROKEN_UDH,
            "too long",
            0x34,
            f -> f.udh(new byte[] {6, 0, 3, 1, 2, 1}),
            message(sm -> sm.esmClass() == 0x03),
            ESME_RINVESMCLASS),
        of(
            BROKEN_UDH,
            "without text",
            0x34,
            f -> f.udh(new byte[0]),
            message(sm -> sm.esmClass() == 0x03),
            ESME_RINVESMCLASS),
        of(
            LONG_SEGMENT,
            "160 septets",
            0x34,
            f -> f.udh(Arrays.copyOf(concatenated, 160)),
            SubmitChecksTest::unchanged,
            ESME_RINVMSGLEN),
        of(
            LONG_SEGMENT,
            "142 octets of UCS-2",
            0x34,
            f -> {
              f.dataCoding = 8;
              f.udh(Arrays.copyOf(concatenated, 142));
            },
            SubmitChecksTest::unchanged,
            ESME_RINVMSGLEN),
        of(
            SAR_WITH_UDH,
            "",
            0x34,
            f -> {
              f.udh(concatenated);
              f.tlvs = sar();
            },
            message(
                sm ->
                    !sm.tlvs().has(TlvTag.SAR_MSG_REF_NUM)
                        && !sm.tlvs().has(TlvTag.SAR_TOTAL_SEGMENTS)
                        && !sm.tlvs().has(TlvTag.SAR_SEGMENT_SEQNUM)
                        && sm.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE)),
            ESME_RTLVNOTALLWD),
        of(
            TLV_LENGTHS,
            "short",
            0x34,
            tlv(TlvTag.USER_MESSAGE_REFERENCE, 7),
            SubmitChecksTest::unchanged,
            ESME_RINVTLVLEN),
        of(
            TLV_LENGTHS,
            "long",
            0x34,
            tlv(TlvTag.SOURCE_PORT, 0, 0, 7),
            SubmitChecksTest::unchanged,
            ESME_RINVTLVLEN),
        of(
            UNEXPECTED_TLVS,
            "in 3.4",
            0x34,
            tlv(TlvTag.QOS_TIME_TO_LIVE, 0, 0, 1, 0),
            SubmitChecksTest::unchanged,
            ESME_RTLVNOTALLWD),
        of(
            UNEXPECTED_TLVS,
            "in 3.3",
            0x33,
            tlv(TlvTag.SOURCE_PORT, 0, 7),
            SubmitChecksTest::unchanged,
            ESME_RTLVNOTALLWD),
        of(
            RESERVED_TLV_VALUES,
            "value",
            0x34,
            tlv(TlvTag.PRIVACY_INDICATOR, 9),
            SubmitChecksTest::unchanged,
            ESME_RINVTLVVAL),
        of(
            RESERVED_TLV_VALUES,
            "set",
            0x34,
            tlv(TlvTag.SAR_MSG_REF_NUM, 0, 7),
            SubmitChecksTest::unchanged,
            ESME_RMISSINGTLV));
  }

  @Test
  void everyDeviationHasItsCase() {
    assertThat(deviations().map(Case::deviation)).contains(Deviation.values());
  }

  @ParameterizedTest
  @MethodSource("deviations")
  void aDeviationIsAcceptedOrRefused(Case one) {
    version = one.version;
    Fields fields = new Fields();
    one.fields.accept(fields);

    Checked tolerated = fields.check();
    assertThat(tolerated.refusal).isNull();
    assertThat(tolerated).matches(one.effect, "has the effect");

    policy = STRICT;
    assertThat(fields.status()).isEqualTo(one.refusal);

    policy = policy("strictness = strict, tolerance { " + one.deviation.key() + " = accept }");
    assertThat(fields.status()).isNull();

    policy = policy("tolerance { " + one.deviation.key() + " = refuse }");
    assertThat(fields.status()).isEqualTo(one.refusal);
  }

  @Test
  void anAcceptedTlvDoesNotHideTheNextOne() {
    policy = policy("tolerance { tlv-lengths = refuse }");
    Fields fields = new Fields();
    fields.tlvs =
        Tlvs.builder()
            .put(TlvTag.QOS_TIME_TO_LIVE, 60)
            .put(TlvTag.PRIVACY_INDICATOR, 9)
            .put(TlvTag.USER_MESSAGE_REFERENCE.tag(), new byte[] {1})
            .build();
    assertThat(fields.status()).isEqualTo(ESME_RINVTLVLEN);
    policy = policy("tolerance { unexpected-tlvs = refuse }");
    assertThat(fields.status()).isEqualTo(ESME_RTLVNOTALLWD);
    policy = policy("tolerance { reserved-tlv-values = refuse }");
    assertThat(fields.status()).isEqualTo(ESME_RINVTLVVAL);
  }

  @Test
  void aVendorTlvIsNoDeviation() {
    policy = STRICT;
    Fields fields = new Fields();
    fields.tlvs = Tlvs.builder().put(0x1400, new byte[] {1}).build();
    assertThat(fields.status()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x33, 0x34, 0x50})
  void whatIsLegalPassesTheStrictToo(int interfaceVersion) {
    policy = STRICT;
    version = interfaceVersion;
    Fields fields = new Fields();
    fields.serviceType = "CMT";
    fields.registered = 1;
    fields.priority = 1;
    fields.validity = "261121130000000+";
    fields.text = new byte[160];
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.message).isSameAs(checked.submitted);
  }

  @Test
  void theKnownServiceTypesAreThoseOfThePolicy() {
    policy = policy("service-types = [ACME], tolerance { unknown-service-type = refuse }");
    Fields fields = new Fields();
    fields.serviceType = "ACME";
    assertThat(fields.status()).isNull();
    fields.serviceType = "CMT";
    assertThat(fields.status()).isEqualTo(ESME_RINVSERTYP);
  }

  @ParameterizedTest
  @CsvSource({"5/0/ACME, 5, 0, ACME", "+4915, 1, 1, 4915", "0/1/12345, 0, 1, 12345"})
  void theDefaultSourceFillsTheGap(String written, int ton, int npi, String digits) {
    policy = policy("strictness = strict, default-source = \"" + written + "\"");
    Fields fields = new Fields();
    fields.source = Address.EMPTY;
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.message.sourceAddr()).isEqualTo(new Address(ton, npi, digits));
    assertThat(checked.message.destinationAddr()).isEqualTo(fields.destination);
  }

  @Test
  void anEsmClassOf3_3MeansNothing() {
    version = 0x33;
    Fields fields = new Fields();
    fields.esmClass = 0x7F;
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.message.esmClass()).isZero();
  }

  @Test
  void aMessageMayBeAsLongAsThePolicySays() {
    policy = policy("longest-message = 10");
    Fields fields = new Fields();
    fields.text = new byte[10];
    assertThat(fields.status()).isNull();
    fields.text = new byte[0];
    fields.tlvs = payload("12345678901");
    assertThat(fields.status()).isEqualTo(ESME_RINVMSGLEN);
  }

  @Test
  void dataSmNeedsItsPayload() {
    command = CommandId.DATA_SM;
    Fields fields = new Fields();
    fields.text = new byte[0];
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RMISSINGTLV);
    fields.tlvs = payload("hi");
    assertThat(fields.status()).isNull();
  }

  @Test
  void aCannedTextTakesThePlaceOfTheMessage() throws ConfigException {
    Section root =
        section("}, submit.default-messages { \"1\" = \"Call us\", \"255\" = \"\u4F60\" ");
    settings = SubmitSettings.from(root.section("submit"));
    root.verify();
    Fields fields = new Fields();
    fields.esmClass = 0x43;
    fields.tlvs = payload("ignored");
    fields.defaultMessage = 1;
    Checked checked = fields.check();
    assertThat(checked.refusal).isNull();
    assertThat(checked.message.text().latin1()).isEqualTo("Call us");
    assertThat(checked.message.dataCoding()).isZero();
    assertThat(checked.message.esmClass()).isEqualTo(0x03);

    fields.defaultMessage = 255;
    SubmitSm ucs2 = fields.check().message;
    assertThat(ucs2.dataCoding()).isEqualTo(8);
    assertThat(ucs2.text()).isEqualTo(Octets.of(new byte[] {0x4F, 0x60}));

    fields.defaultMessage = 2;
    assertThat(fields.status()).isEqualTo(CommandStatus.ESME_RINVDFTMSGID);

    policy = policy("data-coding-8 = ucs2-le");
    fields.defaultMessage = 255;
    assertThat(fields.check().message.text()).isEqualTo(Octets.of(new byte[] {0x60, 0x4F}));
  }

  @ParameterizedTest
  @CsvSource({
    "gsm7, @, 0, 0",
    "latin1, @, 0, 64",
    "utf8, @, 0, 64",
    "gsm7-packed, @, 8, 0",
    "latin1, \u0394, 8, 3",
  })
  void aCannedTextIsInAnAlphabetOfItsAccount(
      String zero, String text, int dataCoding, int firstOctet) throws ConfigException {
    Section root = section("}, submit.default-messages { \"7\" = \"" + text + "\" ");
    settings = SubmitSettings.from(root.section("submit"));
    policy = policy("data-coding-0 = " + zero);
    Fields fields = new Fields();
    fields.defaultMessage = 7;
    SubmitSm message = fields.check().message;
    assertThat(message.dataCoding()).isEqualTo(dataCoding);
    assertThat(message.text().at(0)).isEqualTo(firstOctet);
  }

  @Test
  void aLongCannedTextOfAnotherAlphabetIsMarkedAsGsm() throws ConfigException {
    String text = "\u0394".repeat(160);
    Section root = section("}, submit.default-messages { \"7\" = \"" + text + "\" ");
    settings = SubmitSettings.from(root.section("submit"));
    policy = policy("data-coding-0 = latin1");
    Fields fields = new Fields();
    fields.defaultMessage = 7;
    SubmitSm message = fields.check().message;
    assertThat(message.dataCoding()).isEqualTo(0xF1);
    assertThat(message.text().length()).isEqualTo(160);
  }

  @ParameterizedTest
  @CsvSource({
    "0, gsm7-packed, ESME_RINVMSGLEN",
    "8, gsm7, ESME_RINVMSGLEN",
    "4, gsm7, ESME_RINVMSGLEN",
    "0, gsm7, ",
    "1, gsm7-packed, ",
  })
  void octetsThatTravelAsTheyAreHaveLessRoom(
      int dataCoding, String zero, @Nullable CommandStatus status) {
    policy = policy("tolerance { long-segment = refuse }, data-coding-0 = " + zero);
    Fields fields = new Fields();
    fields.dataCoding = dataCoding;
    fields.udh(Arrays.copyOf(new byte[] {5, 0, 3, 1, 2, 1}, 141));
    assertThat(fields.status()).isEqualTo(status);
  }

  @Test
  void cannedTextsThatCannotBeSentAreProblems() {
    Section root =
        section(
            "}, submit.default-messages { \"0\" = a, \"256\" = b, x = c, \"3\" = \""
                + "\u4F60".repeat(71)
                + "\", \"4\" = \"\" ");
    SubmitSettings.from(root.section("submit"));
    assertThatThrownBy(root::verify)
        .hasMessageContaining("default-messages.0 = a: the key must be a number from 1 to 255")
        .hasMessageContaining("default-messages.256 = b: the key")
        .hasMessageContaining("default-messages.x = c: the key")
        .hasMessageContaining("must fit one SMS")
        .hasMessageContaining("default-messages.4: must be 1 to 160 characters");
  }
}
