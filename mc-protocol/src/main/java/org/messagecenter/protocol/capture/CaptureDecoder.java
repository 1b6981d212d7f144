package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * Reads SMPP out of a capture file: pcap or pcapng, of either byte order; Ethernet, Linux cooked,
 * raw IP or loopback; IPv4 or IPv6; TCP with lost, repeated and reordered segments.
 *
 * <p>Memory is bounded whatever the file holds: the eldest connections are given up when 64 MiB of
 * their octets wait for more.
 */
public final class CaptureDecoder {
  private static final int MAX_BUFFERED = 64 * 1024 * 1024;
  private static final int MAX_DIRECTIONS = 65_536;

  private final OptionalInt port;
  private final CaptureSink sink;
  private final Map<Segment.Flow, Direction> directions = new LinkedHashMap<>(16, 0.75f, true);
  private long buffered;
  private long frame;
  private long micros;
  private long pdus;
  private long unknownLinks;
  private long fragments;

  private CaptureDecoder(OptionalInt port, CaptureSink sink) {
    this.port = port;
    this.sink = sink;
  }

  /** Whether a file that begins with these four octets is a capture file. */
  public static boolean canRead(byte[] start) {
    return FrameReader.canRead(start);
  }

  /**
   * Reads a whole file.
   *
   * @param port of the connections to read, on either side; when empty, all that look like SMPP
   * @return how many PDUs were found, broken ones included
   * @throws BadCapture when the file cannot be read on; what was found before has been handed out
   */
  public static long decode(InputStream in, OptionalInt port, CaptureSink sink) throws IOException {
    CaptureDecoder decoder = new CaptureDecoder(port, sink);
    FrameReader reader = FrameReader.open(in);
    try {
      Frame next = reader.next();
      while (next != null) {
        decoder.frame(next);
        next = reader.next();
      }
    } finally {
      decoder.finish();
    }
    return decoder.pdus;
  }

  private void frame(Frame next) {
    frame = next.number();
    micros = next.micros();
    String comment = next.comment();
    if (comment != null) {
      sink.comment(frame, comment);
    }
    if (!LinkLayer.knows(next.linkType())) {
      if (unknownLinks++ == 0) {
        sink.problem(frame, "link type " + next.linkType() + " cannot be read");
      }
      return;
    }
    ByteBuffer ip = LinkLayer.ip(next.linkType(), next.data());
    if (ip == null) {
      return;
    }
    if (Segment.fragment(ip)) {
      if (fragments++ == 0) {
        sink.problem(frame, "fragments of IP packets are not put together");
      }
      return;
    }
    Segment segment = Segment.of(ip);
    if (segment != null && (port.isEmpty() || segment.flow().uses(port.getAsInt()))) {
      segment(segment);
    }
  }

  private void segment(Segment segment) {
    Segment.Flow flow = segment.flow();
    Direction direction = directions.get(flow);
    int sequence = segment.sequence();
    if (segment.syn()) {
      if (direction == null || !direction.half.beganWith(sequence)) {
        end(direction);
        direction = begin(flow, sequence + 1, true);
      }
      sequence++;
    } else if (direction == null) {
      if (!segment.payload().hasRemaining()) {
        return;
      }
      direction = begin(flow, sequence, false);
    }
    direction.seenIn(frame, micros);
    Half half = direction.half;
    int before = half.buffered();
    half.add(sequence, segment.payload(), segment.last());
    buffered += half.buffered() - before;
    while (buffered > MAX_BUFFERED || directions.size() > MAX_DIRECTIONS) {
      end(directions.values().iterator().next());
    }
  }

  private Direction begin(Segment.Flow flow, int firstSequence, boolean fromTheBeginning) {
    Direction direction = new Direction(flow, firstSequence, fromTheBeginning);
    directions.put(flow, direction);
    return direction;
  }

  private void end(@Nullable Direction direction) {
    if (direction != null) {
      directions.remove(direction.flow);
      buffered -= direction.half.buffered();
      direction.half.finish();
    }
  }

  private void finish() {
    directions.values().forEach(direction -> direction.half.finish());
    if (unknownLinks > 1) {
      sink.problem(frame, unknownLinks + " frames of link types that cannot be read");
    }
    if (fragments > 1) {
      sink.problem(frame, fragments + " fragments of IP packets left out");
    }
  }

  /** One direction of a connection, and the last frame it appeared in. */
  private final class Direction implements SmppCutter.Pieces {
    private final Segment.Flow flow;
    private final String from;
    private final String to;
    private final Half half;
    private long lastFrame;
    private long lastMicros;

    Direction(Segment.Flow flow, int firstSequence, boolean fromTheBeginning) {
      this.flow = flow;
      this.from = flow.from().toString();
      this.to = flow.to().toString();
      this.half = new Half(firstSequence, new SmppCutter(fromTheBeginning, port.isPresent()), this);
    }

    void seenIn(long number, long time) {
      lastFrame = number;
      lastMicros = time;
    }

    @Override
    public void pdu(Octets octets) {
      pdus++;
      sink.pdu(lastFrame, lastMicros, from, to, octets);
    }

    @Override
    public void problem(String what) {
      sink.problem(lastFrame, from + " > " + to + ": " + what);
    }
  }
}
