/**
 * Checkpoints: a copy of an index, taken while it changes, that spares the next opening most of the
 * journal. It knows sections of octets only; what an entry means is its owner's business. A
 * checkpoint is never needed: one that is missing, damaged or of another kind costs time, no data.
 *
 * <h2>Files</h2>
 *
 * In the journal's directory, {@code checkpoint}. It is written as {@code checkpoint.new}, synced,
 * and then renamed; a file of that name found at opening was never finished and is removed.
 *
 * <p>All numbers are big-endian and unsigned unless said otherwise. Everything begins at a multiple
 * of eight octets. A position is one of the journal: segment number in the upper 32 bits, offset in
 * the lower 32. CRC is CRC32C; its seed is sixteen octets, journal id and P0, so that a block of
 * another checkpoint never fits.
 *
 * <h2>Header</h2>
 *
 * <pre>
 *   offset size
 *    0      8   magic: 4D 43 43 48 4B 50 0D 0A ("MCCHKP", CR, LF)
 *    8      4   format version: 1, of the checkpoint and of the entries that its owner keeps in it
 *   12      4   header length: 64; the first block begins there
 *   16      8   journal id
 *   24      8   P0: the end of the last synced group when the checkpoint was begun
 *   32      8   number of the commit that comes next at P0
 *   40      8   wall clock then, epoch milliseconds
 *   48      4   head: the oldest segment that was still needed then
 *   52      8   zero
 *   60      4   CRC of octets 0 to 59, without a seed
 * </pre>
 *
 * <h2>Blocks</h2>
 *
 * Blocks follow without a gap: 32 octets of header, content, zeros up to a multiple of eight.
 *
 * <pre>
 *   offset size
 *    0      4   magic: 4D 43 42 31 ("MCB1")
 *    4      4   CRC of the seed and all that follows in the block, padding included
 *    8      4   length of the content, without padding; at most 2^20
 *   12      4   number of the block, from 0 on
 *   16      8   name of the section it belongs to, ASCII, zeros behind it
 *   24      4   entries in it
 *   28      4   zero
 *   32          content
 * </pre>
 *
 * The blocks of a section follow each other; a section without entries has one block. The last
 * block's section is {@code end}. With it the file ends. Its content:
 *
 * <pre>
 *    0      8   P1: everything before it was synced, and the checkpoint saw nothing behind it
 *    8      4   how many sections there are
 *   12      4   zero
 *   16          for each section, in their order: name (8 octets), number of entries (8 octets)
 * </pre>
 *
 * <h2>What counts</h2>
 *
 * A reader takes all or nothing. It refuses a version or a section that it does not know, a section
 * that it misses, a wrong CRC, number or count, and a file that is longer or shorter than its
 * blocks.
 *
 * <p>P0 and P1 bind it to the journal. The groups from P0 on are to be read over it, so that P0's
 * segment must still be there. A journal that ends before P1 has lost what was synced: that is
 * damage of the journal, not of the checkpoint, since it was renamed only when all before P1 had
 * been synced.
 */
@NullMarked
package org.messagecenter.store.checkpoint;

import org.jspecify.annotations.NullMarked;
