package org.messagecenter.server.correlate;

import org.jspecify.annotations.Nullable;

/** Why a receipt is kept as an orphan. The code is what the store keeps. */
enum OrphanReason {
  /** No message has, or had lately, the id. */
  UNKNOWN(1, "unknown"),
  /** The message ended without a receipt, since none had come in time. */
  LATE(2, "late"),
  /** It is marked as a receipt, but the dialect finds no id in it that could be looked for. */
  UNREADABLE(3, "unreadable");

  private final int code;
  private final String word;

  OrphanReason(int code, String word) {
    this.code = code;
    this.word = word;
  }

  int code() {
    return code;
  }

  /** As operators see it. */
  String word() {
    return word;
  }

  /** The reverse of {@link #code}, null for a code that names none. */
  static @Nullable OrphanReason of(int code) {
    for (OrphanReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return null;
  }
}
