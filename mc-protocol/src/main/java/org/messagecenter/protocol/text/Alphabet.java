package org.messagecenter.protocol.text;

/** The alphabets that data_coding names, as far as this program turns them into text. */
public enum Alphabet {
  GSM7,
  ASCII,
  LATIN1,
  UCS2,
  /** Octets that are no text. */
  BINARY,
  /** An alphabet we know by name only: kept as it is, shown as Latin-1. */
  OTHER
}
