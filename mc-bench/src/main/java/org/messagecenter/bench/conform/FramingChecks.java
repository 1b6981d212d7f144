package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** The header, the stream of PDUs and their numbers (34:3.2, 4.3, 50:3.2, 2.6, 2.8.2). */
final class FramingChecks {
  private static final String NACK = "34:3.3, 4.3, 50:2.8.2";
  private static final String LENGTH = "34:4.3, 50:2.8.2";
  private static final String NUMBER = "34:3.2.1, 5.1.4, 50:2.6, 4.7.24";

  private FramingChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (BindMode mode : BindMode.values()) {
      all.add(
          Check.of(
                  "enquire-link-" + mode.label(),
                  "enquire_link on a " + mode.label() + " session is answered",
                  "34:4.11, 50:4.1.2")
              .covers(mode.uses(CommandId.ENQUIRE_LINK))
              .does(run -> run.bind(mode).alive()));
    }
    all.add(unknownCommand("reserved", 0x0000000A));
    all.add(unknownCommand("unassigned", 0x00000777));
    all.add(unknownCommand("vendor", 0x00010200));
    all.add(unknownCommand("param-retrieve", 0x00000022));
    all.add(unknownCommandWithBody());
    all.add(ignored("unknown-response", "a response with an unknown command_id", 0x80000777));
    all.add(
        ignored(
            "stray-submit-resp",
            "a submit_sm_resp from an ESME",
            CommandId.SUBMIT_SM_RESP.value()));
    all.add(
        ignored(
            "stray-deliver-resp",
            "a deliver_sm_resp that answers nothing",
            CommandId.DELIVER_SM_RESP.value()));
    all.add(ignored("generic-nack", "a generic_nack", CommandId.GENERIC_NACK.value()));
    for (int length : new int[] {0, 4, 15}) {
      all.add(badLength("length-" + length, "command_length " + length, length));
    }
    all.add(badLength("length-huge", "command_length 0x7FFFFFFF", Integer.MAX_VALUE));
    all.add(badLength("length-top-bit", "command_length 0xFFFFFFFF", -1));
    all.add(noise("noise-http", "an HTTP request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    all.add(noise("noise-lines", "empty lines", "\r\n".repeat(16)));
    all.add(octetByOctet());
    all.add(splitHeader());
    all.add(oneWrite());
    all.add(bindAndMore());
    for (int number : new int[] {1, 0x12345678, 0x7FFFFFFF}) {
      all.add(echo(number, true));
    }
    all.add(echo(0, false));
    all.add(echo(0x80000001, false));
    all.add(sameNumberAgain());
    all.add(requestWithStatus());
    all.add(enquireWithBody());
    return all;
  }

  private static Check unknownCommand(String name, int commandId) {
    return Check.of(
            "unknown-command-" + name,
            String.format(
                Locale.ROOT,
                "the command_id 0x%08X is answered with generic_nack ESME_RINVCMDID",
                commandId),
            NACK)
        .covers(CommandId.GENERIC_NACK)
        .does(run -> nacked(run, new WirePdu(commandId, 0, 4711, Octets.NONE)));
  }

  private static Check unknownCommandWithBody() {
    return Check.of("unknown-command-body", "the body of an unknown command is passed over", NACK)
        .covers(CommandId.GENERIC_NACK)
        .does(run -> nacked(run, new WirePdu(0x00000777, 0, 4711, Octets.filled(300, 0xFF))));
  }

  private static void nacked(Run run, WirePdu pdu) throws IOException {
    Esme esme = run.sender();
    esme.send(pdu);
    WirePdu response = esme.anyResponse(run.target().responseTime());
    String expected = "generic_nack ESME_RINVCMDID with sequence_number " + pdu.sequence();
    if (response == null) {
      String end = esme.end();
      throw Ended.fail(expected, end != null ? end : "nothing");
    }
    if (!response.is(CommandId.GENERIC_NACK) || !response.has(CommandStatus.ESME_RINVCMDID)) {
      throw Ended.fail(expected, response.toString());
    }
    if (response.sequence() != pdu.sequence()) {
      throw Ended.fail(expected, "one with sequence_number " + response.sequence());
    }
    esme.alive();
  }

  private static Check ignored(String id, String what, int commandId) {
    return Check.of("ignored-" + id, what + " is not answered", NACK)
        .covers(CommandId.GENERIC_NACK)
        .does(
            run -> {
              Esme esme = run.sender();
              esme.send(new WirePdu(commandId, 0, 4711, Octets.NONE));
              esme.alive();
              for (WirePdu pdu : esme.unclaimed()) {
                // Two that answer generic_nack with generic_nack never stop.
                if (commandId == CommandId.GENERIC_NACK.value()
                    || !pdu.is(CommandId.GENERIC_NACK)) {
                  throw Ended.fail("nothing", pdu.toString());
                }
                run.note("answered with " + pdu);
              }
            });
  }

  private static Check badLength(String id, String what, int commandLength) {
    return Check.of(id, what + " is answered with generic_nack ESME_RINVCMDLEN, or the end", LENGTH)
        .covers(CommandId.GENERIC_NACK)
        .does(
            run -> {
              Esme esme = run.sender();
              esme.raw(
                  WirePdu.request(CommandId.ENQUIRE_LINK, 4711, Octets.NONE).encode(commandLength));
              rejectedStream(run, esme, commandLength >= 0 && commandLength < WirePdu.HEADER);
            });
  }

  private static Check noise(String id, String what, String text) {
    return Check.of(id, what + " instead of SMPP ends the connection", LENGTH)
        .does(
            run -> {
              Esme esme = run.open();
              esme.raw(Octets.ascii(text));
              rejectedStream(run, esme, false);
            });
  }

  /** A length that is too short is certainly wrong; the rest of a long one may be waited for. */
  private static void rejectedStream(Run run, Esme esme, boolean certain) throws IOException {
    WirePdu response = esme.anyResponse(run.target().responseTime());
    if (response != null) {
      if (!response.is(CommandId.GENERIC_NACK)) {
        throw Ended.fail("generic_nack ESME_RINVCMDLEN", response.toString());
      }
      if (!response.has(CommandStatus.ESME_RINVCMDLEN)) {
        run.note("answered with " + response + "; ESME_RINVCMDLEN is the status for it");
      }
    } else if (esme.end() == null) {
      if (certain) {
        throw Ended.fail("generic_nack ESME_RINVCMDLEN, or the end", "nothing");
      }
      run.note("nothing happens within " + Esme.seconds(run.target().responseTime()));
    } else {
      run.note("the connection ends without a generic_nack");
    }
    run.sender().alive();
  }

  private static Check octetByOctet() {
    return Check.of("octet-by-octet", "PDUs that come octet by octet are put together", "34:3.2")
        .feature("fragmented PDUs")
        .needs(Need.SUBMIT)
        .covers(CommandId.SUBMIT_SM)
        .does(
            run -> {
              Esme esme = run.sender();
              WirePdu pdu =
                  WirePdu.request(
                      CommandId.SUBMIT_SM, esme.nextSequence(), run.message("slow").octets());
              esme.expectAnswer(pdu);
              for (byte octet : pdu.encode()) {
                esme.raw(new byte[] {octet});
              }
              Run.ok(esme.await(pdu.sequence(), CommandId.SUBMIT_SM));
            });
  }

  private static Check splitHeader() {
    return Check.of(
            "split-header", "a PDU whose header is cut between two writes is read", "34:3.2")
        .feature("fragmented PDUs")
        .does(
            run -> {
              Esme esme = run.sender();
              WirePdu first = enquire(esme);
              WirePdu second = enquire(esme);
              byte[] both = Octets.join(first.encode(), second.encode());
              int cut = WirePdu.HEADER + 6;
              esme.raw(Arrays.copyOf(both, cut));
              esme.await(first.sequence(), CommandId.ENQUIRE_LINK);
              esme.raw(Arrays.copyOfRange(both, cut, both.length));
              esme.await(second.sequence(), CommandId.ENQUIRE_LINK);
            });
  }

  private static Check oneWrite() {
    return Check.of("one-write", "several PDUs in one write are each answered", "34:3.2, 2.5.2")
        .feature("fragmented PDUs")
        .does(
            run -> {
              Esme esme = run.sender();
              byte[] all = Octets.NONE;
              List<WirePdu> pdus = new ArrayList<>();
              for (int i = 0; i < 20; i++) {
                WirePdu pdu = enquire(esme);
                pdus.add(pdu);
                all = Octets.join(all, pdu.encode());
              }
              esme.raw(all);
              for (WirePdu pdu : pdus) {
                esme.await(pdu.sequence(), CommandId.ENQUIRE_LINK);
              }
            });
  }

  /** An ESME should wait for the bind_resp; what it sends before must at least be answered. */
  private static Check bindAndMore() {
    return Check.of(
            "bind-and-more", "a request in the same write as the bind is answered", "34:2.8")
        .does(
            run -> {
              Esme esme = run.open();
              WirePdu bind =
                  WirePdu.request(
                      run.senderMode().command(),
                      esme.nextSequence(),
                      Bodies.bind(run.target(), Version.V3_4.interfaceVersion()).octets());
              esme.expectAnswer(bind);
              WirePdu enquire = enquire(esme);
              esme.raw(Octets.join(bind.encode(), enquire.encode()));
              if (esme.await(bind.sequence(), run.senderMode().command()).ok()) {
                esme.boundAs(run.senderMode());
              }
              esme.await(enquire.sequence(), CommandId.ENQUIRE_LINK);
            });
  }

  private static Check echo(int number, boolean legal) {
    String hex = String.format(Locale.ROOT, "0x%08X", number);
    return Check.of(
            "sequence-" + hex.toLowerCase(Locale.ROOT),
            "the response has the request's sequence_number " + hex,
            NUMBER)
        .does(
            run -> {
              Esme esme = run.sender();
              esme.send(WirePdu.request(CommandId.ENQUIRE_LINK, number, Octets.NONE));
              WirePdu response = esme.anyResponse(run.target().responseTime());
              boolean echoed = response != null && response.sequence() == number;
              if (legal && !echoed) {
                throw Ended.fail(
                    "a response with " + hex,
                    response == null
                        ? "none"
                        : "one with " + Integer.toUnsignedString(response.sequence()));
              }
              if (!echoed) {
                run.note("the illegal number " + hex + " is not echoed");
              }
            });
  }

  private static Check sameNumberAgain() {
    return Check.of(
            "sequence-again", "a sequence_number may be used again once it was answered", NUMBER)
        .does(
            run -> {
              Esme esme = run.sender();
              for (int i = 0; i < 2; i++) {
                esme.send(WirePdu.request(CommandId.ENQUIRE_LINK, 77, Octets.NONE));
                esme.await(77, CommandId.ENQUIRE_LINK);
              }
            });
  }

  private static Check requestWithStatus() {
    return Check.of(
            "request-with-status", "a command_status in a request is not looked at", "34:5.1.3")
        .does(
            run -> {
              Esme esme = run.sender();
              esme.send(new WirePdu(CommandId.ENQUIRE_LINK.value(), 8, 78, Octets.NONE));
              WirePdu response = esme.await(78, CommandId.ENQUIRE_LINK);
              if (!response.ok()) {
                run.note("refused with " + response);
              }
            });
  }

  private static Check enquireWithBody() {
    return Check.of(
            "enquire-link-body",
            "enquire_link with stray octets is answered, and the stream stays in step",
            "34:3.2, 4.11")
        .does(
            run -> {
              Esme esme = run.sender();
              esme.send(new WirePdu(CommandId.ENQUIRE_LINK.value(), 0, 79, Octets.filled(5, 0)));
              esme.await(79, CommandId.ENQUIRE_LINK);
              esme.alive();
            });
  }

  private static WirePdu enquire(Esme esme) {
    WirePdu pdu = WirePdu.request(CommandId.ENQUIRE_LINK, esme.nextSequence(), Octets.NONE);
    esme.expectAnswer(pdu);
    return pdu;
  }
}
