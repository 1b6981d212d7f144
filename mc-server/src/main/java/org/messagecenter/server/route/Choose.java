package org.messagecenter.server.route;

/** How a group puts its carriers in order for a message. */
enum Choose {
  /** As they are listed. */
  FAILOVER("the first of its group"),
  /** By a draw in which each has its weight. */
  WEIGHTED("drawn by weight"),
  /** By a draw in which all are equal. */
  ROUND_ROBIN("drawn in turn"),
  /** The cheapest first; those without a price last. */
  LEAST_COST("the cheapest of its group"),
  /** By weight, the same order for the same numbers. */
  STICKY("the one for these numbers");

  private final String why;

  Choose(String why) {
    this.why = why;
  }

  /** Why the first of the order was chosen. */
  String why() {
    return why;
  }
}
