package org.messagecenter.bench.conform;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What was found out about each TLV of a request, by tag. */
final class TlvFindings {
  /** What a message center does with a TLV. */
  enum Finding {
    /** Its effect was seen. */
    USED("used"),
    /** The message center sent it. */
    SENT("sent"),
    /** Accepted, and refused when its length is wrong: so it is looked at. */
    READ("accepted, length checked"),
    /** Accepted whatever its length. */
    TAKEN("accepted or ignored"),
    /** The message was refused because of it. */
    REFUSED("refused");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final Map<Integer, Finding> byTag = new TreeMap<>();

  /** Keeps the strongest finding about a tag. */
  void add(int tag, Finding finding) {
    byTag.merge(tag, finding, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  /** All findings in the order of the tags. */
  Map<Integer, Finding> all() {
    return Collections.unmodifiableMap(byTag);
  }
}
