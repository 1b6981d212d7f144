package org.messagecenter.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * One connection of a run: binds, keeps its window, answers.
 *
 * <p>All that one read burst gives rise to is gathered in one buffer and written once.
 */
final class LoadBind extends ChannelInboundHandlerAdapter {

  private static final int LONGEST_PDU = 1 << 20;
  private static final int FEWEST_SLOTS = 64;
  private static final int LARGEST_FIRST_BUFFER = 256 * 1024;
  private static final int LAST_SEQUENCE = 0x7FFFFFFF;
  private static final long FREE = Long.MIN_VALUE;

  private static final int SUBMIT_SM_RESP = CommandId.SUBMIT_SM_RESP.value();
  private static final int GENERIC_NACK = CommandId.GENERIC_NACK.value();
  private static final int DELIVER_SM = CommandId.DELIVER_SM.value();
  private static final int DELIVER_SM_RESP = CommandId.DELIVER_SM_RESP.value();
  private static final int ENQUIRE_LINK = CommandId.ENQUIRE_LINK.value();
  private static final int UNBIND = CommandId.UNBIND.value();
  private static final int UNBIND_RESP = CommandId.UNBIND_RESP.value();

  private final Lane lane;
  private final Pdu bindRequest;
  private final boolean submits;
  private final CompletableFuture<LoadBind> bound = new CompletableFuture<>();
  private final CompletableFuture<LoadBind> closed = new CompletableFuture<>();

  // When the message was due, by sequence number; a power of two, and larger than the window so
  // that one slow answer does not hold up the others.
  private final long[] dueBySlot;
  private final int slotMask;
  private int nextSequence = 1;
  private int inFlight;

  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf unread;
  private @Nullable ByteBuf out;
  private long now;
  private boolean leaving;

  /**
   * @param submits whether messages may be sent here, or receipts only are awaited
   */
  LoadBind(Lane lane, Pdu bindRequest, boolean submits) {
    this.lane = lane;
    this.bindRequest = bindRequest;
    this.submits = submits;
    int slots = FEWEST_SLOTS;
    while (slots < 8L * lane.plan.window()) {
      slots *= 2;
    }
    dueBySlot = new long[slots];
    Arrays.fill(dueBySlot, FREE);
    slotMask = slots - 1;
  }

  /** Completes when the bind is accepted; fails with the reason when it is not. */
  CompletableFuture<LoadBind> bound() {
    return bound;
  }

  /** Completes when the connection has ended, in whatever way. */
  CompletableFuture<LoadBind> closed() {
    return closed;
  }

  /** The loop that every other method but {@link #bound} and {@link #closed} must run on. */
  EventLoop loop() {
    return lane.loop();
  }

  /** How many messages may be submitted now. */
  int room() {
    if (!submits || leaving || context == null || !bound.isDone()) {
      return 0;
    }
    // The slots ahead must be free too: sequence numbers go on while an old one is unanswered.
    int most = lane.plan.window() - inFlight;
    int room = 0;
    while (room < most && dueBySlot[(nextSequence + room) & slotMask] == FREE) {
      room++;
    }
    return room;
  }

  /** Adds a message to the buffer; see {@link #flush}. There must be room. */
  void submit(long number, long due) {
    int sequence = takeSequence();
    dueBySlot[sequence & slotMask] = due;
    inFlight++;
    lane.totals.sent.increment();
    lane.template.write(buffer(), sequence, number);
  }

  private int takeSequence() {
    int sequence = nextSequence;
    nextSequence = sequence == LAST_SEQUENCE ? 1 : sequence + 1;
    return sequence;
  }

  private ByteBuf buffer() {
    ByteBuf current = out;
    if (current == null) {
      int guess = Math.min(LARGEST_FIRST_BUFFER, lane.plan.window() * lane.template.length());
      current = live().alloc().buffer(Math.max(1024, guess));
      out = current;
    }
    return current;
  }

  private ChannelHandlerContext live() {
    ChannelHandlerContext current = context;
    if (current == null) {
      throw new IllegalStateException("not connected");
    }
    return current;
  }

  /** Writes what has gathered. */
  void flush() {
    ByteBuf gathered = out;
    if (gathered != null) {
      out = null;
      ChannelHandlerContext current = live();
      current.writeAndFlush(gathered, current.voidPromise());
    }
  }

  /** Unbinds; the server closes, or {@link #close} does. */
  void leave() {
    leaving = true;
    if (context != null) {
      PduCodec.encode(buffer(), new Unbind(), 0, takeSequence());
      flush();
    }
  }

