package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;

/**
 * Writes records into a group's buffer. Texts are prepared first, so that the record's length is
 * known before there must be room for it. For one thread.
 */
final class RecordWriter {

  private final byte[] text = new byte[4 * Utf8.LONGEST];
  private int first;
  private int second;
  private long fingerprint;

  private final RecordCrc crc;

  RecordWriter(long journalId) {
    crc = new RecordCrc(journalId);
  }

  /**
   * Prepares the texts of a message that has this key's ordinal; returns the record's length.
   *
   * @param print its fingerprint, or 0
   */
  int prepare(NewMessage message, long key, long print) {
    fingerprint = print;
    prepareAddress(message.account(), message.destination());
    return textAt(key, print == 0 ? 0 : FINGERPRINTED) + first + second + message.length();
  }

  /** Prepares an account and a destination. */
  void prepareAddress(String account, String destination) {
    first = Utf8.encode(account, text, 0);
    second = Utf8.encode(destination, text, first);
  }

  /** The hash of the account and the destination that were prepared last, and of a tag. */
  long addressHash(KeyedHash hash, int tag) {
    return hash.of(text, first, second, tag);
  }

  /**
   * Writes the message that was prepared last.
   *
   * @param alias its short id, or 0
   * @param shard of the submission's first recipient
   */
  void message(ByteBuffer out, int length, long key, NewMessage message, int alias, int shard) {
    int at = out.position();
    int kind = message.kind().code() | (fingerprint == 0 ? 0 : FINGERPRINTED);
    out.putInt(length).put((byte) MESSAGE).put((byte) kind).putShort((short) 0);
    out.putInt(0).put((byte) first).put((byte) second).putShort((short) 0);
    out.putLong(key).putLong(message.acceptedAt());
    out.putLong(message.dueAt()).putLong(message.expiresAt());
    out.putInt(message.tag()).putInt(alias);
    if ((key & ORDINAL_BITS) != 0) {
      out.put((byte) shard);
    }
    if (fingerprint != 0) {
      out.putLong(fingerprint);
    }
    out.put(text, 0, first + second).put(message.body(), message.offset(), message.length());
    sign(out, at, length);
  }

  /** Prepares the texts of a state; returns the record's length. */
  int prepare(@Nullable CarrierId carrierId) {
    if (carrierId == null) {
      first = 0;
      second = 0;
    } else {
      first = Utf8.encode(carrierId.carrier(), text, 0);
      second = Utf8.encode(carrierId.id(), text, first);
    }
    return STATE_TEXT_AT + first + second;
  }

  /** The hash of the carrier id that was prepared last. */
  long carrierHash(KeyedHash hash) {
    return hash.of(text, first, second);
  }

  /** Writes a state with the carrier id that was prepared last. */
  void state(ByteBuffer out, int length, long key, int attempts, long nextDueAt) {
    out.putInt(length).put((byte) MESSAGE_STATE).put((byte) first).putShort((short) attempts);
    out.putLong(key).putLong(nextDueAt).put(text, 0, first + second);
  }

  /** Writes that no carrier has the message any more. */
  void retry(ByteBuffer out, long key, int attempts, long nextDueAt) {
    out.putInt(MESSAGE_RETRY_BYTES).put((byte) MESSAGE_RETRY).put((byte) 0);
    out.putShort((short) attempts).putLong(key).putLong(nextDueAt);
  }

  void finish(ByteBuffer out, End end) {
    out.putInt(finishLength(end)).put((byte) FINISH).put((byte) end.state);
    out.put((byte) end.flags).put((byte) end.kind);
    out.putLong(end.key).putLong(end.doneAt).putInt(end.error).putInt(end.tag);
    if (end.has(End.ALIAS)) {
      out.putInt(end.alias);
    }
    if (end.has(End.FINGERPRINT)) {
      out.putLong(end.fingerprint).putLong(end.acceptedAt);
    }
    if (end.has(End.CARRIER)) {
      out.putLong(end.carrierHash);
    }
  }

  /** How long the record of an end is. */
  static int finishLength(End end) {
    return FINISH_BYTES
        + (end.has(End.ALIAS) ? 4 : 0)
        + (end.has(End.FINGERPRINT) ? 16 : 0)
        + (end.has(End.CARRIER) ? 8 : 0);
  }

