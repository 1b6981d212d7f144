package org.messagecenter.server.upstream;

import org.messagecenter.server.route.CarrierHealth;

/**
 * What a carrier's answers of the last minute were like: how many failed, and their median latency.
 * Latencies fall into classes a quarter apart or less, so the median is good to that. For one
 * thread.
 */
final class HealthWindow {
  private static final int SLOTS = 12;
  private static final long SLOT_NANOS = 5_000_000_000L;

  /** Four classes to each doubling of microseconds, up to some hours. */
  private static final int CLASSES = 4 * 36;

  private final int[][] latencies = new int[SLOTS][CLASSES];
  private final int[] answers = new int[SLOTS];
  private final int[] errors = new int[SLOTS];

  private final int[] allLatencies = new int[CLASSES];
  private int allTimed;
  private int allAnswers;
  private int allErrors;
  private long slot;

  HealthWindow(long now) {
    slot = Math.floorDiv(now, SLOT_NANOS);
  }

  /** An answer came. */
  void answered(long now, long latencyNanos, boolean error) {
    turn(now);
    int at = index();
    int latency = classOf(latencyNanos / 1000);
    latencies[at][latency]++;
    allLatencies[latency]++;
    allTimed++;
    count(at, error);
  }

  /** No answer came. */
  void unanswered(long now) {
    turn(now);
    count(index(), true);
  }

  private void count(int at, boolean error) {
    answers[at]++;
    allAnswers++;
    if (error) {
      errors[at]++;
      allErrors++;
    }
  }

  /** The health, but for the binds. */
  CarrierHealth health(long now, boolean bound) {
    turn(now);
    return new CarrierHealth(
        bound, allAnswers == 0 ? 0 : (double) allErrors / allAnswers, medianMillis());
  }

  private long medianMillis() {
    if (allTimed == 0) {
      return 0;
    }
    int half = (allTimed + 1) / 2;
    int at = 0;
    for (int seen = allLatencies[0]; seen < half; seen += allLatencies[at]) {
      at++;
    }
    return Math.round(micros(at) / 1000.0);
  }

  /** Forgets what has become too old. */
  private void turn(long now) {
    long current = Math.floorDiv(now, SLOT_NANOS);
    long steps = Math.min(current - slot, SLOTS);
    for (long i = 0; i < steps; i++) {
      slot = current - steps + i + 1;
      forget(index());
    }
  }

  private void forget(int at) {
    int[] gone = latencies[at];
    for (int i = 0; i < CLASSES; i++) {
      allLatencies[i] -= gone[i];
      allTimed -= gone[i];
      gone[i] = 0;
    }
    allAnswers -= answers[at];
    allErrors -= errors[at];
    answers[at] = 0;
    errors[at] = 0;
  }

  private int index() {
    return (int) Math.floorMod(slot, (long) SLOTS);
  }

  /** The class of a latency: its highest bit and the two below. */
  private static int classOf(long micros) {
    if (micros < 4) {
      return (int) Math.max(0, micros);
    }
    int bits = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
    int quarter = (int) (micros >>> (bits - 2)) & 3;
    return Math.min(CLASSES - 1, 4 * (bits - 1) + quarter);
  }

  /** The middle of a class, in microseconds. */
  private static double micros(int at) {
    if (at < 4) {
      return at;
    }
    int bits = at / 4 + 1;
    double width = Math.scalb(1.0, bits - 2);
    return (4 + at % 4) * width + width / 2;
  }
}
