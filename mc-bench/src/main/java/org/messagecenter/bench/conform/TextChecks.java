package org.messagecenter.bench.conform;

import static org.messagecenter.bench.conform.Octets.ascii;
import static org.messagecenter.bench.conform.Octets.filled;
import static org.messagecenter.bench.conform.Octets.join;
import static org.messagecenter.bench.conform.Octets.u16;
import static org.messagecenter.bench.conform.Octets.u8;

import java.util.ArrayList;
import java.util.List;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Long texts, user data headers and message_payload (34:3.2.3, 5.2.12, 5.3.2.32). */
final class TextChecks {
  private static final int UDHI = 0x40;

  private TextChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(
        SubmitChecks.submit(
            "payload",
            "message_payload instead of short_message is accepted",
            Version.V3_4,
            body -> body.text(Octets.NONE).tlv(Bodies.MESSAGE_PAYLOAD, filled(300, 'a')),
            (run, response) -> {
              Run.ok(response);
              run.tlvs().add(Bodies.MESSAGE_PAYLOAD, TlvFindings.Finding.TAKEN);
            }));
    all.add(
        SubmitChecks.submit(
            "payload-64k",
            "a message_payload of 65,535 octets is accepted, or refused for its length",
            Version.V3_4,
            body -> body.text(Octets.NONE).tlv(Bodies.MESSAGE_PAYLOAD, filled(65535, 'a')),
            (run, response) ->
                SubmitChecks.judged(
                    response,
                    CommandStatus.ESME_RINVMSGLEN,
                    CommandStatus.ESME_RINVTLVLEN,
                    CommandStatus.ESME_RSUBMITFAIL)));
    all.add(
        SubmitChecks.submit(
            "payload-empty",
            "an empty message_payload is accepted, or refused for its length",
            Version.V3_4,
            body -> body.text(Octets.NONE).tlv(Bodies.MESSAGE_PAYLOAD),
            (run, response) ->
                SubmitChecks.judged(
                    response, CommandStatus.ESME_RINVMSGLEN, CommandStatus.ESME_RINVTLVLEN)));
    all.add(
        SubmitChecks.submit(
            "two-texts-3.4",
            "short_message and message_payload together are refused on 3.4",
            Version.V3_4,
            body -> body.tlv(Bodies.MESSAGE_PAYLOAD, ascii("the other text")),
            (run, response) ->
                run.reserved(
                    response, CommandStatus.ESME_RINVMSGLEN, CommandStatus.ESME_RTLVNOTALLWD)));
    all.add(
        SubmitChecks.submit(
            "two-texts-5.0",
            "message_payload goes before short_message on 5.0",
            Version.V5_0,
            body -> body.tlv(Bodies.MESSAGE_PAYLOAD, ascii("the other text")),
            (run, response) -> SubmitChecks.judged(response, CommandStatus.ESME_RINVMSGLEN)));
    all.add(parts("udh-8-bit", "8-bit reference", new byte[] {5, 0, 3, 0x2A, 2, 0}));
    all.add(parts("udh-16-bit", "16-bit reference", new byte[] {6, 8, 4, 0, 0x2A, 2, 0}));
    all.add(sarParts());
    all.add(
        SubmitChecks.submit(
            "udh-ports",
            "a user data header with ports and parts is accepted",
            Version.V3_4,
            body ->
                body.set("esm_class", UDHI)
                    .set("data_coding", 4)
                    .text(
                        new byte[] {
                          0x0B, 5, 4, 0x15, (byte) 0x81, 0, 0, 0, 3, 1, 1, 1, 'a', 'b', 'c'
                        }),
            (run, response) -> Run.ok(response)));
    all.add(
        SubmitChecks.submit(
            "udh-beyond",
            "a user data header longer than the text is refused",
            Version.V3_4,
            body -> body.set("esm_class", UDHI).text(new byte[] {40, 0, 3, 1, 1, 1}),
            (run, response) ->
                run.reserved(
                    response, CommandStatus.ESME_RINVESMCLASS, CommandStatus.ESME_RINVMSGLEN)));
    all.add(
        SubmitChecks.submit(
            "udh-payload",
            "a user data header in message_payload is accepted",
            Version.V3_4,
            body ->
                body.set("esm_class", UDHI)
                    .text(Octets.NONE)
                    .tlv(
                        Bodies.MESSAGE_PAYLOAD,
                        join(new byte[] {5, 0, 3, 9, 1, 1}, filled(100, 'a'))),
            (run, response) -> Run.ok(response)));
    return all.stream()
        .map(check -> check.citing("34:3.2.3, 5.2.12, 5.3.2.22-24, 5.3.2.32, 50:4.2.1.1, 4.8.4.36"))
        .toList();
  }

  private static Check parts(String id, String what, byte[] header) {
    return Check.of(
            "submit-" + id,
            "a text of two parts with a header of " + what + " is accepted",
            "34:5.2.12")
        .feature("concatenated messages")
        .needs(Need.SUBMIT)
        .covers(CommandId.SUBMIT_SM)
        .does(
            run -> {
              Esme esme = run.sender();
              for (int part = 1; part <= 2; part++) {
                byte[] udh = header.clone();
                udh[udh.length - 1] = (byte) part;
                run.accepted(
                    esme, run.message("").set("esm_class", UDHI).text(join(udh, filled(153, 'a'))));
              }
            });
  }

  private static Check sarParts() {
    return Check.of("submit-sar", "a text of two parts with sar TLVs is accepted", "34:5.3.2.22-24")
        .feature("concatenated messages")
        .needs(Need.SUBMIT)
        .covers(CommandId.SUBMIT_SM)
        .does(
            run -> {
              Esme esme = run.sender();
              for (int part = 1; part <= 2; part++) {
                run.accepted(
                    esme,
                    run.message("part " + part)
                        .tlv(0x020C, u16(4711))
                        .tlv(0x020E, u8(2))
                        .tlv(0x020F, u8(part)));
              }
            });
  }
}