  /** Closes the connection. */
  void close() {
    leaving = true;
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext connected) {
    context = connected;
    PduCodec.encode(buffer(), bindRequest, 0, takeSequence());
    flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext source, Object message) {
    now = System.nanoTime();
    ByteBuf arrived = (ByteBuf) message;
    ByteBuf before = unread;
    ByteBuf in =
        before == null
            ? arrived
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(source.alloc(), before, arrived);
    unread = null;
    while (in.readableBytes() >= PduCodec.HEADER_LENGTH) {
      int start = in.readerIndex();
      int length = in.getInt(start);
      if (length < PduCodec.HEADER_LENGTH || length > LONGEST_PDU) {
        in.release();
        fail(new IOException("the server sent a command_length of " + length));
        return;
      }
      if (in.readableBytes() < length) {
        break;
      }
      on(in, start, length);
      in.skipBytes(length);
    }
    if (in.isReadable()) {
      unread = in;
    } else {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext source) {
    lane.roomMade(this, now);
    flush();
  }

  private void on(ByteBuf in, int start, int length) {
    int id = in.getInt(start + 4);
    int status = in.getInt(start + 8);
    int sequence = in.getInt(start + 12);
    if (id == SUBMIT_SM_RESP || (id == GENERIC_NACK && bound.isDone())) {
      onAnswer(in, start + PduCodec.HEADER_LENGTH, start + length, status, sequence);
    } else if (id == DELIVER_SM) {
      onDelivery(in, start, start + length, sequence);
    } else if (!bound.isDone()) {
      onBindAnswer(id, status);
    } else if (id == ENQUIRE_LINK) {
      PduCodec.encode(buffer(), new EnquireLinkResp(), 0, sequence);
    } else if (id == UNBIND) {
      PduCodec.encode(buffer(), new UnbindResp(), 0, sequence);
    } else if (id == UNBIND_RESP) {
      close();
    } else if (id >= 0) {
      lane.totals.unexpected.increment();
      PduCodec.encode(buffer(), new GenericNack(), CommandStatus.ESME_RINVCMDID.value(), sequence);
    }
  }

  private void onBindAnswer(int id, int status) {
    if (id != (bindRequest.commandId().value() | CommandId.RESPONSE_BIT) || status != 0) {
      fail(new IOException("the bind was refused: " + CommandStatus.describe(status)));
      return;
    }
    if (submits) {
      lane.add(this);
    }
    bound.complete(this);
  }

  private void onAnswer(ByteBuf in, int bodyAt, int end, int status, int sequence) {
    int slot = sequence & slotMask;
    long due = dueBySlot[slot];
    if (due == FREE || sequence < 1) {
      lane.totals.unexpected.increment();
      return;
    }
    dueBySlot[slot] = FREE;
    inFlight--;
    lane.responded(now, due);
    if (status != 0) {
      lane.totals.reject(status);
      return;
    }
    lane.totals.accepted.increment();
    Ledger ledger = lane.ledger;
    if (ledger != null) {
      int nul = in.indexOf(bodyAt, end, (byte) 0);
      ledger.accepted(in, bodyAt, (nul < 0 ? end : nul) - bodyAt, now);
    }
  }

  private void onDelivery(ByteBuf in, int start, int end, int sequence) {
    ReceiptView receipt = lane.receipt;
    if (!receipt.read(in, start, end)) {
      lane.totals.unexpected.increment();
    } else if (!receipt.isReceipt()) {
      lane.totals.otherDeliveries.increment();
    } else if (!receipt.isFinal()) {
      lane.totals.notifications.increment();
    } else {
      lane.totals.receipts.increment();
      lane.receipted(now);
      if (lane.ledger != null) {
        lane.ledger.receipted(in, receipt.idAt(), receipt.idLength(), now);
      }
    }
    // deliver_sm_resp with an empty message_id, 17 octets.
    ByteBuf answer = buffer();
    answer.ensureWritable(PduCodec.HEADER_LENGTH + 1);
    answer.writeInt(PduCodec.HEADER_LENGTH + 1);
    answer.writeInt(DELIVER_SM_RESP);
    answer.writeInt(0);
    answer.writeInt(sequence);
    answer.writeByte(0);
  }

  private void fail(Throwable cause) {
    if (!bound.completeExceptionally(cause)) {
      lane.totals.failed(String.valueOf(cause instanceof IOException ? cause.getMessage() : cause));
    }
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext source, Throwable cause) {
    fail(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext source) {
    context = null;
    if (unread != null) {
      unread.release();
      unread = null;
    }
    if (out != null) {
      out.release();
      out = null;
    }
    if (!leaving && bound.isDone()) {
      lane.totals.disconnects.increment();
      lane.totals.failed("the server closed the connection");
    }
    lane.totals.abandoned.add(inFlight);
    inFlight = 0;
    bound.completeExceptionally(new IOException("the server closed the connection"));
    closed.complete(this);
  }
}
