package org.messagecenter.server.route;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/** The operator's table of networks by the first digits of their numbers. */
final class Networks {
  private static final Pattern MCC = Pattern.compile("\\d{3}");
  private static final Pattern MNC = Pattern.compile("\\d{2,3}");
  private static final Pattern PREFIX = Pattern.compile("\\+?\\d{1,15}");

  private final PrefixTree<Network> byPrefix = new PrefixTree<>();
  private boolean empty = true;

  /** A table without a network. */
  static Networks none() {
    return new Networks();
  }

  /** Reads the list {@code networks} of a file; problems are noted in it. */
  static Networks from(Section file) {
    Networks table = new Networks();
    if (!file.has("networks")) {
      return table;
    }
    for (Section s : file.sections("networks")) {
      Network network =
          new Network(
              s.string("mcc", MCC, "three digits"), s.string("mnc", MNC, "two or three digits"));
      for (String prefix :
          s.oneOrMore("prefix", PREFIX, "the first digits of international numbers")) {
        Network other = table.byPrefix.put(withoutPlus(prefix), network);
        if (other != null) {
          s.problem("prefix", "must differ: " + prefix + " belongs to " + other + " already");
        }
        table.empty = false;
      }
    }
    return table;
  }

  static String withoutPlus(String prefix) {
    return prefix.startsWith("+") ? prefix.substring(1) : prefix;
  }

  boolean isEmpty() {
    return empty;
  }

  /** The network with the longest prefix of an international number; null when there is none. */
  @Nullable Network of(String digits) {
    return byPrefix.longest(digits);
  }
}
