package org.messagecenter.server.submit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.deliver.InMemory;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.listen.SmppChannel;

/**
 * A submit_sm on its way through the checks and the store to its answer; while it stays in memory,
 * also the message of its first attempt.
 */
public final class Submission implements LaneTask, InMemory, SubmitFacts {
  private final SubmitDesk desk;
  private final Account account;
  private final SmppChannel channel;
  private final Packet packet;
  private final SubmitSm submitted;
  private final long receivedAt;

  private SubmitSm message;
  private long dueAt;
  private long expiresAt;

  /** Set by the store's completion: the answer. */
  @Nullable String messageId;

  CommandStatus status = CommandStatus.ESME_ROK;

  Submission(
      SubmitDesk desk,
      Account account,
      SmppChannel channel,
      Packet packet,
      SubmitSm submitted,
      long receivedAt) {
    this.desk = desk;
    this.account = account;
    this.channel = channel;
    this.packet = packet;
    this.submitted = submitted;
    this.message = submitted;
    this.receivedAt = receivedAt;
    this.dueAt = receivedAt;
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public SubmitSm message() {
    return message;
  }

  /** Puts what the message center fills in, such as a default address, in the place of the gap. */
  @Override
  public void message(SubmitSm completed) {
    message = completed;
  }

  @Override
  public CommandId command() {
    return packet.pdu().commandId();
  }

  @Override
  public boolean wholeBody() {
    ByteBuf buffer = Unpooled.buffer(packet.body().length());
    PduCodec.encodeBody(buffer, packet.pdu());
    return buffer.readableBytes() == packet.body().length();
  }

  @Override
  public long receivedAt() {
    return receivedAt;
  }

  @Override
  public int interfaceVersion() {
    return channel.interfaceVersion();
  }

  @Override
  public boolean senderCongested() {
    return channel.congested();
  }

  @Override
  public Lane lane() {
    return channel.lane();
  }

  @Override
  public long dueAt() {
    return dueAt;
  }

  @Override
  public void dueAt(long millis) {
    dueAt = millis;
  }

  long expiresAt() {
    return expiresAt;
  }

  @Override
  public void expiresAt(long millis) {
    expiresAt = millis;
  }

  SmppChannel channel() {
    return channel;
  }

  Packet packet() {
    return packet;
  }

  /** The octets as they came, unless something was filled in. */
  @SuppressWarnings("ReferenceEquality") // one that was filled in is another object
  Octets body() {
    if (message == submitted) {
      return packet.body();
    }
    ByteBuf buffer = Unpooled.buffer(256);
    PduCodec.encodeBody(buffer, message);
    return new Octets(buffer.array(), 0, buffer.readableBytes());
  }

  @Override
  public void run(Lane lane) {
    desk.answer(this);
  }
}
