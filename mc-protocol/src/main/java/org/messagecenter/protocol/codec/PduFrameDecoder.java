package org.messagecenter.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream of octets into PDUs and hands on one {@link Inbound} for each.
 *
 * <p>Memory follows the octets that arrived, never the length a peer announced. Once a
 * command_length is impossible the stream cannot be cut any more (34:4.3): one fatal {@link BadPdu}
 * goes out and everything after it is dropped. It is reported as soon as its four octets are there;
 * id and sequence number are those of the header if the header is there too, else 0.
 */
public final class PduFrameDecoder extends ByteToMessageDecoder {
  /** 128 KiB: room for the largest message_payload, 65,535 octets, and as much again. */
  public static final int DEFAULT_MAX_LENGTH = 128 * 1024;

  private final int maxLength;
  private boolean broken;

  /** Accepts PDUs of up to {@link #DEFAULT_MAX_LENGTH} octets. */
  public PduFrameDecoder() {
    this(DEFAULT_MAX_LENGTH);
  }

  /**
   * Accepts PDUs of up to {@code maxLength} octets, header included.
   *
   * @throws IllegalArgumentException if that is less than a header
   */
  public PduFrameDecoder(int maxLength) {
    if (maxLength < PduCodec.HEADER_LENGTH) {
      throw new IllegalArgumentException("no PDU fits into " + maxLength + " octets");
    }
    this.maxLength = maxLength;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int readable = in.readableBytes();
    if (readable < Integer.BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    // A length with bit 31 set is negative here and fails the first test.
    if (length < PduCodec.HEADER_LENGTH || length > maxLength) {
      broken = true;
      out.add(
          PduCodec.badLength(
              in,
              "command_length "
                  + Integer.toUnsignedString(length)
                  + " is not within "
                  + PduCodec.HEADER_LENGTH
                  + "-"
                  + maxLength));
      in.skipBytes(readable);
    } else if (length <= readable) {
      out.add(PduCodec.decode(in, length));
    }
  }
}
