package org.messagecenter.bench.conform;

/**
 * An address with its type of number and numbering plan (34:5.2.5, 5.2.6).
 *
 * @param ton type of number, 0-255
 * @param npi numbering plan, 0-255
 * @param digits the address, 0-20 characters in most PDUs
 */
record Party(int ton, int npi, String digits) {
  private static final int INTERNATIONAL = 1;
  private static final int ISDN = 1;
  private static final int ALPHANUMERIC = 5;

  /**
   * Reads {@code digits}, which is taken as international, a name, which is alphanumeric, or {@code
   * ton,npi,address}.
   *
   * @throws IllegalArgumentException when ton or npi are not numbers from 0 to 255
   */
  static Party parse(String text) {
    String[] parts = text.split(",", 3);
    if (parts.length == 3) {
      return new Party(octet(parts[0]), octet(parts[1]), parts[2]);
    }
    boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? new Party(INTERNATIONAL, ISDN, text) : new Party(ALPHANUMERIC, 0, text);
  }

  private static int octet(String text) {
    int value = Integer.parseInt(text.strip());
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(text + " is not between 0 and 255");
    }
    return value;
  }
}
