package org.messagecenter.store.archive;

/**
 * Counters of an archive.
 *
 * @param runs files
 * @param bytes their size
 * @param entries ends in them
 * @param waiting ends in memory, not yet in a run
 * @param lost ends given up since opening, because they could not be written in time
 * @param failures runs whose writing failed since opening; each is tried again
 * @param setAside runs found damaged since opening
 */
public record ArchiveStats(
    int runs, long bytes, long entries, long waiting, long lost, long failures, long setAside) {}
