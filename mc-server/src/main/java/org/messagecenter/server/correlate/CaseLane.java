package org.messagecenter.server.correlate;

import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of a carrier, for its receipts: what the store answers goes on there, and whatever
 * happens each is answered.
 */
final class CaseLane {
  private static final Logger log = LoggerFactory.getLogger(CaseLane.class);

  private final CarrierPort carrier;
  private final Means means;

  CaseLane(CarrierPort carrier, Means means) {
    this.carrier = carrier;
    this.means = means;
  }

  String carrier() {
    return carrier.name();
  }

  /** The store does not say what follows from a receipt. */
  void storeFailed(Case each, StoreFailure why) {
    means
        .troubles()
        .info(
            log,
            "A receipt of carrier {} has to come again: the store says {}",
            carrier.name(),
            why);
    each.postponed(CommandStatus.ESME_RSYSERR);
  }

  /** Goes on with a receipt on the lane, from the store's thread mostly. */
  void onLane(Case each, Runnable next) {
    Lane lane = carrier.lane();
    if (lane.loop().inEventLoop()) {
      guarded(each, next);
    } else {
      lane.answer(sameLane -> guarded(each, next));
    }
  }

  /** Whatever goes wrong, the receipt is answered. */
  void guarded(Case each, Runnable next) {
    try {
      next.run();
    } catch (RuntimeException e) {
      means.troubles().info(log, "A receipt of carrier {} cannot be served", carrier.name(), e);
      each.postponed(CommandStatus.ESME_RX_T_APPN);
    }
  }

  /** What is answered outside a read or a hand-over would wait for the next one. */
  void flushLater() {
    Lane lane = carrier.lane();
    lane.loop().execute(lane::flushDirty);
  }
}
