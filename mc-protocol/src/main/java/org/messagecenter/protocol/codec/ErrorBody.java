package org.messagecenter.protocol.codec;

import io.netty.buffer.ByteBuf;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;

/**
 * What a response that reports an error has behind its header. 5.0 wants nothing (50:3.2.1.3); some
 * clients read fields without looking at the status, and stumble over their absence.
 */
public enum ErrorBody {
  /** Nothing: 16 octets in all. */
  NONE,
  /** One NUL, an empty text: 17 octets in all. */
  NUL,
  /** Every field, with nothing in it. */
  FULL;

  private static final byte[] NOTHING = {};
  private static final byte[] ONE_NUL = {0};

  /**
   * Appends a response with a status other than 0. One that has a body by right, since it says why
   * a delivery failed, keeps it; a command without any field never gets a body.
   */
  public void encode(ByteBuf out, Pdu response, int status, int sequence) {
    boolean fields = !PduTable.layout(response.commandId()).fields().isEmpty();
    if (this == NONE || !fields || response.hasBodyOnError()) {
      PduCodec.encode(out, response, status, sequence);
      return;
    }
    int start = out.writerIndex();
    byte[] body = this == NUL ? ONE_NUL : NOTHING;
    PduCodec.encodeRaw(out, response.commandId(), status, sequence, body, 0, body.length);
    if (this == FULL) {
      PduCodec.encodeBody(out, response);
      out.setInt(start, out.writerIndex() - start);
    }
  }
}
