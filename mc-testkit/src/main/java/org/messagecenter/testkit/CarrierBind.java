package org.messagecenter.testkit;

import java.net.Socket;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jsmpp.session.BindRequest;
import org.jspecify.annotations.Nullable;

/**
 * A bind that a carrier was asked for.
 *
 * @param number which connection of the carrier it came over, counted from 1
 * @param commandId bind_receiver, bind_transmitter or bind_transceiver
 * @param version the interface_version octet
 * @param addressRange the address_range
 * @param certificate the subject of the certificate that the client showed; empty without one
 */
public record CarrierBind(
    int number,
    int commandId,
    String systemId,
    String password,
    String systemType,
    int version,
    String addressRange,
    String certificate) {

  static CarrierBind of(int number, BindRequest bind, Socket socket) {
    return new CarrierBind(
        number,
        bind.getBindType().commandId(),
        bind.getSystemId(),
        bind.getPassword(),
        text(bind.getSystemType()),
        bind.getInterfaceVersion().value() & 0xFF,
        text(bind.getAddressRange()),
        certificate(socket));
  }

  /** jSMPP has null for an empty field. */
  private static String text(@Nullable String field) {
    return field == null ? "" : field;
  }

  private static String certificate(Socket socket) {
    try {
      return socket instanceof SSLSocket tls ? tls.getSession().getPeerPrincipal().getName() : "";
    } catch (SSLPeerUnverifiedException e) {
      return ""; // the client showed none
    }
  }

  /** Whether deliver_sm and data_sm may be sent over it. */
  public boolean receives() {
    return commandId != RawPdu.BIND_TRANSMITTER;
  }

  /** The name of the bind in {@link ReceivedMessage#bind()}. */
  public String name() {
    return name(number);
  }

  static String name(int number) {
    return "carrier-" + number;
  }
}
