package org.messagecenter.protocol.capture;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a capture file.
 *
 * @param number counted from 1, as other tools do
 * @param micros when it was seen, in microseconds since 1970
 * @param linkType how it begins, a number of the tcpdump.org registry
 * @param data what was captured of it, big-endian, from position to limit
 * @param comment what the capturing side noted, or null
 */
record Frame(long number, long micros, int linkType, ByteBuffer data, @Nullable String comment) {}
