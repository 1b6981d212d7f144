package org.messagecenter.server.outbind;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Outbind;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.OutbindTarget;
import org.messagecenter.server.listen.ClientTls;

/** An account that can be called, and how its calls have gone. For one thread. */
public final class Callee {
  private final String account;
  private final OutbindTarget target;
  private final Outbind outbind;
  private final @Nullable SslContext tls;

  /** Whether a call goes on: from the attempt to connect to the end of the connection. */
  boolean underWay;

  /** Calls in a row that led to no bind. */
  int failures;

  /** No call before this, monotonic nanoseconds; nothing while it is null. */
  @Nullable Long notBefore;

  private Callee(String account, OutbindTarget target, Outbind outbind, @Nullable SslContext tls) {
    this.account = account;
    this.target = target;
    this.outbind = outbind;
    this.tls = tls;
  }

  /**
   * Those accounts of the book that can be called.
   *
   * @param ownSystemId what the message center calls itself, where the account's entry says nothing
   * @throws IOException when a file of trusted authorities cannot be used; the message names it
   */
  public static List<Callee> of(AccountBook book, String ownSystemId) throws IOException {
    List<Callee> callees = new ArrayList<>();
    for (Account account : book.accounts()) {
      OutbindTarget target = account.outbind().orElse(null);
      if (target != null) {
        Outbind outbind = new Outbind(target.systemId().orElse(ownSystemId), target.password());
        SslContext tls =
            target.tls() ? ClientTls.context(target.trust(), target.verifyHost()) : null;
        callees.add(new Callee(account.systemId(), target, outbind, tls));
      }
    }
    return callees;
  }

  String account() {
    return account;
  }

  OutbindTarget target() {
    return target;
  }

  Outbind outbind() {
    return outbind;
  }

  @Nullable SslContext tls() {
    return tls;
  }
}
