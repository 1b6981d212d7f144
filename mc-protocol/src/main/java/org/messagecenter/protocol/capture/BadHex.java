package org.messagecenter.protocol.capture;

/** A text that does not spell octets, with the place where it stops to. */
public final class BadHex extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param line counted from 1
   * @param column counted from 1
   */
  BadHex(int line, int column, String reason) {
    super("line " + line + ", column " + column + ": " + reason);
  }
}
