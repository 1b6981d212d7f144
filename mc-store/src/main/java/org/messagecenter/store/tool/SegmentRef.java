package org.messagecenter.store.tool;

import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.SegmentHeader;

/**
 * A segment's file.
 *
 * @param number by its header, or by its name when that is damaged
 * @param size octets of the file
 * @param header null when it is damaged
 */
record SegmentRef(
    int number, String name, String path, long size, @Nullable SegmentHeader header) {}
