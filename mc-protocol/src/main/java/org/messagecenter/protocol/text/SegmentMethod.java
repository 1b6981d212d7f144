package org.messagecenter.protocol.text;

/** How the parts of a long message are told apart. */
public enum SegmentMethod {
  /** User data header with a reference of one octet: parts of 153, 134 octets or 67 units. */
  UDH8,
  /** User data header with a reference of two octets: parts of 152, 133 octets or 66 units. */
  UDH16,
  /**
   * sar_* TLVs. Parts are as long as with {@link #UDH8}, or as with {@link #UDH16} when the
   * reference is above 255.
   */
  SAR,
  /** No parts: everything in one message_payload, up to 65,535 octets. */
  PAYLOAD
}
