package org.messagecenter.bench.conform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** The mandatory fields of submit_sm, one by one (34:4.4.1, 50:4.2.1, 2.8.2). */
final class SubmitChecks {
  private static final String FIELDS = "34:4.4.1, 50:4.2.1, 2.8.2";
  private static final int[] RESERVED_PLANS = {2, 5, 7, 255};

  private SubmitChecks() {}

  static List<Check> all() {
    List<Check> all = new ArrayList<>();
    for (Version version : Version.values()) {
      all.add(
          accepted("plain-" + version.label(), "a plain message is accepted", version, b -> {}));
    }
    texts(all);
    addresses(all);
    flags(all);
    lengths(all);
    return all;
  }

  private static void texts(List<Check> all) {
    all.add(
        broken(
            "long-service-type",
            "service_type of 6 characters is refused",
            CommandStatus.ESME_RINVSERTYP,
            body -> body.set("service_type", "ABCDEF")));
    all.add(
        broken(
            "long-source",
            "source_addr of 21 characters is refused",
            CommandStatus.ESME_RINVSRCADR,
            body -> body.set("source_addr", "1".repeat(21))));
    all.add(
        broken(
            "long-destination",
            "destination_addr of 21 characters is refused",
            CommandStatus.ESME_RINVDSTADR,
            body -> body.set("destination_addr", "1".repeat(21))));
    all.add(
        broken(
            "endless-source",
            "source_addr of 3,000 characters is refused",
            CommandStatus.ESME_RINVSRCADR,
            body -> body.set("source_addr", "1".repeat(3000))));
    List<String> order =
        List.of(
            "service_type",
            "source_addr",
            "destination_addr",
            "schedule_delivery_time",
            "validity_period");
    List<CommandStatus> own =
        List.of(
            CommandStatus.ESME_RINVSERTYP,
            CommandStatus.ESME_RINVSRCADR,
            CommandStatus.ESME_RINVDSTADR,
            CommandStatus.ESME_RINVSCHED,
            CommandStatus.ESME_RINVEXPIRY);
    for (int i = 0; i < order.size(); i++) {
      String field = order.get(i);
      all.add(
          broken(
              "cut-" + field.replace('_', '-'),
              "a PDU that ends inside " + field + " is refused",
              own.get(i),
              body -> body.cut(field, Octets.ascii("12")),
              CommandStatus.ESME_RINVCMDLEN));
    }
    all.add(
        broken(
            "no-body",
            "a submit_sm of 16 octets is refused",
            CommandStatus.ESME_RINVSERTYP,
            body -> body.cut("service_type", Octets.NONE),
            CommandStatus.ESME_RINVCMDLEN));
  }

  private static void addresses(List<Check> all) {
    for (int ton : new int[] {7, 255}) {
      all.add(value("source-ton-" + ton, "source_addr_ton", ton, CommandStatus.ESME_RINVSRCTON));
      all.add(value("dest-ton-" + ton, "dest_addr_ton", ton, CommandStatus.ESME_RINVDSTTON));
    }
    for (int npi : RESERVED_PLANS) {
      all.add(value("source-npi-" + npi, "source_addr_npi", npi, CommandStatus.ESME_RINVSRCNPI));
      all.add(value("dest-npi-" + npi, "dest_addr_npi", npi, CommandStatus.ESME_RINVDSTNPI));
    }
    all.add(
        broken(
            "no-destination",
            "an empty destination_addr is refused",
            CommandStatus.ESME_RINVDSTADR,
            body -> body.set("destination_addr", "")));
    all.add(
        policy(
            "no-source",
            "an empty source_addr is replaced, or refused with its status",
            body -> body.set("source_addr_ton", 0).set("source_addr_npi", 0).set("source_addr", ""),
            CommandStatus.ESME_RINVSRCADR));
    all.add(
        policy(
            "name-as-source",
            "an alphanumeric source_addr is accepted, or refused with its status",
            body ->
                body.set("source_addr_ton", 5)
                    .set("source_addr_npi", 0)
                    .set("source_addr", "Conform 34"),
            CommandStatus.ESME_RINVSRCADR,
            CommandStatus.ESME_RINVSRCTON));
    for (int ton = 0; ton <= 6; ton++) {
      int value = ton;
      all.add(
          policy(
              "legal-source-ton-" + ton,
              "source_addr_ton " + ton + " is accepted, or refused with a status of the source",
              body -> body.set("source_addr_ton", value),
              CommandStatus.ESME_RINVSRCTON,
              CommandStatus.ESME_RINVSRCADR));
    }
    for (int npi : new int[] {0, 1, 3, 4, 6, 8, 9, 10, 14, 18}) {
      all.add(
          policy(
              "legal-source-npi-" + npi,
              "source_addr_npi " + npi + " is accepted, or refused with a status of the source",
              body -> body.set("source_addr_npi", npi),
              CommandStatus.ESME_RINVSRCNPI,
              CommandStatus.ESME_RINVSRCADR));
    }
    all.add(
        policy(
            "longest-destination",
            "a destination_addr of 20 characters is judged as an address, not as a fault",
            body -> body.set("destination_addr", "12025550123000000000"),
            CommandStatus.ESME_RINVDSTADR));
  }

