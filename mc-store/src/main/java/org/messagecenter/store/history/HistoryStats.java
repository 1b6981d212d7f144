package org.messagecenter.store.history;

/**
 * What became of what was noted.
 *
 * @param written entries in the files
 * @param dropped entries left out: there was no buffer, or nothing could be written
 * @param failures how often something could not be written, read or deleted
 * @param bytes octets of all files
 * @param off whether nothing can be written at the moment
 */
public record HistoryStats(long written, long dropped, long failures, long bytes, boolean off) {}
