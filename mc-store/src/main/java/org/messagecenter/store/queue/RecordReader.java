package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads single records that were read back from disk, and distrusts them. */
final class RecordReader {

  /** A MESSAGE without what the index knows better. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Message(
      long key,
      MessageKind kind,
      String account,
      String destination,
      long acceptedAt,
      @Nullable CarrierId carrierId,
      int tag,
      int alias,
      int shard,
      byte[] body) {}

  /** A MAIL without what the index knows better. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record StoredMail(
      long key, MailKind kind, String account, long queuedAt, long about, byte[] body) {}

  private final RecordCrc crc;

  RecordReader(long journalId) {
    crc = new RecordCrc(journalId);
  }

  Message message(ByteBuffer in, int at, int length, long key) throws IOException {
    check(in, at, length, MESSAGE, key);
    int accountAt = at + textAt(key, octet(in, at + OCTET_AT));
    int destinationAt = accountAt + octet(in, at + ACCOUNT_LENGTH_AT);
    int carrierAt = destinationAt + octet(in, at + DESTINATION_LENGTH_AT);
    int idAt = carrierAt + octet(in, at + CARRIER_LENGTH_AT);
    int bodyAt = idAt + octet(in, at + CARRIER_ID_LENGTH_AT);
    String account = text(in, accountAt, destinationAt);
    String destination = text(in, destinationAt, carrierAt);
    return new Message(
        key,
        MessageKind.of(octet(in, at + OCTET_AT) & KIND_BITS),
        account,
        destination,
        in.getLong(at + BEGAN_AT),
        idAt == carrierAt ? null : new CarrierId(text(in, carrierAt, idAt), text(in, idAt, bodyAt)),
        in.getInt(at + TAG_AT),
        in.getInt(at + ALIAS_AT),
        (key & ORDINAL_BITS) == 0
            ? MessageIds.shard(account, destination)
            : octet(in, at + SHARD_AT),
        octets(in, bodyAt, at + length));
  }

  StoredMail mail(ByteBuffer in, int at, int length, long key) throws IOException {
    check(in, at, length, MAIL, key);
    int accountAt = at + MAIL_TEXT_AT;
    int bodyAt = accountAt + octet(in, at + ACCOUNT_LENGTH_AT);
    return new StoredMail(
        key,
        MailKind.of(octet(in, at + OCTET_AT)),
        text(in, accountAt, bodyAt),
        in.getLong(at + BEGAN_AT),
        in.getLong(at + ABOUT_AT),
        octets(in, bodyAt, at + length));
  }

  /** The carrier id of the MESSAGE_STATE at the start of {@code in}, which may hold more. */
  @Nullable CarrierId stateCarrier(ByteBuffer in, long key) throws IOException {
    int length = in.limit() < STATE_TEXT_AT ? -1 : in.getInt(0);
    if (length < STATE_TEXT_AT
        || length > in.limit()
        || in.get(TYPE_AT) != MESSAGE_STATE
        || in.getLong(SHORT_KEY_AT) != key) {
      throw new IOException("no state of record " + key + " is there");
    }
    int idAt = STATE_TEXT_AT + octet(in, OCTET_AT);
    return idAt == STATE_TEXT_AT
        ? null
        : new CarrierId(text(in, STATE_TEXT_AT, idAt), text(in, idAt, length));
  }

  private void check(ByteBuffer in, int at, int length, int type, long key) throws IOException {
    if (in.getInt(at) != length || in.get(at + TYPE_AT) != type || in.getLong(at + KEY_AT) != key) {
      throw new IOException("record " + key + " is not there");
    }
    if (!crc.isRight(in, at, length)) {
      throw new IOException("record " + key + " has a wrong CRC");
    }
  }

  static int octet(ByteBuffer in, int at) {
    return in.get(at) & 0xFF;
  }

  private static String text(ByteBuffer in, int from, int to) {
    return new String(octets(in, from, to), StandardCharsets.UTF_8);
  }

  static byte[] octets(ByteBuffer in, int from, int to) {
    byte[] octets = new byte[to - from];
    in.get(from, octets);
    return octets;
  }
}
