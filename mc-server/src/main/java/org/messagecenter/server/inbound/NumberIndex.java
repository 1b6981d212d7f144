package org.messagecenter.server.inbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds, among the entries for numbers, those that are for the same, or for more. */
final class NumberIndex {
  private final List<NumberEntry> all = new ArrayList<>();
  private final Map<String, List<NumberEntry>> exact = new HashMap<>();
  private final Map<String, List<NumberEntry>> prefixes = new HashMap<>();

  void add(NumberEntry entry) {
    all.add(entry);
    (entry.prefix() ? prefixes : exact)
        .computeIfAbsent(entry.number(), number -> new ArrayList<>(1))
        .add(entry);
  }

  /** An entry that claims messages of this one as well, neither being the more exact. */
  Optional<NumberEntry> clash(NumberEntry entry) {
    return (entry.prefix() ? prefixes : exact)
        .getOrDefault(entry.number(), List.of()).stream().filter(entry::clashesWith).findFirst();
  }

  /**
   * Sentences about entries that take numbers out of a prefix of another account: legal, and easily
   * unmeant.
   */
  List<String> within(int most) {
    List<String> lines = new ArrayList<>();
    for (NumberEntry inner : all) {
      int length = inner.number().length() - (inner.prefix() ? 1 : 0);
      for (; length >= 0 && lines.size() < most; length--) {
        for (NumberEntry outer :
            prefixes.getOrDefault(inner.number().substring(0, length), List.of())) {
          if (!inner.owner().account().equals(outer.owner().account())) {
            lines.add(words(inner) + " is taken out of " + words(outer));
          }
        }
      }
    }
    return lines;
  }

  private static String words(NumberEntry entry) {
    return entry.words() + " of " + entry.owner().account().systemId() + " (" + entry.place() + ")";
  }
}
