package org.messagecenter.server.deliver;

/** Where messages leave for: a carrier, real or simulated. */
public interface Outlet {
  /**
   * Takes one attempt. Called on the attempt's lane; the outcome is given once, on that lane,
   * through {@link Attempt#complete}, at once or later.
   */
  void send(Attempt attempt);
}
