package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final String PAYLOAD_TAG = "0424";
  private static final String PAYLOAD = PAYLOAD_TAG + "00026869";

  /**
   * A legal value of each, as it stands on the wire. Those that only make sense together are sent
   * together.
   */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          example("dest_addr_subunit", "0005 0001 01"),
          example("dest_network_type", "0006 0001 01"),
          example("dest_bearer_type", "0007 0001 01"),
          example("dest_telematics_id", "0008 0002 2100"),
          example("source_addr_subunit", "000d 0001 02"),
          example("source_network_type", "000e 0001 01"),
          example("source_bearer_type", "000f 0001 01"),
          example("source_telematics_id", "0010 0001 21"),
          example("qos_time_to_live", "0017 0004 00000e10"),
          example("payload_type", "0019 0001 00"),
          example("receipted_message_id", "001e 0005 61626364 00"),
          example("ms_msg_wait_facilities", "0030 0001 80"),
          example("privacy_indicator", "0201 0001 02"),
          example("source_subaddress", "0202 0003 80 12 34"),
          example("dest_subaddress", "0203 0004 a0 31 32 33"),
          example("user_message_reference", "0204 0002 fffe"),
          example("user_response_code", "0205 0001 0f"),
          example("source_port", "020a 0002 0b84"),
          example("dest_port", "020b 0002 23f0"),
          example("sar_msg_ref_num", "020c 0002 0007 020e 0001 01 020f 0001 01"),
          example("language_indicator", "020d 0001 04"),
          example("sar_total_segments", "020e 0001 01 020f 0001 01 020c 0002 0008"),
          example("sar_segment_seqnum", "020f 0001 01 020c 0002 0009 020e 0001 01"),
          example("callback_num_pres_ind", "0302 0001 04 0381 0006 01 01 01 313233"),
          example("callback_num_atag", "0303 0004 03 426f62 0381 0006 01 01 01 313233"),
          example("number_of_messages", "0304 0001 63"),
          example("callback_num", "0381 0006 01 01 01 343536"),
          example("dpf_result", "0420 0001 01"),
          example("set_dpf", "0421 0001 00"),
          example("network_error_code", "0423 0003 03 0001"),
          example("message_payload", "0424 0003 61 00 ff"),
          example("more_messages_to_send", "0426 0001 01"),
          example("message_state", "0427 0001 02"),
          example("ussd_service_op", "0501 0001 02"),
          example("billing_identification", "060b 0004 80 010203"),
          example("source_network_id", "060d 0007 31 323632 3032 00 060f 0006 303132333435"),
          example("dest_network_id", "060e 0007 31 323632 3032 00 0610 0006 303132333435"),
          example("source_node_id", "060f 0006 303030303031 060d 0007 31 323632 3032 00"),
          example("dest_node_id", "0610 0006 303030303031 060e 0007 31 323632 3032 00"),
          example("dest_addr_np_resolution", "0611 0001 01"),
          example("dest_addr_np_information", "0612 000a 31323334353637383930"),
          example("dest_addr_np_country", "0613 0002 0031"),
          example("display_time", "1201 0001 01"),
          example("sms_signal", "1203 0002 0005"),
          example("ms_validity", "1204 0001 00"),
          example("alert_on_message_delivery", "130c 0000"),
          example("its_reply_type", "1380 0001 08"),
          example("its_session_info", "1383 0002 0103"));

  @RegisterExtension static final MessageCenterExtension CENTER = new MessageCenterExtension();

  private static final Map<Integer, VersionedPeer> PEERS = new TreeMap<>();
  private static final Map<String, TlvRow> TABLE = table();

  private static Map.Entry<String, String> example(String name, String hex) {
    return Map.entry(name, hex.replace(" ", ""));
  }

  /** What the specifications say of one TLV. */
  private record TlvRow(int tag, Set<String> commands34, Set<String> commands50) {
    boolean belongsTo(String command, int version) {
      return (version == V_3_4 ? commands34 : commands50).contains(command);
    }

    boolean comesBack() {
      return belongsTo("submit_sm", V_5_0) && belongsTo("deliver_sm", V_5_0);
    }
  }

  private static Map<String, TlvRow> table() {
    Path module = Path.of("").toAbsolutePath();
    Path file = module.resolveSibling("mc-protocol").resolve("src/test/resources/spec/tlvs.csv");
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .skip(1)
          .map(line -> line.split(",", -1))
          .filter(cells -> !cells[0].startsWith("("))
          .collect(
              Collectors.toMap(
                  cells -> cells[0],
                  cells ->
                      new TlvRow(
                          Integer.decode(cells[1]),
                          Set.of(cells[7].split(" ")),
                          Set.of(cells[8].split(" "))),
                  (a, b) -> a,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
                            TABLE.entrySet().stream()
                                .filter(
                                    row -> row.getValue().belongsTo(command.wireName(), version))
                                .map(row -> Arguments.of(command, version, row.getKey()))));
  }

  @ParameterizedTest(name = "{2} in {0} of version {1}")
  @MethodSource("ofMessages")
  void eachIsAcceptedStoredAndHandedOut(CommandId command, int version, String name)
      throws IOException {
    String example = EXAMPLES.get(name);
    assertThat(example).as("an example of %s", name).isNotNull();
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
                EXAMPLES.entrySet().stream()
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
    TlvRow row = TABLE.get(name);
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
        TABLE.values().stream()
            .filter(TlvRow::comesBack)
            .map(TlvRow::tag)
            .collect(Collectors.toSet());
    Set<Integer> known = TABLE.values().stream().map(TlvRow::tag).collect(Collectors.toSet());
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
