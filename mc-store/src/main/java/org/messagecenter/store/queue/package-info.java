/**
 * The message store: pending messages, their due times, the mailboxes of the accounts, and the
 * records that bring them back after a crash.
 *
 * <h2>Files</h2>
 *
 * Beside the journal's files the directory holds {@code store.key}: three lines of text, a title,
 * the AES key of the message ids as 32 hex digits, and the CRC32C of that line's digits as 8 hex
 * digits. {@code store.ids} is built alike: its second line is the mark of the short ids as 8 hex
 * digits; those made from a counter at or above it were not given yet. Each opening begins at the
 * mark, after moving it ahead. A {@code checkpoint}, built as its package says, spares the next
 * opening most of the journal.
 *
 * <h2>Keys</h2>
 *
 * Each message and each mail has a key, unique for ever: epoch (20 bits, the journal's), counter
 * (36 bits; in each epoch 2, 4, 6... for messages and 3, 5, 7... for mails), recipient ordinal (8
 * bits). The keys of messages grow in the order of acceptance, and so do those of mails. The
 * recipients of one submission share epoch and counter; the first has ordinal 0.
 *
 * <h2>Message ids</h2>
 *
 * A submission has one id, whatever the number of its recipients: it stands for the key of the
 * first, see {@link MessageIds}. A short id is an alias instead, 32 bits that are kept with the
 * message, see {@link ShortIds}; no two submissions that are pending share one. Of several that are
 * remembered the youngest is meant.
 *
 * <h2>Submissions that come again</h2>
 *
 * A submission may bear a fingerprint, 64 bits of the caller's making; of several recipients the
 * first bears it. {@link Repeats} remembers them for a while, beyond the message's end, so that the
 * next with the same one is answered with the first one's id. Records of it are the MESSAGE, and
 * the FINISH once the message ended.
 *
 * <h2>Records</h2>
 *
 * The payload of a journal group is a sequence of records without gaps. Numbers are big-endian and
 * unsigned, times are epoch milliseconds, text is UTF-8. A record begins with
 *
 * <pre>
 *   offset size
 *    0      4   length of the record, all included
 *    4      1   type
 *    5      3   by type, see below
 * </pre>
 *
 * Records whose body is read back one by one carry a CRC32C of their own: that of octets 12 to the
 * end, xor that of the journal id's eight octets. Nobody outside knows the id, so no body can be
 * made that passes for a record when a tool looks for records one by one.
 *
 * <pre>
 * MESSAGE, type 1: a message as it is now. Written at acceptance, again when it is moved, and with
 * other content when it is replaced. Those of one submission are in one group.
 *    5      1   bits 3-0: kind (0 MT, 1 MO, 2 broadcast, 3 MT as data_sm, 4 alert); bit 4: it has a
 *               fingerprint
 *    6      2   attempts
 *    8      4   CRC
 *   12      1   length of account
 *   13      1   length of destination
 *   14      1   length of carrier name; 0: no carrier id
 *   15      1   length of carrier id
 *   16      8   key
 *   24      8   accepted at
 *   32      8   next due at; 2^63-1: waits for its validity only
 *   40      8   expires at; 2^63-1: never
 *   48      4   tag
 *   52      4   alias: the short id; 0: none
 *   56      1   the first recipient's shard; only if the key's ordinal is not 0, else nothing
 *           8   fingerprint; only if it has one, else nothing
 *               account, destination, carrier name, carrier id, body
 *
 * MESSAGE_STATE, type 2: an attempt was recorded, or a carrier id alone: with a message that is
 * under way, attempts and due time as they were, or with one that a carrier took after all.
 *    5      1   length of carrier name; 0: the carrier id stays as it was
 *    6      2   attempts
 *    8      8   key
 *   16      8   next due at
 *   24          carrier name, carrier id (the rest)
 *
 * FINISH, type 3, 32 to 60 octets: the message ended. Its receipt is the MAIL that follows in the same
 * group; a group counts as a whole or not at all, so the two are one.
 *    5      1   final state (SMPP 5.0 section 4.7.15)
 *    6      1   which of the optional fields it has: 1 alias, 2 fingerprint, 4 carrier hash
 *    7      1   kind
 *    8      8   key
 *   16      8   done at
 *   24      4   error
 *   28      4   tag
 *   32      4   alias: the short id                        \
 *    .      8   fingerprint of what was submitted           | in this order, each only
 *    .      8   accepted at; always with a fingerprint      | if octet 6 says so
 *    .      8   carrier hash, see below                     /
 *
 * MAIL, type 4: a mail as it is now. Written when queued, and again when it is moved.
 *    5      1   kind (0 receipt, 1 intermediate, 2 MO, 3 alert, 4 as data_sm, 5 addressed)
 *    6      2   attempts
 *    8      4   CRC
 *   12      1   length of account
 *   13      3   zero
 *   16      8   key
 *   24      8   queued at
 *   32      8   next due at; 0: at once
 *   40      8   expires at
 *   48      8   key of the message it tells of; 0: none
 *   56          account, body
 *
 * MAIL_STATE, type 5, 24 octets: an attempt failed.
 *    5      1   zero
 *    6      2   attempts
 *    8      8   key
 *   16      8   next due at
 *
 * MAIL_DONE, type 6, 16 octets: the mail left its mailbox.
 *    5      1   outcome (0 delivered, 1 refused, 2 expired, 3 dropped)
 *    6      2   zero
 *    8      8   key
 *
 * DUPLICATES, type 7, written by an orderly close: what was in flight, or was a possible duplicate
 * already, and has no recorded attempt that tells it anyway.
 *    5      3   zero
 *    8          keys of messages and mails, 8 octets each
 *
 * CLOSED, type 8, 8 octets: the orderly close. When it is the last record, only what the DUPLICATES
 * directly before it name, or what has a recorded attempt, is a possible duplicate; else everything
 * is that was due.
 *
 * OPENED, type 9, 8 octets: written before anything is pushed, so that an earlier CLOSED counts no
 * longer.
 *
 * MESSAGE_RETRY, type 10, 24 octets: a carrier that had the message has it no longer, and another
 * attempt is to be made, or is not over. Its carrier id is off, whether it is in the MESSAGE or in a
 * state.
 *    5      1   zero
 *    6      2   attempts
 *    8      8   key
 *   16      8   next due at
 * </pre>
 *
 * The carrier hash is SipHash-2-4 of eight octets, the length of the carrier's name
 * (little-endian), of the name and of the id. Its key is the AES encryption, under the store's key,
 * of sixteen octets FE.
 *
 * <p>A reader refuses a type it does not know. Records of a key that is not pending are passed
 * over, but a FINISH is remembered for look-ups, unless the archive has it already. Order decides:
 * a MESSAGE of a key that is pending takes the place of all that was known of it but its carrier
 * id, whether it was moved or replaced, and a state that was written before it means nothing any
 * more. (A message that has a carrier id is not replaced.) Only a MESSAGE_RETRY takes a carrier id
 * off. It has a type of its own, and is no MESSAGE_STATE with some carrier that cannot be: a
 * program that does not know it shall refuse the journal, not take the message for one that a
 * carrier has, and end it when its time comes.
 *
 * <h2>Cleaning, and why it loses no state</h2>
 *
 * Segments are deleted oldest first only. A segment may go when no pending message or mail has its
 * MESSAGE or MAIL record there any more; what is still pending is moved before: written again, with
 * its current state, at the end of the journal. Oldest first makes that enough:
 *
 * <ul>
 *   <li>A state (MESSAGE_STATE, MESSAGE_RETRY, MAIL_STATE) is younger than the MESSAGE or MAIL it
 *       changes. When its segment is the oldest, that record was in the same segment or in one that
 *       is gone, so it was moved, state included. The old state is dead wherever it lies.
 *   <li>An end (FINISH, MAIL_DONE) is younger than every copy of the record it ends, since only
 *       pending ones are moved. When its segment is the oldest, no copy is left that it must hold
 *       down. It goes only after the archive has it, see {@link org.messagecenter.store.archive}.
 *   <li>A replaced record is dead at once, and never moved: the cleaner moves a record only from
 *       where the index has it, and the index is the store's thread's own. All states that lie
 *       before the new record are dead with the old one.
 *   <li>The moved record and the head that gives up the old segment are synced before the file
 *       goes, and reading a record twice, old and moved, ends at the younger.
 * </ul>
 *
 * <h2>How much disk it takes</h2>
 *
 * The files of segments and spares are at most twice as long as what is live in them, and as long
 * as the spare segments that are set: nothing is moved before, so that what ends soon is never
 * written twice. Beyond, {@link Cleaner} moves: a few octets for each that is appended or that died
 * since, then, half a segment over the bound, as fast as it can. The reserve comes on top.
 *
 * <p>When little is left of the disk ({@link Space}) new messages and replacements are refused.
 * Ends, receipts and states go on, in segments that need no new blocks: spares, then the reserve.
 * Only when that is used up a write fails, and with it the store.
 *
 * <h2>Checkpoint</h2>
 *
 * Four sections, in this order. Marks and places in line are not kept: they are worked out after
 * the last group, as they are without a checkpoint.
 *
 * <pre>
 * messages: entries of 48 to 64 octets
 *    0      1   flags: 1 tag, 2 alias, 4 carrier id, 8 carrier id in another record
 *    1      1   kind, and 0x10 when it was accepted with a fingerprint
 *    2      2   attempts
 *    4      1   the first recipient's shard
 *    5      3   length of the MESSAGE record
 *    8      8   key
 *   16      8   position of the MESSAGE record
 *   24      8   next due at
 *   32      8   expires at
 *   40      8   keyed hash: of the carrier id if it has one, else of account, destination and tag;
 *               0 if it had one, and its MESSAGE was not read back since
 *   48          tag (4 octets), alias (4), position of the record with the carrier id (8); each
 *               only when its flag is set
 *
 * mails: each block begins with names of accounts, numbered from 0 on through all blocks
 *    0      4   how many names are in this block
 *    4          length (1 octet) and text, for each
 *   then entries of 48 octets
 *    0      4   number of the account, whose name came before
 *    4      4   attempts
 *    8      4   length of the MAIL record
 *   12      4   zero
 *   16      8   key
 *   24      8   position of the MAIL record
 *   32      8   next due at
 *   40      8   expires at
 *
 * repeats: entries of 32 octets
 *    0      8   fingerprint
 *    8      8   key of the submission's first message
 *   16      8   accepted at
 *   24      4   alias, or 0
 *   28      4   zero
 *
 * archive: one entry of 8 octets
 *    0      8   position of the archive's newest run: the ends before P0 are in that or older ones
 * </pre>
 *
 * It is written while the index changes: a few thousand slots are copied between two commits, when
 * nothing is in the index that is not synced, and handed to a thread that writes them. P0 is the
 * end of the last group synced before the first copy, P1 that before the end of the last. At
 * opening the records from P0 on are read over it. The result is what the whole journal tells:
 *
 * <ul>
 *   <li>Records tell of one key each, so each key can be looked at alone. (Who of several has a
 *       carrier id is decided at the end, by their keys; a group's FINISH and MAIL are both behind
 *       P0 or both before it.)
 *   <li>A key keeps its slot as long as it is pending, and each slot that there was at P0 is copied
 *       once. So a key without a record since P0 was pending all the time and is copied as it was
 *       at P0, or it was not pending at P0 and is not in the copy.
 *   <li>Of a key that was finished since P0, the FINISH is read, whatever the copy has; no record
 *       brings it back, since only pending ones are moved.
 *   <li>A key that is pending in the end may have been copied when it was older or younger than
 *       some of its records. Each of these sets what it sets whatever was there: MESSAGE or MAIL
 *       its place and all fields, a state attempts and time, and a carrier id its hash and place,
 *       or that there is none. So what was set since P0 is in the end what the last record says
 *       that sets it, and all else has not changed since P0. That a carrier id is known too early
 *       is no matter: a record behind P0 that takes one off is read, and so is the one that brought
 *       the next.
 *   <li>No phantom: what was copied was synced, and the journal must reach P1 or is refused. So
 *       each record that the copy has seen is there, and so is the end of each key that it has seen
 *       and that ended since. Nothing is lost: what the copy missed because it was not pending any
 *       more, or not yet, has its FINISH or MESSAGE behind P0.
 *   <li>Fingerprints keep their place too, and never change there. One that a younger submission
 *       took over, or that was forgotten since the message was replaced, is taken over or forgotten
 *       again when that record is read.
 *   <li>Ends are in no copy. The archive's table is closed at P0, and a checkpoint gets its name
 *       only when the archive has all ends before P0, which are not going to be read again. When
 *       some run is gone or was set aside since, the checkpoint is not used.
 *   <li>The copy may name segments that the cleaner has given up since. What was live there was
 *       moved before, behind P0, and the move is read.
 * </ul>
 *
 * <p>P0's segment must still be there, or a FINISH between P0 and the head might be missed: without
 * it a checkpoint is not used. The cleaner need not care. It works from the head, and the whole
 * journal from the head on is always enough; a new checkpoint is begun, at the latest, when the
 * head comes to P0's segment and enough was appended. A checkpoint never begins before the store is
 * started, so that the DUPLICATES and CLOSED of an orderly end, which count only as the last
 * records, are behind P0 whenever they count.
 *
 * <p>What was recovered gets into the index of addresses after the start, a few thousand slots
 * between two commits: that is the dearest part of it, and nothing needs it but a look-up by
 * address, which waits until all are in.
 *
 * <p>A checkpoint with P0 too far back, or none, or a bad one, costs time at opening and nothing
 * else. Small journals are read in full anyway. What was passed over is read in the background
 * ({@link Scrubber}) after the start; damage there stops the store as a broken disk does.
 *
 * <h2>What a message waits for</h2>
 *
 * <pre>
 *   FRESH      for the commit that makes it durable
 *   WAITING    for its next due time, or the end of its validity
 *   READY      for the credit of all
 *   PARKED     for the credit of its line, or the end of its validity
 *   READING    for its body, the credit of all or of its line being used
 *   IN_FLIGHT  for the dispatcher
 * </pre>
 *
 * <p>{@link Lines} come from the dispatcher, which parks what it cannot send yet: no body is in
 * memory meanwhile, and one carrier's backlog holds up nobody else. They are not written: after a
 * restart all is WAITING, and what is due then is pushed again. A line keeps its order. Credit
 * takes from its beginning as much as is there, the rest is told back at once; bodies are read in
 * the batches in which those of all others are, the lines taking turns, and half a batch is theirs
 * at most, every other time, while others wait. Who comes back to a line is before all with a later
 * key; of those that were being read then, the later ones are not pushed, but go back behind it
 * with their credit. A message that leaves its line without a push is told of, and if a push of it
 * was asked for, the next one in line has it, or nobody.
 *
 * <p>A parked message's row has its one link in its line, so no wheel knows when its validity ends.
 * {@link ParkedEnds} knows for each chunk of rows a time before which none ends, and looks through
 * a chunk when that has passed, at most every four seconds. When nothing is parked, or nothing
 * ends, that costs one comparison a round.
 *
 * <h2>Who may be cancelled or replaced</h2>
 *
 * Decided on the store's thread, in order with the pushes. Until it is pushed a message is the
 * store's: it waits for a time, or for credit, or its body is being read. In the last case the push
 * is dropped when the octets come, and its credit is there again. Pushed, it is the dispatcher's
 * and stays as it is; so does what a carrier has. No push and no answer happens between the
 * decision and its record: room in the group is made first, since that may push.
 *
 * <p>The hash of a carrier id takes the place of the address's hash in a message's row. When the id
 * is taken off, the record is read back, like a look-up's; until then, some milliseconds, the
 * message is not found by its address and not replaced.
 *
 * <h2>Indexes</h2>
 *
 * By key all messages; by carrier id ({@link KeyedHash}) those that have one; by alias those that
 * have one; by account, destination and tag those that wait for a time, or for credit longer than
 * one round ({@link AddressIndex}): what is pushed straight after its commit never gets in there.
 * What waits for a time is in a {@link TimingWheel}, what waits for credit in one list, what is
 * parked in those of {@link Lines}; all are links in the rows of the {@link SlotTable} ({@link
 * SlotLists}). Which line a parked message is in takes four octets more, from the first one on that
 * is parked in a chunk of rows.
 *
 * <p>What has ended is in the archive: first in tables of the store's thread, then in files. A
 * look-up by id asks the files first, on their own thread, then the index and the tables, and
 * begins again if ends went from the tables to a file meanwhile; so it tells what is true of one
 * moment.
 *
 * <h2>Threads</h2>
 *
 * One thread ({@code store}) owns the journal, the index, all callbacks and pushes. Callers append
 * to an {@link Inbox} under a short lock. A second thread ({@code store-reader}) reads bodies back
 * from disk, one batch at a time, in file order. A third, the journal's ({@code store-segments}),
 * prepares segments. A fourth ({@code store-cleaner}), begun when it is first needed, reads and
 * checks what is to be moved. A fifth, {@code store-short-ids}, lives for a moment when the mark of
 * the short ids is to be moved. The archive has two: {@code store-archive} writes its files, {@code
 * store-archive-reader} lives while they are searched. {@code store-checkpoint} lives while a
 * checkpoint is written, and {@code store-scrub} while segments are verified that opening passed
 * over.
 */
@NullMarked
package org.messagecenter.store.queue;

import org.jspecify.annotations.NullMarked;
