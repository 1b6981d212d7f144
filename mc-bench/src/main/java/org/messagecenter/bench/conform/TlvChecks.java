package org.messagecenter.bench.conform;

import static org.messagecenter.bench.conform.Octets.ascii;
import static org.messagecenter.bench.conform.Octets.filled;
import static org.messagecenter.bench.conform.Octets.join;
import static org.messagecenter.bench.conform.Octets.u16;
import static org.messagecenter.bench.conform.Octets.u32;
import static org.messagecenter.bench.conform.Octets.u8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.messagecenter.bench.conform.TlvFindings.Finding;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/** TLVs in submit_sm and data_sm, one by one, and damaged ones (34:3.2.4, 3.3, 50:2.11.1). */
final class TlvChecks {
  private static final String STREAM = "34:3.3, 50:2.11.1, 4.7.6";

  private TlvChecks() {}

  /**
   * A legal value of a TLV that an ESME may put into a submission.
   *
   * @param tag the tag
   * @param submit the version whose submit_sm lists it first
   * @param value a legal value
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Sample(int tag, Version submit, byte[] value) {}

  /** 34:4.4.1, 4.7.1 and 50:4.2.4. */
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(0x0005, Version.V3_4, u8(1)),
          new Sample(0x0006, Version.V5_0, u8(1)),
          new Sample(0x0007, Version.V5_0, u8(1)),
          new Sample(0x0008, Version.V5_0, u16(0)),
          new Sample(0x000D, Version.V3_4, u8(1)),
          new Sample(0x000E, Version.V5_0, u8(1)),
          new Sample(0x000F, Version.V5_0, u8(1)),
          new Sample(0x0010, Version.V5_0, u8(0)),
          new Sample(0x0017, Version.V5_0, u32(3600)),
          new Sample(0x0019, Version.V3_4, u8(0)),
          new Sample(0x0030, Version.V3_4, u8(0x80)),
          new Sample(0x0201, Version.V3_4, u8(1)),
          new Sample(0x0202, Version.V3_4, join(u8(0xA0), ascii("12"))),
          new Sample(0x0203, Version.V3_4, join(u8(0xA0), ascii("12"))),
          new Sample(0x0204, Version.V3_4, u16(4711)),
          new Sample(0x0205, Version.V3_4, u8(1)),
          new Sample(0x020A, Version.V3_4, u16(9200)),
          new Sample(0x020B, Version.V3_4, u16(9200)),
          new Sample(0x020C, Version.V3_4, u16(1)),
          new Sample(0x020D, Version.V3_4, u8(1)),
          new Sample(0x020E, Version.V3_4, u8(1)),
          new Sample(0x020F, Version.V3_4, u8(1)),
          new Sample(0x0302, Version.V3_4, u8(0)),
          new Sample(0x0303, Version.V3_4, join(u8(0), ascii("Ann"))),
          new Sample(0x0304, Version.V3_4, u8(3)),
          new Sample(0x0381, Version.V3_4, join(u8(1), u8(1), u8(1), ascii("12025550100"))),
          new Sample(0x0421, Version.V5_0, u8(0)),
          new Sample(0x0426, Version.V3_4, u8(1)),
          new Sample(0x0501, Version.V3_4, u8(2)),
          new Sample(0x060B, Version.V5_0, join(u8(0x80), ascii("bill"))),
          new Sample(0x060D, Version.V5_0, ascii("1262001\0")),
          new Sample(0x060E, Version.V5_0, ascii("1262001\0")),
          new Sample(0x060F, Version.V5_0, ascii("123456")),
          new Sample(0x0610, Version.V5_0, ascii("123456")),
          new Sample(0x0611, Version.V5_0, u8(1)),
          new Sample(0x0612, Version.V5_0, ascii("2025550100")),
          new Sample(0x0613, Version.V5_0, u8(1)),
          new Sample(0x1201, Version.V3_4, u8(1)),
          new Sample(0x1203, Version.V3_4, u16(1)),
          new Sample(0x1204, Version.V3_4, u8(0)),
          new Sample(0x130C, Version.V3_4, Octets.NONE),
          new Sample(0x1380, Version.V3_4, u8(1)),
          new Sample(0x1383, Version.V3_4, u16(0x0100)));

  /** Of the TLVs above, those of broadcast_sm (50:4.4.2). */
  private static final Set<Integer> IN_BROADCASTS =
      Set.of(
          0x0005, 0x000D, 0x0019, 0x0201, 0x0202, 0x0203, 0x0204, 0x020A, 0x020B, 0x020D, 0x0302,
          0x0303, 0x0381, 0x1201, 0x1203, 0x1204, 0x130C);

  private static final List<Sample> ONLY_IN_BROADCASTS =
      List.of(
          new Sample(0x0600, Version.V5_0, u8(0)),
          new Sample(0x0602, Version.V5_0, ascii("info")),
          new Sample(0x0603, Version.V5_0, u8(1)),
          new Sample(0x060A, Version.V5_0, ascii("group")));

  /** Of the TLVs above, those that submit_multi has since 5.0 only (34:4.5.1, 50:4.2.4). */
  private static final Set<Integer> MULTI_SINCE_5_0 =
      Set.of(0x0205, 0x0304, 0x0426, 0x0501, 0x1380, 0x1383);

  private static final Map<CommandId, String> SPEC_OF =
      Map.of(
          CommandId.SUBMIT_SM,
          "34:4.4.1, 50:4.2.4",
          CommandId.SUBMIT_MULTI,
          "34:4.5.1, 50:4.2.4",
          CommandId.DATA_SM,
          "34:4.7.1, 50:4.2.4");

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (Sample sample : SAMPLES) {
      all.add(oneByOne(CommandId.SUBMIT_SM, "submit", sample, sample.submit()).needs(Need.SUBMIT));
      all.add(
          oneByOne(CommandId.SUBMIT_MULTI, "multi", sample, inMulti(sample)).needs(Need.SUBMIT));
      all.add(oneByOne(CommandId.DATA_SM, "data", sample, since(sample)).needs(Need.SUBMIT));
      if (IN_BROADCASTS.contains(sample.tag())) {
        all.add(oneByOne(CommandId.BROADCAST_SM, "broadcast", sample, Version.V5_0));
      }
    }
    for (Sample sample : ONLY_IN_BROADCASTS) {
      all.add(oneByOne(CommandId.BROADCAST_SM, "broadcast", sample, Version.V5_0));
    }
    all.add(taken("vendor", "a vendor's TLV is ignored", b -> b.tlv(0x1401, ascii("x"))));
    all.add(taken("vendor-last", "the last vendor TLV is ignored", b -> b.tlv(0x3FFF, u8(1))));
    all.add(taken("unknown", "a reserved TLV is ignored", b -> b.tlv(0x4001, filled(40, 1))));
    all.add(
        taken("unknown-empty", "an unknown TLV without a value is ignored", b -> b.tlv(0x0099)));
    all.add(
        taken(
            "unexpected",
            "a TLV that belongs into other PDUs is ignored",
            b -> b.tlv(Bodies.MESSAGE_STATE, u8(2))));
    all.add(
        taken(
            "many",
            "sixty unknown TLVs are ignored",
            b -> {
              for (int i = 0; i < 60; i++) {
                b.tlv(0x1500 + i, ascii("filler"));
              }
            }));
    all.add(
        taken(
            "repeated",
            "callback_num may be repeated",
            b ->
                b.tlv(0x0381, join(u8(1), u8(1), u8(1), ascii("12025550100")))
                    .tlv(0x0381, join(u8(1), u8(1), u8(1), ascii("12025550101")))));
    all.add(damaged("stream-2", "two octets behind the fields", u16(1)));
    all.add(damaged("stream-3", "three octets behind the fields", new byte[] {2, 4, 0}));
    all.add(
        damaged("stream-beyond", "a TLV that ends behind it", join(u16(0x0204), u16(2), u8(1))));
    all.add(
        damaged(
            "stream-far-beyond", "a TLV of length 0xFFFF", join(u16(0x0424), u16(0xFFFF), u8(1))));
    all.add(oneOctet());
    all.add(length("user-message-reference", "user_message_reference of 5 octets", 0x0204, 5));
    all.add(length("user-message-reference-0", "user_message_reference of 0 octets", 0x0204, 0));
    all.add(length("source-subaddress", "source_subaddress of 24 octets", 0x0202, 24));
    all.add(length("callback-num", "callback_num of 3 octets", 0x0381, 3));
    all.add(length("ms-validity", "ms_validity of 2 octets", 0x1204, 2));
    all.add(value("sar-total-0", "sar_total_segments 0", 0x020E, u8(0)));
    all.add(value("payload-type", "payload_type 200", 0x0019, u8(200)));
    all.add(value("privacy", "privacy_indicator 200", 0x0201, u8(200)));
    return all;
  }

  private static Version inMulti(Sample sample) {
    return MULTI_SINCE_5_0.contains(sample.tag()) ? Version.V5_0 : sample.submit();
  }

  private static Version since(Sample sample) {
    TlvTag known = TlvTag.of(sample.tag());
    return known != null && known.since() >= Version.V5_0.interfaceVersion()
        ? Version.V5_0
        : Version.V3_4;
  }

  private static Check oneByOne(CommandId command, String prefix, Sample sample, Version version) {
    String name = name(sample.tag());
    return Check.of(
            prefix + "-tlv-" + name.replace('_', '-'),
            command.wireName() + " with " + name + " is accepted",
            SPEC_OF.getOrDefault(command, "50:4.4.1"))
        .on(version)
        .covers(command)
        .does(
            run -> {
              Esme esme = run.sender();
              WirePdu response =
                  esme.patientCall(command, with(body(run, command), sample.tag(), sample.value()));
              Run.optionalUnlessSubmit(command, response);
              judge(run, esme, command, sample, response);
            });
  }

  private static void judge(Run run, Esme esme, CommandId command, Sample sample, WirePdu response)
      throws IOException {
    if (response.ok()) {
      run.tlvs().add(sample.tag(), lengthIsChecked(run, esme, command, sample));
      return;
    }
    run.tlvs().add(sample.tag(), Finding.REFUSED);
    if (response.has(CommandStatus.ESME_RINVTLVSTREAM)
        || response.has(CommandStatus.ESME_RINVTLVLEN)
        || response.has(CommandStatus.ESME_RINVTLVVAL)) {
      throw Ended.fail("ESME_ROK, since stream, length and value are right", response.toString());
    }
    throw Ended.notSupported(response.toString());
  }

  private static Finding lengthIsChecked(Run run, Esme esme, CommandId command, Sample sample)
      throws IOException {
    TlvTag known = TlvTag.of(sample.tag());
    int wrong = known == null ? 70 : Math.max(known.maxLength(), 4) + 1;
    WirePdu response =
        esme.patientCall(command, with(body(run, command), sample.tag(), filled(wrong, 0x31)));
    return response.ok() ? Finding.TAKEN : Finding.READ;
  }

  /**
   * The TLV and, beside a network's identity, that of a node in it, without which it is nothing.
   */
  private static Body with(Body body, int tag, byte[] value) {
    body.tlv(tag, value);
    return switch (tag) {
      case 0x060D -> body.tlv(0x060F, ascii("123456"));
      case 0x060E -> body.tlv(0x0610, ascii("123456"));
      default -> body;
    };
  }

  private static Body body(Run run, CommandId command) {
    Target target = run.target();
    return switch (command) {
      case SUBMIT_SM -> run.message("conform");
      case SUBMIT_MULTI -> Bodies.multi(target, "conform", Bodies.entry(target.destination()));
      case DATA_SM ->
          Bodies.data(target, target.destination()).tlv(Bodies.MESSAGE_PAYLOAD, ascii("conform"));
      default -> Bodies.broadcast(target);
    };
  }

  private static Check taken(String id, String title, Consumer<Body> change) {
    return SubmitChecks.submit(
            "tlv-" + id, title, Version.V3_4, change, (run, response) -> Run.ok(response))
        .citing(STREAM);
  }

  private static Check damaged(String id, String what, byte[] tail) {
    return SubmitChecks.submit(
            "tlv-" + id,
            "a PDU with " + what + " is refused",
            Version.V3_4,
            body -> body.tail(tail),
            (run, response) ->
                run.refused(
                    response, CommandStatus.ESME_RINVTLVSTREAM, CommandStatus.ESME_RINVTLVLEN))
        .citing(STREAM);
  }

  /** Senders that forget to count the NUL of a text are so common that many pass over one. */
  private static Check oneOctet() {
    return SubmitChecks.submit(
            "tlv-stream-1",
            "one octet 00 behind the fields is passed over, or refused as a broken TLV",
            Version.V3_4,
            body -> body.tail(u8(0)),
            (run, response) -> SubmitChecks.judged(response, CommandStatus.ESME_RINVTLVSTREAM))
        .citing(STREAM);
  }

  private static Check length(String id, String what, int tag, int octets) {
    return SubmitChecks.submit(
            "tlv-length-" + id,
            what + " is refused",
            Version.V3_4,
            body -> body.tlv(tag, filled(octets, 1)),
            (run, response) -> run.reserved(response, CommandStatus.ESME_RINVTLVLEN))
        .citing(STREAM);
  }

  /** Reserved values are ignored, invalid ones refused; which is which is not always printed. */
  private static Check value(String id, String what, int tag, byte[] octets) {
    return SubmitChecks.submit(
            "tlv-value-" + id,
            what + " is ignored, or refused for its value",
            Version.V3_4,
            body -> body.tlv(tag, octets),
            (run, response) -> SubmitChecks.judged(response, CommandStatus.ESME_RINVTLVVAL))
        .citing(STREAM);
  }

  private static String name(int tag) {
    TlvTag known = TlvTag.of(tag);
    return known == null ? String.format(Locale.ROOT, "0x%04X", tag) : known.name();
  }
}
