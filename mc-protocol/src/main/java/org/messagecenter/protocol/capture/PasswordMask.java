package org.messagecenter.protocol.capture;

import java.util.Objects;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Covers the passwords in one direction of an SMPP connection with asterisks of the same length.
 *
 * <p>The octets may come in pieces of any size. Binds and outbind carry a password, behind the
 * first NUL of their body (34:4.1.1, 34:4.1.7): from there to the next NUL, everything becomes an
 * asterisk, however long it is. Once a command_length is impossible nobody knows where anything
 * stands; from then on all but the header in question is covered.
 */
public final class PasswordMask {
  /** A stream whose lengths exceed this is no SMPP, or is no longer in step. */
  static final int MAX_LENGTH = 16 * 1024 * 1024;

  private static final int HEADER = 16;
  private static final byte COVER = '*';

  private int position;
  private int length;
  private int commandId;
  private int nuls;
  private boolean lost;

  /** Whether a PDU of this command has a password as its second field. */
  public static boolean holdsPassword(int commandId) {
    CommandId command = CommandId.of(commandId);
    if (command == null) {
      return false;
    }
    return switch (command) {
      case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER, OUTBIND -> true;
      default -> false;
    };
  }

  /**
   * Covers what is to be covered in the next octets of the stream.
   *
   * @throws IndexOutOfBoundsException if the range does not lie inside the array
   */
  public void apply(byte[] octets, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, octets.length);
    int end = offset + count;
    int at = offset;
    while (at < end) {
      if (position < HEADER) {
        header(octets[at++]);
      } else if (lost) {
        octets[at++] = COVER;
      } else if (holdsPassword(commandId)) {
        cover(octets, at++);
      } else {
        int step = Math.min(end - at, length - position);
        at += step;
        position += step;
      }
      if (!lost && position >= HEADER && position == length) {
        position = 0;
        nuls = 0;
      }
    }
  }

  private void header(byte octet) {
    if (position < 4) {
      length = length << 8 | (octet & 0xFF);
    } else if (position < 8) {
      commandId = commandId << 8 | (octet & 0xFF);
    }
    position++;
    if (position == 4 && (length < HEADER || length > MAX_LENGTH)) {
      lost = true;
    }
  }

  private void cover(byte[] octets, int at) {
    position++;
    if (octets[at] == 0) {
      nuls++;
    } else if (nuls == 1) {
      octets[at] = COVER;
    }
  }
}
