package org.messagecenter.store.queue;

/** Where things are in records; the layouts are drawn in the package's description. */
final class RecordLayout {

  static final int MESSAGE = 1;
  static final int MESSAGE_STATE = 2;
  static final int FINISH = 3;
  static final int MAIL = 4;
  static final int MAIL_STATE = 5;
  static final int MAIL_DONE = 6;
  static final int DUPLICATES = 7;
  static final int CLOSED = 8;
  static final int OPENED = 9;
  static final int MESSAGE_RETRY = 10;

  static final int LENGTH_AT = 0;
  static final int TYPE_AT = 4;
  static final int OCTET_AT = 5;
  static final int ATTEMPTS_AT = 6;
  static final int HEADER_BYTES = 8;

  /** In MESSAGE and MAIL. */
  static final int CRC_AT = 8;

  static final int CHECKED_FROM = 12;
  static final int ACCOUNT_LENGTH_AT = 12;
  static final int DESTINATION_LENGTH_AT = 13;
  static final int CARRIER_LENGTH_AT = 14;
  static final int CARRIER_ID_LENGTH_AT = 15;
  static final int KEY_AT = 16;
  static final int BEGAN_AT = 24;
  static final int NEXT_DUE_AT = 32;
  static final int EXPIRES_AT = 40;
  static final int TAG_AT = 48;
  static final int ALIAS_AT = 52;
  static final int SHARD_AT = 56;
  static final int ABOUT_AT = 48;
  static final int MAIL_TEXT_AT = 56;

  /** In all other types. */
  static final int SHORT_KEY_AT = 8;

  static final int STATE_DUE_AT = 16;
  static final int STATE_TEXT_AT = 24;
  static final int DONE_AT = 16;
  static final int ERROR_AT = 24;
  static final int FINISH_TAG_AT = 28;
  static final int FINISH_FLAGS_AT = 6;
  static final int FINISH_KIND_AT = 7;

  /** Without optional fields. */
  static final int FINISH_BYTES = 32;

  static final int LONGEST_FINISH = 60;
  static final int MESSAGE_RETRY_BYTES = 24;
  static final int MAIL_STATE_BYTES = 24;
  static final int MAIL_DONE_BYTES = 16;

  /** The kind, in the octet of a MESSAGE. */
  static final int KIND_BITS = 0x0F;

  /** In the same octet: the message has a fingerprint. */
  static final int FINGERPRINTED = 0x10;

  static final int FINGERPRINT_BYTES = 8;

  /** The longest MESSAGE_STATE. */
  static final int LONGEST_STATE = STATE_TEXT_AT + 2 * Utf8.LONGEST;

  /** The longest record of all. */
  static final int LONGEST =
      SHARD_AT + 1 + FINGERPRINT_BYTES + 4 * Utf8.LONGEST + NewMessage.MAX_BODY;

  /** The recipient's ordinal in a key. */
  static final int ORDINAL_BITS = 0xFF;

  /** Of a key: set in those of mails. */
  static final int MAIL_BIT = 1 << 8;

  private RecordLayout() {}

  /**
   * Where the texts of a MESSAGE begin: behind the shard that only later recipients have, and the
   * fingerprint that only some submissions have.
   *
   * @param octet the one that has the kind
   */
  static int textAt(long key, int octet) {
    return fingerprintAt(key) + ((octet & FINGERPRINTED) == 0 ? 0 : FINGERPRINT_BYTES);
  }

  /** Where the fingerprint of a MESSAGE is, if it has one. */
  static int fingerprintAt(long key) {
    return (key & ORDINAL_BITS) == 0 ? SHARD_AT : SHARD_AT + 1;
  }
}
