package org.messagecenter.protocol.receipt;

/**
 * How the text of a receipt is printed where message centers differ (34:App. B).
 *
 * @param seconds dates of 12 digits, YYMMDDhhmmss, rather than 10
 * @param decimalError err as a decimal number of at least three digits rather than three
 *     hexadecimal ones
 */
public record ReceiptStyle(boolean seconds, boolean decimalError) {
  /** As the example in the specification, err in hexadecimal. */
  public static final ReceiptStyle USUAL = new ReceiptStyle(false, false);

  int dateLength() {
    return seconds ? 12 : 10;
  }

  /** The err field of a code, 0 to 0xFFFF. */
  int errorLength(int error) {
    if (!decimalError || error < 1000) {
      return 3;
    }
    return error < 10_000 ? 4 : 5;
  }
}
