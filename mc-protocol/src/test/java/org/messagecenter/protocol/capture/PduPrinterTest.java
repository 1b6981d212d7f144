package org.messagecenter.protocol.capture;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.capture.Captures.bytes;
import static org.messagecenter.protocol.capture.Captures.encode;
import static org.messagecenter.protocol.capture.Captures.print;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Destination;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitMulti;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.UnsuccessSme;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Field;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.WireField;

class PduPrinterTest {
  @Test
  void everyFieldWithItsPlace() {
    StringBuilder out = new StringBuilder();
    String problem =
        new PduPrinter(false, true).print(Octets.of(encode(PduExamples.submitSm(), 0, 7)), out);

    assertThat(problem).isNull();
    assertThat(out.toString())
        .isEqualTo(
            """
              0000  command_length               116
              0004  command_id                   0x00000004 submit_sm
              0008  command_status               ESME_ROK (0x00000000)
              000c  sequence_number              7
              0010  service_type                 "CMT"
              0014  source_addr_ton              5 alphanumeric
              0015  source_addr_npi              0 unknown
              0016  source_addr                  "ACME"
              001b  dest_addr_ton                1 international
              001c  dest_addr_npi                1 ISDN (E.163/E.164)
              001d  destination_addr             "491701234589"
              002a  esm_class                    0x03 store and forward
              002b  protocol_id                  0x41
              002c  priority_flag                1
              002d  schedule_delivery_time       "261231235959000+"
              003e  validity_period              "000001000000000R"
              004f  registered_delivery          0x11 receipt, intermediate notification
              0050  replace_if_present_flag      1
              0051  data_coding                  0x03 Latin-1
              0052  sm_default_msg_id            7
              0053  sm_length                    19
              0054  short_message                59 6f 75 72 20 63 6f 64 65 20 69 73 20 32 37 31 38 32 38
              0054    text                       "Your code is 271828"
              0067  user_message_reference       tlv 0x0204[2] 4660
              006d  (unregistered)               tlv 0x1401[3] 09 08 07
            """);
  }

  @Test
  void whatIsNotToBeSeenIsMasked() {
    for (Pdu pdu : List.of(PduExamples.submitSm(), PduExamples.deliverSm())) {
      StringBuilder out = new StringBuilder();
      new PduPrinter(true, false).print(Octets.of(encode(pdu, 0, 1)), out);

      assertThat(out.toString())
          .doesNotContain(PduExamples.NUMBER)
          .doesNotContain(PduExamples.TEXT)
          .doesNotContain("DELIVRD")
          .contains("\"4917…89\"");
    }
  }

  @Test
  void aPasswordIsNeverShown() {
    byte[] bind = encode(PduExamples.bindTransmitter(), 0, 1);
    assertThat(print(bind)).contains("\"SMPP3TEST\"", "password                     \"***\"");

    for (int length = 0; length <= bind.length; length++) {
      assertThat(print(Arrays.copyOf(bind, length))).doesNotContain("secr", "73 65 63 72");
    }
    for (int at = 16; at < bind.length; at++) {
      byte[] damaged = bind.clone();
      damaged[at] = 'x';
      assertThat(print(damaged)).as("octet %d", at).doesNotContain("ecret", "65 63 72 65 74");
    }
  }

  @Test
  void textOfEachAlphabet() {
    assertThat(print(message(8, 0, "Привет €".getBytes(UTF_16BE)))).contains("\"Привет €\"");
    assertThat(print(message(0, 0, bytes("00 1B65 02")))).contains("\"@€$\"");
    assertThat(print(message(3, 0, bytes("67 72 FC 6E")))).contains("\"grün\"");
    assertThat(print(message(4, 0, bytes("61 62")))).doesNotContain("text");
    assertThat(print(message(0, 0x40, bytes("050003CC0302 61 62"))))
        .contains("header                     part 2 of 3, reference 204")
        .contains("\"ab\"");
    assertThat(print(message(0, 0x40, bytes("06 05 04 0B84 23F0 61"))))
        .contains("ports 9200 to 2948");
  }

  @Test
  void aStrangersTextCannotReachTheTerminal() {
    assertThat(print(message(3, 0, bytes("1B 5B 32 4A 07 0A 22 5C 9B"))))
        .contains("\"\\x1b[2J\\x07\\n\\\"\\\\\\x9b\"");
    assertThat(print(message(8, 0, "a\u202eb".getBytes(UTF_16BE)))).contains("\"a\\u202eb\"");
  }

