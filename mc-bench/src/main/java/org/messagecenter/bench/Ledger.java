package org.messagecenter.bench;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * Every message_id of a run: given once, receipted once?
 *
 * <p>Ids of 32 lower-case hexadecimal digits are kept as the two numbers they are, any others as
 * {@link OtherIds} makes numbers of them. Ids are compared exactly, so a server that writes an id
 * one way in its response and another way in its receipt shows one lost and one orphan receipt.
 *
 * <p>Safe for use by several event loops: ids are spread over stripes, each with a lock of its own.
 */
final class Ledger {

  private static final int STRIPES = 16;
  private static final int HEX_DIGITS = 32;
  private static final int DIGITS_OF_LONG = 16;

  /** Receipt latencies are kept to three digits up to an hour. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final LongAdder missing = new LongAdder();
  private final LongAdder waiting = new LongAdder();

  /**
   * What came of it all.
   *
   * @param uniqueIds different ids given in responses
   * @param duplicateIds responses with an id that was given before
   * @param missingIds responses and receipts that name no id
   * @param lostReceipts ids given and never receipted
   * @param duplicateReceipts final receipts beyond the first for an id
   * @param orphanReceipts final receipts for ids never given
   * @param earlyReceipts receipts that came before the response to their message; no fault
   * @param latency nanoseconds from response to first final receipt, early ones left out
   */
  record Result(
      long uniqueIds,
      long duplicateIds,
      long missingIds,
      long lostReceipts,
      long duplicateReceipts,
      long orphanReceipts,
      long earlyReceipts,
      Histogram latency) {

    /** Whether nothing is wrong; lost receipts count only where each message asked for one. */
    boolean isClean(boolean receiptsExpected) {
      return duplicateIds == 0
          && missingIds == 0
          && duplicateReceipts == 0
          && orphanReceipts == 0
          && (!receiptsExpected || lostReceipts == 0);
    }
  }

  /**
   * Makes room for as many ids as expected; a guess will do.
   *
   * @param expected how many messages the run will send
   */
  Ledger(long expected) {
    for (int n = 0; n < STRIPES; n++) {
      stripes[n] = new Stripe(expected / STRIPES);
    }
  }

  /** A response gave the id that stands in the buffer; {@code now} in nanoseconds. */
  void accepted(ByteBuf in, int at, int length, long now) {
    note(in, at, length, now, true);
  }

  /** A final receipt named the id that stands in the buffer; {@code now} in nanoseconds. */
  void receipted(ByteBuf in, int at, int length, long now) {
    note(in, at, length, now, false);
  }

  private void note(ByteBuf in, int at, int length, long now, boolean response) {
    if (length == 0) {
      missing.increment();
      return;
    }
    boolean hex = length == HEX_DIGITS && isHex(in, at);
    long high = hex ? parse(in, at) : OtherIds.high(in, at, length);
    long low = hex ? parse(in, at + DIGITS_OF_LONG) : OtherIds.low(in, at, length);
    Stripe stripe = stripes[(int) (high ^ low) & (STRIPES - 1)];
    synchronized (stripe) {
      waiting.add(stripe.note(hex ? stripe.ids : stripe.others, high, low, now, response));
    }
  }

  private static boolean isHex(ByteBuf in, int at) {
    for (int n = at; n < at + HEX_DIGITS; n++) {
      byte digit = in.getByte(n);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static long parse(ByteBuf in, int at) {
    long value = 0;
    for (int n = at; n < at + DIGITS_OF_LONG; n++) {
      byte digit = in.getByte(n);
      value = value << 4 | (digit <= '9' ? digit - '0' : digit - 'a' + 10);
    }
    return value;
  }

  /** How many ids were given and have no final receipt yet; exact once nothing arrives any more. */
  long unreceipted() {
    return waiting.sum();
  }

  /** Counts everything. Call it when the run has ended. */
  Result result() {
    long[] sums = new long[6];
    Histogram latency = new Histogram(LONGEST_NANOS, 3);
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        stripe.addTo(sums);
        latency.add(stripe.latency);
      }
    }
    return new Result(sums[0], sums[1], missing.sum(), sums[2], sums[3], sums[4], sums[5], latency);
  }

  /** A part of the ids. */
  private static final class Stripe {

    final IdTable ids;
    final IdTable others;
    final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private long early;
    private long repeatedIds;

    Stripe(long expected) {
      ids = new IdTable(expected);
      others = new IdTable(expected);
    }

    /** Returns by how much the number of ids that wait for a receipt changes. */
    int note(IdTable table, long high, long low, long now, boolean response) {
      int slot = table.slot(high, low);
      if (response) {
        if (table.addAccepted(slot, now) > 1) {
          repeatedIds++;
          return 0;
        }
        boolean receiptCameFirst = table.receipts(slot) > 0;
        early += receiptCameFirst ? 1 : 0;
        return receiptCameFirst ? 0 : 1;
      }
      boolean known = table.accepted(slot) > 0;
      if (table.addReceipt(slot) > 1 || !known) {
        return 0;
      }
      latency.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - table.since(slot))));
      return -1;
    }

    void addTo(long[] sums) {
      IdTable.CountsVisitor count =
          (accepted, receipts) -> {
            if (accepted > 0) {
              sums[0]++;
              sums[2] += receipts == 0 ? 1 : 0;
              sums[3] += Math.max(0, receipts - 1);
            } else {
              sums[4] += receipts;
            }
          };
      ids.forEach(count);
      others.forEach(count);
      sums[1] += repeatedIds;
      sums[5] += early;
    }
  }
}
