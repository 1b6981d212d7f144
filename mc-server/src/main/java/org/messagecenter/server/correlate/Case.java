package org.messagecenter.server.correlate;

import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.dialect.CarrierReceipt;

/**
 * A receipt that is looking for its message. Where it came from decides what its end means. Used on
 * the lane of its carrier only.
 */
abstract class Case {
  private final CarrierReceipt receipt;
  private boolean mayWait;

  /**
   * @param mayWait whether it may wait for a message that the carrier is about to take
   */
  Case(CarrierReceipt receipt, boolean mayWait) {
    this.receipt = receipt;
    this.mayWait = mayWait;
  }

  final CarrierReceipt receipt() {
    return receipt;
  }

  /** About how many octets of memory it takes while it waits. */
  int octets() {
    return receipt.tlvs().raw().length();
  }

  final boolean mayWait() {
    return mayWait;
  }

  /** Its time is over. */
  final void waitNoMore() {
    mayWait = false;
  }

  /** Whether the same is durable already, as an orphan of the last minutes. */
  abstract boolean isKept();

  /** What follows from it is durable, or nothing does. */
  abstract void settled();

  /**
   * It is not known what follows from it, and so it has to come again.
   *
   * @param status what a carrier is told
   */
  abstract void postponed(CommandStatus status);

  /** No message can learn of it. */
  abstract void stray(OrphanReason why);
}
