package org.messagecenter.server.config;

import java.util.Collection;
import java.util.Optional;

/** Guesses which key was meant by a misspelt one. */
final class NearestKey {

  private NearestKey() {}

  /** The known key closest to {@code wrong}, if it is near enough to be a slip of the hand. */
  static Optional<String> to(String wrong, Collection<String> known) {
    String best = null;
    int least = Math.max(2, wrong.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(wrong, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein distance: inserted, removed and changed characters. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
