package org.messagecenter.store.history;

/**
 * One step that was noted.
 *
 * @param micros when, epoch microseconds
 * @param type what kind of step, 0 to 255, by the caller's own count
 * @param payload what is to be said about it, at most 255 octets; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record HistoryEntry(long key, long micros, int type, byte[] payload) {}
