package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.SubmitSm;
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
  private final SubmitSm message;
  private final long receivedAt;

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
      SubmitSm message,
      long receivedAt) {
    this.desk = desk;
    this.account = account;
    this.channel = channel;
    this.packet = packet;
    this.message = message;
    this.receivedAt = receivedAt;
    this.dueAt = receivedAt;
  }

  public Account account() {
    return account;
  }

  @Override
  public SubmitSm message() {
    return message;
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

  @Override
  public void run(Lane lane) {
    desk.answer(this);
  }
}
