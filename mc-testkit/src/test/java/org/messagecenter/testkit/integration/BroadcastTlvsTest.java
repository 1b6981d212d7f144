package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.BroadcastSmResp;
import org.messagecenter.protocol.pdu.CancelBroadcastSm;
import org.messagecenter.protocol.pdu.CancelBroadcastSmResp;
import org.messagecenter.protocol.pdu.QueryBroadcastSm;
import org.messagecenter.protocol.pdu.QueryBroadcastSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.testkit.MessageCenterServer;

/**
 * The TLVs of cell broadcast: those sent, those that come back, and those that name a broadcast.
 */
class BroadcastTlvsTest {
  private static final int V_5_0 = 0x50;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Address SOURCE = new Address(1, 1, "4915100000000");
  private static final List<String> MANDATORY =
      List.of(
          "broadcast_area_identifier",
          "broadcast_content_type",
          "broadcast_rep_num",
          "broadcast_frequency_interval");

  /** Repeated every hour without an end, in the area "downtown". */
  private static final String GOES_ON =
      "06060009" + "00646f776e746f776e" + "06010003010010" + "060400020000" + "060500030a0001";

  /** An area that the network does not have, and what it is refused with. */
  private static final String NOWHERE = "06060008006e6f7768657265";

  private static final String ESME_RINVBCASTALIAS_NAME = "0607000400000108";

  @AutoClose
  private static final MessageCenterServer CENTER =
      MessageCenterServer.with("broadcast.areas", "[ { name = downtown, success = 95 } ]")
          .with("session.congestion-state", "false")
          .start();

  @SuppressWarnings("NullAway.Init")
  private static VersionedPeer peer;

  @BeforeAll
  static void bind() throws IOException {
    peer = VersionedPeer.bind(CENTER, V_5_0, "demo", "secret", "55501999");
  }

  @AfterAll
  static void unbind() throws IOException {
    peer.close();
  }

  static Stream<String> ofBroadcastSm() {
    return TlvExamples.TABLE.entrySet().stream()
        .filter(row -> row.getValue().belongsTo("broadcast_sm", V_5_0))
        .map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("ofBroadcastSm")
  void eachIsAcceptedAndItsBroadcastIsKnown(String name) throws IOException {
    String tlvs =
        Stream.concat(MANDATORY.stream().filter(m -> !m.equals(name)), Stream.of(name))
            .map(TlvExamples::of)
            .collect(Collectors.joining());

    String id = broadcast(tlvs).messageId();
    Tlvs answer = query(id, "").tlvs();

    assertThat(hex(answer)).contains(TlvExamples.of("broadcast_area_identifier"));
    assertThat(answer.has(TlvTag.USER_MESSAGE_REFERENCE))
        .isEqualTo(name.equals("user_message_reference"));
  }

  @Test
  void areasThatFailAreNamedWithTheirStatus() throws IOException {
    BroadcastSmResp answer = broadcast(GOES_ON + NOWHERE);

    assertThat(answer.messageId()).isNotEmpty();
    assertThat(hex(answer.tlvs().without(TlvTag.CONGESTION_STATE)))
        .isEqualTo(NOWHERE + ESME_RINVBCASTALIAS_NAME);
  }

  @Test
  void aQueryTellsStateAndSuccessAndInTheEndTheTime() throws IOException {
    String reference = "02040002beef";
    String id = broadcast(GOES_ON + reference).messageId();
    Tlvs before = query(id, "").tlvs();
    peer.ask(new CancelBroadcastSm("", id, SOURCE, Tlvs.EMPTY), CancelBroadcastSmResp.class, SOON);
    QueryBroadcastSmResp after = query("", reference);

    assertThat(before.intValue(TlvTag.MESSAGE_STATE, -1)).isEqualTo(MessageState.ENROUTE.value());
    assertThat(before.intValue(TlvTag.BROADCAST_AREA_SUCCESS, -1)).isEqualTo(95);
    assertThat(before.has(TlvTag.BROADCAST_END_TIME)).isFalse();
    assertThat(after.messageId()).isEqualTo(id);
    assertThat(after.tlvs().intValue(TlvTag.MESSAGE_STATE, -1))
        .isEqualTo(MessageState.DELETED.value());
    assertThat(after.tlvs().text(TlvTag.BROADCAST_END_TIME)).matches("\\d{15}[+-]");
    assertThat(after.tlvs().intValue(TlvTag.USER_MESSAGE_REFERENCE, -1)).isEqualTo(0xBEEF);
  }

  @Test
  void aCancellationMeansOneContentType() throws IOException {
    String other = GOES_ON.replace("06010003010010", "06010003010011");
    String stays = broadcast(GOES_ON).messageId();
    String goes = broadcast(other).messageId();
    peer.ask(
        new CancelBroadcastSm("", "", SOURCE, PduBytes.tlvs("06010003010011")),
        CancelBroadcastSmResp.class,
        SOON);

    assertThat(query(stays, "").tlvs().intValue(TlvTag.MESSAGE_STATE, -1))
        .isEqualTo(MessageState.ENROUTE.value());
    assertThat(query(goes, "").tlvs().intValue(TlvTag.MESSAGE_STATE, -1))
        .isEqualTo(MessageState.DELETED.value());
  }

  private static BroadcastSmResp broadcast(String tlvs) throws IOException {
    return peer.ask(
        new BroadcastSm("", SOURCE, "", 0, "", "", 0, 0, 0, PduBytes.tlvs(tlvs)),
        BroadcastSmResp.class,
        SOON);
  }

  private static QueryBroadcastSmResp query(String id, String tlvs) throws IOException {
    return peer.ask(
        new QueryBroadcastSm(id, SOURCE, PduBytes.tlvs(tlvs)), QueryBroadcastSmResp.class, SOON);
  }

  private static String hex(Tlvs tlvs) {
    return HexFormat.of().formatHex(tlvs.raw().toByteArray());
  }
}
