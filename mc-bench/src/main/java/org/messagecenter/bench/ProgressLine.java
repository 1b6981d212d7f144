package org.messagecenter.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line about the second that passed. */
final class ProgressLine implements LoadRun.Progress {

  private final PrintWriter err;
  private double lastSeconds;
  private long lastSent;
  private long lastReceipts;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(double seconds, Totals totals) {
    long sent = totals.sent.sum();
    long receipts = totals.receipts.sum();
    double passed = Math.max(1e-9, seconds - lastSeconds);
    err.printf(
        Locale.ROOT,
        "%6.1f s  sent %d (%.0f/s)  outstanding %d  rejected %d  receipts %d (%.0f/s)%n",
        seconds,
        sent,
        (sent - lastSent) / passed,
        totals.outstanding(),
        totals.rejected.sum(),
        receipts,
        (receipts - lastReceipts) / passed);
    err.flush();
    lastSeconds = seconds;
    lastSent = sent;
    lastReceipts = receipts;
  }
}
