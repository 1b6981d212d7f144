package org.messagecenter.server.upstream;

import java.util.List;
import org.messagecenter.server.route.CarrierHealth;

/**
 * A carrier at a moment.
 *
 * @param window requests that may be under way over the binds that stand and send
 * @param outstanding messages under way
 * @param room how many more it would take now
 */
public record CarrierStatus(
    String name,
    CarrierHealth health,
    int window,
    int outstanding,
    int room,
    List<BindStatus> binds) {

  public CarrierStatus {
    binds = List.copyOf(binds);
  }

  /** How many binds stand. */
  public int bound() {
    return (int) binds.stream().filter(b -> b.state() == BindStatus.State.BOUND).count();
  }
}
