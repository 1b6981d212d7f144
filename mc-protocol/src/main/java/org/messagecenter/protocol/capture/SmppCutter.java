package org.messagecenter.protocol.capture;

import java.util.Arrays;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Cuts one direction of a connection into PDUs. Where it has lost step, or never had it because the
 * capture began later than the connection, it looks for the next octets that can be a header.
 */
final class SmppCutter {
  private static final int HEADER = 16;
  private static final int MAX_LENGTH = 1024 * 1024;

  /** Responses carry statuses up to the vendors' range; a higher number is no header. */
  private static final int MAX_STATUS = 0xFFFF;

  /** Octets to look through before a connection counts as one of another protocol. */
  private static final int PATIENCE = 64 * 1024;

  /** Takes what was cut. */
  interface Pieces {
    void pdu(Octets octets);

    void problem(String what);
  }

  private enum Step {
    /** Nothing seen, and what comes is the beginning of the connection. */
    BEGINNING,
    /** Somewhere in the stream. */
    SEARCHING,
    IN_STEP,
    /** Another protocol. */
    FOREIGN
  }

  private final boolean expected;
  private Step step;
  private boolean seen;
  private byte[] octets = {};
  private int start;
  private int end;
  private long skipped;

  /**
   * @param fromTheBeginning whether the first octets to come are those of the connection
   * @param expected whether the connection is known to be SMPP, so that anything else is a problem
   */
  SmppCutter(boolean fromTheBeginning, boolean expected) {
    this.step = fromTheBeginning ? Step.BEGINNING : Step.SEARCHING;
    this.expected = expected;
  }

  /** Octets held back. */
  int buffered() {
    return end - start;
  }

  /** The next octets of the stream. */
  void add(byte[] more, int offset, int count, Pieces out) {
    if (step == Step.FOREIGN) {
      return;
    }
    append(more, offset, count);
    boolean going = true;
    while (going) {
      going =
          switch (step) {
            case BEGINNING -> begin(out);
            case SEARCHING -> search(out);
            case IN_STEP -> cut(out);
            case FOREIGN -> false;
          };
    }
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  /** Octets are missing here: what was begun is handed out as it is. */
  void gap(Pieces out) {
    flush(out);
    if (step != Step.FOREIGN) {
      step = Step.SEARCHING;
    }
  }

  /** The stream ends; what was begun is handed out as it is. */
  void finish(Pieces out) {
    flush(out);
    if (expected && !seen && step != Step.FOREIGN && skipped > 0) {
      out.problem(skipped + " octets without a PDU");
      skipped = 0;
    }
  }

  private void flush(Pieces out) {
    if (start < end && step == Step.IN_STEP) {
      out.pdu(take(end - start));
    }
    skipped += end - start;
    start = 0;
    end = 0;
  }

  private boolean begin(Pieces out) {
    if (end - start < HEADER) {
      return false;
    }
    if (plausible(start)) {
      step = Step.IN_STEP;
      seen = true;
    } else if (expected) {
      lost(out);
    } else {
      foreign();
    }
    return step != Step.FOREIGN;
  }

  private boolean search(Pieces out) {
    while (end - start >= HEADER) {
      if (plausible(start)) {
        if (skipped > 0 && (seen || expected)) {
          out.problem(skipped + " octets skipped before the next header");
        }
        skipped = 0;
        step = Step.IN_STEP;
        seen = true;
        return true;
      }
      start++;
      skipped++;
    }
    if (!seen && !expected && skipped > PATIENCE) {
      foreign();
    }
    return false;
  }

  private boolean cut(Pieces out) {
    if (end - start < HEADER) {
      return false;
    }
    int length = number(start);
    if (length < HEADER || length > MAX_LENGTH) {
      lost(out);
      return true;
    }
    if (end - start < length) {
      return false;
    }
    out.pdu(take(length));
    return true;
  }

  private void lost(Pieces out) {
    out.problem(
        "command_length "
            + Integer.toUnsignedString(number(start))
            + " is not possible; the stream cannot be cut here");
    start++;
    skipped = 1;
    step = Step.SEARCHING;
  }

  private void foreign() {
    step = Step.FOREIGN;
    octets = new byte[0];
    start = 0;
    end = 0;
  }

  private boolean plausible(int at) {
    int length = number(at);
    int id = number(at + 4);
    int status = number(at + 8);
    return length >= HEADER
        && length <= MAX_LENGTH
        && CommandId.of(id) != null
        && (id < 0 ? status >= 0 && status <= MAX_STATUS : status == 0);
  }

  private Octets take(int count) {
    Octets taken = Octets.of(Arrays.copyOfRange(octets, start, start + count));
    start += count;
    return taken;
  }

  private void append(byte[] more, int offset, int count) {
    if (end + count > octets.length) {
      byte[] room = octets;
      int needed = end - start + count;
      if (needed > octets.length) {
        room = new byte[Math.max(needed, 2 * octets.length)];
      }
      System.arraycopy(octets, start, room, 0, end - start);
      end -= start;
      start = 0;
      octets = room;
    }
    System.arraycopy(more, offset, octets, end, count);
    end += count;
  }

  private int number(int at) {
    return (octets[at] & 0xFF) << 24
        | (octets[at + 1] & 0xFF) << 16
        | (octets[at + 2] & 0xFF) << 8
        | (octets[at + 3] & 0xFF);
  }
}
