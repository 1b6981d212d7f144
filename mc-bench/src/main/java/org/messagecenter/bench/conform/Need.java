package org.messagecenter.bench.conform;

/** What some checks cannot do without. */
enum Need {
  /** The plainest submit_sm is accepted. */
  SUBMIT("the plainest submit_sm is not accepted; see --source and --destination"),
  /** The destination gives receipts in time. */
  RECEIPTS("no receipt came for an ordinary message; see --destination and --receipt-timeout"),
  /** A destination that stays pending. */
  UNREACHABLE("needs --unreachable-destination"),
  /** A destination that ends as undeliverable. */
  FAILING("needs --failing-destination"),
  /** A destination whose messages come back. */
  LOOP("needs --loop-destination"),
  /** A distribution list. */
  LIST("needs --distribution-list"),
  /** A port to be called at. */
  OUTBIND("needs --esme-listen"),
  /** Time: the check waits for a repetition. */
  LONG("takes long; ask for it with --long");

  private final String missing;

  Need(String missing) {
    this.missing = missing;
  }

  /** Why a check is skipped without it. */
  String missing() {
    return missing;
  }
}
