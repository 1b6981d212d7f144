package org.messagecenter.server.route;

/** Whether a carrier is fit to be chosen; the better first. */
enum Fitness {
  /** Bound, and within the limits of the group. */
  WELL,
  /** Bound, but refuses or waits more than the group puts up with. */
  UNWELL,
  NOT_BOUND
}
