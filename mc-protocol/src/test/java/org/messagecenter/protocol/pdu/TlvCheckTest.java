package org.messagecenter.protocol.pdu;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.spec.Strictness.STRICT;
import static org.messagecenter.protocol.spec.Strictness.TOLERANT;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.Violation;
import org.messagecenter.protocol.spec.WireReader;

/** Which TLVs are refused, ignored and taken. */
class TlvCheckTest {
  private static final String BROADCAST =
      "0606 0002 0041 0601 0003 000010 0604 0002 0001 0605 0003 09001F";

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        // submit_sm of 3.4: each with the values at the ends of its range.
        "0005 0001 00",
        "0005 0001 04",
        "000D 0001 04",
        "0019 0001 01",
        "0030 0001 83",
        "0201 0001 03",
        "0202 0002 8001",
        "0202 0002 8801",
        "0203 0002 A001",
        "0204 0002 0000",
        "0205 0001 FF",
        "020A 0002 FFFF",
        "020B 0002 0000",
        "020D 0001 05",
        "020C 0002 0001 020E 0001 FF 020F 0001 01",
        "0381 0004 01010131",
        "0381 0013 00010121436587092143658709214365870921",
        "0381 0004 01010131 0302 0001 0B 0303 0002 0141",
        "0304 0001 63",
        "0424 0000",
        "0426 0001 01",
        "0501 0001 00",
        "0501 0001 13",
        "0501 0001 FF",
        "1201 0001 02",
        "1203 0002 FFFF",
        "1204 0001 03",
        "130C 0000",
        "1380 0001 08",
        "1383 0002 FFFF",
        "1400 0000",
        "3FFF 0001 00",
        "8081 0003 010203",
        "0000 0000"
      })
  void legalValuesAreTakenStrictly(String hex) {
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x34, STRICT)).isNull();
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x34, TOLERANT)).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "0006 0001 08",
        "0007 0001 08",
        "0008 0002 4100",
        "000E 0001 08",
        "000F 0001 00",
        "0010 0001 41",
        "0017 0004 FFFFFFFF",
        "0421 0001 01",
        "060B 0001 80",
        "060D 0007 31323632303100 060F 0006 303030303031",
        "060D 000A 33323632326D632E6100 060F 0006 303030303031",
        "060E 0008 3132363230313100 0610 0006 393939393939",
        "0611 0001 01",
        "0612 000A 32303132303030303030",
        "0611 0001 02 0612 000A 32303132303030303030 0613 0001 01",
        "1204 0004 04060001",
        "130C 0001 03",
        "130C 0000"
      })
  void whatSubmitSmMayHaveSince50(String hex) {
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x50, STRICT)).isNull();
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x34, TOLERANT)).isNull();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    // command, TLVs, status for 3.4 peers and for 5.0 peers; "-" means ignored
    "submit_sm, 0005 0001 05, -, ESME_RINVDSTADDRSUBUNIT",
    "submit_sm, 000D 0001 FF, -, ESME_RINVSRCADDRSUBUNIT",
    "data_sm, 0424 0000 0006 0001 09, -, -",
    "data_sm, 0424 0000 0007 0001 FF, -, -",
    "submit_sm, 0019 0001 02, -, -",
    "submit_sm, 0030 0001 04, -, -",
    "submit_sm, 0201 0001 04, -, -",
    "submit_sm, 0202 0002 0101, -, -",
    "submit_sm, 020C 0002 0001 020E 0001 00 020F 0001 01, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 020C 0002 0001 020E 0001 01 020F 0001 00, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "bind_receiver_resp, 0210 0001 35, -, -",
    "submit_sm, 0381 0004 01010131 0302 0001 0C, -, -",
    "submit_sm, 0304 0001 64, -, -",
    "submit_sm, 0381 0004 01070131, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 0381 0004 01011331, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 0381 0004 010101FF, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 0381 0004 02010131, -, -",
    "data_sm_resp, 0420 0001 02, -, -",
    "alert_notification, 0422 0001 03, -, -",
    "deliver_sm, 0423 0003 040001, -, LEGAL",
    "deliver_sm, 0423 0003 090001, -, -",
    "data_sm_resp, 0425 0001 04, -, -",
    "submit_sm, 0426 0001 02, -, -",
    "deliver_sm, 0427 0001 0A, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 0501 0001 14, -, -",
    "submit_sm, 1201 0001 03, -, -",
    "submit_sm, 1204 0001 05, -, -",
    "submit_sm, 1204 0001 04, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 1204 0004 03000001, ESME_RINVTLVVAL, ESME_RINVTLVVAL",
    "submit_sm, 1204 0004 04070001, -, -",
    "submit_sm, 130C 0001 04, -, -",
    "submit_sm, 1380 0001 09, -, -"
  })
  void badValues(String command, String hex, String for34, String for50) {
    CommandId id = CommandId.valueOf(command.toUpperCase(Locale.ROOT));

    assertStatus(check(id, hex, 0x34, TOLERANT), for34);
    assertStatus(check(id, hex, 0x50, TOLERANT), for50);
    assertThat(check(id, hex, 0x34, STRICT)).isNotNull();
    if (!for50.equals("LEGAL")) {
      assertThat(check(id, hex, 0x50, STRICT)).isNotNull();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "0600 0001 02, ESME_RINVBCASTCHANIND",
    "0601 0003 040010, ESME_RINVBCASTCNTTYPE",
    "0603 0001 04, ESME_RINVBCASTMSGCLASS",
    "0605 0003 01001F, ESME_RINVBCASTFREQINT",
    "0605 0003 0F001F, ESME_RINVBCASTFREQINT",
    "0606 0002 0341, -",
    "0604 0001 01, -",
    "0604 0003 010000, ESME_RINVTLVLEN",
    "060A 0000, ESME_RINVTLVLEN"
  })
  void broadcastsHaveStatusesOfTheirOwn(String hex, String expected) {
    // The bad one stands first, so it is not a second one.
    assertStatus(check(CommandId.BROADCAST_SM, hex + BROADCAST, 0x50, TOLERANT), expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "060D 0007 31323632303100, source_node_id",
    "060E 0007 31323632303100, dest_node_id",
    "0611 0001 02, dest_addr_np_information",
    "0611 0001 02 0612 000A 32303132303030303030, dest_addr_np_country",
    "0611 0001 02 0613 0001 01, dest_addr_np_information"
  })
  void someNeedOthersBesideThem(String hex, String missing) {
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x50, TOLERANT))
        .isEqualTo(new Violation(missing, CommandStatus.ESME_RMISSINGTLV, "must be there"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "060D 0007 34323632303100 060F 0006 303030303031, source_network_id",
    "060D 0007 31583632303100 060F 0006 303030303031, source_network_id",
    "060D 0007 33323632353100 060F 0006 303030303031, source_network_id",
    "060D 0007 31323632303100 060F 0006 303030303041, source_node_id",
    "0611 0001 03, dest_addr_np_resolution",
    "0612 000A 3230313230303030303A, dest_addr_np_information"
  })
  void networksAndNumbersOf50(String hex, String field) {
    assertThat(check(CommandId.DELIVER_SM, hex, 0x50, TOLERANT))
        .isNotNull()
        .extracting(Violation::field, Violation::status)
        .containsExactly(field, CommandStatus.ESME_RINVTLVVAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"020C 0002 0001", "020C 0002 0001 020E 0001 02", "020F 0001 01"})
  void anIncompleteSetOfSegmentsIsIgnored(String hex) {
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x34, TOLERANT)).isNull();
    assertStatus(check(CommandId.SUBMIT_SM, hex, 0x34, STRICT), "ESME_RMISSINGTLV");
  }

  @Test
  void mandatoryTlvs() {
    assertThat(check(CommandId.DATA_SM, "", 0x34, TOLERANT))
        .isEqualTo(
            new Violation("message_payload", CommandStatus.ESME_RMISSINGTLV, "must be there"));
    assertStatus(check(CommandId.DATA_SM, "0204 0002 0001", 0x50, TOLERANT), "ESME_RMISSINGTLV");
    assertThat(check(CommandId.DATA_SM, "0424 0000", 0x34, STRICT)).isNull();
    assertThat(check(CommandId.BROADCAST_SM, BROADCAST, 0x50, STRICT)).isNull();
    for (String one : BROADCAST.split(" (?=060)")) {
      assertStatus(
          check(CommandId.BROADCAST_SM, BROADCAST.replace(one, ""), 0x50, TOLERANT),
          "ESME_RMISSINGTLV");
    }
    String answer = "0427 0001 01 0606 0002 0041 0608 0001 64";
    assertThat(check(CommandId.QUERY_BROADCAST_SM_RESP, answer, 0x50, STRICT)).isNull();
    assertStatus(
        check(CommandId.QUERY_BROADCAST_SM_RESP, answer.substring(13), 0x50, TOLERANT),
        "ESME_RMISSINGTLV");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "0204 0001 07, -, ESME_RINVTLVLEN",
    "0204 0004 00000007, -, ESME_RINVTLVLEN",
    "0204 0004 00010000, ESME_RINVTLVLEN, ESME_RINVTLVLEN",
    "0204 0000, ESME_RINVTLVLEN, ESME_RINVTLVLEN",
    "0204 0005 0000000001, ESME_RINVTLVLEN, ESME_RINVTLVLEN",
    "001E 0002 4142, -, ESME_RINVTLVLEN",
    "001E 0004 41420000, -, ESME_RINVTLVLEN",
    "001E 0003 414200, -, -",
    "0423 0002 0300, ESME_RINVTLVLEN, ESME_RINVTLVLEN",
    "0381 0003 010101, ESME_RINVTLVLEN, ESME_RINVTLVLEN",
    "0202 0001 80, ESME_RINVTLVLEN, ESME_RINVTLVLEN"
  })
  void lengths(String hex, String tolerant, String strict) {
    assertStatus(check(CommandId.DELIVER_SM, hex, 0x34, TOLERANT), tolerant);
    assertStatus(check(CommandId.DELIVER_SM, hex, 0x34, STRICT), strict);
  }

  @Test
  void lengthsOf50TowardsA34Peer() {
    assertThat(check(CommandId.SUBMIT_SM, "130C 0001 01", 0x34, TOLERANT)).isNull();
    assertStatus(check(CommandId.SUBMIT_SM, "130C 0001 01", 0x34, STRICT), "ESME_RINVTLVLEN");
    assertStatus(check(CommandId.SUBMIT_SM, "1204 0004 04000001", 0x34, STRICT), "ESME_RINVTLVLEN");
    assertStatus(check(CommandId.SUBMIT_SM, "1204 0002 0001", 0x50, TOLERANT), "ESME_RINVTLVLEN");
    assertStatus(check(CommandId.SUBMIT_SM, "1204 0003 040001", 0x50, TOLERANT), "ESME_RINVTLVLEN");
  }

  @Test
  void aSecondTelematicsOctetIsTolerated() {
    assertThat(check(CommandId.DATA_SM, "0424 0000 0010 0002 4100", 0x34, TOLERANT)).isNull();
    assertStatus(
        check(CommandId.DATA_SM, "0424 0000 0010 0002 4100", 0x34, STRICT), "ESME_RINVTLVLEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // not in submit_sm at all, whatever its length; only since 5.0; a second one
        "0427 0001 02",
        "0427 0009 020202020202020202",
        "0006 0001 01",
        "060B 0001 00",
        "0204 0002 0001 0204 0002 0002"
      })
  void theUnexpectedIsIgnored(String hex) {
    assertThat(check(CommandId.SUBMIT_SM, hex, 0x34, TOLERANT)).isNull();
    assertStatus(check(CommandId.SUBMIT_SM, hex, 0x34, STRICT), "ESME_RTLVNOTALLWD");
  }

  @Test
  void peersOf33HaveNoTlvs() {
    assertThat(check(CommandId.SUBMIT_SM, "0005 0009 000000000000000000", 0x33, TOLERANT)).isNull();
    assertThat(check(CommandId.SUBMIT_SM, "", 0x33, STRICT)).isNull();
    assertStatus(check(CommandId.SUBMIT_SM, "0204 0002 0001", 0x33, STRICT), "ESME_RTLVNOTALLWD");
  }

  @Test
  void thoseThatBelongTogetherAreStrictlyEquallyMany() {
    String two = "0381 0004 01010131 0381 0004 01010132";
    assertThat(check(CommandId.SUBMIT_SM, two, 0x34, STRICT)).isNull();
    assertThat(check(CommandId.SUBMIT_SM, two + "0302 0001 00", 0x34, TOLERANT)).isNull();
    assertStatus(check(CommandId.SUBMIT_SM, two + "0302 0001 00", 0x34, STRICT), "ESME_RINVTLVVAL");
    assertStatus(check(CommandId.SUBMIT_SM, two + "0303 0001 00", 0x34, STRICT), "ESME_RINVTLVVAL");
    assertThat(check(CommandId.SUBMIT_SM, two + "0302 0001 00 0302 0001 00", 0x34, STRICT))
        .isNull();
    assertStatus(
        check(
            CommandId.BROADCAST_SM_RESP,
            "0606 0002 0041 0607 0004 00000001".repeat(2) + "0606 0002 0042",
            0x50,
            STRICT),
        "ESME_RINVTLVVAL");
    assertStatus(
        check(
            CommandId.QUERY_BROADCAST_SM_RESP,
            "0427 0001 01 0606 0002 0041 0608 0001 64 0608 0001 64",
            0x50,
            STRICT),
        "ESME_RINVTLVVAL");
  }

  @Test
  void anEndOfABroadcastIsAnAbsoluteTime() {
    String rest = "0427 0001 01 0606 0002 0041 0608 0001 64 0609";
    String time = HexFormat.of().formatHex("261231235959000+".getBytes(US_ASCII));
    String relative = HexFormat.of().formatHex("000001000000000R".getBytes(US_ASCII));
    CommandId id = CommandId.QUERY_BROADCAST_SM_RESP;

    assertThat(check(id, rest + "0011" + time + "00", 0x50, STRICT)).isNull();
    assertThat(check(id, rest + "0010" + time, 0x50, TOLERANT)).isNull();
    assertStatus(check(id, rest + "0011" + relative + "00", 0x50, TOLERANT), "ESME_RINVTLVVAL");
    assertStatus(
        check(id, rest + "000C" + time.substring(0, 24), 0x50, TOLERANT), "ESME_RINVTLVLEN");
  }

  @Test
  void repeatedValuesAreFoundInTheirOrder() {
    Tlvs tlvs = tlvs("0381 0001 01 0424 0001 41 0381 0001 02");

    assertThat(tlvs.findAll(TlvTag.CALLBACK_NUM))
        .containsExactly(Octets.of(new byte[] {1}), Octets.of(new byte[] {2}));
    assertThat(tlvs.count(TlvTag.CALLBACK_NUM)).isEqualTo(2);
    assertThat(tlvs.findAll(TlvTag.SET_DPF)).isEmpty();
    assertThat(Tlvs.EMPTY.count(TlvTag.SET_DPF)).isZero();
  }

  private static void assertStatus(@Nullable Violation violation, String expected) {
    if (expected.equals("-") || expected.equals("LEGAL")) {
      assertThat(violation).isNull();
    } else {
      assertThat(violation)
          .isNotNull()
          .extracting(Violation::status)
          .isEqualTo(CommandStatus.valueOf(expected));
    }
  }

  private static @Nullable Violation check(
      CommandId command, String hex, int version, Strictness strictness) {
    return TlvCheck.check(command, tlvs(hex), version, strictness);
  }

  private static Tlvs tlvs(String hex) {
    try {
      return Tlvs.read(new WireReader(HexFormat.of().parseHex(hex.replace(" ", ""))));
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }
}
