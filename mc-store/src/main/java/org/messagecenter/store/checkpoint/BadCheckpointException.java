package org.messagecenter.store.checkpoint;

import java.io.IOException;

/** A checkpoint that cannot be used; everything it told is to be forgotten. */
public final class BadCheckpointException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and where. */
  public BadCheckpointException(String file, long offset, String what) {
    super(file + " cannot be used, at offset " + offset + ": " + what);
  }
}
