package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** data_sm and the message modes (34:4.7, 2.10, 50:4.2.2, 4.2.10). */
final class DataChecks {
  private static final String SPEC = "34:4.7, 50:4.2.2";
  private static final String MODES = "34:2.10, 5.2.12, 50:4.2.10";
  private static final int DATAGRAM = 1;
  private static final int TRANSACTION = 2;

  private DataChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    all.add(
        check("plain", "a message in message_payload is accepted", body -> {})
            .does(run -> Run.ok(send(run, body -> {}))));
    all.add(
        refused(
            "no-payload",
            "data_sm without message_payload is refused",
            null,
            CommandStatus.ESME_RMISSINGTLV));
    all.add(
        refused(
            "long-source",
            "source_addr of 65 characters is refused",
            body -> body.set("source_addr", "1".repeat(65)),
            CommandStatus.ESME_RINVSRCADR));
    all.add(
        refused(
            "long-destination",
            "destination_addr of 65 characters is refused",
            body -> body.set("destination_addr", "1".repeat(65)),
            CommandStatus.ESME_RINVDSTADR));
    all.add(
        refused(
            "no-destination",
            "an empty destination_addr is refused",
            body -> body.set("destination_addr", ""),
            CommandStatus.ESME_RINVDSTADR));
    all.add(
        refused(
            "long-service-type",
            "service_type of 6 characters is refused",
            body -> body.set("service_type", "ABCDEF"),
            CommandStatus.ESME_RINVSERTYP));
    all.add(
        refused(
            "tlv-stream",
            "a TLV that ends behind the PDU spoils it",
            body -> body.tail((byte) 2, (byte) 4, (byte) 0, (byte) 9, (byte) 0),
            CommandStatus.ESME_RINVTLVSTREAM));
    all.add(
        check("receipt", "registered_delivery 1 brings a receipt", body -> {})
            .needs(Need.RECEIPTS)
            .does(DataChecks::receipt));
    all.add(mode("data-datagram", CommandId.DATA_SM, Version.V3_4, DATAGRAM));
    all.add(mode("data-transaction", CommandId.DATA_SM, Version.V3_4, TRANSACTION));
    all.add(mode("submit-datagram", CommandId.SUBMIT_SM, Version.V3_4, DATAGRAM));
    all.add(mode("submit-transaction-5.0", CommandId.SUBMIT_SM, Version.V5_0, TRANSACTION));
    all.add(failure("data-transaction-failure", CommandId.DATA_SM, Version.V3_4));
    all.add(failure("submit-transaction-failure-5.0", CommandId.SUBMIT_SM, Version.V5_0));
    return all;
  }

  private static Check check(String id, String title, Consumer<Body> change) {
    return Check.of("data-" + id, "data_sm: " + title, SPEC)
        .feature("data_sm")
        .needs(Need.SUBMIT)
        .covers(CommandId.DATA_SM)
        .does(run -> Run.ok(send(run, change)));
  }

  private static Body body(Run run) {
    return Bodies.data(run.target(), run.target().destination());
  }

  private static WirePdu send(Run run, Consumer<Body> change) throws IOException {
    Body body = body(run).tlv(Bodies.MESSAGE_PAYLOAD, Octets.ascii("conform"));
    change.accept(body);
    return Run.optional(run.sender().patientCall(CommandId.DATA_SM, body));
  }

  /** With null there is no message_payload. */
  private static Check refused(
      String id, String title, @Nullable Consumer<Body> change, CommandStatus own) {
    return Check.of("data-" + id, "data_sm: " + title, SPEC + ", 4.7.6")
        .feature("data_sm")
        .needs(Need.SUBMIT)
        .covers(CommandId.DATA_SM)
        .does(
            run -> {
              WirePdu response =
                  change == null
                      ? Run.optional(run.sender().patientCall(CommandId.DATA_SM, body(run)))
                      : send(run, change);
              run.refused(response, own);
            });
  }

  private static void receipt(Run run) throws IOException {
    Esme sender = run.sender();
    Esme receiver = run.receiverBeside(sender);
    WirePdu response =
        Run.optional(
            sender.patientCall(
                CommandId.DATA_SM,
                body(run)
                    .set("registered_delivery", 1)
                    .tlv(Bodies.MESSAGE_PAYLOAD, Octets.ascii("conform"))));
    Run.ok(response);
    run.receipt(receiver, Run.messageId(response));
  }

  private static Body inMode(Run run, CommandId command, Party to, int mode) {
    Body body =
        command == CommandId.DATA_SM
            ? Bodies.data(run.target(), to).tlv(Bodies.MESSAGE_PAYLOAD, Octets.ascii("mode"))
            : Bodies.submit(run.target(), to, "mode");
    return body.set("esm_class", mode);
  }

  private static Check mode(String id, CommandId command, Version version, int mode) {
    String name = mode == DATAGRAM ? "datagram mode" : "transaction mode";
    return Check.of(id, command.wireName() + " in " + name + " is accepted", MODES)
        .on(version)
        .feature(name)
        .needs(Need.SUBMIT)
        .covers(command)
        .does(
            run -> {
              WirePdu response =
                  run.sender()
                      .patientCall(command, inMode(run, command, run.target().destination(), mode));
              Run.optionalUnlessSubmit(command, response);
              if (response.has(CommandStatus.ESME_RINVESMCLASS)) {
                throw Ended.notSupported(response.toString());
              }
              Run.ok(response);
            });
  }

  private static Check failure(String id, CommandId command, Version version) {
    return Check.of(id, command.wireName() + " in transaction mode tells the failure itself", MODES)
        .on(version)
        .feature("transaction mode")
        .needs(Need.SUBMIT, Need.FAILING)
        .covers(command)
        .does(
            run -> {
              Party failing = run.target().failing();
              Party to = failing != null ? failing : run.target().destination();
              WirePdu response =
                  run.sender().patientCall(command, inMode(run, command, to, TRANSACTION));
              Run.optionalUnlessSubmit(command, response);
              if (response.has(CommandStatus.ESME_RINVESMCLASS)) {
                throw Ended.notSupported(response.toString());
              }
              Run.exactly(response, CommandStatus.ESME_RDELIVERYFAILURE);
              if (response.body().length > 0) {
                BodyReader in = new BodyReader(response);
                in.cString("message_id", 65);
                in.tlvs().keySet().forEach(tag -> run.tlvs().add(tag, TlvFindings.Finding.SENT));
              }
            });
  }
}
