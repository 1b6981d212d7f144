package org.messagecenter.server.lane;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How an event loop waits for its connections: when the last round brought many PDUs, but few with
 * each read, the loop rests for {@value #REST_NANOS} ns before it looks again.
 *
 * <p>A peer that sends at its own pace, not in step with our answers, is read as soon as it has
 * sent anything; near the limit of a processor a round then costs several times what the few PDUs
 * in it do. After a rest there are more of them behind each read, each answer and each write. A
 * round of a few PDUs is no reason to rest, so that single requests are answered at once; nor is a
 * long round, behind which enough has gathered, nor reads that bring many each.
 */
public final class LoopRest implements SelectStrategy {

  /** Well below what a commit of the store takes, which each answer waits for anyway. */
  static final long REST_NANOS = 200_000;

  private static final int FEWEST = 16;
  private static final int MOST = 256;
  private static final int ENOUGH_A_READ = 8;

  private static final FastThreadLocal<LoopRest> OF_LOOP = new FastThreadLocal<>();

  private final LongConsumer sleeper;
  private int pdus;
  private int reads;
  private boolean known;

  /**
   * @param sleeper lets the calling thread rest for some nanoseconds, or for less
   */
  public LoopRest(LongConsumer sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Tells of a read on the event loop that calls; without effect on another thread.
   *
   * @param pdus how many it brought
   */
  public static void read(int pdus) {
    @Nullable LoopRest ofLoop = OF_LOOP.getIfExists();
    if (ofLoop != null) {
      ofLoop.pdus += pdus;
      ofLoop.reads++;
    }
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (!known) {
      known = true;
      OF_LOOP.set(this);
    }
    if (hasTasks) {
      return selectNow.get();
    }
    boolean tired = pdus >= FEWEST && pdus < MOST && pdus < ENOUGH_A_READ * reads;
    pdus = 0;
    reads = 0;
    if (!tired) {
      return SELECT;
    }
    sleeper.accept(REST_NANOS);
    int ready = selectNow.get();
    return ready == 0 ? SELECT : ready;
  }
}
