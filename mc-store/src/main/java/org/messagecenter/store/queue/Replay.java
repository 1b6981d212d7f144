package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;
import static org.messagecenter.store.queue.RecordReader.octet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.journal.GroupVisitor;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;

/** Builds the index from the records of an earlier run. */
final class Replay implements GroupVisitor {

  /** So many messages are looked for at once. */
  private static final int AHEAD = 2048;

  private final Messages messages;
  private final Mailboxes mailboxes;
  private final Ended ended;
  private final byte[] address = new byte[2 * Utf8.LONGEST];

  // What the latest DUPLICATES named, unless something follows them.
  private long[] duplicates = new long[16];
  private int duplicateCount;
  private boolean closed;
  private boolean loaded;

  /** The wall clock of the last group: until then at least messages were pushed. */
  private long lastWritten = Long.MIN_VALUE;

  Replay(Messages messages, Mailboxes mailboxes, Ended ended) {
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.ended = ended;
  }

  /**
   * A checkpoint has told what lies before the first group that is shown.
   *
   * @param writtenAt when it was begun, by the wall clock
   */
  void startsLate(long writtenAt) {
    loaded = true;
    lastWritten = writtenAt;
  }

  @Override
  public void group(long position, ByteBuffer payload, long writtenAt) throws IOException {
    if (!loaded) {
      ended.load(false);
      // Before all that the journal tells of: they are the oldest.
      ended.archive.fingerprints(writtenAt - Repeats.LONGEST_MILLIS, messages.repeats::put);
      loaded = true;
    }
    ended.replayedTo(position - Journal.GROUP_HEADER);
    lastWritten = writtenAt;
    int begin = payload.position();
    int at = begin;
    while (at < payload.limit()) {
      long here = position + (at - begin);
      int left = payload.limit() - at;
      int length = left < HEADER_BYTES ? 0 : payload.getInt(at);
      if (length < HEADER_BYTES || length > left) {
        throw new IOException("the record at " + text(here) + " has a wrong length, " + length);
      }
      record(payload, at, length, here);
      at += length;
    }
  }

  private static String text(long position) {
    return "segment " + Position.segment(position) + ", offset " + Position.offset(position);
  }

  private void record(ByteBuffer in, int at, int length, long position) throws IOException {
    int type = in.get(at + TYPE_AT);
    if (type != DUPLICATES && type != CLOSED) {
      closed = false;
      duplicateCount = 0;
    }
    switch (type) {
      case MESSAGE -> message(in, at, length, position);
      case MESSAGE_STATE -> messageState(in, at, length, position);
      case MESSAGE_RETRY -> {
        int slot = messages.table.find(in.getLong(at + SHORT_KEY_AT));
        if (slot >= 0) {
          messages.table.attempts(slot, in.getShort(at + ATTEMPTS_AT) & 0xFFFF);
          messages.table.nextDue(slot, in.getLong(at + STATE_DUE_AT));
          messages.dropCarrier(slot);
        }
      }
      case FINISH -> {
        End end = ended.row;
        if (ended.replayed(in, at, position) && end.has(End.FINGERPRINT)) {
          messages.repeats.put(end.fingerprint, end.key, end.acceptedAt, end.alias);
        }
        int slot = messages.table.find(in.getLong(at + SHORT_KEY_AT));
        if (slot >= 0) {
          messages.remove(slot);
        }
      }
      case MAIL -> mail(in, at, length, position);
      case MAIL_STATE -> {
        int slot = mailboxes.table.find(in.getLong(at + SHORT_KEY_AT));
        if (slot >= 0) {
          mailboxes.table.attempts(slot, in.getShort(at + ATTEMPTS_AT) & 0xFFFF);
          mailboxes.table.nextDue(slot, in.getLong(at + STATE_DUE_AT));
        }
      }
      case MAIL_DONE -> {
        int slot = mailboxes.table.find(in.getLong(at + SHORT_KEY_AT));
        if (slot >= 0) {
          mailboxes.remove(slot);
        }
      }
      case DUPLICATES -> {
        for (int key = at + HEADER_BYTES; key < at + length; key += 8) {
          duplicate(in.getLong(key));
        }
      }
      case CLOSED -> closed = true;
      case OPENED -> {
        // That it is here ended an earlier CLOSED already.
      }
      default ->
          throw new IOException(
              "the record at " + text(position) + " has type " + type + ", which is unknown");
    }
  }

  private void duplicate(long key) {
    if (duplicateCount == duplicates.length) {
      duplicates = Arrays.copyOf(duplicates, 2 * duplicateCount);
    }
    duplicates[duplicateCount++] = key;
  }

  private boolean isDuplicate(long key) {
    return Arrays.binarySearch(duplicates, 0, duplicateCount, key) >= 0;
  }

