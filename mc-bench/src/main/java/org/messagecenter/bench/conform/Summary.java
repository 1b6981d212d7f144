package org.messagecenter.bench.conform;

import java.util.ArrayList;
import java.util.List;

/** The results of a run in numbers. */
final class Summary {
  private Summary() {}

  /** As in {@code 210 ok, 3 FAIL, 40 not supported, 12 skipped; 5 notes}. */
  static String of(List<Result> results) {
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      long count = Pics.count(results, outcome);
      if (count > 0) {
        parts.add(count + " " + outcome.word());
      }
    }
    long notes = results.stream().mapToLong(result -> result.notes().size()).sum();
    String all = parts.isEmpty() ? "nothing tried" : String.join(", ", parts);
    return notes == 0 ? all : all + "; " + notes + (notes == 1 ? " note" : " notes");
  }

  /** True when nothing contradicts the specification and every check worked. */
  static boolean passed(List<Result> results) {
    return Pics.count(results, Outcome.FAIL) == 0 && Pics.count(results, Outcome.BROKEN) == 0;
  }
}
