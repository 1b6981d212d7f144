package org.messagecenter.protocol.text;

/**
 * How one peer understands the data_coding values that peers understand differently; a setting of
 * its account.
 *
 * @param zero what 0x00 means, which the specifications leave to the message center
 * @param one what 0x01 means: ASCII by the text, GSM 7-bit with some clients
 * @param three what 0x03 means: Latin-1 by the text, windows-1252 or ISO 8859-15 with some clients
 * @param eight what 0x08 means: {@link Alphabet#UCS2}, or {@link Alphabet#UCS2_LE} with some
 * @param gsm whether every value is a GSM data coding scheme, as in 3.3
 */
public record Dialect(Alphabet zero, Alphabet one, Alphabet three, Alphabet eight, boolean gsm) {
  /** By the text of 3.4 and 5.0, and GSM 7-bit unpacked for 0. */
  public static final Dialect STANDARD = of(Alphabet.GSM7);

  /** The data coding scheme of GSM as it is, as 3.3 peers use it. */
  public static final Dialect GSM =
      new Dialect(Alphabet.GSM7, Alphabet.GSM7, Alphabet.GSM7, Alphabet.UCS2, true);

  /**
   * The same in 3.3, where only the alphabet of 0 and the order of UCS-2 are for peers to choose.
   */
  public Dialect asGsm() {
    return new Dialect(zero, one, three, eight, true);
  }

  /** By the text of 3.4 and 5.0. */
  public static Dialect of(Alphabet zero) {
    return new Dialect(zero, Alphabet.ASCII, Alphabet.LATIN1, Alphabet.UCS2, false);
  }
}
