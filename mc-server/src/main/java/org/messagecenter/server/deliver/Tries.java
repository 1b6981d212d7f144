package org.messagecenter.server.deliver;

/**
 * How often a message was tried, by the plan that its failures followed, in the one number that the
 * store keeps of it: general ones in the ten low bits, those of the billing plan in the six above.
 * A count that is full stays so.
 */
final class Tries {
  /** The most failures of the general plan that are counted. */
  static final int MOST_GENERAL = (1 << 10) - 1;

  private static final int GENERAL_BITS = 10;
  private static final int MOST_BILLING = (1 << 6) - 1;

  private Tries() {}

  static int general(int tries) {
    return tries & MOST_GENERAL;
  }

  static int billing(int tries) {
    return tries >>> GENERAL_BITS & MOST_BILLING;
  }

  /** All attempts that were made. */
  static int all(int tries) {
    return general(tries) + billing(tries);
  }

  static int oneMoreGeneral(int tries) {
    return general(tries) < MOST_GENERAL ? tries + 1 : tries;
  }

  static int oneMoreBilling(int tries) {
    return billing(tries) < MOST_BILLING ? tries + (1 << GENERAL_BITS) : tries;
  }
}
