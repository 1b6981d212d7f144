package org.messagecenter.server.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param place file and line
 * @param conditions all of which must hold, the cheap ones first
 * @param accounts those that the conditions allow, for the index; null for all
 * @param prefixes those of destinations that the conditions allow, for the index; null for all
 * @param action null when the rule only rewrites, and the rules behind it decide
 */
record Rule(
    String name,
    String place,
    List<Condition> conditions,
    @Nullable List<String> accounts,
    @Nullable List<String> prefixes,
    Rewrite rewrite,
    @Nullable Action action) {

  /** The first condition that does not hold; null when the rule fits. */
  @Nullable Condition unmet(Facts facts) {
    for (int i = 0; i < conditions.size(); i++) {
      Condition condition = conditions.get(i);
      if (!condition.holds(facts)) {
        return condition;
      }
    }
    return null;
  }
}
