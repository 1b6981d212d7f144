package org.messagecenter.store.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What callers asked, in columns: one row per call, no object per row. The last columns are filled
 * by the store's thread.
 */
final class Ops {

  static final byte ACCEPT = 0;
  static final byte REFUSE = 1;
  static final byte FINISH = 2;
  static final byte POST = 3;
  static final byte ACCEPT_ALL = 4;
  static final byte CANCEL = 5;
  static final byte REPLACE = 6;
  static final byte RETRY = 7;
  static final byte NOTE = 8;
  static final byte TAKEN_LATE = 9;

  /** All up to this one are forced. */
  static final byte LAST_FORCED = TAKEN_LATE;

  static final byte ATTEMPTED = 28;
  static final byte MAIL_DONE = 10;
  static final byte MAIL_RETRY = 11;
  static final byte MAIL_RELEASED = 12;
  static final byte FIND = 13;
  static final byte FIND_BY_CARRIER = 14;
  static final byte LOOKUP = 15;
  static final byte REQUEST_WORK = 16;
  static final byte REQUEST_MAIL = 17;
  static final byte CANCEL_MAIL = 18;
  static final byte READ_DONE = 19;
  static final byte START = 20;
  static final byte CLOSE = 21;
  static final byte WAKE = 22;
  static final byte FIND_ENDED = 23;
  static final byte SEARCHED = 24;

  /** An accept of what was accepted before. */
  static final byte REPEAT = 25;

  static final byte PARK = 26;
  static final byte REQUEST_LINE = 27;

  private static final int LEAST = 1024;
  private static final int KEPT = 1 << 16;

  int count;
  byte[] type = new byte[LEAST];

  /** The key a row is about, or a number. */
  long[] key = new long[LEAST];

  /** A time. */
  long[] time = new long[LEAST];

  int[] first = new int[LEAST];
  int[] second = new int[LEAST];
  @Nullable Object[] subject = new Object[LEAST];
  @Nullable Object[] callback = new Object[LEAST];

  /** The slot of the message or mail that the row made, or -1. */
  int[] slot = new int[LEAST];

  /** Whether a forced row that may change nothing changed something. */
  boolean[] changed = new boolean[LEAST];

  /** The message id given to an accepted message. */
  @Nullable String[] id = new String[LEAST];

  void add(
      byte rowType,
      long rowKey,
      long rowTime,
      int rowFirst,
      int rowSecond,
      @Nullable Object rowSubject,
      @Nullable Object rowCallback) {
    int i = count;
    if (i == type.length) {
      resize(2 * i);
    }
    type[i] = rowType;
    key[i] = rowKey;
    time[i] = rowTime;
    first[i] = rowFirst;
    second[i] = rowSecond;
    subject[i] = rowSubject;
    callback[i] = rowCallback;
    count = i + 1;
  }

  private void resize(int capacity) {
    type = Arrays.copyOf(type, capacity);
    key = Arrays.copyOf(key, capacity);
    time = Arrays.copyOf(time, capacity);
    first = Arrays.copyOf(first, capacity);
    second = Arrays.copyOf(second, capacity);
    subject = Arrays.copyOf(subject, capacity);
    callback = Arrays.copyOf(callback, capacity);
    slot = Arrays.copyOf(slot, capacity);
    changed = Arrays.copyOf(changed, capacity);
    id = Arrays.copyOf(id, capacity);
  }

  /** Forgets all rows, and the memory of an unusual burst. */
  void clear() {
    Arrays.fill(subject, 0, count, null);
    Arrays.fill(callback, 0, count, null);
    Arrays.fill(id, 0, count, null);
    count = 0;
    if (type.length > KEPT) {
      resize(LEAST);
    }
  }
}
