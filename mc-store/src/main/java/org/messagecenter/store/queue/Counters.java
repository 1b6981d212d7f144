package org.messagecenter.store.queue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.ArchiveStats;

/** The counters of a store: written by its thread, read by any. */
final class Counters {

  /** Written by one thread, so no atomic addition is needed. */
  static final class Counter extends AtomicLong {
    private static final long serialVersionUID = 1L;

    void add(long change) {
      lazySet(getPlain() + change);
    }
  }

  /** Upper bounds of sync times grow by a quarter octave; from 1 microsecond to some minutes. */
  private static final int BUCKETS = 112;

  final Counter recoveredMessages = new Counter();
  final Counter recoveredMails = new Counter();
  final Counter recoveryMillis = new Counter();
  final Counter accepted = new Counter();
  final Counter refused = new Counter();
  final Counter finished = new Counter();
  final Counter pending = new Counter();
  final Counter inFlight = new Counter();
  final Counter parked = new Counter();
  final Counter mailsQueued = new Counter();
  final Counter mailsDone = new Counter();
  final Counter mailsExpired = new Counter();
  final Counter mailsDropped = new Counter();
  final Counter commits = new Counter();
  final Counter records = new Counter();
  final Counter bytesWritten = new Counter();
  final Counter syncNanos = new Counter();
  final Counter syncMaxNanos = new Counter();
  final Counter journalBytes = new Counter();
  final Counter liveBytes = new Counter();
  final Counter segments = new Counter();
  final Counter diskBytes = new Counter();
  final Counter reservedBytes = new Counter();
  final Counter bytesMoved = new Counter();
  final Counter unprepared = new Counter();
  final Counter checkpoints = new Counter();
  final Counter checkpointBytes = new Counter();
  volatile boolean full;
  volatile @Nullable String failure;

  private final AtomicLongArray syncTimes = new AtomicLongArray(BUCKETS);

  void committed(int count, int bytes, long nanos) {
    commits.add(1);
    records.add(count);
    bytesWritten.add(bytes);
    syncNanos.add(nanos);
    syncMaxNanos.lazySet(Math.max(syncMaxNanos.getPlain(), nanos));
    int bucket = bucket(nanos);
    syncTimes.lazySet(bucket, syncTimes.getPlain(bucket) + 1);
  }

  void mailEnded(MailOutcome outcome) {
    switch (outcome) {
      case DELIVERED, REFUSED -> mailsDone.add(1);
      case EXPIRED -> mailsExpired.add(1);
      case DROPPED -> mailsDropped.add(1);
    }
  }

  private static int bucket(long nanos) {
    long value = Math.max(4, nanos >>> 8);
    int octave = 63 - Long.numberOfLeadingZeros(value);
    int quarter = (int) (value >>> (octave - 2)) & 3;
    return Math.min(BUCKETS - 1, (octave - 2) * 4 + quarter);
  }

  private static long upperBound(int bucket) {
    return (4L + (bucket & 3) + 1) << (bucket >> 2) << 8;
  }

  private long percentile(double share) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += syncTimes.get(i);
    }
    long left = (long) Math.ceil(total * share);
    for (int i = 0; i < BUCKETS && total > 0; i++) {
      left -= syncTimes.get(i);
      if (left <= 0) {
        return upperBound(i);
      }
    }
    return 0;
  }

  StoreStats snapshot(Map<String, Integer> mailboxes, ArchiveStats archive) {
    return new StoreStats(
        recoveredMessages.get(),
        recoveredMails.get(),
        recoveryMillis.get(),
        accepted.get(),
        refused.get(),
        finished.get(),
        pending.get(),
        inFlight.get(),
        parked.get(),
        mailsQueued.get(),
        mailsDone.get(),
        mailsExpired.get(),
        mailsDropped.get(),
        mailboxes,
        commits.get(),
        records.get(),
        bytesWritten.get(),
        new StoreStats.SyncTimes(
            commits.get(), syncNanos.get(), syncMaxNanos.get(), percentile(0.5), percentile(0.99)),
        journalBytes.get(),
        liveBytes.get(),
        (int) segments.get(),
        archive,
        diskBytes.get(),
        reservedBytes.get(),
        bytesMoved.get(),
        unprepared.get(),
        checkpoints.get(),
        checkpointBytes.get(),
        full,
        failure);
  }
}
