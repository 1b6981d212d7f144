/**
 * The journal: an append-only sequence of commit groups in numbered segment files. It knows bytes
 * only; what a group's payload means is its owner's business.
 *
 * <h2>Files</h2>
 *
 * One directory holds, besides the owner's own files:
 *
 * <pre>
 *   lock             held with an exclusive file lock while a journal is open
 *   0000000001.seg   segments; the name is the segment number, ten decimal digits, from 1 on
 *   0000000002.seg   ...consecutive; numbers are never used again
 *   0000000003.seg.new  a segment that is being made; means nothing
 *   spare-7          files made ready to become segments; their content means nothing
 *   reserve-8        the same, kept for when the disk is full
 * </pre>
 *
 * All numbers below are big-endian and unsigned unless said otherwise. Everything begins at a
 * multiple of eight octets. CRC is CRC32C (Castagnoli), as in {@link java.util.zip.CRC32C}.
 *
 * <h2>Segment</h2>
 *
 * A header, then groups without a gap. What follows the last group is unspecified: zeros, or the
 * remains of an earlier use of the file; but when there is a next segment, a mark comes first that
 * says so, if no crash prevented it.
 *
 * <pre>
 *   offset size
 *    0      8   magic: 4D 43 4A 4F 55 52 0D 0A ("MCJOUR", CR, LF)
 *    8      4   format version: 3, of the journal and of the records that its owner keeps in it
 *   12      4   header length: 72; the first group begins there
 *   16      8   journal id: drawn at random when the directory's first segment was made
 *   24      4   segment number, as in the name: the segment's generation
 *   28      4   epoch: how many times the journal had been opened, this time included
 *   32      8   number of the first commit that this segment can hold
 *   40      8   end of the previous segment's last group, as an offset in that file; 0 in segment 1
 *   48      8   wall clock when the segment was begun, epoch milliseconds
 *   56      4   head: the oldest segment that was still needed then
 *   60      4   length of the file: as long as no segment follows, it is no shorter
 *   64      4   flags: 1 all of the file had been written before; the others zero
 *   68      4   CRC of octets 0 to 67
 * </pre>
 *
 * A reader refuses a version it does not know. In every version the magic, version and length stay
 * where they are, and the last four octets of the header are the CRC of those before them.
 *
 * <h2>Group</h2>
 *
 * What one commit wrote: 48 octets of header, the payload, zeros up to a multiple of eight.
 *
 * <pre>
 *   offset size
 *    0      4   magic: 4D 43 47 31 ("MCG1")
 *    4      4   CRC of the seed and octets 8 to 47
 *    8      4   CRC of the seed and the payload (without padding)
 *   12      4   payload length, without padding; may be 0
 *   16      8   commit number: one more than that of the group before, across segments
 *   24      8   synced position: everything before it was synced when this group was written
 *   32      8   wall clock at the commit, epoch milliseconds
 *   40      4   head: the oldest segment that was still needed
 *   44      4   how many records the payload holds, by the owner's count
 *   48          payload
 * </pre>
 *
 * A position is the segment number in the upper 32 bits and the offset in the lower 32. The seed is
 * twelve octets, journal id and segment number: a group left from another use of the file, copied
 * from elsewhere, or made up by whoever chose a payload's octets never has the right CRC.
 *
 * <p>The mark behind the last group is a group without payload whose count of records is 2^32-1. It
 * is none: its number is that of the next segment's first group.
 *
 * <p>A group never crosses segments. One that is longer than a whole segment gets a segment as long
 * as it needs.
 *
 * <h2>What a commit promises</h2>
 *
 * {@link Journal#commit} returns after the group was written and {@code force(false)} came back. A
 * segment's header and length are synced before it gets its name, and the name by a sync of the
 * directory before its first group is written. A file that is not a spare gets its length by one
 * octet at its end: the hole before it takes no room until it is written. Room for the mark is kept
 * in each segment. It is written when the next name is durable, and nobody waits for its sync: it
 * only tells of a file that was deleted. Then the file is cut behind it, unless it was a spare. A
 * failed write or sync is final: the journal takes nothing more, and nothing is retried, because
 * the kernel may have dropped the very pages that failed.
 *
 * <p>But one failure is no such thing: a file that has to grow and finds no room. What was written
 * of the group then lies behind the last one, and no page of it was promised to anybody; a file of
 * the reserve is deleted, and the group written again from its first octet on, before anything is
 * synced.
 *
 * <h2>Space</h2>
 *
 * A thread of its own makes spares, as many as the writer's pace asks for and their owner allows
 * ({@link Spares#allow}), out of dropped segments or of zeros, and before them the reserve. A new
 * segment is a spare; else a file that grows, if the disk has room for it; else one of the reserve.
 * What a dropped segment leaves goes to the reserve first. Only half of the spares are made of
 * zeros: a writer in full swing gives back as much as it takes, and whatever is made besides would
 * be deleted for want of a place, and written twice. A file that grew gets the length of a segment
 * before it is a spare; longer ones are never used again. One that cannot be deleted is tried
 * again, and counts until then.
 *
 * <p>A writer in full swing may use up all of that while dropped segments still wait for the
 * thread, or for somebody who reads them. It waits for them then, ten seconds at most, before it
 * takes the disk for full; see {@link SegmentMaker} on why none of them waits for the writer.
 *
 * <p>What the disk says of its room need not be so: a quota may end sooner. So a new file that
 * fails for want of room is given up for one of the reserve, and from then on the journal says that
 * it lacks room. The thread lets the writer have what there is for a second, then tries to make
 * files again; when the reserve is whole and another file could be made, there is room.
 *
 * <h2>Recovery</h2>
 *
 * Opening reads all segments in order. A group counts when both CRCs are right and its commit
 * number is the next one.
 *
 * <ol>
 *   <li>A segment that has a successor ends where the successor's header says. A bad group before
 *       that end, a gap in the numbers, or a bad header is damage: opening is refused with file and
 *       offset ({@link JournalDamageException}).
 *   <li>In the last segment the groups end at the first that does not count. If a group header with
 *       the right seed follows it whose synced position lies behind that place, what was there had
 *       been synced: damage, refused. Else it is a commit that was never finished, so nobody was
 *       told of it: it is dropped, file and offset are logged, and the mark is written over it when
 *       the new segment has been begun.
 *   <li>The mark behind the groups of the last segment means that the next file is missing, or has
 *       lost its header: damage, refused. So is a last file that is shorter than its header says.
 *   <li>A last file without a valid header was never begun, and is removed, unless a group with the
 *       right seed is found in it: then it is damage. A valid header of another number is damage in
 *       any file: somebody put it in the wrong place.
 *   <li>Segments older than the last group's head are leftovers of a deletion and are removed; one
 *       that is missing from the head on is damage.
 *   <li>The last segment is synced, for it may hold a whole group whose sync was cut off. Then a
 *       new segment is begun with the next epoch; a recovered segment is never appended to.
 * </ol>
 *
 * <p>So the last group before a crash is the only one whose loss could look like an unfinished
 * commit, besides a tail of the last file that was overwritten with zeros. {@link Journal#seal}
 * closes that gap with an empty group behind it: the owner calls it when nothing was committed for
 * a while, and {@link Journal#close} does.
 *
 * <h2>Opening from a place</h2>
 *
 * The owner may know what the groups before some place said ({@link Shortcut}). Then all headers
 * are read as above, and of the segments before that place only whether their files are as long as
 * the next header says; from there on all rules hold, and the journal must not end before what the
 * owner knows to have been synced. Such damage is found before anything is changed. What was passed
 * over is to be verified later ({@link Unverified}).
 *
 * <h2>Deleting</h2>
 *
 * Only from the head: {@link Journal#advanceHead} makes the next group's header name a later head,
 * and once that group is synced the older segments go, or become spares. Before a file gets a new
 * name its old one is gone durably, so that no segment's name ever leads to another's content.
 */
@NullMarked
package org.messagecenter.store.journal;

import org.jspecify.annotations.NullMarked;
