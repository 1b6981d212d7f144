package org.messagecenter.server.mailbox;

import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.listen.RequestPort;

/** One successful bind of an account. */
public final class BoundSession {
  private final RequestPort channel;
  private final String account;
  private final String bindName;
  private final String systemType;
  private final long bindId;
  private final boolean receiver;
  private final Dialects dialects;

  /** Mails that the window and the queue before it have room for. */
  int slots;

  // These too are guarded by the account's AccountBinds: the room of the queue, and where it
  // stands.
  int ahead;
  boolean listed;
  boolean inOpen;
  boolean inFull;

  /** What was taken from the store and not sent yet; event loop only. */
  final MailQueue queue;

  /** Answers whose room was not given back yet; event loop only. */
  int freed;

  /** Room that stays empty until the session can be sent to again; event loop only. */
  int withheld;

  /** Unanswered deliver_sm in a row; event loop only. */
  int unansweredInRow;

  /**
   * @param receiver whether it takes deliver_sm
   * @param dialects what its account means by data_coding
   */
  public BoundSession(
      RequestPort channel, String account, Bind bind, boolean receiver, Dialects dialects) {
    this.channel = channel;
    this.account = account;
    this.bindName = bind.commandId().wireName();
    this.systemType = bind.systemType();
    this.bindId = channel.bindId();
    this.receiver = receiver;
    this.dialects = dialects;
    this.queue = new MailQueue();
  }

  public RequestPort channel() {
    return channel;
  }

  public String account() {
    return account;
  }

  /** The command that bound the session, by its wire name. */
  public String bindName() {
    return bindName;
  }

  public String systemType() {
    return systemType;
  }

  /** What mail that is for this bind knows it by. */
  long bindId() {
    return bindId;
  }

  /** Whether the session takes deliver_sm: bound as receiver or transceiver. */
  public boolean receiver() {
    return receiver;
  }

  /** How the peer reads data_coding, once the session's version is settled. */
  public Dialect dialect() {
    return dialects.in(channel.interfaceVersion());
  }
}
