package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.ErrorBody;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.StatusFor;
import org.messagecenter.protocol.spec.TlvTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form in which a peer gets its PDUs: which statuses it knows, what an error's body looks like,
 * and whether it is told our load. Every response passes here.
 */
final class ResponseForm {
  private static final Logger log = LoggerFactory.getLogger(ResponseForm.class);

  private static final byte[] NO_BODY = {};
  private static final int V5_0 = 0x50;

  private final long id;
  private final Session session;
  private final @Nullable IntSupplier congestion;
  private ErrorBody errorBody = ErrorBody.NONE;
  private int throttled = CommandStatus.ESME_RTHROTTLED.value();

  /**
   * @param id names the connection in the log
   * @param congestion the load from 0 to 100 that a 5.0 peer is told; null to tell nobody
   */
  ResponseForm(long id, Session session, @Nullable IntSupplier congestion) {
    this.id = id;
    this.session = session;
    this.congestion = congestion;
  }

  /**
   * From now on errors are answered in this form.
   *
   * @param body what stands behind the header
   * @param throttledStatus takes the place of ESME_RTHROTTLED
   */
  void errors(ErrorBody body, CommandStatus throttledStatus) {
    errorBody = body;
    throttled = throttledStatus.value();
  }

  /** The status as this peer is told it. */
  int told(int commandStatus) {
    int status = commandStatus == CommandStatus.ESME_RTHROTTLED.value() ? throttled : commandStatus;
    return StatusFor.version(status, session.peerInterfaceVersion());
  }

  /** Appends a PDU, or ESME_RSYSERR in place of a response that cannot be written. */
  void append(ByteBuf buffer, Pdu pdu, int commandStatus, int sequence) {
    int start = buffer.writerIndex();
    try {
      encode(buffer, pdu, commandStatus, sequence);
    } catch (RuntimeException e) {
      // Half a PDU would take all that follows with it.
      buffer.writerIndex(start);
      if (!pdu.commandId().isResponse()) {
        throw e;
      }
      log.error("#{} a {} cannot be written", id, pdu.commandId().wireName(), e);
      PduCodec.encodeRaw(
          buffer,
          pdu.commandId(),
          CommandStatus.ESME_RSYSERR.value(),
          sequence,
          NO_BODY,
          0,
          NO_BODY.length);
    }
  }

  private void encode(ByteBuf buffer, Pdu pdu, int commandStatus, int sequence) {
    int start = buffer.writerIndex();
    if (commandStatus == 0) {
      PduCodec.encode(buffer, pdu, 0, sequence);
    } else {
      errorBody.encode(buffer, pdu, told(commandStatus), sequence);
    }
    IntSupplier load = congestion;
    if (load != null
        && session.peerInterfaceVersion() >= V5_0
        && pdu.commandId().isResponse()
        && (commandStatus == 0 || pdu.hasBodyOnError())
        && buffer.writerIndex() - start > PduCodec.HEADER_LENGTH) {
      PduCodec.addOctet(buffer, start, TlvTag.CONGESTION_STATE, load.getAsInt());
    }
  }
}
