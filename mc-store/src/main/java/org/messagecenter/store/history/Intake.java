package org.messagecenter.store.history;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries from any thread into blocks, and hands the blocks to the one thread that writes.
 * Nobody waits: whose stripe is taken uses another, and what finds no room is left out and counted.
 */
final class Intake {

  private final Stripe[] stripes;
  private final int mostBlocks;
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<Block> free = new ConcurrentLinkedQueue<>();
  private final Queue<Block> full = new ConcurrentLinkedQueue<>();
  private final LongAdder dropped = new LongAdder();
  private final Runnable whenFull;

  private static final class Stripe {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable Block block;
  }

  /**
   * @param stripes a power of two
   * @param mostBlocks how many blocks there are at most, more than there are stripes
   * @param whenFull called by whoever filled a block; must not block
   */
  Intake(int stripes, int mostBlocks, Runnable whenFull) {
    this.stripes = new Stripe[stripes];
    for (int i = 0; i < stripes; i++) {
      this.stripes[i] = new Stripe();
    }
    this.mostBlocks = mostBlocks;
    this.whenFull = whenFull;
  }

  void add(long key, long micros, int type, byte[] payload, int length) {
    int first = (int) Thread.currentThread().getId();
    for (int i = 0; i < stripes.length; i++) {
      Stripe stripe = stripes[(first + i) & (stripes.length - 1)];
      if (stripe.lock.tryLock()) {
        try {
          add(stripe, key, micros, type, payload, length);
        } finally {
          stripe.lock.unlock();
        }
        return;
      }
    }
    dropped.increment();
  }

  private void add(Stripe stripe, long key, long micros, int type, byte[] payload, int length) {
    Block block = stripe.block;
    if (block == null || !block.fits(length)) {
      if (block != null) {
        full.add(block);
        whenFull.run();
      }
      block = empty();
      stripe.block = block;
      if (block == null) {
        dropped.increment();
        return;
      }
    }
    block.add(key, micros, type, payload, length);
  }

  private @Nullable Block empty() {
    Block block = free.poll();
    if (block == null && made.get() < mostBlocks) {
      if (made.incrementAndGet() <= mostBlocks) {
        return new Block();
      }
      made.decrementAndGet();
    }
    return block;
  }

  /** The writer's: all blocks with entries, those that are not full included. */
  void take(Collection<Block> into) {
    Block filled;
    while ((filled = full.poll()) != null) {
      into.add(filled);
    }
    for (Stripe stripe : stripes) {
      // Whoever comes meanwhile takes the next stripe.
      stripe.lock.lock();
      try {
        Block block = stripe.block;
        if (block != null && !block.isEmpty()) {
          into.add(block);
          stripe.block = null;
        }
      } finally {
        stripe.lock.unlock();
      }
    }
  }

  /** The writer's: the block was written or given up. */
  void giveBack(Block block) {
    block.clear();
    free.add(block);
  }

  long dropped() {
    return dropped.sum();
  }
}
