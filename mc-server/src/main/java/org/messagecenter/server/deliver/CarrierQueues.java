package org.messagecenter.server.deliver;

import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.Lane;

/** Where attempts wait for their carrier. */
public interface CarrierQueues {

  /**
   * Takes an attempt, on its lane, and goes on with it on the carrier's: sends it when its turn
   * comes, or parks its message with the store. One that is not stored and cannot be sent at once
   * fails for now.
   *
   * @return false when there is no such carrier; nothing is done then
   */
  boolean offer(String carrier, Attempt attempt);

  /**
   * The attempt was not made: its message goes back to its place. On its lane.
   *
   * @param pauseMillis how long the carrier is to be left alone, -1 to decide that here; 0 when it
   *     has not asked for it
   */
  void back(Attempt attempt, long pauseMillis);

  /** The carrier has answered an attempt. On its lane. */
  void answered(Attempt attempt);

  /** Nothing was sent: the message is to go in parts, which come on their own. On its lane. */
  void cut(Attempt attempt);

  /** Any thread: where a message that comes out of this line is gone on with; null if unknown. */
  @Nullable Lane laneOf(int line);

  /** A message came out of its line. On the line's lane. */
  void arrived(int line);

  /** Any thread: as {@link org.messagecenter.store.queue.WorkSink#left}. */
  void left(int line);

  /** Any thread: as {@link org.messagecenter.store.queue.WorkSink#unused}. */
  void unused(int line, int n);
}
