package org.messagecenter.store.queue;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.ArchiveStats;

/**
 * Counters of a store, read one by one without stopping it: each is exact, together they may be a
 * few operations apart.
 *
 * @param recoveredMessages pending messages found at opening
 * @param recoveredMails undelivered mails found at opening
 * @param recoveryMillis how long opening took
 * @param accepted messages accepted since opening
 * @param refused messages refused since opening
 * @param finished messages finished since opening
 * @param pending messages not finished
 * @param inFlight of these, with the dispatcher
 * @param parked of these, waiting in lines
 * @param mailsQueued mails queued since opening
 * @param mailsDone mails delivered or refused by their account since opening
 * @param mailsExpired mails that waited too long since opening
 * @param mailsDropped mails dropped by a cap since opening
 * @param mailboxes mails waiting or being delivered, by account; accounts without mail are absent
 * @param commits groups synced since opening
 * @param records records written since opening
 * @param bytesWritten since opening
 * @param sync how long write and sync of a group took
 * @param journalBytes on disk, without spare segments
 * @param liveBytes of these, still needed
 * @param segments in use
 * @param archive the ended messages that are remembered
 * @param diskBytes octets of the journal's files in full length, spare segments included, the
 *     reserve not
 * @param reservedBytes octets of the files kept for when the disk is full
 * @param bytesMoved of those written since opening, what the cleaner wrote again
 * @param unpreparedSegments segments since opening that had to be made on the spot
 * @param checkpoints written since opening
 * @param checkpointBytes size of the last one
 * @param full messages are being refused because space is short
 * @param failure why the store is broken, null when it is not
 */
public record StoreStats(
    long recoveredMessages,
    long recoveredMails,
    long recoveryMillis,
    long accepted,
    long refused,
    long finished,
    long pending,
    long inFlight,
    long parked,
    long mailsQueued,
    long mailsDone,
    long mailsExpired,
    long mailsDropped,
    Map<String, Integer> mailboxes,
    long commits,
    long records,
    long bytesWritten,
    SyncTimes sync,
    long journalBytes,
    long liveBytes,
    int segments,
    ArchiveStats archive,
    long diskBytes,
    long reservedBytes,
    long bytesMoved,
    long unpreparedSegments,
    long checkpoints,
    long checkpointBytes,
    boolean full,
    @Nullable String failure) {

  /**
   * Summary of the times since opening, nanoseconds; the percentiles are upper bounds, within 25 %.
   */
  public record SyncTimes(
      long count, long totalNanos, long maxNanos, long p50Nanos, long p99Nanos) {}
}
