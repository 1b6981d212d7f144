package org.messagecenter.server.queue;

import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.submit.Admission;
import org.messagecenter.server.submit.Refusal;

/**
 * Holds accounts that have a rate to as many waiting messages as leave in their {@link
 * Outbound#queue}: those that wait before the carriers and those on their way there.
 */
public final class AccountRoom implements Admission {
  private final Waiting waiting;

  /** Those that the store has not answered for. */
  private final Waiting entering = new Waiting();

  /**
   * @param waiting those before the carriers
   */
  public AccountRoom(Waiting waiting) {
    this.waiting = waiting;
  }

  @Override
  public @Nullable Refusal admit(Account account, int messages) {
    Outbound outbound = account.policy().outbound();
    if (outbound.rate() <= 0) {
      return null;
    }
    String name = account.systemId();
    if (waiting.of(name) + entering.of(name) + messages > outbound.capacity()) {
      return new Refusal(
          outbound.whenFull().status(),
          "the account's queue of " + outbound.capacity() + " messages is full");
    }
    entering.add(name, messages);
    return null;
  }

  @Override
  public void settled(Account account, int messages) {
    if (account.policy().outbound().rate() > 0) {
      entering.add(account.systemId(), -messages);
    }
  }
}
