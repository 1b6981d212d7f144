package org.messagecenter.server.lane;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/** All lanes of the server: one for each event loop of its group. */
public final class Lanes {
  private final List<Lane> lanes = new ArrayList<>();
  private final IdentityHashMap<EventLoop, Lane> byLoop = new IdentityHashMap<>();

  /**
   * @param count the number of event loops in the group
   * @param nanoTime a monotonic clock
   */
  public Lanes(EventLoopGroup group, int count, LongSupplier nanoTime) {
    for (int i = 0; i < count; i++) {
      EventLoop loop = group.next();
      Lane lane = new Lane(i, loop, nanoTime);
      lanes.add(lane);
      byLoop.put(loop, lane);
    }
    if (byLoop.size() != count) {
      throw new IllegalArgumentException("The group does not have " + count + " event loops");
    }
  }

  public List<Lane> all() {
    return lanes;
  }

  /** The lane of an event loop of the group. */
  public Lane of(EventLoop loop) {
    Lane lane = byLoop.get(loop);
    if (lane == null) {
      throw new IllegalArgumentException("Not an event loop of this server");
    }
    return lane;
  }

  /** The lane that handles a message no connection holds any more. */
  public Lane forKey(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return lanes.get((int) Long.remainderUnsigned(mixed >>> 17, lanes.size()));
  }

  /** Store thread only: one wake-up for each lane that the commit left work for. */
  public void commit() {
    for (int i = 0; i < lanes.size(); i++) {
      lanes.get(i).commit();
    }
  }
}
