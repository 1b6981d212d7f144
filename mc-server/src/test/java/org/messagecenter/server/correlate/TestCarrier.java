package org.messagecenter.server.correlate;

import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.lane.Lane;

/** A carrier that sends nothing. */
record TestCarrier(String name, Lane lane, CarrierDialect dialect) implements CarrierPort {
  @Override
  public boolean bound() {
    return true;
  }

  @Override
  public int room() {
    return 0;
  }

  @Override
  public void whenRoom(Runnable listener) {}

  @Override
  public void send(Attempt attempt) {
    throw new UnsupportedOperationException("nothing is sent");
  }
}