  private static void flags(List<Check> all) {
    all.add(
        accepted(
            "store-and-forward",
            "esm_class 3, store and forward, is accepted",
            Version.V3_4,
            body -> body.set("esm_class", 3)));
    all.add(
        policy(
            "reply-path",
            "esm_class 0x80, reply path, is accepted, or refused with its status",
            body -> body.set("esm_class", 0x80),
            CommandStatus.ESME_RINVESMCLASS));
    all.add(value("esm-class-type", "esm_class", 0x3C, CommandStatus.ESME_RINVESMCLASS));
    // 34:4.4: a submit_sm of 3.4 has no transaction mode.
    all.add(value("transaction-3.4", "esm_class", 2, CommandStatus.ESME_RINVESMCLASS));
    for (int priority = 0; priority <= 3; priority++) {
      int value = priority;
      all.add(
          accepted(
              "priority-" + priority,
              "priority_flag " + priority + " is accepted",
              Version.V3_4,
              body -> body.set("priority_flag", value)));
    }
    all.add(value("priority-4-3.4", "priority_flag", 4, CommandStatus.ESME_RINVPRTFLG));
    all.add(value("priority-255", "priority_flag", 255, CommandStatus.ESME_RINVPRTFLG));
    all.add(
        policy(
            "protocol-id",
            "every protocol_id is taken, or refused without harm",
            body -> body.set("protocol_id", 0x41),
            CommandStatus.ESME_RSUBMITFAIL,
            CommandStatus.ESME_RINVESMCLASS));
    all.add(
        policy(
            "registered-reserved-bits",
            "reserved bits of registered_delivery are ignored, or refused with its status",
            body -> body.set("registered_delivery", 0xE0),
            CommandStatus.ESME_RINVREGDLVFLG));
    for (int flag : new int[] {2, 255}) {
      all.add(
          value(
              "replace-flag-" + flag,
              "replace_if_present_flag",
              flag,
              CommandStatus.ESME_RINVREPFLAG));
    }
    all.add(value("canned-message", "sm_default_msg_id", 254, CommandStatus.ESME_RINVDFTMSGID));
    for (int coding : new int[] {0x00, 0x01, 0x03, 0x04, 0x08, 0xF0, 0xF5}) {
      all.add(
          accepted(
              String.format("coding-0x%02x", coding),
              String.format("data_coding 0x%02X is accepted", coding),
              Version.V3_4,
              body -> body.set("data_coding", coding).text(new byte[] {0, 65, 0, 66})));
    }
    for (int coding : new int[] {0x0B, 0xBF}) {
      all.add(
          submit(
              String.format("coding-0x%02x-5.0", coding),
              String.format("the reserved data_coding 0x%02X is refused", coding),
              Version.V5_0,
              body -> body.set("data_coding", coding),
              (run, response) -> run.reserved(response, CommandStatus.ESME_RINVDCS)));
    }
  }

