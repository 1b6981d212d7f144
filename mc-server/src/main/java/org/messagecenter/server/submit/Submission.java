package org.messagecenter.server.submit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DataSmResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.deliver.InMemory;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;

/**
 * A message to one destination on its way through the checks and the store to its answer; while it
 * stays in memory, also the message of its first attempt.
 */
public final class Submission extends SessionFacts implements LaneTask, InMemory {
  private static final int V3_4 = 0x34;

  private final SubmitDesk desk;
  private final Packet packet;
  private final SubmitSm submitted;
  private boolean completed;

  /** Set by the store's completion: the answer. */
  @Nullable String messageId;

  CommandStatus status = CommandStatus.ESME_ROK;

  /**
   * @param submitted the packet's message in the form of submit_sm
   */
  Submission(
      SubmitDesk desk,
      Account account,
      RequestPort channel,
      Packet packet,
      SubmitSm submitted,
      long receivedAt) {
    super(account, channel, submitted, receivedAt, 0);
    this.desk = desk;
    this.packet = packet;
    this.submitted = submitted;
  }

  /** Puts what the message center fills in, such as a default address, in the place of the gap. */
  @Override
  public void message(SubmitSm whole) {
    super.message(whole);
    completed = true;
  }

  @Override
  public CommandId command() {
    return packet.pdu().commandId();
  }

  @Override
  public boolean wholeBody() {
    ByteBuf buffer = Unpooled.buffer(packet.octets().length);
    PduCodec.encodeBody(buffer, packet.pdu());
    return buffer.readableBytes() == packet.octets().length;
  }

  @Override
  public Lane lane() {
    return channel().lane();
  }

  Packet packet() {
    return packet;
  }

  /** What a query_sm or cancel_sm must match: the source as the sender wrote it. */
  int tag() {
    return SourceTag.of(account().systemId(), submitted.sourceAddr());
  }

  /** What the store is to keep. */
  @SuppressWarnings("ReferenceEquality") // What has nothing to be marked with is the same object.
  NewMessage newMessage() {
    SubmitSm marked =
        Origin.marked(
            message(),
            account().policy().receiptHome(),
            channel().bindId(),
            channel().systemType());
    if (marked != message()) {
      message(marked);
    }
    byte[] body = packet.octets();
    int length = body.length;
    if (completed || command() == CommandId.SUBMIT_MULTI) {
      // Something was filled in, or they name many destinations: not the octets as they came.
      ByteBuf buffer = Unpooled.buffer(256);
      PduCodec.encodeBody(buffer, packet.pdu() instanceof DataSm ? data() : message());
      body = buffer.array();
      length = buffer.readableBytes();
    }
    return new NewMessage(
        account().systemId(),
        message().destinationAddr().digits(),
        packet.pdu() instanceof DataSm ? MessageKind.DATA : MessageKind.MT,
        receivedAt(),
        dueAt(),
        expiresAt(),
        body,
        0,
        length,
        tag(),
        channel().interfaceVersion() < V3_4,
        this);
  }

  private DataSm data() {
    return new DataSm(
        message().serviceType(),
        message().sourceAddr(),
        message().destinationAddr(),
        message().esmClass(),
        message().registeredDelivery(),
        message().dataCoding(),
        message().tlvs());
  }

  /** The answer of the command that brought the message. */
  void respond(String id, Tlvs tlvs, CommandStatus outcome) {
    Pdu response =
        packet.pdu() instanceof DataSm ? new DataSmResp(id, tlvs) : new SubmitSmResp(id, tlvs);
    channel().respond(packet, response, outcome);
  }

  @Override
  public void run(Lane lane) {
    desk.answer(this);
  }
}
