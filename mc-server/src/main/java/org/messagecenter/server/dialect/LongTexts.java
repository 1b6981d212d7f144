package org.messagecenter.server.dialect;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.text.SegmentMethod;

/** What is done with texts that are longer than one message. */
enum LongTexts {
  /** Cut, with a header whose reference has one octet. */
  UDH8(SegmentMethod.UDH8),
  /** Cut, with a header whose reference has two octets. */
  UDH16(SegmentMethod.UDH16),
  /** Cut, with sar_ TLVs. */
  SAR(SegmentMethod.SAR),
  /** Sent whole in message_payload. */
  PAYLOAD(null),
  /** Sent whole where they are: the carrier cuts them. */
  CARRIER(null);

  private final @Nullable SegmentMethod method;

  LongTexts(@Nullable SegmentMethod method) {
    this.method = method;
  }

  /** How we cut them; null when we do not. */
  @Nullable SegmentMethod method() {
    return method;
  }

  /** Whether parts are told apart in a header, so that sar_ TLVs may have to become one. */
  boolean byHeader() {
    return this == UDH8 || this == UDH16;
  }
}
