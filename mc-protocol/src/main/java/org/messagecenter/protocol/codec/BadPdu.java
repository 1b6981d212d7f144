package org.messagecenter.protocol.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * Octets that are not a PDU of ours, with as much of the header as could be read.
 *
 * @param commandLength as announced; unsigned, so a negative value is a very large length
 * @param commandId as it came; 0 if the header could not be read
 * @param commandStatus as it came; 0 if the header could not be read
 * @param sequence as it came; 0 if the header could not be read
 * @param suggested the status to answer a request with
 * @param fatal true when the stream can no longer be cut into PDUs: the connection has to end
 * @param reason for a log; names the field and lengths, never content
 * @param usable what of it counts all the same: a response that says what it answers, and how, in
 *     spite of what is wrong with it; null for nothing
 */
public record BadPdu(
    int commandLength,
    int commandId,
    int commandStatus,
    int sequence,
    CommandStatus suggested,
    boolean fatal,
    String reason,
    @Nullable Packet usable)
    implements Inbound {
  /** One of which nothing can be used. */
  public BadPdu(
      int commandLength,
      int commandId,
      int commandStatus,
      int sequence,
      CommandStatus suggested,
      boolean fatal,
      String reason) {
    this(commandLength, commandId, commandStatus, sequence, suggested, fatal, reason, null);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "BadPdu[command_id=0x%08X, sequence=%d, length=%s, %s%s, %s]",
        commandId,
        sequence,
        Integer.toUnsignedString(commandLength),
        suggested,
        fatal ? ", fatal" : "",
        reason);
  }
}
