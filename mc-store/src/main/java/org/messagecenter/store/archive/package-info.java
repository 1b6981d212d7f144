/**
 * The archive: what is kept of messages after their end, for look-ups by key, by short id and by
 * carrier id. It knows positions of the journal, and nothing of the queue.
 *
 * <h2>Where an end is</h2>
 *
 * A FINISH record goes to the journal and, as a row of columns, to a table in memory. A full table
 * is closed, at the end of a commit, and a background thread writes it as a <em>run</em>: a sorted
 * file that never changes. A run knows the end of the journal when its table was closed: all FINISH
 * records before that position are in this run or in an older one. Recovery puts those behind the
 * newest run's position into a table again, and passes over the others.
 *
 * <p>A segment of the journal may go only when its ends are in runs. When a table's rows are the
 * only thing in the way of that, the table is closed before it is full.
 *
 * <p>A few closed tables may wait for the disk. When there are too many, the oldest is given up:
 * the archive is there for questions, and may neither fill the memory nor keep the journal from
 * being cleaned. Each row lost like that is counted. Recovery, which may find more ends than there
 * is place for, writes runs itself instead; what it is shown of the journal was synced before.
 *
 * <h2>Files</h2>
 *
 * <pre>
 *   ends-0000000001.run      runs; the name has the run's number, ten decimal digits, from 1 on.
 *                            Those of later tables have greater numbers; numbers may be missing
 *   ends-0000000002.new      a run that is being written; means nothing
 *   ends-0000000003.run.bad  a run that was found damaged, for people to look at
 * </pre>
 *
 * A run is written as {@code .new} and synced, renamed, and the directory synced, before its
 * position counts.
 *
 * <h2>Run</h2>
 *
 * Blocks of 4,096 octets. All numbers are big-endian; keys, times and hashes are signed, the others
 * unsigned. The last four octets of each block are the CRC32C of sixteen octets of seed (journal
 * id, 8; run number, 4; number of the block in the file, 4) and of the block's other octets. The
 * first block is the header:
 *
 * <pre>
 *   offset size
 *    0      8   magic: 4D 43 41 52 43 48 0D 0A ("MCARCH", CR, LF)
 *    8      4   format version: 1
 *   12      4   octets of a block: 4096
 *   16      8   journal id
 *   24      4   run number, as in the name
 *   28      4   entries, at least 1
 *   32      8   position in the journal: FINISH records before it are in this run or an older one
 *   40      8   wall clock when the table was closed, epoch milliseconds
 *   48      8   least key
 *   56      8   greatest key
 *   64      4   octets of an entry: 32, 40, 48 or 56
 *   68      4   optional fields of the entries: 2 fingerprint, 4 carrier hash, or both
 *   72      4   rows of the alias section
 *   76      4   rows of the fingerprint section
 *   80      4   rows of the carrier section
 *   84   4008   zero
 * 4092      4   CRC
 * </pre>
 *
 * Then come the entries, sorted by key, and the three sections, each sorted by its value. Each part
 * begins with a new block; its blocks hold as many whole rows as fit into 4,092 octets, all but the
 * last one so many, and zeros behind them. A part without rows has no block. The file ends with the
 * last block.
 *
 * <pre>
 * Entry
 *    0      8   key
 *    8      8   done at
 *   16      4   error
 *   20      4   tag
 *   24      4   alias; 0: none
 *   28      1   final state
 *   29      1   kind
 *   30      1   which it has: 1 alias, 2 fingerprint, 4 carrier hash
 *   31      1   zero
 *   32      8   fingerprint  \ only if the header names this field;
 *   40      8   accepted at  / zero in entries without one
 *    .      8   carrier hash, behind what is there of the former; likewise
 *
 * Row of the alias section, sorted as unsigned
 *    0      4   alias
 *    4      4   index of the entry, from 0
 *
 * Row of the fingerprint section and of the carrier section
 *    0      8   fingerprint, or carrier hash
 *    8      4   index of the entry
 *   12      4   zero
 * </pre>
 *
 * <h2>Reading</h2>
 *
 * Nothing of a run is kept in memory but its header. A value is looked for by interpolation between
 * the values at the borders, block by block, with bisection mixed in for values that are not spread
 * evenly. Each block is checked as it is read. A run with a bad block is set aside as a whole: who
 * asked hears of a failure, and the other runs go on.
 *
 * <h2>What a run's position promises the journal</h2>
 *
 * The journal was synced up to the position before the run was begun. So a journal that ends before
 * it lost what was acknowledged, and is refused like other damage. A newer run format is refused
 * too; a run of another journal as well.
 *
 * <h2>Going</h2>
 *
 * Oldest run first: when its table was closed too long ago, when all runs together are larger than
 * allowed, or than an eighth of what they and the free space of the disk make together, or when
 * there are 1,024.
 */
@NullMarked
package org.messagecenter.store.archive;

import org.jspecify.annotations.NullMarked;