  /** Prepares the text of a new mail; returns the record's length. */
  int prepare(NewMail mail) {
    first = Utf8.encode(mail.account(), text, 0);
    return MAIL_TEXT_AT + first + mail.length();
  }

  /** Writes the mail that was prepared last. */
  void mail(
      ByteBuffer out, int length, long key, NewMail mail, long queuedAt, long expires, long about) {
    int at = out.position();
    out.putInt(length).put((byte) MAIL).put((byte) mail.kind().code()).putShort((short) 0);
    out.putInt(0).putInt(first << 24);
    out.putLong(key).putLong(queuedAt).putLong(0).putLong(expires).putLong(about);
    out.put(text, 0, first).put(mail.body(), mail.offset(), mail.length());
    sign(out, at, length);
  }

  void mailState(ByteBuffer out, long key, int attempts, long nextDueAt) {
    out.putInt(MAIL_STATE_BYTES).put((byte) MAIL_STATE).put((byte) 0).putShort((short) attempts);
    out.putLong(key).putLong(nextDueAt);
  }

  void mailDone(ByteBuffer out, long key, MailOutcome outcome) {
    out.putInt(MAIL_DONE_BYTES).put((byte) MAIL_DONE).put((byte) outcome.code());
    out.putShort((short) 0).putLong(key);
  }

  void duplicates(ByteBuffer out, long[] keys, int from, int to) {
    out.putInt(HEADER_BYTES + 8 * (to - from)).putInt(DUPLICATES << 24);
    for (int i = from; i < to; i++) {
      out.putLong(keys[i]);
    }
  }

  /** Writes a record that is no more than its type: OPENED or CLOSED. */
  void mark(ByteBuffer out, int type) {
    out.putInt(HEADER_BYTES).putInt(type << 24);
  }

  /** Writes a mail again, with its present state. */
  void movedMail(ByteBuffer out, ByteBuffer from, int begin, int attempts, long nextDueAt) {
    int length = from.getInt(begin);
    int at = out.position();
    out.put(from.duplicate().limit(begin + length).position(begin));
    out.putShort(at + ATTEMPTS_AT, (short) attempts).putLong(at + NEXT_DUE_AT, nextDueAt);
    sign(out, at, length);
  }

  /** How long a message becomes when it is moved with a carrier id of that many octets. */
  static int movedLength(ByteBuffer from, int begin, int carrierOctets) {
    int old =
        (from.get(begin + CARRIER_LENGTH_AT) & 0xFF)
            + (from.get(begin + CARRIER_ID_LENGTH_AT) & 0xFF);
    return from.getInt(begin) - old + carrierOctets;
  }

  /**
   * Writes a message again, with its present state.
   *
   * @param carrier name and id, one behind the other
   * @param name octets of the name
   * @param id octets of the id
   */
  void movedMessage(
      ByteBuffer out,
      ByteBuffer from,
      int begin,
      int attempts,
      long nextDueAt,
      byte[] carrier,
      int name,
      int id) {
    int at = out.position();
    int end = begin + from.getInt(begin);
    int carrierAt =
        begin
            + textAt(from.getLong(begin + KEY_AT), from.get(begin + OCTET_AT))
            + (from.get(begin + ACCOUNT_LENGTH_AT) & 0xFF)
            + (from.get(begin + DESTINATION_LENGTH_AT) & 0xFF);
    int bodyAt =
        carrierAt
            + (from.get(begin + CARRIER_LENGTH_AT) & 0xFF)
            + (from.get(begin + CARRIER_ID_LENGTH_AT) & 0xFF);
    out.put(from.duplicate().limit(carrierAt).position(begin));
    out.put(carrier, 0, name + id);
    out.put(from.duplicate().limit(end).position(bodyAt));
    int length = out.position() - at;
    out.putInt(at, length).putShort(at + ATTEMPTS_AT, (short) attempts);
    out.put(at + CARRIER_LENGTH_AT, (byte) name).put(at + CARRIER_ID_LENGTH_AT, (byte) id);
    out.putLong(at + NEXT_DUE_AT, nextDueAt);
    sign(out, at, length);
  }

  private void sign(ByteBuffer out, int at, int length) {
    out.putInt(at + CRC_AT, crc.of(out, at, length));
  }
}
