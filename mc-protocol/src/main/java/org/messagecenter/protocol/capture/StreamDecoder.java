package org.messagecenter.protocol.capture;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.messagecenter.protocol.pdu.Octets;

/** Cuts octets that were taken from a connection by other means into PDUs. */
public final class StreamDecoder {
  private StreamDecoder() {}

  /**
   * Hands out the PDUs in a run of octets, one after the other. What cannot be cut is handed out as
   * one piece, up to the end.
   */
  public static void decode(byte[] octets, Consumer<Octets> sink) {
    int at = 0;
    while (at < octets.length) {
      int left = octets.length - at;
      int length = left < 4 ? left : ByteBuffer.wrap(octets).getInt(at);
      int count = length < 16 || length > left ? left : length;
      sink.accept(new Octets(octets, at, count));
      at += count;
    }
  }
}
