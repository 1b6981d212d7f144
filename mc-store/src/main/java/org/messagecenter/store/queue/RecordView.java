package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One record of a journal group, looked at where it lies: for tools that read a store without
 * opening it. It distrusts all it reads; the accessors are for records that {@link #read} found
 * whole. For one thread.
 */
public final class RecordView {

  /** The types of records, in the order of their codes from 1 on. */
  public enum Type {
    MESSAGE,
    MESSAGE_STATE,
    FINISH,
    MAIL,
    MAIL_STATE,
    MAIL_DONE,
    DUPLICATES,
    CLOSED,
    OPENED,
    MESSAGE_RETRY
  }

  private static final Type[] TYPES = Type.values();

  /** In FINISH. */
  private static final int END_FLAGS_AT = 6;

  private static final int END_ALIAS_AT = 32;
  private static final int ALIAS_FLAG = 1;
  private static final int FINGERPRINT_FLAG = 2;
  private static final int CARRIER_FLAG = 4;

  private final RecordCrc crc;
  private ByteBuffer in = ByteBuffer.allocate(0);
  private int at;
  private int length;
  private Type type = Type.OPENED;
  private int textAt;

  private @Nullable Integer otherSeed;

  /** For the records of the journal with that id. */
  public RecordView(long journalId) {
    this(new RecordCrc(journalId));
  }

  private RecordView(RecordCrc crc) {
    this.crc = crc;
  }

  /** For the records of a journal whose id is lost, but for what {@link #otherSeed} told. */
  public static RecordView ofSeed(int seed) {
    return new RecordView(new RecordCrc(seed));
  }

  /**
   * Looks at the record that begins at index {@code from}.
   *
   * @param octets up to whose limit it may reach
   * @return what is wrong with it, or null when it is whole
   */
  public @Nullable String read(ByteBuffer octets, int from) {
    in = octets;
    at = from;
    length = 0;
    otherSeed = null;
    int left = octets.limit() - from;
    if (left < HEADER_BYTES) {
      return "a record is cut off after " + left + " octets";
    }
    int code = octets.get(from + TYPE_AT);
    int told = octets.getInt(from + LENGTH_AT);
    if (told < HEADER_BYTES || told > left) {
      return "a record has a wrong length, " + told;
    }
    length = told;
    if (code < 1 || code > TYPES.length) {
      return "a record has type " + code + ", which is unknown";
    }
    type = TYPES[code - 1];
    String problem =
        switch (type) {
          case MESSAGE -> message();
          case MESSAGE_STATE ->
              atLeast(STATE_TEXT_AT) ? lengthIs(STATE_TEXT_AT, octet(OCTET_AT)) : wrongLength();
          case FINISH -> finish();
          case MAIL -> mail();
          case MESSAGE_RETRY -> exactly(MESSAGE_RETRY_BYTES);
          case MAIL_STATE -> exactly(MAIL_STATE_BYTES);
          case MAIL_DONE -> mailDone();
          case DUPLICATES -> (length & 7) == 0 ? null : wrongLength();
          case CLOSED, OPENED -> exactly(HEADER_BYTES);
        };
    return problem != null || !hasKey() || key() > 0 ? problem : what() + " has no valid key";
  }

  /** Whether the record is about one message or mail. */
  public boolean hasKey() {
    return type.compareTo(Type.MAIL_DONE) <= 0 || type == Type.MESSAGE_RETRY;
  }

  private String what() {
    return "a " + type + " record";
  }

  private String wrongLength() {
    return what() + " has a wrong length, " + length;
  }

  private boolean atLeast(int octets) {
    return length >= octets;
  }

  private @Nullable String exactly(int octets) {
    return length == octets ? null : wrongLength();
  }

  /** Of a record that ends with texts: those whose lengths are told must have room. */
  private @Nullable String lengthIs(int begin, int texts) {
    textAt = begin;
    return begin + texts <= length ? null : what() + " is shorter than its texts";
  }

  private @Nullable String message() {
    if (!atLeast(SHARD_AT) || !atLeast(fixedBytes())) {
      return wrongLength();
    }
    if (kind() >= MessageKind.values().length || (octet(OCTET_AT) & 0xE0) != 0) {
      return what() + " has an unknown kind, " + octet(OCTET_AT);
    }
    String problem =
        lengthIs(
            fixedBytes(),
            octet(ACCOUNT_LENGTH_AT)
                + octet(DESTINATION_LENGTH_AT)
                + octet(CARRIER_LENGTH_AT)
                + octet(CARRIER_ID_LENGTH_AT));
    return problem != null ? problem : checkCrc();
  }

  private int fixedBytes() {
    return RecordLayout.textAt(in.getLong(at + KEY_AT), octet(OCTET_AT));
  }

  private @Nullable String mail() {
    if (!atLeast(MAIL_TEXT_AT)) {
      return wrongLength();
    }
    if (kind() >= MailKind.values().length) {
      return what() + " has an unknown kind, " + kind();
    }
    String problem = lengthIs(MAIL_TEXT_AT, octet(ACCOUNT_LENGTH_AT));
    return problem != null ? problem : checkCrc();
  }

  private @Nullable String checkCrc() {
    int difference = in.getInt(at + CRC_AT) ^ crc.of(in, at, length);
    if (difference == 0) {
      return null;
    }
    otherSeed = crc.seed ^ difference;
    return what() + " has a wrong CRC";
  }

  /**
   * What would make the CRC right with which nothing but its CRC was wrong; null when there was
   * another problem, or none. Records that agree in it are of one journal.
   */
  public @Nullable Integer otherSeed() {
    return otherSeed;
  }

  private @Nullable String finish() {
    if (!atLeast(FINISH_BYTES)) {
      return wrongLength();
    }
    int code = octet(OCTET_AT);
    if (code >= MessageState.values().length || !MessageState.of(code).isFinal()) {
      return what() + " has an unknown state, " + code;
    }
    return exactly(finishBytes());
  }

  private int finishBytes() {
    int flags = octet(END_FLAGS_AT);
    return FINISH_BYTES
        + (hasAlias() ? Integer.BYTES : 0)
        + ((flags & FINGERPRINT_FLAG) != 0 ? 2 * Long.BYTES : 0)
        + ((flags & CARRIER_FLAG) != 0 ? Long.BYTES : 0);
  }

  private boolean hasAlias() {
    return (octet(END_FLAGS_AT) & ALIAS_FLAG) != 0;
  }

  private @Nullable String mailDone() {
    return octet(OCTET_AT) < MailOutcome.values().length
        ? exactly(MAIL_DONE_BYTES)
        : what() + " has an unknown outcome, " + octet(OCTET_AT);
  }

  private int octet(int offset) {
    return in.get(at + offset) & 0xFF;
  }

  /** Octets of the record; 0 when not even that can be told. */
  public int length() {
    return length;
  }

  /** The record's type. */
  public Type type() {
    return type;
  }

  /** Writes the record as one of the journal that {@code target} is for. */
  public void put(ByteBuffer out, RecordView target) {
    int begin = out.position();
    out.put(octets());
    if (type == Type.MESSAGE || type == Type.MAIL) {
      out.putInt(begin + CRC_AT, target.crc.of(out, begin, length));
    }
  }

  /** The record's octets, from its first to its last. */
  public ByteBuffer octets() {
    return in.duplicate().limit(at + length).position(at);
  }

  /** The key of the message or mail; 0 for a type that has none. */
  public long key() {
    return switch (type) {
      case MESSAGE, MAIL -> in.getLong(at + KEY_AT);
      case DUPLICATES, CLOSED, OPENED -> 0;
      default -> in.getLong(at + SHORT_KEY_AT);
    };
  }

  /** Of MESSAGE and MAIL: the code of the kind. */
  public int kind() {
    return octet(OCTET_AT) & (type == Type.MESSAGE ? KIND_BITS : 0xFF);
  }

  /** Of MESSAGE, MAIL and their states: how many attempts were made. */
  public int attempts() {
    return in.getShort(at + ATTEMPTS_AT) & 0xFFFF;
  }

  /** Of MESSAGE and MAIL: since when it is there, epoch milliseconds. */
  public long beganAt() {
    return in.getLong(at + BEGAN_AT);
  }

  /** Of MESSAGE, MAIL and their states: when it is due next, epoch milliseconds. */
  public long nextDueAt() {
    return type == Type.MESSAGE || type == Type.MAIL
        ? in.getLong(at + NEXT_DUE_AT)
        : in.getLong(at + STATE_DUE_AT);
  }

  /** Of MESSAGE and MAIL: when its validity ends, epoch milliseconds; 2^63-1 for never. */
  public long expiresAt() {
    return in.getLong(at + EXPIRES_AT);
  }

  /** Of MESSAGE and FINISH: the caller's tag. */
  public int tag() {
    return in.getInt(at + (type == Type.MESSAGE ? TAG_AT : FINISH_TAG_AT));
  }

  /** Of MESSAGE and FINISH: the short id; 0 for none. */
  public int alias() {
    if (type == Type.MESSAGE) {
      return in.getInt(at + ALIAS_AT);
    }
    return hasAlias() ? in.getInt(at + END_ALIAS_AT) : 0;
  }

  /** Of MESSAGE: the shard that its message id is made with. */
  public int shard() {
    return (key() & ORDINAL_BITS) == 0
        ? MessageIds.shard(account(), destination())
        : octet(SHARD_AT);
  }

  /** Of MESSAGE and MAIL: whose it is. */
  public String account() {
    return text(textAt, octet(ACCOUNT_LENGTH_AT));
  }

  /** Of MESSAGE: whom it is for. */
  public String destination() {
    return text(textAt + octet(ACCOUNT_LENGTH_AT), octet(DESTINATION_LENGTH_AT));
  }

  /** Of MESSAGE and MESSAGE_STATE: the carrier and its id for the message; null for none. */
  public @Nullable CarrierId carrierId() {
    if (type == Type.MESSAGE) {
      int from = textAt + octet(ACCOUNT_LENGTH_AT) + octet(DESTINATION_LENGTH_AT);
      return carrierId(from, octet(CARRIER_LENGTH_AT), octet(CARRIER_ID_LENGTH_AT));
    }
    int name = octet(OCTET_AT);
    return carrierId(STATE_TEXT_AT, name, length - STATE_TEXT_AT - name);
  }

  private @Nullable CarrierId carrierId(int from, int name, int id) {
    return name == 0 ? null : new CarrierId(text(from, name), text(from + name, id));
  }

  /** Of MAIL: the key of the message it tells of, which has ended; 0 for none. */
  public long about() {
    return in.getLong(at + ABOUT_AT);
  }

  /** Of MESSAGE and MAIL: its octets. */
  public byte[] body() {
    int from = textAt + octet(ACCOUNT_LENGTH_AT);
    if (type == Type.MESSAGE) {
      from += octet(DESTINATION_LENGTH_AT) + octet(CARRIER_LENGTH_AT) + octet(CARRIER_ID_LENGTH_AT);
    }
    return RecordReader.octets(in, at + from, at + length);
  }

  /** Of FINISH: the final state. */
  public MessageState state() {
    return MessageState.of(octet(OCTET_AT));
  }

  /** Of FINISH: when it ended, epoch milliseconds. */
  public long doneAt() {
    return in.getLong(at + DONE_AT);
  }

  /** Of FINISH: the error code kept with the end. */
  public int error() {
    return in.getInt(at + ERROR_AT);
  }

  private String text(int from, int octets) {
    byte[] text = RecordReader.octets(in, at + from, at + from + octets);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Octets that {@link #putEnd} writes. */
  public static final int END_BYTES = FINISH_BYTES;

  /** Writes the end of a message of which no more is known than that it ended. */
  public static void putEnd(ByteBuffer out, long key, long doneAt) {
    out.putInt(END_BYTES).put((byte) FINISH).put((byte) MessageState.UNKNOWN.code());
    out.putShort((short) 0).putLong(key).putLong(doneAt).putLong(0);
  }

  /** Octets that {@link #putOpened} writes. */
  public static final int OPENED_BYTES = HEADER_BYTES;

  /** Writes an OPENED record: whatever is due may have been sent before. */
  public static void putOpened(ByteBuffer out) {
    out.putInt(OPENED_BYTES).putInt(OPENED << 24);
  }
}
