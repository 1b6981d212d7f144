package org.messagecenter.store.archive;

import java.io.IOException;

/** A run holds something else than was written. */
final class RunDamageException extends IOException {
  private static final long serialVersionUID = 1L;

  RunDamageException(String path, long offset, String what) {
    super(path + " is damaged at offset " + offset + ": " + what);
  }
}
