/**
 * What happened to each record of the store, step by step: entries of a key, a time, a type and a
 * few octets, noted from any thread and found again by their key. Of what the octets mean this
 * package knows nothing.
 *
 * <p>It is a convenience and no part of the store's promises: nothing is synced, entries are left
 * out when they come faster than they can be written, and whatever goes wrong here ends here. The
 * death of the process costs what was noted in the last {@value
 * org.messagecenter.store.history.HistoryLog#DRAIN_MILLIS} ms, a power failure what the operating
 * system had not written.
 *
 * <h2>Files</h2>
 *
 * {@code 0000000001.log}, {@code 0000000002.log} and so on hold the entries. Each start, and each
 * file that is full or has been written to for long, begins a new one; none is ever added to later.
 * {@code 0000000001.idx} is the index of the log of the same number, written as {@code .new} and
 * renamed once the log is not written to any more. A log without an index is read from its
 * beginning, and gets one in the background.
 *
 * <p>All numbers are big-endian. CRCs are CRC32C. A <em>varint</em> has seven bits in each octet,
 * the lowest first, and the top bit set in all octets but the last; a <em>signed varint</em> is the
 * varint of {@code (n << 1) ^ (n >> 63)}.
 *
 * <pre>
 * Log
 *    0      8   4D 43 48 49 53 54 0D 0A ("MCHIST", CR, LF)
 *    8      4   version of the format, 1
 *   12      4   number of the file, as in its name
 *   16      8   when it was begun, epoch microseconds
 *   24      4   zero
 *   28      4   CRC of the 28 octets before
 *   32      .   blocks, one behind the other
 *
 * Block
 *    0      4   4D 43 48 42 ("MCHB")
 *    4      4   CRC of the file's number (four octets) and of all that follows in the block
 *    8      4   octets of the entries, 1 to 65536
 *   12      4   number of entries, from 1
 *   16      8   epoch microseconds, those of the first entry
 *   24      8   key, that of the first entry
 *   32      .   entries
 *
 * Entry
 *    .      .   signed varint: key, minus that of the entry before (of the block, in the first)
 *    .      .   signed varint: time, minus that of the entry before (of the block, in the first)
 *    .      1   type
 *    .      1   octets of the payload, 0 to 255
 *    .      .   payload
 *
 * Index
 *    0      8   4D 43 48 49 44 58 0D 0A ("MCHIDX", CR, LF)
 *    8      4   version of the format, 1
 *   12      4   number of the log
 *   16      8   length of the log in octets
 *   24      8   least key
 *   32      8   greatest key
 *   40      8   greatest time, epoch microseconds
 *   48      4   number of rows
 *   52      8   zero
 *   60      4   CRC of the 60 octets before
 *   64      .   pages of 4096 octets
 *
 * Page
 *    0    12.   341 rows, in the last page fewer and then zeros
 * 4092      4   CRC of the file's number, the page's number from 0 (four octets each), and the rows
 *
 * Row, sorted by key (as a signed number) and then by block; no two are the same
 *    0      8   key
 *    8      4   where a block with entries of that key begins in the log
 * </pre>
 *
 * <p>Entries of one block come from one thread or from few; the order of blocks says nothing. Who
 * reads sorts by time.
 *
 * <h2>Damage</h2>
 *
 * A block counts only when its CRC is right. Behind one that is not, the next good one is looked
 * for octet by octet. When a log is indexed, what follows its last good block is cut off; a log
 * without any good block is deleted. An index with a wrong CRC, or for another length of the log,
 * is made anew. Files of a newer version are left alone, and not read.
 *
 * <h2>Going</h2>
 *
 * Oldest log first, with its index: when its youngest entry is too old, or when all files together
 * are larger than allowed or than an eighth of what they and the free space of the disk make
 * together.
 */
@NullMarked
package org.messagecenter.store.history;

import org.jspecify.annotations.NullMarked;
