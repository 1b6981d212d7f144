package org.messagecenter.bench.conform;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@link Watch} saw during all the other checks; to be tried last. */
final class WatchChecks {
  private WatchChecks() {}

  static List<Check> all() {
    return Stream.of(WatchRule.values()).map(WatchChecks::check).toList();
  }

  private static Check check(WatchRule rule) {
    return Check.of(
            "always-" + rule.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            rule.title(),
            rule.spec())
        .does(
            run -> {
              Watch.Tally tally = run.watch().tally(rule);
              if (tally.applied() == 0) {
                throw Ended.skip("nothing was seen that this rule is about");
              }
              if (tally.broken() > 0) {
                String came =
                    tally.example() + " (" + tally.broken() + " of " + tally.applied() + ")";
                if (rule.must()) {
                  throw Ended.fail("that " + rule.title(), came);
                }
                run.note(came);
              }
            });
  }
}
