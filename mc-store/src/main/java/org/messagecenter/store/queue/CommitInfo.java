package org.messagecenter.store.queue;

/**
 * What one round of the store did.
 *
 * @param number the last commit's number; grows by one per group, over restarts too
 * @param records records written in this round; 0 when the round only pushed
 * @param bytes bytes written in this round
 * @param syncNanos time the round spent in write and sync, nanoseconds
 * @param pushes due messages and mails pushed in this round
 * @param full whether new messages are being refused because space is short
 */
public record CommitInfo(
    long number, int records, int bytes, long syncNanos, int pushes, boolean full) {}
