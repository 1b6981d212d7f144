package org.messagecenter.server.submit;

import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;

/** The facts of a message that a bound session brought; what the rules find out is kept here. */
public abstract class SessionFacts implements SubmitFacts {
  private final Account account;
  private final RequestPort channel;
  private final long receivedAt;

  private SubmitSm message;
  private long dueAt;
  private long expiresAt;

  /**
   * @param expiresAt until a rule says otherwise, epoch milliseconds
   */
  protected SessionFacts(
      Account account, RequestPort channel, SubmitSm message, long receivedAt, long expiresAt) {
    this.account = account;
    this.channel = channel;
    this.message = message;
    this.receivedAt = receivedAt;
    this.dueAt = receivedAt;
    this.expiresAt = expiresAt;
  }

  @Override
  public final Account account() {
    return account;
  }

  protected final RequestPort channel() {
    return channel;
  }

  @Override
  public final SubmitSm message() {
    return message;
  }

  @Override
  public void message(SubmitSm completed) {
    message = completed;
  }

  @Override
  public final long receivedAt() {
    return receivedAt;
  }

  @Override
  public final int interfaceVersion() {
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
  public final long expiresAt() {
    return expiresAt;
  }

  @Override
  public void expiresAt(long millis) {
    expiresAt = millis;
  }
}
