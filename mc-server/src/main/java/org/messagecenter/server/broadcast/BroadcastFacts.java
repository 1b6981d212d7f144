package org.messagecenter.server.broadcast;

import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.submit.SubmitFacts;

/** A broadcast_sm for those checks that it shares with submit_sm: its source and its times. */
final class BroadcastFacts implements SubmitFacts {
  private final Account account;
  private final RequestPort channel;
  private final long now;
  private SubmitSm message;
  private long dueAt;
  private long expiresAt = Long.MAX_VALUE;

  BroadcastFacts(Account account, RequestPort channel, BroadcastSm request, long now) {
    this.account = account;
    this.channel = channel;
    this.now = now;
    this.dueAt = now;
    this.message =
        new SubmitSm(
            request.serviceType(),
            request.sourceAddr(),
            Address.EMPTY,
            0,
            0,
            0,
            request.scheduleDeliveryTime(),
            request.validityPeriod(),
            0,
            0,
            request.dataCoding(),
            request.smDefaultMsgId(),
            Octets.EMPTY,
            request.tlvs());
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public SubmitSm message() {
    return message;
  }

  @Override
  public void message(SubmitSm completed) {
    message = completed;
  }

  @Override
  public CommandId command() {
    return CommandId.BROADCAST_SM;
  }

  @Override
  public long receivedAt() {
    return now;
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
  public long dueAt() {
    return dueAt;
  }

  @Override
  public void dueAt(long millis) {
    dueAt = millis;
  }

  @Override
  public long expiresAt() {
    return expiresAt;
  }

  @Override
  public void expiresAt(long millis) {
    expiresAt = millis;
  }
}
