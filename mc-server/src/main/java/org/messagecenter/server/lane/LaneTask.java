package org.messagecenter.server.lane;

/**
 * Work that a store completion leaves for an event loop. Runs on the lane's loop, never elsewhere.
 */
public interface LaneTask {
  void run(Lane lane);
}
