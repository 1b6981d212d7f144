package org.messagecenter.server.route;

/** What sticks to a carrier. */
enum StickyBy {
  DESTINATION,
  SOURCE,
  BOTH;

  /** A number that is the same for the same addresses. */
  long draw(Facts facts) {
    return switch (this) {
      case DESTINATION -> Draw.of(facts.destination().digits());
      case SOURCE -> Draw.of(facts.source().digits());
      case BOTH -> 31 * Draw.of(facts.destination().digits()) + Draw.of(facts.source().digits());
    };
  }
}
