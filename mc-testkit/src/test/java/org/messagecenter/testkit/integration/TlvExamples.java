package org.messagecenter.testkit.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A legal value of every TLV an ESME may send, and where the specifications allow it. */
final class TlvExamples {
  private static final int V_3_4 = 0x34;
  private static final int V_5_0 = 0x50;

  /**
   * A legal value of each, as it stands on the wire. Those that only make sense together are sent
   * together.
   */
  static final Map<String, String> ALL =
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
          example("broadcast_channel_indicator", "0600 0001 01"),
          example("broadcast_content_type", "0601 0003 01 0010"),
          example("broadcast_content_type_info", "0602 0002 6162"),
          example("broadcast_message_class", "0603 0001 01"),
          example("broadcast_rep_num", "0604 0002 0001"),
          example("broadcast_frequency_interval", "0605 0003 00 0000"),
          example("broadcast_area_identifier", "0606 0009 00 646f776e746f776e"),
          example("broadcast_service_group", "060a 0002 0102"),
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

  /** What the specifications say, by name. */
  static final Map<String, Row> TABLE = table();

  private TlvExamples() {}

  /** An example in hexadecimal. */
  static String of(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static Map.Entry<String, String> example(String name, String hex) {
    return Map.entry(name, hex.replace(" ", ""));
  }

  /** What the specifications say of one TLV. */
  record Row(int tag, Set<String> commands34, Set<String> commands50) {
    boolean belongsTo(String command, int version) {
      return (version == V_3_4 ? commands34 : commands50).contains(command);
    }

    boolean comesBack() {
      return belongsTo("submit_sm", V_5_0) && belongsTo("deliver_sm", V_5_0);
    }
  }

  private static Map<String, Row> table() {
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
                      new Row(
                          Integer.decode(cells[1]),
                          Set.of(cells[7].split(" ")),
                          Set.of(cells[8].split(" "))),
                  (a, b) -> a,
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
