package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.testkit.MessageCenterExtension;
import org.messagecenter.testkit.MessageCenterProcess;

/**
 * Every TLV that a message may carry, submitted, stored and handed out again: the message goes to a
 * number of the sender's own account and comes back as a deliver_sm, which holds those TLVs that
 * both a submit_sm and a deliver_sm may carry, byte for byte.
 */
class TlvRoundTripTest {
  private static final int V_3_4 = 0x34;
  private static final int V_5_0 = 0x50;
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String PAYLOAD_TAG = "0424";
  private static final String PAYLOAD = PAYLOAD_TAG + "00026869";

  @RegisterExtension static final MessageCenterExtension CENTER = new MessageCenterExtension();

  private static final Map<Integer, VersionedPeer> PEERS = new TreeMap<>();

  @BeforeAll
  static void bind() throws IOException {
    PEERS.put(V_3_4, VersionedPeer.bind(CENTER.process(), V_3_4, "demo", "secret", "55501777"));
    PEERS.put(V_5_0, VersionedPeer.bind(CENTER.process(), V_5_0, "demo2", "secret2", "55502777"));
  }

  @AfterAll
  static void unbind() throws IOException {
    for (VersionedPeer peer : PEERS.values()) {
      peer.close();
    }
    PEERS.clear();
  }

  static Stream<Arguments> ofMessages() {
    return Stream.of(CommandId.SUBMIT_SM, CommandId.SUBMIT_MULTI, CommandId.DATA_SM)
        .flatMap(
            command ->
                Stream.of(V_3_4, V_5_0)
                    .flatMap(
                        version ->
                            TlvExamples.TABLE.entrySet().stream()
                                .filter(
                                    row -> row.getValue().belongsTo(command.wireName(), version))
                                .map(row -> Arguments.of(command, version, row.getKey()))));
  }

  @ParameterizedTest(name = "{2} in {0} of version {1}")
  @MethodSource("ofMessages")
  void eachIsAcceptedStoredAndHandedOut(CommandId command, int version, String name)
      throws IOException {
    String example = TlvExamples.of(name);
    // All that a data_sm has to say stands in its TLVs.
    boolean bare = command == CommandId.DATA_SM && !example.startsWith(PAYLOAD_TAG);
    String tlvs = bare ? example + PAYLOAD : example;

    DeliverSm back = peer(version).roundTrip(command, tlvs, SOON);

    assertThat(hex(back)).isEqualTo(thoseThatComeBack(tlvs));
  }

  @ParameterizedTest(name = "in version {0}")
  @MethodSource("versions")
  void repeatedVendorAndUnknownOnesKeepTheirNumberAndOrder(int version) throws IOException {
    String tlvs =
        ("0381 0006 01 01 01 313233 1400 0003 010203 0302 0001 00 0381 0007 01 02 01 34353637 "
                + "4001 0000 0302 0001 04 0100 0001 ff 0303 0002 0341 1400 0001 09 0303 0002 0342 "
                + "3fff 0002 abcd")
            .replace(" ", "");

    assertThat(hex(peer(version).roundTrip(tlvs, SOON))).isEqualTo(tlvs);
  }

  static Stream<Integer> versions() {
    return Stream.of(V_3_4, V_5_0);
  }

  @Test
  void allAtOnceSurviveAKill() throws IOException {
    String tlvs =
        Stream.concat(
                TlvExamples.ALL.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .filter(entry -> belongsToSubmitSm(entry.getKey()))
                    .filter(entry -> tagsOf(entry.getValue()).size() == 1)
                    .map(Map.Entry::getValue),
                Stream.of("038100060101013132331500000201024002000177"))
            .collect(Collectors.joining());
    try (MessageCenterProcess center = MessageCenterProcess.usual().start()) {
      try (VersionedPeer peer = VersionedPeer.bind(center, V_5_0, "demo2", "secret2", "55502777")) {
        peer.submit(tlvs, "000000000003000R", SOON);
        center.kill9();
      }
      center.restart();
      try (VersionedPeer peer = VersionedPeer.bind(center, V_5_0, "demo2", "secret2", "55502777")) {
        DeliverSm back = peer.delivered(SOON);

        assertThat(hex(back)).isEqualTo(thoseThatComeBack(tlvs));
      }
    }
  }

  private static boolean belongsToSubmitSm(String name) {
    TlvExamples.Row row = TlvExamples.TABLE.get(name);
    return row != null && row.belongsTo("submit_sm", V_5_0);
  }

  private static VersionedPeer peer(int version) {
    VersionedPeer peer = PEERS.get(version);
    assertThat(peer).isNotNull();
    return peer;
  }

  private static String hex(DeliverSm message) {
    return HexFormat.of().formatHex(message.tlvs().raw().toByteArray());
  }

  private static String thoseThatComeBack(String tlvs) {
    Set<Integer> kept =
        TlvExamples.TABLE.values().stream()
            .filter(TlvExamples.Row::comesBack)
            .map(TlvExamples.Row::tag)
            .collect(Collectors.toSet());
    Set<Integer> known =
        TlvExamples.TABLE.values().stream().map(TlvExamples.Row::tag).collect(Collectors.toSet());
    StringBuilder rest = new StringBuilder();
    for (String tlv : split(tlvs)) {
      int tag = Integer.parseInt(tlv.substring(0, 4), 16);
      if (kept.contains(tag) || !known.contains(tag)) {
        rest.append(tlv);
      }
    }
    return rest.toString();
  }

  private static List<String> tagsOf(String tlvs) {
    return split(tlvs).stream().map(tlv -> tlv.substring(0, 4)).toList();
  }

  /** Cuts a row of TLVs, in hexadecimal, into the single ones. */
  private static List<String> split(String tlvs) {
    List<String> all = new ArrayList<>();
    int at = 0;
    while (at < tlvs.length()) {
      int length = 2 * Integer.parseInt(tlvs.substring(at + 4, at + 8), 16);
      all.add(tlvs.substring(at, at + 8 + length));
      at += 8 + length;
    }
    return all;
  }
}
