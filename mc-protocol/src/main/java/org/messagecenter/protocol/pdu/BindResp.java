package org.messagecenter.protocol.pdu;

/** The answer to a {@link Bind}; its status says whether the session is open now (34:4.1.2). */
public sealed interface BindResp extends Pdu
    permits BindTransmitterResp, BindReceiverResp, BindTransceiverResp {
  /** The name of the message center, up to 15 characters. */
  String systemId();

  /** Usually sc_interface_version, or nothing. */
  Tlvs tlvs();

  /** The response of the same mode as {@code request}. */
  static BindResp to(Bind request, String systemId, Tlvs tlvs) {
    if (request instanceof BindTransmitter) {
      return new BindTransmitterResp(systemId, tlvs);
    }
    return request instanceof BindReceiver
        ? new BindReceiverResp(systemId, tlvs)
        : new BindTransceiverResp(systemId, tlvs);
  }
}
