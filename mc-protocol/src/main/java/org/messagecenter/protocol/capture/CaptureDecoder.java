package org.messagecenter.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
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
  private static final int MAX_HALVES = 65_536;

  private final OptionalInt port;
  private final CaptureSink sink;
  private final Map<Segment.Flow, Half> halves = new LinkedHashMap<>(16, 0.75f, true);
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
    Half half = halves.get(flow);
    int sequence = segment.sequence();
    if (segment.syn()) {
      if (half == null || !half.beganWith(sequence)) {
        end(flow, half);
        half = begin(flow, sequence + 1, true);
      }
      sequence++;
    } else if (half == null) {
      if (!segment.payload().hasRemaining()) {
        return;
      }
      half = begin(flow, sequence, false);
    }
    int before = half.buffered();
    half.add(sequence, segment.payload(), segment.last());
    buffered += half.buffered() - before;
    while (buffered > MAX_BUFFERED || halves.size() > MAX_HALVES) {
      endEldest();
    }
  }

  private Half begin(Segment.Flow flow, int firstSequence, boolean fromTheBeginning) {
    String from = flow.from().toString();
    String to = flow.to().toString();
    SmppCutter.Pieces pieces =
        new SmppCutter.Pieces() {
          @Override
          public void pdu(Octets octets) {
            pdus++;
            sink.pdu(frame, micros, from, to, octets);
          }

          @Override
          public void problem(String what) {
            sink.problem(frame, from + " > " + to + ": " + what);
          }
        };
    Half half = new Half(firstSequence, new SmppCutter(fromTheBeginning, port.isPresent()), pieces);
    halves.put(flow, half);
    return half;
  }

  private void end(Segment.Flow flow, @Nullable Half half) {
    if (half != null) {
      halves.remove(flow);
      buffered -= half.buffered();
      half.finish();
    }
  }

  private void endEldest() {
    Iterator<Map.Entry<Segment.Flow, Half>> eldestFirst = halves.entrySet().iterator();
    Half eldest = eldestFirst.next().getValue();
    eldestFirst.remove();
    buffered -= eldest.buffered();
    eldest.finish();
  }

  private void finish() {
    halves.values().forEach(Half::finish);
    if (unknownLinks > 1) {
      sink.problem(frame, unknownLinks + " frames of link types that cannot be read");
    }
    if (fragments > 1) {
      sink.problem(frame, fragments + " fragments of IP packets left out");
    }
  }
}
