package org.messagecenter.store.queue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Segment;

/** Records to be read back from disk, in the order in which they are wanted. */
final class ReadBatch {

  static final int CAPACITY = 1024;
  private static final int MOST_BYTES = 4 << 20;

  static final byte WORK = 0;
  static final byte MAIL = 1;
  static final byte FIND = 2;
  static final byte LINE = 3;

  /** Mail that stays in line for now. */
  static final byte AHEAD = 4;

  int count;
  private int bytes;
  final byte[] purpose = new byte[CAPACITY];
  final long[] key = new long[CAPACITY];
  final long[] position = new long[CAPACITY];
  final int[] length = new int[CAPACITY];
  final @Nullable Segment[] segment = new Segment[CAPACITY];

  /** Where the carrier id is to be read, when it is not in the record itself. */
  final @Nullable Segment[] stateSegment = new Segment[CAPACITY];

  final long[] statePosition = new long[CAPACITY];

  /** For MAIL, the box and the state of its {@link Mailbox#request} when the credit was used. */
  final @Nullable Mailbox[] box = new Mailbox[CAPACITY];

  final int[] request = new int[CAPACITY];

  /** For LINE, whose credit was used. */
  final @Nullable Line[] line = new Line[CAPACITY];

  final @Nullable FindCallback[] callback = new FindCallback[CAPACITY];
  final @Nullable CarrierId[] wanted = new CarrierId[CAPACITY];

  /** A {@link RecordReader.Message} or {@link RecordReader.StoredMail}. */
  final @Nullable Object[] result = new Object[CAPACITY];

  final @Nullable CarrierId[] stateCarrier = new CarrierId[CAPACITY];
  @Nullable IOException failure;

  boolean isFull() {
    return count == CAPACITY || bytes >= MOST_BYTES;
  }

  /** Adds a record and keeps its segment from going; returns its row. */
  int add(byte why, long recordKey, Segment in, long at, int octets) {
    int i = count++;
    purpose[i] = why;
    key[i] = recordKey;
    segment[i] = in;
    position[i] = at;
    length[i] = octets;
    in.retain();
    bytes += octets;
    return i;
  }

  /** Adds where the carrier id of row {@code i} is. */
  void addState(int i, Segment in, long at) {
    stateSegment[i] = in;
    statePosition[i] = at;
    in.retain();
  }

  /** Makes the batch empty again. */
  void clear() {
    for (int i = 0; i < count; i++) {
      segment[i] = null;
      stateSegment[i] = null;
      box[i] = null;
      line[i] = null;
      callback[i] = null;
      wanted[i] = null;
      result[i] = null;
      stateCarrier[i] = null;
    }
    count = 0;
    bytes = 0;
    failure = null;
  }

  void releaseSegments() {
    for (int i = 0; i < count; i++) {
      release(segment[i]);
      release(stateSegment[i]);
    }
  }

  private static void release(@Nullable Segment segment) {
    if (segment != null) {
      segment.release();
    }
  }
}