  @Test
  void numbersWithTheirMeaning() {
    assertThat(FieldWords.of("esm_class", 0xC4))
        .isEqualTo("0xc4 default mode, delivery receipt, user data header, reply path");
    assertThat(FieldWords.of("registered_delivery", 0x0E))
        .isEqualTo("0x0e receipt on failure, delivery acknowledgement, user acknowledgement");
    assertThat(FieldWords.of("data_coding", 0xF5)).isEqualTo("0xf5 8-bit data, class 1");
    assertThat(FieldWords.of("data_coding", 0xD9))
        .isEqualTo("0xd9 message waiting, GSM 7-bit, fax on");
    assertThat(FieldWords.of("data_coding", 0x18)).isEqualTo("0x18 UCS-2, class 0");
    assertThat(FieldWords.of("interface_version", 0x34)).isEqualTo("0x34 3.4");
    assertThat(FieldWords.of("message_state", 5)).isEqualTo("5 UNDELIVERABLE");
    assertThat(FieldWords.of("dest_addr_ton", 7)).isEqualTo("7 (reserved)");
    assertThat(FieldWords.of("error_status_code", 0x58)).isEqualTo("ESME_RTHROTTLED (0x00000058)");
  }

  @Test
  void tlvsByTheirType() {
    byte[] octets = encode(PduExamples.deliverSm(), 0, 1);
    assertThat(print(octets))
        .contains("receipted_message_id         tlv 0x001e[5] \"0001\"")
        .contains("message_state                tlv 0x0427[1] 2 DELIVERED")
        .contains("network_error_code           tlv 0x0423[3] network 3, error 1");
  }

  @Test
  void thePayloadIsAMessageToo() {
    SubmitSm base = PduExamples.submitSm();
    SubmitSm submit =
        withText(
            base,
            8,
            0,
            Octets.EMPTY,
            Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, "да".getBytes(UTF_16BE)).build());

