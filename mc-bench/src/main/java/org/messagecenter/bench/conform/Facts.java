package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** What is found out about a message center before the checks, so that they need not guess. */
final class Facts {
  private final boolean transceiver;
  private final boolean submits;
  private final String submitAnswer;
  private boolean receiptsMissing;

  private Facts(boolean transceiver, boolean submits, String submitAnswer) {
    this.transceiver = transceiver;
    this.submits = submits;
    this.submitAnswer = submitAnswer;
  }

  /** One way to bind. */
  private record Way(BindMode mode, Version version) {}

  private static final List<Way> WAYS =
      List.of(
          new Way(BindMode.TRANSCEIVER, Version.V3_4),
          new Way(BindMode.TRANSMITTER, Version.V3_4),
          new Way(BindMode.TRANSCEIVER, Version.V5_0),
          new Way(BindMode.TRANSMITTER, Version.V3_3));

  /**
   * Binds in the first way that works and submits the plainest message.
   *
   * @throws IOException when no connection can be had or no bind is accepted
   */
  static Facts gather(Target target, Watch watch) throws IOException {
    String refused = "";
    for (Way way : WAYS) {
      try (Esme esme =
          new Esme(Link.connect(target), target.responseTime(), watch, way.version())) {
        WirePdu bound =
            esme.find(
                esme.post(
                    way.mode().command(), Bodies.bind(target, way.version().interfaceVersion())),
                target.responseTime());
        if (bound == null || !bound.ok() || bound.is(CommandId.GENERIC_NACK)) {
          refused = way.mode().command().wireName() + ": " + said(esme, bound);
          if (bound != null && credentials(bound)) {
            // Some block an account after a few of these.
            break;
          }
          continue;
        }
        esme.boundAs(way.mode());
        WirePdu answer =
            esme.find(
                esme.post(
                    CommandId.SUBMIT_SM, Bodies.submit(target, target.destination(), "conform")),
                target.responseTime());
        return new Facts(
            way.mode() == BindMode.TRANSCEIVER,
            answer != null && answer.ok() && answer.is(CommandId.SUBMIT_SM_RESP),
            said(esme, answer));
      }
    }
    throw new IOException("no bind is accepted; the last answer to " + refused);
  }

  private static boolean credentials(WirePdu refusal) {
    return refusal.has(CommandStatus.ESME_RINVPASWD) || refusal.has(CommandStatus.ESME_RINVSYSID);
  }

  private static String said(Esme esme, @Nullable WirePdu pdu) {
    if (pdu != null) {
      return CommandStatus.describe(pdu.status());
    }
    String end = esme.end();
    return end != null ? end : "none";
  }

  /** True when transmitter and receiver can share a session. */
  boolean transceiver() {
    return transceiver;
  }

  /** True when the plainest submit_sm is accepted. */
  boolean submits() {
    return submits;
  }

  /** How the plainest submit_sm was answered. */
  String submitAnswer() {
    return submitAnswer;
  }

  /** True once a receipt that should have come did not. */
  boolean receiptsMissing() {
    return receiptsMissing;
  }

  /** Saves the other checks from waiting in vain. */
  void missReceipts() {
    receiptsMissing = true;
  }
}
