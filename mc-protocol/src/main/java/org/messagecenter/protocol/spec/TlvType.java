package org.messagecenter.protocol.spec;

/** How the value of a TLV is to be read (34:3.2.4, 50:3.1.1). */
public enum TlvType {
  /** Unsigned big-endian number of 1, 2 or 4 octets. */
  INTEGER,
  /** Number whose bits have meanings of their own. */
  BIT_MASK,
  /** Latin-1 text ended by one NUL that the length counts. */
  C_STRING,
  /** Octets with an inner structure of their own, or free data. */
  OCTETS
}
