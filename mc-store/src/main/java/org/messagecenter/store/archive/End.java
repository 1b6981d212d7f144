package org.messagecenter.store.archive;

/**
 * The end of one message, as a row that is filled again and again: who hands it over does not keep
 * it. Only look-ups make new ones.
 */
public final class End {

  /** In {@link #flags}: it has a short id. */
  public static final int ALIAS = 1;

  /** In {@link #flags}: it has a fingerprint, and it is known when it was accepted. */
  public static final int FINGERPRINT = 2;

  /** In {@link #flags}: it has the hash of a carrier id. */
  public static final int CARRIER = 4;

  /** The key, positive; recipients of one submission differ in the last eight bits only. */
  public long key;

  /** Epoch milliseconds, by the word of who ended it. */
  public long doneAt;

  /** Any number. */
  public int error;

  /** Any number. */
  public int tag;

  /** The short id, or 0. */
  public int alias;

  /** One octet: the final state. */
  public int state;

  /** One octet: the kind. */
  public int kind;

  /** Which of the optional fields are there. */
  public int flags;

  /** Of its content, if it has one. */
  public long fingerprint;

  /** Epoch milliseconds, if it has a fingerprint. */
  public long acceptedAt;

  /** The hash of carrier and carrier id, if it has one. */
  public long carrierHash;

  /** Makes it a row without optional fields. */
  public void begin(long newKey) {
    key = newKey;
    flags = 0;
    alias = 0;
    fingerprint = 0;
    acceptedAt = 0;
    carrierHash = 0;
  }

  /** Whether it has that optional field. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Gives it a short id; 0 is none. */
  public void alias(int value) {
    alias = value;
    flags = value == 0 ? flags & ~ALIAS : flags | ALIAS;
  }

  /** Gives it the hash of a carrier id. */
  public void carrier(long hash) {
    carrierHash = hash;
    flags |= CARRIER;
  }

  /** Gives it a fingerprint. */
  public void fingerprint(long value, long accepted) {
    fingerprint = value;
    acceptedAt = accepted;
    flags |= FINGERPRINT;
  }
}
