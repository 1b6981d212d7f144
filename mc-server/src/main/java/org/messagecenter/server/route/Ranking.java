package org.messagecenter.server.route;

import java.util.List;

/**
 * How a group chose.
 *
 * @param entries its carriers, in the order in which they come into question
 * @param chosen index of the one that was chosen
 */
record Ranking(Group group, List<Entry> entries, int chosen, String why) {

  /**
   * A carrier in the group.
   *
   * @param weight its share, where the group draws
   * @param price not a number when none is known, or the group does not ask for it
   */
  record Entry(String carrier, double weight, double price, Fitness fitness, String health) {}
}