  private void message(ByteBuffer in, int at, int length, long position) {
    long key = in.getLong(at + KEY_AT);
    int account = octet(in, at + ACCOUNT_LENGTH_AT);
    int destination = octet(in, at + DESTINATION_LENGTH_AT);
    int tag = in.getInt(at + TAG_AT);
    int octet = octet(in, at + OCTET_AT);
    int textAt = at + textAt(key, octet);
    in.get(textAt, address, 0, account + destination);
    int slot =
        messages.put(
            key,
            position,
            length,
            in.getShort(at + ATTEMPTS_AT) & 0xFFFF,
            in.getLong(at + NEXT_DUE_AT),
            in.getLong(at + EXPIRES_AT),
            tag,
            in.getInt(at + ALIAS_AT),
            ended.hash.of(address, account, destination, tag));
    if ((octet & FINGERPRINTED) != 0) {
      long fingerprint = in.getLong(at + fingerprintAt(key));
      messages.repeats.put(fingerprint, key, in.getLong(at + BEGAN_AT), in.getInt(at + ALIAS_AT));
    } else {
      // A checkpoint may have copied the message after it was replaced, but what repeats it before.
      messages.repeats.forget(key);
    }
    messages.table.kindOctet(slot, octet);
    if ((key & ORDINAL_BITS) != 0) {
      messages.table.shard(slot, octet(in, at + SHARD_AT));
    }
    int name = octet(in, at + CARRIER_LENGTH_AT);
    if (name > 0) {
      int from = textAt + account + destination;
      carrier(in, from, name, octet(in, at + CARRIER_ID_LENGTH_AT), slot, position);
    }
  }

  private void messageState(ByteBuffer in, int at, int length, long position) {
    int slot = messages.table.find(in.getLong(at + SHORT_KEY_AT));
    if (slot < 0) {
      return;
    }
    messages.table.attempts(slot, in.getShort(at + ATTEMPTS_AT) & 0xFFFF);
    messages.table.nextDue(slot, in.getLong(at + STATE_DUE_AT));
    int name = octet(in, at + OCTET_AT);
    if (name > 0) {
      int id = length - STATE_TEXT_AT - name;
      carrier(in, at + STATE_TEXT_AT, name, id, slot, position);
    }
  }

  private void carrier(ByteBuffer in, int from, int name, int id, int slot, long position) {
    byte[] octets = RecordReader.octets(in, from, from + name + id);
    messages.recoverCarrier(slot, ended.hash.of(octets, name, id), position);
  }

  private void mail(ByteBuffer in, int at, int length, long position) {
    int from = at + MAIL_TEXT_AT;
    byte[] account = RecordReader.octets(in, from, from + octet(in, at + ACCOUNT_LENGTH_AT));
    mailboxes.put(
        mailboxes.box(new String(account, StandardCharsets.UTF_8)),
        in.getLong(at + KEY_AT),
        position,
        length,
        in.getShort(at + ATTEMPTS_AT) & 0xFFFF,
        in.getLong(at + NEXT_DUE_AT),
        in.getLong(at + EXPIRES_AT));
  }

  /** After the last group: puts everything in line, and marks what may have been sent before. */
  void complete(long now) {
    Arrays.sort(duplicates, 0, duplicateCount);
    // The clock may have been set back since.
    long latest = Math.max(now, lastWritten);
    messages.waiting.begin(messages.table.firstDue(now));
    mailboxes.times.begin(mailboxes.table.firstDue(now));
    long[] keys = messages.table.keys();
    int[] slots = new int[Math.min(AHEAD, keys.length)];
    for (int from = 0; from < keys.length; from += AHEAD) {
      int count = Math.min(AHEAD, keys.length - from);
      lookAhead(keys, from, slots, count);
      for (int i = 0; i < count; i++) {
        completeMessage(keys[from + i], slots[i], latest);
      }
    }
    for (long key : mailboxes.table.keys()) {
      int slot = mailboxes.table.find(key);
      if (!closed || isDuplicate(key) || mailboxes.table.attempts(slot) > 0) {
        mailboxes.table.mark(slot, MailTable.POSSIBLE_DUPLICATE);
      }
      if (mailboxes.table.nextDue(slot) > now) {
        mailboxes.delay(slot);
      } else if (mailboxes.table.attempts(slot) > 0) {
        mailboxes.giveBack(slot);
      } else {
        mailboxes.queue(slot);
      }
    }
  }

  /**
   * Finds many slots before anything is done with one: the looks do not depend on each other, so
   * that their misses of the processor's cache overlap.
   */
  private void lookAhead(long[] keys, int from, int[] slots, int count) {
    for (int i = 0; i < count; i++) {
      slots[i] = messages.table.find(keys[from + i]);
    }
  }

  private void completeMessage(long key, int slot, long now) {
    boolean sent = closed ? isDuplicate(key) : messages.table.nextDue(slot) <= now;
    if (sent || messages.table.attempts(slot) > 0) {
      messages.table.mark(slot, MessageTable.POSSIBLE_DUPLICATE);
    }
    messages.indexCarrier(slot);
    messages.recovered(slot);
  }
}
