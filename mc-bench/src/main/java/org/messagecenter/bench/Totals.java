package org.messagecenter.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all lanes of a run count together. Written by the event loops, read by any thread. */
final class Totals {

  final LongAdder sent = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder rejected = new LongAdder();

  /** Sent on connections that ended before the response came. */
  final LongAdder abandoned = new LongAdder();

  final LongAdder receipts = new LongAdder();
  final LongAdder notifications = new LongAdder();
  final LongAdder otherDeliveries = new LongAdder();
  final LongAdder disconnects = new LongAdder();

  /** PDUs that should not have come: malformed, or responses to nothing. */
  final LongAdder unexpected = new LongAdder();

  private final Map<Integer, LongAdder> byStatus = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
  private final AtomicLong nextNumber = new AtomicLong();

  void reject(int status) {
    rejected.increment();
    byStatus.computeIfAbsent(status, any -> new LongAdder()).increment();
  }

  /** Rejections by command_status. */
  Map<Integer, Long> rejections() {
    Map<Integer, Long> counts = new TreeMap<>(Integer::compareUnsigned);
    byStatus.forEach((status, count) -> counts.put(status, count.sum()));
    return counts;
  }

  /** Notes why a connection had to be given up; the first reason is kept. */
  void failed(String reason) {
    firstFailure.compareAndSet(null, reason);
  }

  /** Why the first connection had to be given up, or null when none was. */
  @Nullable String firstFailure() {
    return firstFailure.get();
  }

  /** Takes the numbers of the next so many messages; the first of them is returned. */
  long claim(int messages) {
    return nextNumber.getAndAdd(messages);
  }

  /** Sent and neither answered nor given up. */
  long outstanding() {
    return sent.sum() - accepted.sum() - rejected.sum() - abandoned.sum();
  }
}
