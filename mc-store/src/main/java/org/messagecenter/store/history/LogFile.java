package org.messagecenter.store.history;

import org.jspecify.annotations.Nullable;

/** A log in the directory. The lock of {@link LogFiles} guards it. */
final class LogFile {

  final int number;

  /** Octets that can be read. */
  long bytes;

  /** Whether it is still written to. */
  boolean open;

  /** Whether it cannot be read here, and has to stay as it is. */
  boolean foreign;

  /** Whether its index could not be made, and is not tried again for now. */
  boolean failed;

  /** Null as long as it was not made, or when it turned out to be damaged. */
  @Nullable KeyIndex index;

  LogFile(int number, long bytes, boolean open) {
    this.number = number;
    this.bytes = bytes;
    this.open = open;
  }

  long allBytes() {
    KeyIndex own = index;
    return bytes + (own == null ? 0 : own.bytes());
  }
}
