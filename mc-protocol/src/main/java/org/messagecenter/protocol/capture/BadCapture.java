package org.messagecenter.protocol.capture;

import java.io.IOException;

/** A capture file that cannot be read, or not from some place on. */
public final class BadCapture extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param offset where in the file, in octets
   * @param reason what was expected and what is there
   */
  BadCapture(long offset, String reason) {
    super("at octet " + offset + ": " + reason);
  }
}
