package org.messagecenter.store.journal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a disk that is full from one that is broken. What the disk says of its free space is not
 * enough: a quota, or blocks kept for others, end a file while there seems to be room.
 */
final class NoSpace {

  /** ENOSPC and EDQUOT by name; Java tells no error's number. */
  private static final List<String> TEXTS = List.of("no space left", "quota exceeded");

  private NoSpace() {}

  /** Whether that failed for want of room. */
  static boolean isMeant(@Nullable Throwable failure) {
    for (Throwable one = failure; one != null; one = one.getCause()) {
      String message = one instanceof IOException ? one.getMessage() : null;
      if (message != null) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (TEXTS.stream().anyMatch(lower::contains)) {
          return true;
        }
      }
    }
    return false;
  }
}
