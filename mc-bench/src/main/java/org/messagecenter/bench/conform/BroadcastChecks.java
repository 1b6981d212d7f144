package org.messagecenter.bench.conform;

import static org.messagecenter.bench.conform.Octets.ascii;
import static org.messagecenter.bench.conform.Octets.join;
import static org.messagecenter.bench.conform.Octets.u16;
import static org.messagecenter.bench.conform.Octets.u8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.bench.conform.TlvFindings.Finding;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Cell broadcast (50:4.4, 4.6). */
final class BroadcastChecks {
  private static final byte[] AREA = join(u8(0), ascii("area 1"));
  private static final byte[] CONTENT = join(u8(0), u16(0x0033));
  private static final byte[] EVERY_30_S = join(u8(0x08), u16(30));
  private static final String NO_SUCH_ID = "0123456789abcdef0123456789abcdef";

  private BroadcastChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(
        check("plain", "a broadcast is accepted", CommandId.BROADCAST_SM)
            .does(run -> forget(run, run.sender())));
    mandatory()
        .forEach(
            (tag, name) ->
                all.add(
                    refused(
                        "without-" + name.replace('_', '-'),
                        "a broadcast without " + name + " is refused",
                        with(tag, null),
                        CommandStatus.ESME_RMISSINGTLV)));
    all.add(
        refused(
            "area-format",
            "the area format 9 is refused",
            with(Bodies.BROADCAST_AREA, join(u8(9), ascii("x"))),
            CommandStatus.ESME_RINVBCASTAREAFMT));
    all.add(
        refused(
            "interval-unit",
            "the interval unit 0x77 is refused",
            with(Bodies.BROADCAST_INTERVAL, join(u8(0x77), u16(1))),
            CommandStatus.ESME_RINVBCASTFREQINT));
    all.add(
        refused(
            "interval-length",
            "a broadcast_frequency_interval of 2 octets is refused",
            with(Bodies.BROADCAST_INTERVAL, u16(1)),
            CommandStatus.ESME_RINVTLVLEN));
    all.add(
        refused(
            "bad-validity",
            "a validity_period that is no time is refused",
            run -> complete(run).set("validity_period", "tomorrow"),
            CommandStatus.ESME_RINVEXPIRY));
    all.add(
        refused(
            "replace-nothing",
            "a replacement that names no broadcast is refused",
            run -> complete(run).set("replace_if_present_flag", 1).set("message_id", NO_SUCH_ID),
            CommandStatus.ESME_RINVMSGID));
    all.add(
        check("two-areas", "a broadcast to two areas is accepted", CommandId.BROADCAST_SM)
            .does(
                run -> {
                  Esme esme = run.sender();
                  accepted(
                      run,
                      esme,
                      complete(run).tlv(Bodies.BROADCAST_AREA, join(u8(0), ascii("area 2"))));
                }));
    all.add(
        check("query", "a broadcast can be queried", CommandId.QUERY_BROADCAST_SM)
            .does(BroadcastChecks::query));
    all.add(
        check(
                "query-reference",
                "a broadcast can be queried by user_message_reference",
                CommandId.QUERY_BROADCAST_SM)
            .does(BroadcastChecks::queryByReference));
    all.add(
        check("query-unknown", "a query of no broadcast is refused", CommandId.QUERY_BROADCAST_SM)
            .does(
                run ->
                    run.refused(
                        Run.optional(
                            run.sender()
                                .call(
                                    CommandId.QUERY_BROADCAST_SM,
                                    Bodies.query(NO_SUCH_ID, run.target().source()))),
                        CommandStatus.ESME_RINVMSGID,
                        CommandStatus.ESME_RBCASTQUERYFAIL)));
    all.add(
        check("cancel", "a broadcast can be cancelled", CommandId.CANCEL_BROADCAST_SM)
            .does(BroadcastChecks::cancel));
    all.add(
        check("cancel-unknown", "cancelling no broadcast is refused", CommandId.CANCEL_BROADCAST_SM)
            .does(
                run ->
                    run.refused(
                        Run.optional(cancelled(run, run.sender(), NO_SUCH_ID)),
                        CommandStatus.ESME_RINVMSGID,
                        CommandStatus.ESME_RBCASTCANCELFAIL)));
    return all;
  }

  private static Check check(String id, String title, CommandId command) {
    return Check.of("broadcast-" + id, title, "50:4.4, 4.6")
        .on(Version.V5_0)
        .feature("cell broadcast")
        .covers(command);
  }

  private static Map<Integer, String> mandatory() {
    Map<Integer, String> all = new LinkedHashMap<>();
    all.put(Bodies.BROADCAST_AREA, "broadcast_area_identifier");
    all.put(Bodies.BROADCAST_CONTENT_TYPE, "broadcast_content_type");
    all.put(Bodies.BROADCAST_REP_NUM, "broadcast_rep_num");
    all.put(Bodies.BROADCAST_INTERVAL, "broadcast_frequency_interval");
    return all;
  }

  @FunctionalInterface
  private interface Make {
    Body body(Run run);
  }

  private static Body complete(Run run) {
    return Bodies.broadcast(run.target());
  }

  /** A broadcast in which one of the mandatory TLVs has another value, or with null is left out. */
  private static Make with(int changed, byte @Nullable [] value) {
    return run -> {
      Map<Integer, byte[]> tlvs = new LinkedHashMap<>();
      tlvs.put(Bodies.BROADCAST_AREA, AREA);
      tlvs.put(Bodies.BROADCAST_CONTENT_TYPE, CONTENT);
      tlvs.put(Bodies.BROADCAST_REP_NUM, u16(1));
      tlvs.put(Bodies.BROADCAST_INTERVAL, EVERY_30_S);
      tlvs.put(Bodies.MESSAGE_PAYLOAD, ascii("fine weather"));
      if (value == null) {
        tlvs.remove(changed);
      } else {
        tlvs.put(changed, value);
      }
      Body body = Bodies.broadcastWithoutTlvs(run.target());
      tlvs.forEach(body::tlv);
      return body;
    };
  }

  private static Check refused(String id, String title, Make make, CommandStatus own) {
    return check(id, title, CommandId.BROADCAST_SM)
        .does(
            run ->
                run.refused(
                    Run.optional(run.sender().call(CommandId.BROADCAST_SM, make.body(run))), own));
  }

  private static String accepted(Run run, Esme esme, Body body) throws IOException {
    WirePdu response = Run.optional(esme.call(CommandId.BROADCAST_SM, body));
    Run.ok(response);
    mandatory().keySet().forEach(tag -> run.tlvs().add(tag, Finding.TAKEN));
    return Run.messageId(response);
  }

  private static WirePdu cancelled(Run run, Esme esme, String id) throws IOException {
    return esme.call(
        CommandId.CANCEL_BROADCAST_SM, Bodies.cancelBroadcast("", id, run.target().source()));
  }

  private static void forget(Run run, Esme esme) throws IOException {
    cancelled(run, esme, accepted(run, esme, complete(run)));
  }

  private static void query(Run run) throws IOException {
    Esme esme = run.sender();
    String id = accepted(run, esme, complete(run));
    WirePdu response =
        esme.call(CommandId.QUERY_BROADCAST_SM, Bodies.query(id, run.target().source()));
    state(run, response, id);
    cancelled(run, esme, id);
  }

  private static void queryByReference(Run run) throws IOException {
    Esme esme = run.sender();
    String id = accepted(run, esme, complete(run).tlv(Bodies.USER_MESSAGE_REFERENCE, u16(0x7001)));
    WirePdu response =
        esme.call(
            CommandId.QUERY_BROADCAST_SM,
            Bodies.query("", run.target().source())
                .tlv(Bodies.USER_MESSAGE_REFERENCE, u16(0x7001)));
    state(run, response, id);
    cancelled(run, esme, id);
  }

  private static void state(Run run, WirePdu response, String id) {
    Run.ok(Run.optional(response));
    BodyReader in = new BodyReader(response);
    if (!in.cString("message_id", 65).equals(id)) {
      throw Ended.fail("the same message_id", "another one");
    }
    Map<Integer, List<byte[]>> tlvs = in.tlvs();
    tlvs.keySet().forEach(tag -> run.tlvs().add(tag, Finding.SENT));
    for (int tag : new int[] {Bodies.MESSAGE_STATE, Bodies.BROADCAST_AREA, 0x0608}) {
      if (!tlvs.containsKey(tag)) {
        throw Ended.fail(
            "message_state, broadcast_area_identifier and broadcast_area_success",
            String.format("no TLV 0x%04X", tag));
      }
    }
  }

  private static void cancel(Run run) throws IOException {
    Esme esme = run.sender();
    String id = accepted(run, esme, complete(run));
    Run.ok(Run.optional(cancelled(run, esme, id)));
  }
}
