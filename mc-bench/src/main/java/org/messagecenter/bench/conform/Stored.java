package org.messagecenter.bench.conform;

import java.io.IOException;
import java.time.Duration;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Messages that wait in the message center, for the checks that need some. */
final class Stored {
  static final Party NOBODY = new Party(0, 0, "");

  private Stored() {}

  /** Submits a message that is due in an hour; ends the check where nothing can be scheduled. */
  static String scheduled(Run run, Esme esme, Body body) throws IOException {
    body.set(
        "schedule_delivery_time",
        run.version() == Version.V3_3
            ? TimeChecks.absolute(Duration.ofHours(1))
            : TimeChecks.IN_AN_HOUR);
    WirePdu response = esme.patientCall(CommandId.SUBMIT_SM, body);
    if (response.has(CommandStatus.ESME_RINVSCHED)) {
      throw Ended.notSupported("scheduled delivery: " + response);
    }
    Run.ok(response);
    return Run.messageId(response);
  }

  /** A scheduled message to the ordinary destination. */
  static String scheduled(Run run, Esme esme) throws IOException {
    return scheduled(run, esme, run.message("later"));
  }

  /** Takes a message back as well as it can be, so that nothing is sent long after the run. */
  static void forget(Run run, Esme esme, String messageId) throws IOException {
    esme.call(CommandId.CANCEL_SM, Bodies.cancel("", messageId, run.target().source(), NOBODY));
  }

  static WirePdu query(Run run, Esme esme, String messageId) throws IOException {
    return esme.call(CommandId.QUERY_SM, Bodies.query(messageId, run.target().source()));
  }

  static WirePdu cancel(Run run, Esme esme, String messageId) throws IOException {
    return esme.call(
        CommandId.CANCEL_SM, Bodies.cancel("", messageId, run.target().source(), NOBODY));
  }
}
