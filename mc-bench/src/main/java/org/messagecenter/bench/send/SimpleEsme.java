package org.messagecenter.bench.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;

/**
 * An ESME for one message: one blocking socket, one request at a time. What the message center asks
 * meanwhile is answered, and what it delivers is kept.
 */
final class SimpleEsme implements Closeable {
  private static final int HEADER = 16;
  private static final int LARGEST_PDU = 128 * 1024;

  private final Socket socket;
  private final DataInputStream in;
  private final Queue<DeliverSm> delivered = new ArrayDeque<>();
  private int sequence;

  SimpleEsme(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
  }

  /**
   * Sends a request and waits for its response.
   *
   * @throws java.net.SocketTimeoutException when none comes in the socket's time
   */
  Packet request(Pdu pdu) throws IOException {
    int mine = ++sequence;
    write(pdu, mine);
    while (true) {
      Packet packet = next();
      if (packet.pdu().commandId().isResponse() && packet.sequence() == mine) {
        return packet;
      }
    }
  }

  /** The next deliver_sm, each of which is acknowledged; waits until there is one. */
  DeliverSm delivery() throws IOException {
    while (true) {
      DeliverSm first = delivered.poll();
      if (first != null) {
        return first;
      }
      next();
    }
  }

  /** How long reads may take from now on. */
  void timeout(long millis) throws IOException {
    socket.setSoTimeout((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
  }

  private Packet next() throws IOException {
    int length = in.readInt();
    if (length < HEADER || length > LARGEST_PDU) {
      throw new IOException("the peer does not speak SMPP: command_length " + length);
    }
    ByteBuf frame = Unpooled.buffer(length);
    frame.writeInt(length);
    byte[] rest = in.readNBytes(length - Integer.BYTES);
    if (rest.length < length - Integer.BYTES) {
      throw new EOFException("the peer closed the connection");
    }
    frame.writeBytes(rest);
    Inbound inbound = PduCodec.decode(frame);
    if (!(inbound instanceof Packet packet)) {
      throw new IOException("the peer sent what cannot be read: " + inbound);
    }
    if (packet.pdu() instanceof EnquireLink) {
      write(new EnquireLinkResp(), packet.sequence());
    } else if (packet.pdu() instanceof DeliverSm delivery) {
      delivered.add(delivery);
      write(new DeliverSmResp("", Tlvs.EMPTY), packet.sequence());
    }
    return packet;
  }

  private void write(Pdu pdu, int number) throws IOException {
    ByteBuf out = Unpooled.buffer(256);
    PduCodec.encode(out, pdu, 0, number);
    socket.getOutputStream().write(out.array(), 0, out.readableBytes());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
