package org.messagecenter.server.correlate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.server.metric.HotCounter;

/** What became of the receipts of all carriers. */
public final class CorrelateCounters {
  private static final String RECEIPTS = "mc.correlate.receipts";
  private static final String WORDS = "receipts of carriers";
  private static final String RESULT = "result";

  /** Ended their message. */
  final LongAdder matched;

  /** Told of a state that is not final. */
  final LongAdder intermediate;

  /** Led to another attempt. */
  final LongAdder again;

  /** Said what was known. */
  final LongAdder duplicate;

  /** Came after we had given up waiting for them. */
  final LongAdder late;

  /** Said something else than was known, or came for a message that had ended otherwise. */
  final LongAdder contradicting;

  /** Belonged to no message. */
  final LongAdder unknown;

  /** Could not be read. */
  final LongAdder unreadable;

  /** Were answered with a temporary status, and are to come again. */
  final LongAdder postponed;

  /** Came before the submit_sm_resp of their message, or for none, and waited. */
  final LongAdder held;

  /** Found their message in memory. */
  final LongAdder hits;

  /** Were looked for in the store. */
  final LongAdder misses;

  /** Orphans that are kept at the moment. */
  final LongAdder orphans = new LongAdder();

  final LongAdder orphansMatched;
  final LongAdder orphansExpired;
  final LongAdder orphansDropped;

  public CorrelateCounters(MeterRegistry registry) {
    matched = result(registry, "matched");
    intermediate = result(registry, "intermediate");
    again = result(registry, "again");
    duplicate = result(registry, "duplicate");
    late = result(registry, "late");
    contradicting = result(registry, "contradicting");
    unknown = result(registry, "unknown");
    unreadable = result(registry, "unreadable");
    postponed = result(registry, "postponed");
    held = HotCounter.in(registry, "mc.correlate.held", "receipts that waited for their response");
    hits = HotCounter.in(registry, "mc.correlate.hits", "receipts whose message was in memory");
    misses = HotCounter.in(registry, "mc.correlate.misses", "receipts looked for in the store");
    orphansMatched = ends(registry, "matched");
    orphansExpired = ends(registry, "expired");
    orphansDropped = ends(registry, "dropped");
    Gauge.builder("mc.correlate.orphans", orphans, LongAdder::doubleValue)
        .description("receipts without a message that are kept")
        .strongReference(true)
        .register(registry);
  }

  /** A receipt found no message to tell. */
  void stray(OrphanReason why) {
    switch (why) {
      case UNKNOWN -> unknown.increment();
      case LATE -> late.increment();
      case UNREADABLE -> unreadable.increment();
    }
  }

  private static LongAdder result(MeterRegistry registry, String result) {
    return HotCounter.in(registry, RECEIPTS, WORDS, RESULT, result);
  }

  private static LongAdder ends(MeterRegistry registry, String result) {
    return HotCounter.in(
        registry, "mc.correlate.orphans-ended", "orphans that are kept no longer", RESULT, result);
  }
}
