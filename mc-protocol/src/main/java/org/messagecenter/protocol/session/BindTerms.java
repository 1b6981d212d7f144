package org.messagecenter.protocol.session;

import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;

/** What a bind settles between the two sides: the direction, and the version. */
final class BindTerms {
  private static final int V3_3 = 0x33;
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  private final int ours;
  private int version = V3_3;
  private boolean announcing = true;
  private int silent = V3_3;

  /**
   * @param ours the version that we speak
   */
  BindTerms(int ours) {
    this.ours = ours;
  }

  /** The version that both sides may use. */
  int version() {
    return version;
  }

  /** MC side: whether the response to a good bind names our version. */
  void announce(boolean announce) {
    announcing = announce;
  }

  /** ESME side: what a message center speaks that names no version. */
  void assume(int version) {
    silent = version;
  }

  /** MC side: the response to a good bind. */
  BindResp accept(Bind request, String mcSystemId) {
    int theirs = known(request.interfaceVersion());
    version = Math.min(theirs, known(ours));
    Tlvs tlvs =
        theirs >= V3_4 && announcing
            ? Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, ours).build()
            : Tlvs.EMPTY;
    return BindResp.to(request, mcSystemId, tlvs);
  }

  /** ESME side: a good response to our bind; tells the state after it. */
  SessionState accepted(BindResp response) {
    // Without the TLV the message center must be taken for one that knows no TLVs (3.4 §3.4),
    // unless somebody knows better: many leave it out.
    int theirs = response.tlvs().intValue(TlvTag.SC_INTERFACE_VERSION, silent);
    version = Math.min(known(theirs), known(ours));
    return state(response.commandId());
  }

  static boolean isBind(CommandId command) {
    return switch (command) {
      case BIND_TRANSMITTER, BIND_RECEIVER, BIND_TRANSCEIVER -> true;
      default -> false;
    };
  }

  /** The state of a session after this response to a bind, if it is a good one. */
  static SessionState state(CommandId response) {
    return switch (response) {
      case BIND_TRANSMITTER_RESP -> SessionState.BOUND_TX;
      case BIND_RECEIVER_RESP -> SessionState.BOUND_RX;
      default -> SessionState.BOUND_TRX;
    };
  }

  /** Reserved versions count as the next lower one (5.0 §4.7.13). */
  private static int known(int interfaceVersion) {
    if (interfaceVersion >= V5_0) {
      return V5_0;
    }
    return interfaceVersion >= V3_4 ? V3_4 : V3_3;
  }
}
