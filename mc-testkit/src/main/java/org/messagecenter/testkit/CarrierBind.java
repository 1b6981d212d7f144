package org.messagecenter.testkit;

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