    assertThat(print(encode(submit, 0, 1)))
        .contains("message_payload              tlv 0x0424[4] 04 34 04 30")
        .contains("\"да\"");
  }

  @Test
  void listsEntryByEntry() {
    SubmitSm base = PduExamples.submitSm();
    SubmitMulti multi =
        new SubmitMulti(
            "",
            base.sourceAddr(),
            List.of(
                new Destination.Sme(base.destinationAddr()),
                new Destination.DistributionList("staff")),
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
            Tlvs.EMPTY);
    UnsuccessSme refused = new UnsuccessSme(base.destinationAddr(), 0x0B);

    assertThat(print(encode(multi, 0, 1)))
        .contains("number_of_dests              2")
        .contains("dest_address[1].address      1/1/\"491701234589\"")
        .contains("dest_address[2].name         \"staff\"");
    assertThat(print(encode(new SubmitMultiResp("1", List.of(refused), Tlvs.EMPTY), 0, 1)))
        .contains("no_unsuccess                 1")
        .contains("unsuccess_sme[1].error_status_code ESME_RINVDSTADR (0x0000000B)");
    StringBuilder masked = new StringBuilder();
    new PduPrinter(true, false).print(Octets.of(encode(multi, 0, 1)), masked);
    assertThat(masked.toString()).doesNotContain(PduExamples.NUMBER);
  }

  @Test
  void anErrorResponseNeedsNoBody() {
    byte[] refused = encode(new SubmitSmResp("", Tlvs.EMPTY), 0x58, 3);

    assertThat(problem(refused)).isNull();
    assertThat(print(refused)).contains("ESME_RTHROTTLED (0x00000058)");
    assertThat(print(refused).lines()).hasSize(4);
  }

  @Test
  void whatIsReadableButIllegalIsRemarked() {
    byte[] octets = encode(withTon(9), 0, 1);

    assertThat(problem(octets)).isNull();
    assertThat(print(octets)).contains("! not legal: source_addr_ton: 9", "ESME_RINVSRCTON");
  }

  @Test
  void brokenPdusSayWhereAndWhy() {
    byte[] submit = encode(PduExamples.submitSm(), 0, 7);

    assertThat(problem(new byte[0])).contains("at octet 0", "only 0 of its 16 octets");
    assertThat(problem(Arrays.copyOf(submit, 9))).contains("only 9 of its 16 octets");
    assertThat(problem(Arrays.copyOf(submit, 90)))
        .isEqualTo("at octet 90 (0x5a): command_length: 116 octets announced, 90 are here");
    // Cut and with the right length: the text is the field at fault.
    byte[] cut = Arrays.copyOf(submit, 90);
    cut[3] = 90;
    assertThat(problem(cut))
        .isEqualTo(
            "at octet 84 (0x54): short_message: 19 octets announced, 6 left in the body"
                + " (ESME_RINVMSGLEN)");
    assertThat(print(cut))
        .contains(
            "sm_length                    19", "rest                         59 6f 75 72 20 63");
    // The TON can be read, the address cannot.
    byte[] inAddress = Arrays.copyOf(submit, 31);
    inAddress[3] = 31;
    assertThat(print(inAddress))
        .contains("dest_addr_npi                1")
        .contains("at octet 29 (0x1d): destination_addr: no NUL before the end of the body");
    // TLVs: the whole ones, then the place.
    byte[] inTlv = Arrays.copyOf(submit, submit.length - 1);
    inTlv[3]--;
    assertThat(print(inTlv))
        .contains("user_message_reference       tlv 0x0204[2] 4660")
        .contains("at octet 109 (0x6d): tlvs: 6 octets are no whole TLV (ESME_RINVTLVSTREAM)");
    assertThat(problem(bytes("00000010 00000099 00000000 00000001"))).contains("no such command");
    assertThat(problem(bytes("00000005 00000015 00000000 00000001"))).contains("5 is not possible");
    assertThat(problem(bytes("00000010 00000015 00000000 00000001 FF")))
        .contains("1 octets follow the PDU");
    assertThat(print(bytes("00000012 00000015 00000000 00000001 AABB")))
        .contains("2 octets where no body belongs", "aa bb");
  }

  static List<Layout<?>> layouts() {
    return PduTable.all();
  }

  /** Every row of every table appears under its name, whatever values stand in it. */
  @ParameterizedTest
  @MethodSource("layouts")
  <P> void edgesOfEveryLayout(Layout<P> layout) {
    layout
        .edgeCases(layout.blank())
        .forEach(
            pdu -> {
              byte[] octets = encode((Pdu) pdu, 0, 1);
              StringBuilder out = new StringBuilder();
              assertThat(new PduPrinter(false, true).print(Octets.of(octets), out)).isNull();
              for (Field<? super P, ?> field : layout.fields()) {
                List<WireField> rows = field.type().wireFields();
                // Of a list the count has a line of its own, the entries have their numbers.
                long own = rows.stream().takeWhile(row -> !row.format().equals("list")).count();
                for (WireField row : rows.subList(0, (int) own)) {
                  assertThat(out.toString()).contains("  " + row.name());
                }
                if (own < rows.size() && !field.value(pdu).equals(List.of())) {
                  assertThat(out.toString()).contains("  " + field.name() + "[1]");
                }
              }
            });
  }

  /** Cut anywhere, a PDU prints, and is never called whole. */
  @ParameterizedTest
  @MethodSource("layouts")
  <P> void everyLayoutCutAnywhere(Layout<P> layout) {
    byte[] octets = encode((Pdu) layout.blank(), 0, 1);
    for (int length = 0; length < octets.length; length++) {
      assertThat(problem(Arrays.copyOf(octets, length))).isNotNull();
    }
  }

  @Test
  void anyOctetsPrint() {
    Random random = new Random(20261121);
    byte[][] seeds = {
      encode(PduExamples.submitSm(), 0, 1),
      encode(PduExamples.deliverSm(), 0, 1),
      encode(PduExamples.bindTransmitter(), 0, 1),
      encode(new EnquireLink(), 0, 1)
    };
    CommandId[] commands = CommandId.values();
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = seeds[i % seeds.length].clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt();
      }
      if (i % 3 == 0) {
        int id = commands[random.nextInt(commands.length)].value();
        octets[4] = (byte) (id >> 24);
        octets[6] = (byte) (id >> 8);
        octets[7] = (byte) id;
      }
      assertThat(print(Arrays.copyOf(octets, random.nextInt(octets.length + 1)))).isNotEmpty();
      assertThat(print(octets).length()).isLessThan(60 * (octets.length + 20));
    }
  }

  private static @Nullable String problem(byte[] pdu) {
    return new PduPrinter(false, false).print(Octets.of(pdu), new StringBuilder());
  }

  private static byte[] message(int dataCoding, int esmClass, byte[] text) {
    return encode(
        withText(PduExamples.submitSm(), dataCoding, esmClass, Octets.of(text), Tlvs.EMPTY), 0, 1);
  }

  private static SubmitSm withText(
      SubmitSm base, int dataCoding, int esmClass, Octets text, Tlvs tlvs) {
    return new SubmitSm(
        base.serviceType(),
        base.sourceAddr(),
        base.destinationAddr(),
        esmClass,
        base.protocolId(),
        base.priorityFlag(),
        base.scheduleDeliveryTime(),
        base.validityPeriod(),
        base.registeredDelivery(),
        base.replaceIfPresentFlag(),
        dataCoding,
        base.smDefaultMsgId(),
        text,
        tlvs);
  }

  /** A submit_sm with one value of the caller's. */
  private static SubmitSm withTon(int ton) {
    SubmitSm base = PduExamples.submitSm();
    return new SubmitSm(
        base.serviceType(),
        new Address(ton, 0, "ACME"),
        base.destinationAddr(),
        base.esmClass(),
        base.protocolId(),
        base.priorityFlag(),
        base.scheduleDeliveryTime(),
        base.validityPeriod(),
        base.registeredDelivery(),
        base.replaceIfPresentFlag(),
        base.dataCoding(),
        base.smDefaultMsgId(),
        base.shortMessage(),
        base.tlvs());
  }
}