  private static void lengths(List<Check> all) {
    all.add(
        broken(
            "length-beyond",
            "sm_length beyond the end of the PDU is refused",
            CommandStatus.ESME_RINVMSGLEN,
            body -> body.set("sm_length", 200),
            CommandStatus.ESME_RINVCMDLEN));
    all.add(
        broken(
            "length-short",
            "octets behind short_message that are no TLV are refused",
            CommandStatus.ESME_RINVTLVSTREAM,
            body -> body.text(Octets.filled(20, 'a')).set("sm_length", 17),
            CommandStatus.ESME_RINVMSGLEN));
    all.add(
        policy(
            "254-octets",
            "a short_message of 254 octets is accepted, or refused for its length",
            body -> body.text(Octets.filled(254, 'a')),
            CommandStatus.ESME_RINVMSGLEN));
    all.add(
        submit(
            "255-octets-3.4",
            "a short_message of 255 octets is refused on 3.4",
            Version.V3_4,
            body -> body.text(Octets.filled(255, 'a')),
            (run, response) -> run.reserved(response, CommandStatus.ESME_RINVMSGLEN)));
    all.add(
        submit(
            "255-octets-5.0",
            "a short_message of 255 octets is accepted on 5.0, or refused for its length",
            Version.V5_0,
            body -> body.text(Octets.filled(255, 'a')),
            (run, response) -> judged(response, CommandStatus.ESME_RINVMSGLEN)));
    all.add(
        policy(
            "empty",
            "an empty message is accepted, or refused for its length",
            body -> body.text(Octets.NONE),
            CommandStatus.ESME_RINVMSGLEN));
    byte[] everything = new byte[250];
    for (int i = 0; i < everything.length; i++) {
      everything[i] = (byte) i;
    }
    all.add(
        accepted(
            "binary",
            "binary octets of every value are accepted",
            Version.V3_4,
            body -> body.set("data_coding", 4).text(Arrays.copyOf(everything, 140))));
  }

  private static Check accepted(String id, String title, Version version, Consumer<Body> change) {
    return submit(id, title, version, change, (run, response) -> Run.ok(response));
  }

  private static Check broken(
      String id, String title, CommandStatus own, Consumer<Body> change, CommandStatus... others) {
    return submit(
        id, title, Version.V3_4, change, (run, response) -> run.refused(response, own, others));
  }

  private static Check value(String id, String field, int value, CommandStatus own) {
    return submit(
        id,
        field + " " + value + " is refused",
        Version.V3_4,
        body -> body.set(field, value),
        (run, response) -> run.reserved(response, own));
  }

  private static Check policy(
      String id, String title, Consumer<Body> change, CommandStatus... refusals) {
    return submit(id, title, Version.V3_4, change, (run, response) -> judged(response, refusals));
  }

  /** Accepted or refused with one of these: both are right. */
  static void judged(WirePdu response, CommandStatus... refusals) {
    if (!response.ok()) {
      CommandStatus[] allowed = Arrays.copyOf(refusals, refusals.length + 1);
      allowed[refusals.length] = CommandStatus.ESME_ROK;
      Run.exactly(response, allowed);
    }
  }

  /** A changed submit_sm and a judgement of its answer. */
  static Check submit(
      String id,
      String title,
      Version version,
      Consumer<Body> change,
      BiConsumer<Run, WirePdu> judge) {
    return Check.of("submit-" + id, title, FIELDS)
        .on(version)
        .needs(Need.SUBMIT)
        .covers(CommandId.SUBMIT_SM)
        .does(
            run -> {
              Esme esme = run.sender();
              Body body = run.message("conform");
              change.accept(body);
              judge.accept(run, esme.patientCall(CommandId.SUBMIT_SM, body));
              esme.alive();
            });
  }
}
