package org.messagecenter.protocol.pdu;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.messagecenter.protocol.spec.TlvTag;

/** PDUs with something in every field. */
public final class PduExamples {
  /** The number of a person, which no log may show whole. */
  public static final String NUMBER = "491701234589";

  /** The text of a message, which no log may show. */
  public static final String TEXT = "Your code is 271828";

  private static final Address PERSON = new Address(1, 1, NUMBER);
  private static final Address ACME = new Address(5, 0, "ACME");
  private static final String ID = "0a1b2c3d";

  private PduExamples() {}

  public static BindTransmitter bindTransmitter() {
    return new BindTransmitter("SMPP3TEST", "secret08", "SUBMIT1", 0x34, 1, 1, "");
  }

  public static SubmitSm submitSm() {
    return new SubmitSm(
        "CMT",
        new Address(5, 0, "ACME"),
        new Address(1, 1, NUMBER),
        0x03,
        0x41,
        1,
        "261231235959000+",
        "000001000000000R",
        0x11,
        1,
        0x03,
        7,
        Octets.of(TEXT.getBytes(StandardCharsets.ISO_8859_1)),
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234)
            .put(0x1401, new byte[] {9, 8, 7})
            .build());
  }

  public static DeliverSm deliverSm() {
    return new DeliverSm(
        "",
        new Address(1, 1, NUMBER),
        new Address(5, 0, "ACME"),
        0x04,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        Octets.of("id:0001 stat:DELIVRD".getBytes(StandardCharsets.ISO_8859_1)),
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "0001")
            .put(TlvTag.MESSAGE_STATE, 2)
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
            .build());
  }

  /** One of each command, in the order of the commands, all legal in 5.0. */
  public static List<Pdu> all() {
    return List.of(
        new GenericNack(),
        new BindReceiver("esme", "secret08", "VMS", 0x34, 1, 1, "^4917"),
        new BindReceiverResp("mc", version()),
        bindTransmitter(),
        new BindTransmitterResp("mc", version()),
        new QuerySm(ID, PERSON),
        new QuerySmResp(ID, "261231235959000+", 2, 7),
        submitSm(),
        new SubmitSmResp(ID, Tlvs.builder().put(TlvTag.CONGESTION_STATE, 80).build()),
        deliverSm(),
        new DeliverSmResp("", Tlvs.builder().put(TlvTag.DELIVERY_FAILURE_REASON, 1).build()),
        new Unbind(),
        new UnbindResp(),
        new ReplaceSm(
            ID,
            PERSON,
            "261231235959000+",
            "000001000000000R",
            1,
            7,
            text(TEXT),
            Tlvs.builder().put(0x1401, new byte[] {1}).build()),
        new ReplaceSmResp(),
        new CancelSm("CMT", ID, ACME, PERSON),
        new CancelSmResp(),
        new BindTransceiver("esme", "pw", "", 0x50, 0, 0, ""),
        new BindTransceiverResp("mc", version()),
        new Outbind("mc", "secret08"),
        new EnquireLink(),
        new EnquireLinkResp(),
        submitMulti(),
        new SubmitMultiResp(
            ID,
            List.of(new UnsuccessSme(PERSON, 0x0B), new UnsuccessSme(ACME, 0x58)),
            Tlvs.builder().put(TlvTag.ADDITIONAL_STATUS_INFO_TEXT, "two failed").build()),
        new AlertNotification(
            PERSON, ACME, Tlvs.builder().put(TlvTag.MS_AVAILABILITY_STATUS, 2).build()),
        new DataSm(
            "WAP",
            ACME,
            PERSON,
            0x02,
            1,
            4,
            Tlvs.builder()
                .put(TlvTag.MESSAGE_PAYLOAD, TEXT)
                .put(TlvTag.DEST_PORT, 2948)
                .put(TlvTag.QOS_TIME_TO_LIVE, 3600)
                .build()),
        new DataSmResp(ID, Tlvs.builder().put(TlvTag.DPF_RESULT, 1).build()),
        broadcastSm(),
        new BroadcastSmResp(
            ID,
            Tlvs.builder()
                .put(TlvTag.FAILED_BROADCAST_AREA_IDENTIFIER, area("north"))
                .put(TlvTag.BROADCAST_ERROR_STATUS, 0x108)
                .build()),
        new QueryBroadcastSm(
            ID, ACME, Tlvs.builder().put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234).build()),
        new QueryBroadcastSmResp(
            ID,
            Tlvs.builder()
                .put(TlvTag.MESSAGE_STATE, 1)
                .put(TlvTag.BROADCAST_AREA_IDENTIFIER, area("north"))
                .put(TlvTag.BROADCAST_AREA_SUCCESS, 100)
                .put(TlvTag.BROADCAST_AREA_IDENTIFIER, area("south"))
                .put(TlvTag.BROADCAST_AREA_SUCCESS, 255)
                .put(TlvTag.BROADCAST_END_TIME, "261231235959000+")
                .build()),
        new CancelBroadcastSm(
            "CBS",
            ID,
            ACME,
            Tlvs.builder().put(TlvTag.BROADCAST_CONTENT_TYPE, new byte[] {1, 0, 0x33}).build()),
        new CancelBroadcastSmResp());
  }

  public static SubmitMulti submitMulti() {
    return new SubmitMulti(
        "CMT",
        ACME,
        List.of(
            new Destination.Sme(PERSON),
            new Destination.DistributionList("friends"),
            new Destination.Sme(new Address(2, 8, "112"))),
        0,
        0,
        2,
        "261231235959000+",
        "000001000000000R",
        1,
        0,
        3,
        7,
        text(TEXT),
        Tlvs.builder()
            .put(TlvTag.SAR_MSG_REF_NUM, 7)
            .put(TlvTag.SAR_TOTAL_SEGMENTS, 2)
            .put(TlvTag.SAR_SEGMENT_SEQNUM, 1)
            .build());
  }

  public static BroadcastSm broadcastSm() {
    return new BroadcastSm(
        "CBS",
        ACME,
        ID,
        1,
        "261231235959000+",
        "000001000000000R",
        1,
        3,
        7,
        Tlvs.builder()
            .put(TlvTag.BROADCAST_AREA_IDENTIFIER, area("north"))
            .put(TlvTag.BROADCAST_CONTENT_TYPE, new byte[] {1, 0, 0x10})
            .put(TlvTag.BROADCAST_REP_NUM, 3)
            .put(TlvTag.BROADCAST_FREQUENCY_INTERVAL, new byte[] {9, 0, 31})
            .put(TlvTag.MESSAGE_PAYLOAD, TEXT)
            .build());
  }

  private static Tlvs version() {
    return Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, 0x50).build();
  }

  /** An area by its name: format 0. */
  private static byte[] area(String name) {
    return ("\0" + name).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Octets text(String text) {
    return Octets.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
