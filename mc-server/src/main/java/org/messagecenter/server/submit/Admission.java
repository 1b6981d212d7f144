package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Account;

/** Whether an account may have more messages waiting. Safe for concurrent use. */
public interface Admission {

  /** Everybody may have as many as there are. */
  Admission UNLIMITED =
      new Admission() {
        @Override
        public @Nullable Refusal admit(Account account, int messages) {
          return null;
        }

        @Override
        public void settled(Account account, int messages) {}
      };

  /**
   * Asks for room, the last thing before the store is asked. What is admitted counts until it is
   * {@link #settled}; then it waits somewhere else or nowhere.
   *
   * @return why there is none; null when there is
   */
  @Nullable Refusal admit(Account account, int messages);

  /** The store has answered for messages that were admitted. */
  void settled(Account account, int messages);
}
