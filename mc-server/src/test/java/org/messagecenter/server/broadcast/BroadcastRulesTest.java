package org.messagecenter.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.submit.Refusal;

/** What a broadcast may say, and what the clock makes of it. */
class BroadcastRulesTest {
  private static final long START = 1_700_000_000_000L;
  private static final BroadcastSettings CELLS =
      new BroadcastSettings(Duration.ofHours(1), 10, 2, 88, Map.of("downtown", 95));

  private static Octets hex(String digits) {
    return Octets.of(HexFormat.of().parseHex(digits));
  }

  private static Octets alias(String name) {
    return Octets.of(("\0" + name).getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Tlvs.Builder usual(int repetitions, String interval) {
    return Tlvs.builder()
        .put(TlvTag.BROADCAST_AREA_IDENTIFIER, alias("downtown"))
        .put(TlvTag.BROADCAST_CONTENT_TYPE, hex("010010"))
        .put(TlvTag.BROADCAST_REP_NUM, repetitions)
        .put(TlvTag.BROADCAST_FREQUENCY_INTERVAL, hex(interval));
  }

  private static BroadcastSm request(int priority, int replace, Tlvs tlvs) {
    return new BroadcastSm(
        "", new Address(1, 1, "4915"), "", priority, "", "", replace, 0, 0, tlvs);
  }

  private static Broadcast broadcast(int repetitions, String interval, long latestEnd) {
    return new Broadcast(request(0, 0, usual(repetitions, interval).build()), START, latestEnd, 0);
  }

  // ---- broadcast_frequency_interval -----------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "000000, 1880",
    "000005, 1880",
    "080001, 1000",
    "090002, 120000",
    "0A0001, 3600000",
    "0B0001, 86400000",
    "0C0001, 604800000",
    "0D0001, 2592000000",
    "0EFFFF, 2066711760000000",
  })
  void anIntervalIsACountOfUnits(String value, long millis) {
    assertThat(Rhythm.of(hex(value))).isEqualTo(new Rhythm(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "08", "0800", "08000100", "080000", "0E0000", "010001", "0F0001"})
  void whatIsNoIntervalIsNone(String value) {
    assertThat(Rhythm.of(hex(value))).isNull();
  }

  // ---- areas ----------------------------------------------------------------------------------

  @Test
  void aNameIsKnownOrNot() {
    BroadcastSettings anywhere = new BroadcastSettings(Duration.ZERO, 10, 1, 77, Map.of());

    assertThat(new Area(alias("downtown")).status(CELLS)).isEqualTo(CommandStatus.ESME_ROK);
    assertThat(new Area(alias("downtown")).success(CELLS)).isEqualTo(95);
    assertThat(new Area(alias("downtown\0")).success(CELLS)).isEqualTo(95);
    assertThat(new Area(alias("Downtown")).status(CELLS))
        .isEqualTo(CommandStatus.ESME_RINVBCASTALIAS_NAME);
    assertThat(new Area(alias("Downtown")).success(CELLS)).isZero();
    assertThat(new Area(alias("Downtown")).success(anywhere)).isEqualTo(77);
  }

  @Test
  void aShapeIsServedEverywhere() {
    assertThat(new Area(hex("0100")).success(CELLS)).isEqualTo(88);
    assertThat(new Area(hex("0200")).status(CELLS)).isEqualTo(CommandStatus.ESME_ROK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0300", "FF00"})
  void whatIsNoAreaIsRefused(String value) {
    assertThat(new Area(hex(value)).status(CELLS)).isEqualTo(CommandStatus.ESME_RINVBCASTAREAFMT);
    assertThat(new Area(hex(value)).success(CELLS)).isZero();
  }

  @Test
  void anAreaHasItsLength() {
    assertThat(new Area(hex("01" + "00".repeat(100))).status(CELLS))
        .isEqualTo(CommandStatus.ESME_ROK);
    assertThat(new Area(hex("01" + "00".repeat(101))).status(CELLS))
        .isEqualTo(CommandStatus.ESME_RINVBCASTAREAFMT);
  }

  // ---- times ----------------------------------------------------------------------------------

  @Test
  void aBroadcastIsScheduledThenUnderWayThenExpired() {
    Broadcast thrice = broadcast(3, "080002", Long.MAX_VALUE);

    assertThat(thrice.end()).isEqualTo(START + 6_000);
    assertThat(thrice.state(START - 1)).isEqualTo(MessageState.SCHEDULED);
    assertThat(thrice.state(START)).isEqualTo(MessageState.ENROUTE);
    assertThat(thrice.state(START + 5_999)).isEqualTo(MessageState.ENROUTE);
    assertThat(thrice.state(START + 6_000)).isEqualTo(MessageState.EXPIRED);
  }

  @Test
  void theValidityEndsItEarlier() {
    assertThat(broadcast(3, "080002", START + 100).end()).isEqualTo(START + 100);
    assertThat(broadcast(0, "080002", START + 100).end()).isEqualTo(START + 100);
  }

  @Test
  void withoutAnEndItGoesOn() {
    Broadcast endless = broadcast(0, "080002", Long.MAX_VALUE);

    assertThat(endless.end()).isEqualTo(Long.MAX_VALUE);
    assertThat(endless.state(Long.MAX_VALUE - 1)).isEqualTo(MessageState.ENROUTE);
  }

  /** Products of the two that do not fit into a long, on either side of zero. */
  @ParameterizedTest
  @ValueSource(ints = {0x2000, 0x4000, 0x5000, 0x9000, 0xFFFF})
  void theLongestRunDoesNotWrapRound(int repetitions) {
    Broadcast longest = broadcast(repetitions, "0EFFFF", Long.MAX_VALUE);

    assertThat(longest.end()).isGreaterThan(START);
    assertThat(longest.state(START + 1)).isEqualTo(MessageState.ENROUTE);
    assertThat(broadcast(repetitions, "0EFFFF", START + 5).end()).isEqualTo(START + 5);
  }

  @Test
  void anImmediateOneIsSentOnce() {
    Broadcast once =
        new Broadcast(request(1, 0, usual(9, "080002").build()), START, Long.MAX_VALUE, 0);

    assertThat(once.end()).isEqualTo(START + 2_000);
  }

  @Test
  void aCancelledOneIsDeletedWhateverTheClockSays() {
    Broadcast cancelled = broadcast(3, "080002", Long.MAX_VALUE).cancelled(START - 5);

    assertThat(cancelled.end()).isEqualTo(START - 5);
    assertThat(cancelled.state(START - 5)).isEqualTo(MessageState.DELETED);
    assertThat(cancelled.state(START + 1)).isEqualTo(MessageState.DELETED);
  }

  @Test
  void theStoreGivesBackWhatItWasGiven() {
    Broadcast kept =
        new Broadcast(
            request(2, 0, usual(3, "080002").put(TlvTag.USER_MESSAGE_REFERENCE, 7).build()),
            START,
            START + 9,
            START + 1);
    Broadcast read = Broadcast.read(kept.octets());

    assertThat(read.octets()).isEqualTo(kept.octets());
    assertThat(read.start()).isEqualTo(START);
    assertThat(read.latestEnd()).isEqualTo(START + 9);
    assertThat(read.cancelledAt()).isEqualTo(START + 1);
    assertThat(read.reference()).isEqualTo(7);
    assertThat(read.areas()).containsExactly(new Area(alias("downtown")));
  }

  // ---- values ---------------------------------------------------------------------------------

  private static @Nullable CommandStatus check(int priority, int replace, Tlvs.Builder tlvs) {
    Refusal refusal = BroadcastChecks.check(request(priority, replace, tlvs.build()), CELLS);
    return refusal == null ? null : refusal.status();
  }

  @ParameterizedTest
  @CsvSource({"0,", "1,", "2,", "3, ESME_RINVPRTFLG", "4,", "5, ESME_RINVPRTFLG"})
  void thePriorityIsOneOfFour(int priority, @Nullable CommandStatus status) {
    assertThat(check(priority, 0, usual(0, "080001"))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"0,", "1,", "2, ESME_RINVREPFLAG"})
  void theReplaceFlagIsAFlag(int flag, @Nullable CommandStatus status) {
    assertThat(check(0, flag, usual(0, "080001"))).isEqualTo(status);
  }

  @Test
  void areasAreCounted() {
    Tlvs.Builder two = usual(0, "080001").put(TlvTag.BROADCAST_AREA_IDENTIFIER, alias("downtown"));
    assertThat(check(0, 0, two)).isNull();
    Tlvs.Builder three =
        usual(0, "080001")
            .put(TlvTag.BROADCAST_AREA_IDENTIFIER, alias("downtown"))
            .put(TlvTag.BROADCAST_AREA_IDENTIFIER, alias("downtown"));
    assertThat(check(0, 0, three)).isEqualTo(CommandStatus.ESME_RINVNUMBCAST_AREAS);
  }
}
