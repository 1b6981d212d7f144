package org.messagecenter.server.correlate;

import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.dialect.CarrierReceipt;

/** A receipt that was an orphan and is looked at again. It stays one unless its end is durable. */
final class ReplayCase extends Case {
  private final Runnable matched;
  private final Runnable left;

  /**
   * @param matched it is needed no longer
   * @param left it stays
   */
  ReplayCase(CarrierReceipt receipt, Runnable matched, Runnable left) {
    super(receipt, /* mayWait= */ false);
    this.matched = matched;
    this.left = left;
  }

  /** It is that orphan itself, which is looking for its message all the same. */
  @Override
  boolean isKept() {
    return false;
  }

  @Override
  void settled() {
    matched.run();
  }

  @Override
  void postponed(CommandStatus status) {
    left.run();
  }

  @Override
  void stray(OrphanReason why) {
    left.run();
  }
}
