package org.messagecenter.server.correlate;

import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.dialect.CarrierReceipt;

/** A receipt as it came from the carrier, which waits for the answer. */
final class WireCase extends Case {
  private final Arrival arrival;
  private final Means means;
  private final OrphanBox orphans;

  WireCase(CarrierReceipt receipt, Arrival arrival, Means means, OrphanBox orphans) {
    super(receipt, !means.settings().early().isZero());
    this.arrival = arrival;
    this.means = means;
    this.orphans = orphans;
  }

  @Override
  int octets() {
    return arrival.request().body().length();
  }

  @Override
  boolean isKept() {
    return orphans.isKept(receipt());
  }

  @Override
  void settled() {
    arrival.answer(CommandStatus.ESME_ROK);
  }

  @Override
  void postponed(CommandStatus status) {
    means.counters().postponed.increment();
    arrival.answer(status);
  }

  @Override
  void stray(OrphanReason why) {
    means.counters().stray(why);
    orphans.keep(arrival, receipt(), why);
  }
}
