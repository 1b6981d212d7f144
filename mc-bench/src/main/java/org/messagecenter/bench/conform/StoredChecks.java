package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** query_sm, cancel_sm, replace_sm and replace_if_present (34:4.8-4.10, 50:4.5). */
final class StoredChecks {
  private static final String QUERY = "34:4.8, 50:4.5.2";
  private static final String CANCEL = "34:4.9, 50:4.5.1";
  private static final String REPLACE = "34:4.10, 50:4.5.3";
  private static final String NO_SUCH_ID = "0123456789abcdef0123456789abcdef";
  private static final int SCHEDULED = 0;
  private static final int EN_ROUTE = 1;
  private static final int DELIVERED = 2;
  private static final int DELETED = 4;

  private StoredChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    queries(all);
    cancels(all);
    replaces(all);
    return all;
  }

  /** The answer to a query_sm. */
  private record State(String id, String finalDate, int state) {
    static State read(WirePdu response) {
      Run.ok(response);
      BodyReader in = new BodyReader(response);
      State state =
          new State(
              in.cString("message_id", 65), in.cString("final_date", 17), in.u8("message_state"));
      in.u8("error_code");
      return state;
    }
  }

  private static void queries(List<Check> all) {
    for (Version version : Version.values()) {
      all.add(
          query("query-scheduled-" + version.label(), "a scheduled message can be queried")
              .on(version)
              .does(StoredChecks::queryScheduled));
    }
    all.add(
        query("query-unknown", "query_sm of an unknown message_id is refused")
            .does(
                run ->
                    notFound(
                        Stored.query(run, run.sender(), NO_SUCH_ID),
                        CommandStatus.ESME_RQUERYFAIL)));
    all.add(
        query("query-no-id", "query_sm without a message_id is refused")
            .does(
                run ->
                    notFound(Stored.query(run, run.sender(), ""), CommandStatus.ESME_RQUERYFAIL)));
    all.add(
        query("query-long-id", "a message_id of 65 characters is refused")
            .does(
                run ->
                    run.refused(
                        Run.optional(Stored.query(run, run.sender(), "1".repeat(65))),
                        CommandStatus.ESME_RINVMSGID)));
    all.add(
        query("query-other-source", "query_sm with another source_addr is refused")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            notFound(
                                esme.call(CommandId.QUERY_SM, Bodies.query(id, stranger())),
                                CommandStatus.ESME_RQUERYFAIL,
                                CommandStatus.ESME_RINVSRCADR))));
    all.add(
        query("query-final", "a delivered message is reported with its final_date")
            .needs(Need.RECEIPTS)
            .does(StoredChecks::queryFinal));
    all.add(
        query("query-pending", "a message that waits for its handset is en route")
            .needs(Need.SUBMIT, Need.UNREACHABLE)
            .does(StoredChecks::queryPending));
  }

  private static Check query(String id, String title) {
    return Check.of(id, title, QUERY)
        .feature("query_sm")
        .needs(Need.SUBMIT)
        .covers(CommandId.QUERY_SM);
  }

  private static void queryScheduled(Run run) throws IOException {
    withScheduled(
        run,
        (esme, id) -> {
          State state = State.read(Run.optional(Stored.query(run, esme, id)));
          if (!state.id().equals(id)) {
            throw Ended.fail("the same message_id", "another one");
          }
          if (!state.finalDate().isEmpty()) {
            throw Ended.fail("an empty final_date", "one of " + state.finalDate().length());
          }
          boolean legal =
              state.state() == EN_ROUTE
                  || (state.state() == SCHEDULED && run.version() == Version.V5_0);
          if (!legal) {
            throw Ended.fail(
                run.version() == Version.V5_0 ? "message_state 0 or 1" : "message_state 1",
                "message_state " + state.state());
          }
          if (run.version() == Version.V5_0 && state.state() != SCHEDULED) {
            run.note("message_state 1 for a scheduled message; 5.0 has 0 for it");
          }
        });
  }

  private static void queryFinal(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id = run.accepted(sender, run.message("final").set("registered_delivery", 1));
    run.receipt(receiver, id);
    WirePdu response = Run.optional(Stored.query(run, sender, id));
    if (!response.ok()) {
      notFound(response, CommandStatus.ESME_RQUERYFAIL);
      throw Ended.notSupported("final states are not kept: " + response);
    }
    State state = State.read(response);
    if (state.state() != DELIVERED) {
      throw Ended.fail("message_state 2", "message_state " + state.state());
    }
    if (state.finalDate().length() != 16) {
      run.note("final_date of " + state.finalDate().length() + " characters instead of 16");
    }
  }

  private static void queryPending(Run run) throws IOException {
    Party party = run.target().unreachable();
    Esme esme = run.sender();
    String id =
        run.accepted(
            esme,
            Bodies.submit(
                run.target(), party != null ? party : run.target().destination(), "pending"));
    State state = State.read(Run.optional(Stored.query(run, esme, id)));
    Stored.forget(run, esme, id);
    if (state.state() != EN_ROUTE) {
      throw Ended.fail("message_state 1", "message_state " + state.state());
    }
  }

  private static void cancels(List<Check> all) {
    all.add(
        cancel("cancel-by-id", "cancel_sm takes back a scheduled message")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) -> {
                          Run.ok(Run.optional(Stored.cancel(run, esme, id)));
                          gone(run, esme, id);
                        })));
    all.add(
        cancel("cancel-twice", "a message can be cancelled once")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) -> {
                          Run.ok(Run.optional(Stored.cancel(run, esme, id)));
                          notFound(Stored.cancel(run, esme, id), CommandStatus.ESME_RCANCELFAIL);
                        })));
    all.add(
        cancel("cancel-unknown", "cancel_sm of an unknown message_id is refused")
            .does(
                run ->
                    notFound(
                        Stored.cancel(run, run.sender(), NO_SUCH_ID),
                        CommandStatus.ESME_RCANCELFAIL)));
    all.add(
        cancel("cancel-other-source", "cancel_sm with another source_addr is refused")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            notFound(
                                esme.call(
                                    CommandId.CANCEL_SM,
                                    Bodies.cancel("", id, stranger(), Stored.NOBODY)),
                                CommandStatus.ESME_RCANCELFAIL,
                                CommandStatus.ESME_RINVSRCADR))));
    all.add(
        cancel("cancel-other-destination", "cancel_sm with another destination_addr is refused")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            notFound(
                                esme.call(
                                    CommandId.CANCEL_SM,
                                    Bodies.cancel("", id, run.target().source(), stranger())),
                                CommandStatus.ESME_RCANCELFAIL,
                                CommandStatus.ESME_RINVDSTADR))));
    all.add(
        cancel("cancel-with-destination", "cancel_sm may repeat the destination_addr")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            Run.ok(
                                Run.optional(
                                    esme.call(
                                        CommandId.CANCEL_SM,
                                        Bodies.cancel(
                                            "",
                                            id,
                                            run.target().source(),
                                            run.target().destination())))))));
    all.add(
        cancel("cancel-group", "cancel_sm without an id takes back all between two addresses")
            .does(StoredChecks::cancelGroup));
    all.add(
        cancel("cancel-receipt", "a cancelled message is receipted as deleted")
            .needs(Need.RECEIPTS)
            .does(StoredChecks::cancelReceipt));
    all.add(
        cancel("cancel-delivered", "a delivered message cannot be cancelled")
            .needs(Need.RECEIPTS)
            .does(
                run -> {
                  Esme sender = run.sender();
                  Esme receiver = run.receiverBeside(sender);
                  String id =
                      run.accepted(sender, run.message("final").set("registered_delivery", 1));
                  run.receipt(receiver, id);
                  notFound(Stored.cancel(run, sender, id), CommandStatus.ESME_RCANCELFAIL);
                }));
  }

  private static Check cancel(String id, String title) {
    return Check.of(id, title, CANCEL)
        .feature("cancel_sm")
        .needs(Need.SUBMIT)
        .covers(CommandId.CANCEL_SM);
  }

  private static void cancelGroup(Run run) throws IOException {
    Esme esme = run.sender();
    String first = Stored.scheduled(run, esme);
    String second = Stored.scheduled(run, esme);
    WirePdu response =
        esme.call(
            CommandId.CANCEL_SM,
            Bodies.cancel("", "", run.target().source(), run.target().destination()));
    Run.ok(Run.optional(response));
    gone(run, esme, first);
    gone(run, esme, second);
  }

  private static void cancelReceipt(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id = Stored.scheduled(run, sender, run.message("gone").set("registered_delivery", 1));
    Run.ok(Run.optional(Stored.cancel(run, sender, id)));
    Delivery receipt = run.receipt(receiver, id);
    String stat = receipt.field("stat");
    byte[] state = receipt.tlv(Bodies.MESSAGE_STATE);
    if (stat != null && !stat.equals("DELETED")) {
      throw Ended.fail("stat:DELETED", "stat:" + stat);
    }
    if (state != null && (state.length != 1 || state[0] != DELETED)) {
      throw Ended.fail("message_state 4", "another one");
    }
  }

  /** Cancelled: unknown from now on, or known as deleted. */
  private static void gone(Run run, Esme esme, String id) throws IOException {
    WirePdu response = Stored.query(run, esme, id);
    if (response.ok() && State.read(response).state() != DELETED) {
      throw Ended.fail("message_state 4", "message_state " + State.read(response).state());
    }
  }

  private static void replaces(List<Check> all) {
    all.add(
        replace("replace-by-id", "replace_sm changes a scheduled message")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) -> {
                          Run.ok(Run.optional(replaced(run, esme, id, "changed")));
                          WirePdu after = Stored.query(run, esme, id);
                          if (after.ok() && State.read(after).state() > EN_ROUTE) {
                            throw Ended.fail(
                                "a message that still waits",
                                "message_state " + State.read(after).state());
                          }
                        })));
    all.add(
        replace("replace-text", "the new text and time of replace_sm hold")
            .needs(Need.RECEIPTS)
            .does(StoredChecks::replaceText));
    all.add(
        replace("replace-unknown", "replace_sm of an unknown message_id is refused")
            .does(
                run ->
                    notFound(
                        replaced(run, run.sender(), NO_SUCH_ID, "changed"),
                        CommandStatus.ESME_RREPLACEFAIL)));
    all.add(
        replace("replace-other-source", "replace_sm with another source_addr is refused")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            notFound(
                                esme.call(
                                    CommandId.REPLACE_SM,
                                    Bodies.replace(id, stranger(), "changed")),
                                CommandStatus.ESME_RREPLACEFAIL,
                                CommandStatus.ESME_RINVSRCADR))));
    all.add(
        replace("replace-bad-time", "replace_sm with a schedule that is no time is refused")
            .does(
                run ->
                    withScheduled(
                        run,
                        (esme, id) ->
                            run.refused(
                                Run.optional(
                                    esme.call(
                                        CommandId.REPLACE_SM,
                                        Bodies.replace(id, run.target().source(), "changed")
                                            .set("schedule_delivery_time", "tomorrow"))),
                                CommandStatus.ESME_RINVSCHED))));
    all.add(
        replace("replace-delivered", "a delivered message cannot be replaced")
            .needs(Need.RECEIPTS)
            .does(
                run -> {
                  Esme sender = run.sender();
                  Esme receiver = run.receiverBeside(sender);
                  String id =
                      run.accepted(sender, run.message("final").set("registered_delivery", 1));
                  run.receipt(receiver, id);
                  notFound(replaced(run, sender, id, "late"), CommandStatus.ESME_RREPLACEFAIL);
                }));
    all.add(
        Check.of(
                "replace-if-present",
                "replace_if_present_flag 1 is accepted where nothing or something waits",
                "34:4.4.1.2, 5.2.18, 50:4.2.7")
            .feature("replace_if_present_flag")
            .needs(Need.SUBMIT)
            .covers(CommandId.SUBMIT_SM)
            .does(StoredChecks::replaceIfPresent));
  }

  private static Check replace(String id, String title) {
    return Check.of(id, title, REPLACE)
        .feature("replace_sm")
        .needs(Need.SUBMIT)
        .covers(CommandId.REPLACE_SM);
  }

  private static WirePdu replaced(Run run, Esme esme, String id, String text) throws IOException {
    return esme.call(CommandId.REPLACE_SM, Bodies.replace(id, run.target().source(), text));
  }

  private static void replaceText(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    String id = Stored.scheduled(run, sender);
    WirePdu response =
        sender.call(
            CommandId.REPLACE_SM,
            Bodies.replace(id, run.target().source(), "Replaced")
                .set("schedule_delivery_time", "000000000001000R")
                .set("registered_delivery", 1));
    Run.ok(Run.optional(response));
    String text = run.receipt(receiver, id).field("text");
    if (text != null && !text.equals("Replaced")) {
      throw Ended.fail("a receipt with the new text", "one with another");
    }
  }

  private static void replaceIfPresent(Run run) throws IOException {
    Esme esme = run.sender();
    for (int i = 0; i < 2; i++) {
      Body body =
          run.message("replace " + i)
              .set("replace_if_present_flag", 1)
              .set("schedule_delivery_time", TimeChecks.IN_AN_HOUR);
      WirePdu response = esme.patientCall(CommandId.SUBMIT_SM, body);
      if (response.has(CommandStatus.ESME_RINVSUBREP)
          || response.has(CommandStatus.ESME_RINVREPFLAG)
          || response.has(CommandStatus.ESME_RINVSCHED)) {
        throw Ended.notSupported(response.toString());
      }
      Run.ok(response);
      if (i == 1) {
        Stored.forget(run, esme, Run.messageId(response));
      }
    }
  }

  /** Must be refused as unknown or with the general failure of the command. */
  private static void notFound(WirePdu response, CommandStatus failure, CommandStatus... others) {
    Run.optional(response);
    CommandStatus[] allowed = Arrays.copyOf(others, others.length + 2);
    allowed[others.length] = CommandStatus.ESME_RINVMSGID;
    allowed[others.length + 1] = failure;
    Run.exactly(response, allowed);
  }

  /** Somebody who has sent nothing. */
  private static Party stranger() {
    return new Party(1, 1, "12025550199");
  }

  private static void withScheduled(Run run, Use use) throws IOException {
    Esme esme = run.sender();
    String id = Stored.scheduled(run, esme);
    try {
      use.on(esme, id);
    } finally {
      if (esme.end() == null) {
        Stored.forget(run, esme, id);
      }
    }
  }

  @FunctionalInterface
  private interface Use {
    void on(Esme esme, String id) throws IOException;
  }
}
