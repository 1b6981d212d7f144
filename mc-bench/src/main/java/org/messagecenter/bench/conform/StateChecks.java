package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Commands in states that do not allow them (34:2.3, 50:2.4, 2.8.2). */
final class StateChecks {
  private static final String SPEC = "34:2.3, 50:2.4, 2.8.2";
  private static final Party NOBODY = new Party(0, 0, "");

  private StateChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (BindMode first : BindMode.values()) {
      for (BindMode second : BindMode.values()) {
        all.add(again(first, second));
      }
    }
    senders(Version.V3_4, all, CommandId.SUBMIT_SM, t -> message(t));
    senders(
        Version.V3_4,
        all,
        CommandId.SUBMIT_MULTI,
        t -> Bodies.multi(t, "state", Bodies.entry(t.destination())));
    senders(Version.V3_4, all, CommandId.QUERY_SM, t -> Bodies.query("1", t.source()));
    senders(
        Version.V3_4, all, CommandId.CANCEL_SM, t -> Bodies.cancel("", "1", t.source(), NOBODY));
    senders(Version.V3_4, all, CommandId.REPLACE_SM, t -> Bodies.replace("1", t.source(), "state"));
    // 3.4 prints data_sm for both sides in every bound state; the direction is a rule of 5.0.
    senders(
        Version.V5_0,
        all,
        CommandId.DATA_SM,
        t -> Bodies.data(t, t.destination()).tlv(Bodies.MESSAGE_PAYLOAD, Octets.ascii("state")));
    senders(Version.V5_0, all, CommandId.BROADCAST_SM, Bodies::broadcast);
    senders(Version.V5_0, all, CommandId.QUERY_BROADCAST_SM, t -> Bodies.query("1", t.source()));
    senders(
        Version.V5_0,
        all,
        CommandId.CANCEL_BROADCAST_SM,
        t -> Bodies.cancelBroadcast("", "1", t.source()));
    all.add(wrong(Version.V3_4, CommandId.UNBIND, null, t -> new Body()));
    all.add(enquireBeforeBind());
    all.add(notOurs(null));
    for (BindMode mode : BindMode.values()) {
      all.add(notOurs(mode));
    }
    all.add(unanswered(CommandId.ALERT_NOTIFICATION, t -> Bodies.alert(t.source(), t.source())));
    all.add(unanswered(CommandId.OUTBIND, t -> Bodies.outbind()));
    return all;
  }

  private static Body message(Target target) {
    return Bodies.submit(target, target.destination(), "state");
  }

  private static Check again(BindMode first, BindMode second) {
    return Check.of(
            "state-" + second.command().wireName().replace('_', '-') + "-" + first.label(),
            second.command().wireName() + " on a bound session is refused",
            "34:2.3, 50:4.7.6")
        .does(
            run -> {
              Esme esme = run.bind(first);
              WirePdu response =
                  esme.call(
                      second.command(),
                      Bodies.bind(run.target(), run.version().interfaceVersion()));
              if (second == BindMode.TRANSCEIVER) {
                Run.optional(response);
              }
              run.refused(response, CommandStatus.ESME_RALYBND, CommandStatus.ESME_RINVBNDSTS);
              esme.alive();
            });
  }

  /** A command of transmitters, tried before the bind and as a receiver. */
  private static void senders(
      Version version, List<Check> all, CommandId id, Function<Target, Body> body) {
    all.add(wrong(version, id, null, body));
    all.add(wrong(version, id, BindMode.RECEIVER, body));
  }

  private static Check wrong(
      Version version, CommandId id, @Nullable BindMode mode, Function<Target, Body> body) {
    return Check.of(
            "state-" + id.wireName().replace('_', '-') + "-" + label(mode),
            id.wireName() + words(mode) + " is refused in its own response",
            SPEC)
        .on(version)
        .does(
            run -> {
              Esme esme = session(run, mode);
              WirePdu response = refusal(run, esme, id, body.apply(run.target()));
              if (response == null) {
                return;
              }
              if (id != CommandId.SUBMIT_SM && id != CommandId.UNBIND) {
                Run.optional(response);
              }
              run.refused(response, CommandStatus.ESME_RINVBNDSTS);
            });
  }

  /** deliver_sm goes from the message center to the ESME only. */
  private static Check notOurs(@Nullable BindMode mode) {
    return Check.of(
            "state-deliver-sm-" + label(mode),
            "deliver_sm from an ESME" + words(mode) + " is refused",
            SPEC)
        .does(
            run -> {
              Esme esme = session(run, mode);
              WirePdu response = refusal(run, esme, CommandId.DELIVER_SM, message(run.target()));
              if (response == null) {
                return;
              }
              if (response.ok()) {
                throw Ended.fail("ESME_RINVBNDSTS or a generic_nack", response.toString());
              }
              if (!response.has(CommandStatus.ESME_RINVBNDSTS)
                  && !response.has(CommandStatus.ESME_RINVCMDID)) {
                run.note("refused with " + response + "; ESME_RINVBNDSTS is the status for it");
              }
            });
  }

  /** The answer, or null when an unbound connection is ended instead, which is noted. */
  private static @Nullable WirePdu refusal(Run run, Esme esme, CommandId id, Body body)
      throws IOException {
    int number = esme.post(id, body);
    if (esme.mode() == null
        && !esme.answeredWithin(number, run.target().responseTime())
        && esme.end() != null) {
      run.note("the connection ends instead of an answer");
      return null;
    }
    return esme.await(number, id);
  }

  /** 3.4 has no enquire_link before the bind, 5.0 has: both answers are right, silence is not. */
  private static Check enquireBeforeBind() {
    return Check.of(
            "state-enquire-link-open", "enquire_link before the bind is answered", "50:2.4, 4.1.2")
        .covers(CommandId.ENQUIRE_LINK)
        .does(
            run -> {
              WirePdu response = run.open().call(CommandId.ENQUIRE_LINK, new Body());
              if (!response.ok() && !response.has(CommandStatus.ESME_RINVBNDSTS)) {
                run.note("answered with " + response);
              }
            });
  }

  /** Commands without a response, which only the message center sends. */
  private static Check unanswered(CommandId id, Function<Target, Body> body) {
    return Check.of(
            "state-" + id.wireName().replace('_', '-') + "-bound",
            id.wireName() + " from an ESME does no harm and has no response",
            "34:4.1.7, 4.12, 50:2.4")
        .does(
            run -> {
              Esme esme = run.sender();
              int number = esme.post(id, body.apply(run.target()));
              esme.alive();
              for (WirePdu pdu : esme.unclaimed()) {
                if (pdu.sequence() == number && !pdu.is(CommandId.GENERIC_NACK)) {
                  throw Ended.fail("nothing, or a generic_nack", pdu.toString());
                }
              }
            });
  }

  private static Esme session(Run run, @Nullable BindMode mode) throws IOException {
    return mode == null ? run.open() : run.bind(mode);
  }

  private static String label(@Nullable BindMode mode) {
    return mode == null ? "open" : mode.label();
  }

  private static String words(@Nullable BindMode mode) {
    return mode == null ? " before the bind" : " on a " + mode.label() + " session";
  }
}
