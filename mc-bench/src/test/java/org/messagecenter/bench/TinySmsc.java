package org.messagecenter.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.codec.PduFrameDecoder;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/** The least message center that a load client can be tried on, with faults to order. */
final class TinySmsc implements AutoCloseable {

  /** How long {@link Treatment#HOLD} waits. */
  static final Duration HELD = Duration.ofMillis(150);

  /** What to do to the n-th message, counted from 1. */
  enum Treatment {
    /** Accept it, and send a receipt if it asks for one. */
    RECEIPT,
    /** Accept it and lose the receipt. */
    LOSE,
    /** Accept it and send the receipt twice. */
    REPEAT,
    /** Accept it and send a receipt for another id. */
    MISNAME,
    /** Send the receipt before the response. */
    HURRY,
    /** Accept it with the id of the first message. */
    SAME_ID,
    /** Refuse it with ESME_RTHROTTLED. */
    REFUSE,
    /** Answer it 150 ms later. */
    HOLD,
    /** Never answer it. */
    IGNORE,
    /** Close the connection. */
    HANG_UP
  }

  /** Chooses a treatment. */
  @FunctionalInterface
  interface Plan {
    Treatment treat(int number);
  }

  final List<Bind> binds = new CopyOnWriteArrayList<>();
  final Set<String> destinations = new HashSet<>();
  final AtomicInteger submits = new AtomicInteger();
  final AtomicInteger answeredReceipts = new AtomicInteger();
  final AtomicInteger unbinds = new AtomicInteger();

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listener;
  private final @Nullable SslContext tls;
  private final Plan plan;
  private final String idPattern;
  private int refuseBinds;
  private @Nullable Channel receiver;

  TinySmsc(@Nullable SslContext tls, String idPattern, Plan plan) {
    this.tls = tls;
    this.idPattern = idPattern;
    this.plan = plan;
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (TinySmsc.this.tls != null) {
                      channel.pipeline().addLast(TinySmsc.this.tls.newHandler(channel.alloc()));
                    }
                    channel.pipeline().addLast(new PduFrameDecoder(), new Desk());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  /** Ids of 32 hexadecimal digits. */
  static TinySmsc withHexIds(Plan plan) {
    return new TinySmsc(null, "%032x", plan);
  }

  TinySmsc refusingBinds(CommandStatus status) {
    refuseBinds = status.value();
    return this;
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Desk extends SimpleChannelInboundHandler<Inbound> {

    private int sequence = 1;

    @Override
    protected void channelRead0(ChannelHandlerContext context, Inbound inbound) {
      Packet packet = (Packet) inbound;
      Pdu pdu = packet.pdu();
      if (pdu instanceof Bind bind) {
        binds.add(bind);
        if (bind instanceof BindReceiver) {
          receiver = context.channel();
        }
        write(
            context.channel(),
            BindResp.to(bind, "tiny", Tlvs.EMPTY),
            refuseBinds,
            packet.sequence());
      } else if (pdu instanceof SubmitSm submit) {
        on(context, submit, packet.sequence());
      } else if (pdu instanceof DeliverSmResp) {
        answeredReceipts.incrementAndGet();
      } else if (pdu instanceof Unbind) {
        unbinds.incrementAndGet();
        write(context.channel(), new UnbindResp(), 0, packet.sequence());
      } else {
        write(context.channel(), new GenericNack(), 3, packet.sequence());
      }
    }

    private void on(ChannelHandlerContext context, SubmitSm submit, int sequenceOfSubmit) {
      int number = submits.incrementAndGet();
      destinations.add(submit.destinationAddr().digits());
      Treatment treatment = plan.treat(number);
      String id = idPattern.formatted(treatment == Treatment.SAME_ID ? 1 : number);
      switch (treatment) {
        case IGNORE -> {
          return;
        }
        case HANG_UP -> {
          context.close();
          return;
        }
        case REFUSE -> {
          write(
              context.channel(),
              new SubmitSmResp("", Tlvs.EMPTY),
              CommandStatus.ESME_RTHROTTLED.value(),
              sequenceOfSubmit);
          return;
        }
        case HOLD -> {
          context
              .executor()
              .schedule(
                  () -> accept(context, submit, sequenceOfSubmit, treatment, id),
                  HELD.toMillis(),
                  TimeUnit.MILLISECONDS);
          return;
        }
        case HURRY -> receipt(context, submit, id);
        default -> {}
      }
      accept(context, submit, sequenceOfSubmit, treatment, id);
    }

    private void accept(
        ChannelHandlerContext context,
        SubmitSm submit,
        int sequenceOfSubmit,
        Treatment treatment,
        String id) {
      write(context.channel(), new SubmitSmResp(id, Tlvs.EMPTY), 0, sequenceOfSubmit);
      if (submit.registeredDelivery() == 0) {
        return;
      }
      switch (treatment) {
        case RECEIPT, HOLD -> receipt(context, submit, id);
        case MISNAME -> receipt(context, submit, "f" + id.substring(1));
        case REPEAT -> {
          receipt(context, submit, id);
          receipt(context, submit, id);
        }
        default -> {}
      }
    }

    private void receipt(ChannelHandlerContext context, SubmitSm submit, String id) {
      Tlvs tlvs =
          Tlvs.builder().put(TlvTag.RECEIPTED_MESSAGE_ID, id).put(TlvTag.MESSAGE_STATE, 2).build();
      DeliverSm receipt =
          new DeliverSm(
              "",
              /* sourceAddr= */ submit.destinationAddr(),
              /* destinationAddr= */ submit.sourceAddr(),
              0x04,
              0,
              0,
              "",
              "",
              0,
              0,
              0,
              0,
              Octets.EMPTY,
              tlvs);
      Channel target = receiver == null ? context.channel() : receiver;
      write(target, receipt, 0, sequence++);
    }

    private void write(Channel channel, Pdu pdu, int status, int sequenceNumber) {
      ByteBuf out = channel.alloc().buffer();
      PduCodec.encode(out, pdu, status, sequenceNumber);
      channel.writeAndFlush(out);
    }
  }
}
