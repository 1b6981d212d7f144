package org.messagecenter.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * The figures of a run.
 *
 * @param responseNanos from the first submit_sm to the last response
 * @param receiptNanos from the first submit_sm to the last receipt
 * @param latency nanoseconds from the time a message was due to its response
 * @param verified what the ledger found; null when the run kept none
 * @param cpuNanos processor time of this whole process between the binds and the end
 */
record LoadResult(
    LoadPlan plan,
    boolean tls,
    Totals totals,
    long responseNanos,
    long receiptNanos,
    Histogram latency,
    Ledger.@Nullable Result verified,
    long cpuNanos) {

  static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private long answered() {
    return totals.accepted.sum() + totals.rejected.sum();
  }

  private long unanswered() {
    return totals.sent.sum() - answered();
  }

  /** Whether everything was answered, nothing broke off, and nothing was found wrong. */
  boolean isClean() {
    return totals.sent.sum() > 0
        && unanswered() == 0
        && totals.disconnects.sum() == 0
        && totals.unexpected.sum() == 0
        && (verified == null || verified.isClean(plan.expectsReceipts()));
  }

  /** A few lines for people. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%d sent, %d accepted, %d rejected, %d unanswered in %.3f s: %.0f/s%n",
            totals.sent.sum(),
            totals.accepted.sum(),
            totals.rejected.sum(),
            unanswered(),
            seconds(responseNanos),
            perSecond(answered(), responseNanos)));
    totals
        .rejections()
        .forEach(
            (status, count) ->
                text.append(
                    format("  rejected with %s: %d%n", CommandStatus.describe(status), count)));
    String failure = totals.firstFailure();
    if (failure != null) {
      text.append(
          format("%d connections lost; the first: %s%n", totals.disconnects.sum(), failure));
    }
    text.append(line("submit to response", latency));
    if (plan.registeredDelivery() != 0) {
      text.append(
          format(
              "%d receipts in %.3f s: %.0f full cycles/s%n",
              totals.receipts.sum(),
              seconds(receiptNanos),
              perSecond(totals.receipts.sum(), receiptNanos)));
    }
    if (verified != null) {
      text.append(line("response to receipt", verified.latency()));
      text.append(
          format(
              "verified: %d lost, %d duplicate, %d orphan receipts; %d duplicate ids%n",
              plan.expectsReceipts() ? verified.lostReceipts() : 0,
              verified.duplicateReceipts(),
              verified.orphanReceipts(),
              verified.duplicateIds()));
    }
    return text.toString();
  }

  private static String line(String what, Histogram histogram) {
    return format(
        "%s: p50 %.0f µs, p90 %.0f, p99 %.0f, p99.9 %.0f, max %.0f%n",
        what,
        micros(histogram.getValueAtPercentile(50)),
        micros(histogram.getValueAtPercentile(90)),
        micros(histogram.getValueAtPercentile(99)),
        micros(histogram.getValueAtPercentile(99.9)),
        micros(histogram.getMaxValue()));
  }

  /** One JSON object on one line. */
  String json() {
    StringJoiner json = new StringJoiner(",", "{", "}");
    json.add(format("\"binds\":%d,\"window\":%d", plan.binds(), plan.window()));
    json.add(format("\"bind_type\":\"%s\"", plan.kind().name().toLowerCase(Locale.ROOT)));
    json.add(format("\"length\":%d", plan.length()));
    json.add(format("\"registered_delivery\":%d", plan.registeredDelivery()));
    json.add(format("\"tls\":%b,\"rate\":%.0f", tls, plan.rate()));
    json.add(format("\"sent\":%d,\"accepted\":%d", totals.sent.sum(), totals.accepted.sum()));
    json.add("\"rejected\":" + rejections());
    json.add(format("\"unanswered\":%d", unanswered()));
    json.add(format("\"receipts\":%d", totals.receipts.sum()));
    json.add(format("\"intermediate_notifications\":%d", totals.notifications.sum()));
    json.add(format("\"other_deliver_sm\":%d", totals.otherDeliveries.sum()));
    json.add(format("\"disconnects\":%d", totals.disconnects.sum()));
    String failure = totals.firstFailure();
    if (failure != null) {
      json.add("\"first_failure\":\"" + escaped(failure) + "\"");
    }
    json.add(format("\"unexpected_pdus\":%d", totals.unexpected.sum()));
    json.add(format("\"elapsed_s\":%.3f", seconds(responseNanos)));
    json.add(format("\"msgs_per_s\":%.0f", perSecond(answered(), responseNanos)));
    json.add(format("\"receipts_elapsed_s\":%.3f", seconds(receiptNanos)));
    json.add(format("\"receipts_per_s\":%.0f", perSecond(totals.receipts.sum(), receiptNanos)));
    json.add("\"latency_us\":" + percentiles(latency));
    json.add(format("\"client_cpu_us_per_msg\":%.2f", micros(cpuNanos) / Math.max(1, answered())));
    if (verified != null) {
      json.add("\"verify\":" + verification(verified));
      json.add("\"receipt_latency_us\":" + percentiles(verified.latency()));
    }
    json.add(format("\"clean\":%b", isClean()));
    return json.toString();
  }

  private String verification(Ledger.Result found) {
    return format(
        "{\"unique_ids\":%d,\"duplicate_ids\":%d,\"missing_ids\":%d,\"lost_receipts\":%d,"
            + "\"duplicate_receipts\":%d,\"orphan_receipts\":%d,\"early_receipts\":%d}",
        found.uniqueIds(),
        found.duplicateIds(),
        found.missingIds(),
        plan.expectsReceipts() ? found.lostReceipts() : 0,
        found.duplicateReceipts(),
        found.orphanReceipts(),
        found.earlyReceipts());
  }

  private String rejections() {
    StringJoiner json = new StringJoiner(",", "{", "}");
    for (Map.Entry<Integer, Long> entry : totals.rejections().entrySet()) {
      json.add(format("\"0x%08x\":%d", entry.getKey(), entry.getValue()));
    }
    return json.toString();
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                json.append('\\');
              }
              // Control characters, such as a new line in an exception's text.
              json.append(c < ' ' ? ' ' : (char) c);
            });
    return json.toString();
  }

  private static String percentiles(Histogram histogram) {
    return format(
        "{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p99.9\":%.1f,\"max\":%.1f,\"mean\":%.1f}",
        micros(histogram.getValueAtPercentile(50)),
        micros(histogram.getValueAtPercentile(90)),
        micros(histogram.getValueAtPercentile(99)),
        micros(histogram.getValueAtPercentile(99.9)),
        micros(histogram.getMaxValue()),
        histogram.getTotalCount() == 0 ? 0.0 : histogram.getMean() / 1e3);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static double micros(long nanos) {
    return nanos / 1e3;
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static double perSecond(long count, long nanos) {
    return nanos > 0 ? count * 1e9 / nanos : 0;
  }
}
