package org.messagecenter.protocol.pdu;

/**
 * An SME address (34:5.2.5-5.2.9, 50:4.7.1, 50:4.7.2, 50:4.7.29).
 *
 * @param ton type of number: 1 international, 2 national, 5 alphanumeric, others to 6
 * @param npi numbering plan: 1 for telephone numbers
 * @param digits the address itself, as it stood on the wire; letters when ton is 5, empty when the
 *     message center is to choose
 */
public record Address(int ton, int npi, String digits) {
  /** No address at all: three zero octets. */
  public static final Address EMPTY = new Address(0, 0, "");

  /** The most characters an address has, but for those of data_sm and alert_notification. */
  private static final int USUAL = 20;

  /**
   * This address as deliver_sm can carry it (34:4.6.1): the first 20 characters of one that came in
   * a data_sm, which has room for 64.
   */
  public Address forDeliverSm() {
    return digits.length() <= USUAL ? this : new Address(ton, npi, digits.substring(0, USUAL));
  }

  /** Type, plan and enough of the digits to recognise them, as in {@code 1/1/4917…89}. */
  @Override
  public String toString() {
    return ton + "/" + npi + "/" + Masked.number(digits);
  }
}
