package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** submit_multi (34:4.5, 50:4.2.3). */
final class MultiChecks {
  private static final String SPEC = "34:4.5, 50:4.2.3";

  private MultiChecks() {}

  /** A submit_multi_resp. */
  private record Answer(String id, int unsuccessful) {
    static Answer read(WirePdu response) {
      Run.ok(response);
      BodyReader in = new BodyReader(response);
      String id = in.cString("message_id", 65);
      int count = in.u8("no_unsuccess");
      for (int i = 0; i < count; i++) {
        in.u8("dest_addr_ton");
        in.u8("dest_addr_npi");
        in.cString("destination_addr", 21);
        if (in.u32("error_status_code") == 0) {
          throw Ended.fail("an error_status_code for each failed destination", "ESME_ROK");
        }
      }
      in.tlvs();
      return new Answer(id, count);
    }
  }

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(accepted("one", "one destination", Version.V3_4, 1));
    all.add(accepted("ten", "ten destinations", Version.V3_4, 10));
    all.add(accepted("254", "254 destinations", Version.V3_4, 254).needs(Need.SUBMIT, Need.LONG));
    all.add(
        accepted("255-5.0", "255 destinations", Version.V5_0, 255).needs(Need.SUBMIT, Need.LONG));
    all.add(
        refused(
            "none",
            "no destination is refused",
            t -> Bodies.multi(t, "multi"),
            CommandStatus.ESME_RINVNUMDESTS));
    all.add(
        refused(
            "count-beyond",
            "a number_of_dests beyond the entries is refused",
            t -> Bodies.multi(t, "multi", good(t)).set("number_of_dests", 20),
            CommandStatus.ESME_RINVNUMDESTS,
            CommandStatus.ESME_RINVDESTFLAG,
            CommandStatus.ESME_RINVDSTADR,
            CommandStatus.ESME_RINVCMDLEN));
    for (int flag : new int[] {0, 3}) {
      all.add(
          refused(
              "flag-" + flag,
              "dest_flag " + flag + " is refused",
              t -> {
                byte[] entry = good(t);
                entry[0] = (byte) flag;
                return Bodies.multi(t, "multi", entry);
              },
              CommandStatus.ESME_RINVDESTFLAG));
    }
    all.add(
        refused(
            "long-destination",
            "a destination_addr of 21 characters is refused",
            t -> Bodies.multi(t, "multi", Bodies.entry(new Party(1, 1, "1".repeat(21)))),
            CommandStatus.ESME_RINVDSTADR));
    all.add(
        refused(
            "long-list",
            "a dl_name of 21 characters is refused",
            t -> Bodies.multi(t, "multi", Bodies.list("x".repeat(21))),
            CommandStatus.ESME_RINVDLNAME,
            CommandStatus.ESME_RCNTSUBDL));
    all.add(check("unknown-list", "an unknown list is refused").does(MultiChecks::unknownList));
    all.add(
        check("list", "a distribution list is accepted")
            .feature("distribution lists")
            .needs(Need.SUBMIT, Need.LIST)
            .does(MultiChecks::knownList));
    all.add(
        check("unsuccess", "a bad destination among good ones is told apart")
            .does(MultiChecks::partly));
    all.add(
        check("receipts", "each destination is receipted under the one message_id")
            .needs(Need.RECEIPTS)
            .does(MultiChecks::receipts));
    all.add(
        refused(
            "bad-validity",
            "a validity_period that is no time is refused",
            t -> Bodies.multi(t, "multi", good(t)).set("validity_period", "tomorrow"),
            CommandStatus.ESME_RINVEXPIRY));
    all.add(
        refused(
            "tlv-stream",
            "three octets behind the fields spoil the PDU",
            t -> Bodies.multi(t, "multi", good(t)).tail((byte) 2, (byte) 4, (byte) 0),
            CommandStatus.ESME_RINVTLVSTREAM));
    return all;
  }

  private static Check check(String id, String title) {
    return Check.of("multi-" + id, "submit_multi: " + title, SPEC)
        .feature("submit_multi")
        .needs(Need.SUBMIT)
        .covers(CommandId.SUBMIT_MULTI);
  }

  private static byte[] good(Target target) {
    return Bodies.entry(target.destination());
  }

  private static WirePdu send(Esme esme, Body body) throws IOException {
    return Run.optional(esme.patientCall(CommandId.SUBMIT_MULTI, body));
  }

  private static Check accepted(String id, String what, Version version, int count) {
    return check(id, what + " with one message_id")
        .on(version)
        .does(
            run -> {
              byte[][] entries = new byte[count][];
              Arrays.fill(entries, good(run.target()));
              Answer answer =
                  Answer.read(send(run.sender(), Bodies.multi(run.target(), "multi", entries)));
              if (answer.id().isEmpty()) {
                throw Ended.fail("a message_id", "an empty one");
              }
              if (answer.unsuccessful() != 0) {
                throw Ended.fail("no_unsuccess 0", "no_unsuccess " + answer.unsuccessful());
              }
            });
  }

  private static Check refused(
      String id,
      String title,
      Function<Target, Body> body,
      CommandStatus own,
      CommandStatus... others) {
    return check(id, title)
        .does(
            run -> {
              Esme esme = run.sender();
              WirePdu response = send(esme, body.apply(run.target()));
              // A single bad destination may also be told in the list of a positive answer.
              boolean told = response.ok() && Answer.read(response).unsuccessful() > 0;
              if (!told) {
                run.refused(response, own, others);
              }
              esme.alive();
            });
  }

  private static void unknownList(Run run) throws IOException {
    WirePdu response =
        send(run.sender(), Bodies.multi(run.target(), "multi", Bodies.list("no-such-list-here")));
    if (response.ok()) {
      if (Answer.read(response).unsuccessful() != 1) {
        throw Ended.fail("ESME_RINVDLNAME, or the list among the failed ones", "acceptance");
      }
    } else {
      run.refused(
          response,
          CommandStatus.ESME_RINVDLNAME,
          CommandStatus.ESME_RCNTSUBDL,
          CommandStatus.ESME_RSUBMITFAIL);
    }
  }

  private static void knownList(Run run) throws IOException {
    String name = run.target().distributionList();
    WirePdu response =
        send(
            run.sender(),
            Bodies.multi(run.target(), "multi", Bodies.list(name == null ? "" : name)));
    if (response.has(CommandStatus.ESME_RCNTSUBDL)) {
      throw Ended.notSupported(response.toString());
    }
    Answer.read(response);
  }

  private static void partly(Run run) throws IOException {
    WirePdu response =
        send(
            run.sender(),
            Bodies.multi(
                run.target(),
                "multi",
                good(run.target()),
                Bodies.entry(new Party(200, 1, "12025550124"))));
    if (response.ok()) {
      int count = Answer.read(response).unsuccessful();
      if (count == 0) {
        run.note("the reserved TON 200 is accepted");
      } else if (count != 1) {
        throw Ended.fail("no_unsuccess 1", "no_unsuccess " + count);
      }
    } else {
      run.note("the whole submission is refused with " + response);
    }
  }

  private static void receipts(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    Answer answer =
        Answer.read(
            send(
                sender,
                Bodies.multi(run.target(), "multi", good(run.target()), good(run.target()))
                    .set("registered_delivery", 1)));
    run.receipt(receiver, answer.id());
    if (receiver.delivery(d -> d.names(answer.id()), run.target().receiptTime()) == null) {
      run.note("one receipt for two destinations");
    }
  }
}
