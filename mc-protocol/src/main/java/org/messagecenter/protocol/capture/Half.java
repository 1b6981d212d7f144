package org.messagecenter.protocol.capture;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** One direction of a TCP connection: puts its segments in order and hands the octets on. */
final class Half {
  /** What may wait for a segment that has not come; then it counts as never captured. */
  private static final int MAX_WAITING = 1024 * 1024;

  private static final int MAX_WAITING_SEGMENTS = 4096;

  private final SmppCutter cutter;
  private final SmppCutter.Pieces out;

  /** By their place in the stream, counted from its first octet. */
  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

  private final int firstSequence;
  private int nextSequence;
  private long position;
  private int waitingOctets;
  private long lastAt = Long.MAX_VALUE;
  private boolean finished;

  /** A stream whose first octet has this number. */
  Half(int firstSequence, SmppCutter cutter, SmppCutter.Pieces out) {
    this.firstSequence = firstSequence;
    this.nextSequence = firstSequence;
    this.cutter = cutter;
    this.out = out;
  }

  /** Whether a SYN with this number is the one that began this stream, once more. */
  boolean beganWith(int sequence) {
    return firstSequence == sequence + 1;
  }

  int buffered() {
    return waitingOctets + cutter.buffered();
  }

  void add(int sequence, ByteBuffer payload, boolean last) {
    if (finished) {
      return;
    }
    int ahead = sequence - nextSequence;
    int count = payload.remaining();
    if (ahead > 0) {
      hold(position + ahead, payload);
    } else if (count + ahead > 0) {
      // What came before is skipped: a retransmission, or part of one.
      payload.position(payload.position() - ahead);
      byte[] fresh = new byte[payload.remaining()];
      payload.get(fresh);
      pass(fresh, 0);
    }
    if (last) {
      lastAt = position + Math.max(0, sequence + count - nextSequence);
    }
    inOrder();
    while (waitingOctets > MAX_WAITING || waiting.size() > MAX_WAITING_SEGMENTS) {
      skipToNext();
    }
    if (position >= lastAt) {
      finish();
    }
  }

  /** No more will come. */
  void finish() {
    if (finished) {
      return;
    }
    finished = true;
    while (!waiting.isEmpty()) {
      skipToNext();
    }
    cutter.finish(out);
  }

  private void hold(long at, ByteBuffer payload) {
    byte[] held = waiting.get(at);
    int known = held == null ? 0 : held.length;
    if (payload.remaining() > known) {
      byte[] octets = new byte[payload.remaining()];
      payload.get(octets);
      waiting.put(at, octets);
      waitingOctets += octets.length - known;
    }
  }

  private void inOrder() {
    Map.Entry<Long, byte[]> first = waiting.firstEntry();
    while (first != null && first.getKey() <= position) {
      waiting.pollFirstEntry();
      byte[] octets = first.getValue();
      waitingOctets -= octets.length;
      int known = (int) Math.min(octets.length, position - first.getKey());
      pass(octets, known);
      first = waiting.firstEntry();
    }
  }

  private void skipToNext() {
    long missing = waiting.firstKey() - position;
    out.problem(missing + " octets are missing in the capture");
    cutter.gap(out);
    advance(missing);
    inOrder();
  }

  private void pass(byte[] octets, int from) {
    int count = octets.length - from;
    if (count > 0) {
      advance(count);
      cutter.add(octets, from, count, out);
    }
  }

  private void advance(long count) {
    position += count;
    nextSequence += (int) count;
  }
}
