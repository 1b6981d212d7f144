package org.messagecenter.store.history;

/**
 * How much is kept.
 *
 * @param maxAgeMillis how long at least what was noted is kept, if there is room
 * @param maxBytes octets of all files together
 * @param fileBytes octets of a log that is full
 */
public record HistoryLimits(long maxAgeMillis, long maxBytes, int fileBytes) {

  private static final int FILE_BYTES = 16 << 20;
  private static final int LEAST_FILE_BYTES = 1 << 18;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long MINUTE_MILLIS = 60_000;

  public HistoryLimits {
    if (fileBytes <= LogHeader.BYTES || maxAgeMillis <= 0 || maxBytes < 0) {
      throw new IllegalArgumentException("no history can be kept in that");
    }
  }

  /** Limits with logs of the usual size, or smaller ones that fit. */
  public static HistoryLimits of(long maxAgeMillis, long maxBytes) {
    int fileBytes = (int) Math.max(LEAST_FILE_BYTES, Math.min(FILE_BYTES, maxBytes / 8));
    return new HistoryLimits(maxAgeMillis, maxBytes, fileBytes);
  }

  /** How long a log is written to at most: so that a quiet server, too, can forget. */
  long turnMillis() {
    return Math.max(MINUTE_MILLIS, Math.min(HOUR_MILLIS, maxAgeMillis / 24));
  }
}
