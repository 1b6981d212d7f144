package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.KEY_AT;
import static org.messagecenter.store.queue.RecordLayout.MESSAGE_STATE;
import static org.messagecenter.store.queue.RecordLayout.OCTET_AT;
import static org.messagecenter.store.queue.RecordLayout.SHORT_KEY_AT;
import static org.messagecenter.store.queue.RecordLayout.STATE_TEXT_AT;
import static org.messagecenter.store.queue.RecordLayout.TYPE_AT;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.GroupReader;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.Segment;

/**
 * Some groups of a segment that is being cleaned, read and checked, with the states outside of it
 * that the cleaner asked for. Belongs to one thread at a time: {@link #isDone} hands it back.
 */
final class CleaningChunk {

  /** So many octets of payload are in a chunk, or one longer group. */
  private static final int OCTETS = 1 << 18;

  private final Segment segment;
  private final GroupReader groups;

  private ByteBuffer octets = ByteBuffer.allocate(OCTETS);
  private long[] groupPosition = new long[64];
  private int[] groupEnd = new int[64];
  private int groupCount;
  private boolean last;
  private int scanned;

  private int stateCount;
  private long[] statePosition = new long[0];
  private int[] stateOwner = new int[0];
  private final List<Segment> stateSegments = new ArrayList<>();
  private final List<ByteBuffer> states = new ArrayList<>();

  private @Nullable IOException failure;
  private volatile boolean done;

  // Where the cleaner is.
  private int group;
  private int at;
  private int state;

  private CleaningChunk(Segment segment, GroupReader groups) {
    this.segment = segment;
    this.groups = groups;
  }

  /** The first chunk of a segment. */
  static CleaningChunk first(Segment segment, GroupReader groups) {
    return new CleaningChunk(segment, groups);
  }

  /** The chunk behind this one, which must have been read and not be the last. */
  CleaningChunk following() {
    return new CleaningChunk(segment, groups);
  }

  /** Keeps the files that are going to be read from going. */
  void retain() {
    done = false;
    segment.retain();
    for (Segment one : stateSegments) {
      one.retain();
    }
  }

  /** Whether the reading is over. */
  boolean isDone() {
    return done;
  }

  /** Fails if the reading did. */
  void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether the segment ends with this chunk. */
  boolean isLast() {
    return last;
  }

  /** How many octets of the segment were read for it. */
  int scanned() {
    return scanned;
  }

  /** On the reading thread: the groups first, when called again the states. */
  void read() {
    try {
      if (groupCount == 0) {
        readGroups();
      } else {
        readStates();
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = new IOException(segment.path() + " cannot be read: " + e, e);
    } finally {
      segment.release();
      stateSegments.forEach(Segment::release);
      done = true;
    }
  }

  private void readGroups() throws IOException {
    int begin = groups.offset();
    while (groups.offset() < segment.end() && groups.offset() - begin < OCTETS) {
      if (!groups.next()) {
        throw new IOException(segment.path() + " is damaged at offset " + groups.offset());
      }
      ByteBuffer payload = groups.payload();
      if (payload.remaining() > octets.remaining()) {
        int needed = octets.position() + payload.remaining();
        octets = ByteBuffer.allocate(needed).put(octets.flip());
      }
      octets.put(payload);
      if (groupCount == groupEnd.length) {
        groupPosition = Arrays.copyOf(groupPosition, 2 * groupCount);
        groupEnd = Arrays.copyOf(groupEnd, 2 * groupCount);
      }
      groupPosition[groupCount] = groups.payloadPosition();
      groupEnd[groupCount++] = octets.position();
    }
    last = groups.offset() >= segment.end();
    scanned = groups.offset() - begin;
  }

  private void readStates() throws IOException {
    for (int i = 0; i < stateCount; i++) {
      ByteBuffer one = BodyReader.stateOctets(stateSegments.get(i), statePosition[i]);
      long key = octets.getLong(stateOwner[i] + KEY_AT);
      checkState(one, key, stateSegments.get(i), statePosition[i]);
      states.add(one);
    }
  }

  /** Fails unless the octets begin with a state of that message. */
  static void checkState(ByteBuffer state, long key, Segment in, long position) throws IOException {
    boolean ok =
        state.remaining() >= STATE_TEXT_AT
            && state.get(TYPE_AT) == MESSAGE_STATE
            && state.getLong(SHORT_KEY_AT) == key
            && state.getInt(0) >= STATE_TEXT_AT + RecordReader.octet(state, OCTET_AT)
            && state.getInt(0) <= state.remaining();
    if (!ok) {
      throw new IOException(in.path() + " is damaged at offset " + Position.offset(position));
    }
  }

  /** Has a state outside of the segment read, for the record at {@code owner}, in their order. */
  void wantState(int owner, Segment in, long position) {
    if (stateCount == stateOwner.length) {
      int capacity = Math.max(64, 2 * stateCount);
      statePosition = Arrays.copyOf(statePosition, capacity);
      stateOwner = Arrays.copyOf(stateOwner, capacity);
    }
    stateSegments.add(in);
    statePosition[stateCount] = position;
    stateOwner[stateCount++] = owner;
  }

  /** Whether {@link #wantState} was called. */
  boolean wantsStates() {
    return stateCount > 0;
  }

  /** The state read for the record at {@code owner}; null when another is wanted by now. */
  @Nullable ByteBuffer state(int owner, long position) {
    while (state < stateCount && stateOwner[state] < owner) {
      state++;
    }
    return state < stateCount && stateOwner[state] == owner && statePosition[state] == position
        ? states.get(state)
        : null;
  }

  /** The octets of all payloads, one behind the other. */
  ByteBuffer octets() {
    return octets;
  }

  /** Where the next record begins in {@link #octets}; -1 when there is none. */
  int next() {
    while (group < groupCount && at >= groupEnd[group]) {
      group++;
    }
    return group < groupCount ? at : -1;
  }

  /** The next record's position in the journal. */
  long position() {
    int begin = group == 0 ? 0 : groupEnd[group - 1];
    return groupPosition[group] + (at - begin);
  }

  /** Goes behind the next record. */
  void skip() {
    at += octets.getInt(at);
  }

  /** Goes back to the first record. */
  void rewind() {
    group = 0;
    at = 0;
  }
}
