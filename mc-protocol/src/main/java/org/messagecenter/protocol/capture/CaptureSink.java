package org.messagecenter.protocol.capture;

import org.messagecenter.protocol.pdu.Octets;

/** Takes what {@link CaptureDecoder} finds, in the order in which it became whole. */
public interface CaptureSink {
  /**
   * A PDU, or what is there of one.
   *
   * @param frame the number of the frame it ends in, counted from 1; of one that is not whole, the
   *     last frame of its sender
   * @param micros when that frame was seen, in microseconds since 1970
   * @param from address and port of its sender
   * @param to address and port of its receiver
   * @param octets from its header on
   */
  void pdu(long frame, long micros, String from, String to, Octets octets);

  /** Something is missing or broken, other than inside a PDU. */
  void problem(long frame, String what);

  /** What the capturing side noted beside a frame. */
  void comment(long frame, String comment);
}
