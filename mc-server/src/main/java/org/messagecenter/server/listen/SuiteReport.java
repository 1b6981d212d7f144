package org.messagecenter.server.listen;

import java.util.List;

/**
 * What a listener offers, against the five suites that SMPP providers ask for.
 *
 * @param offered all suites offered, in order of preference
 * @param missing those of the five that are not
 */
public record SuiteReport(List<String> offered, List<String> missing) {

  public SuiteReport {
    offered = List.copyOf(offered);
    missing = List.copyOf(missing);
  }

  static SuiteReport of(List<String> offered) {
    return new SuiteReport(
        offered, CipherSuites.REQUIRED.stream().filter(suite -> !offered.contains(suite)).toList());
  }

  /** Whether all five are offered. */
  public boolean complete() {
    return missing.isEmpty();
  }

  /** For the start block: {@code 5 of the 5 required suites, 8 in all}. */
  @Override
  public String toString() {
    int required = CipherSuites.REQUIRED.size();
    String text =
        (required - missing.size())
            + " of the "
            + required
            + " required suites, "
            + offered.size()
            + " in all";
    return complete() ? text : text + "; missing: " + String.join(", ", missing);
  }
}
