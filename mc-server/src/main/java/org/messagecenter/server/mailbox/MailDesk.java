package org.messagecenter.server.mailbox;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTimer;
import org.messagecenter.server.receipt.Addressed;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MailOutcome;
import org.messagecenter.store.queue.MailSink;
import org.messagecenter.store.queue.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings mail to bound sessions and records how each attempt ended.
 *
 * <p>The store hands out as much mail as the windows of the account's receivers have room, and some
 * more that waits in the session's {@link MailQueue}; when nothing is answered for a moment, that
 * goes back for the others. An attempt begins when the mail is sent and ends as
 *
 * <ul>
 *   <li>done, when the session answers ESME_ROK, or with a permanent status: then refused;
 *   <li>repeated later, when the answer is a temporary status or none came in time;
 *   <li>given back, when the session ended first: no attempt is counted, but the peer may have seen
 *       it, so the next delivery is a possible duplicate.
 * </ul>
 */
public final class MailDesk implements MailSink {
  private static final Logger log = LoggerFactory.getLogger(MailDesk.class);

  private static final int V3_4 = 0x34;

  /** Held mail is looked at no more often than this, and no more seldom. */
  private static final long LEAST_WATCH_MILLIS = 100;

  private static final long MOST_WATCH_MILLIS = 10_000;

  /** How long mail waits behind a window in which nothing is answered. */
  private static final long PATIENCE_NANOS = 250_000_000;

  /** What carries a mail, by the code of its kind. */
  private static final CommandId[] COMMANDS = new CommandId[MailKind.values().length];

  static {
    for (MailKind kind : MailKind.values()) {
      COMMANDS[kind.code()] =
          switch (kind) {
            case RECEIPT, INTERMEDIATE, MO -> CommandId.DELIVER_SM;
            case ALERT -> CommandId.ALERT_NOTIFICATION;
            case DATA -> CommandId.DATA_SM;
            // It is sent as what is inside.
            case ADDRESSED -> CommandId.DELIVER_SM;
          };
    }
  }

  private final MessageStore store;
  private final BoundSessions sessions;
  private final MailSettings settings;
  private final MailCounters counters;
  private final LongSupplier wallMillis;
  private final @Nullable HomeNotes notes;

  /** A desk that notes nothing. */
  public MailDesk(
      MessageStore store,
      BoundSessions sessions,
      MailSettings settings,
      MailCounters counters,
      LongSupplier wallMillis) {
    this(store, sessions, settings, counters, wallMillis, History.NONE);
  }

  /**
   * @param history hears how sessions answered, and of what waited too long
   */
  public MailDesk(
      MessageStore store,
      BoundSessions sessions,
      MailSettings settings,
      MailCounters counters,
      LongSupplier wallMillis,
      History history) {
    this.notes = history.isKept() ? new HomeNotes(history) : null;
    this.store = store;
    this.sessions = sessions;
    this.settings = settings;
    this.counters = counters;
    this.wallMillis = wallMillis;
  }

  /** A session was bound and registered: ask for as much mail as its window takes. */
  public void bound(BoundSession session, int window) {
    if (session.receiver()) {
      session.queue.open(window);
      int given = sendHeld(session);
      store.requestMail(session.account(), window + MailQueue.ahead(window) - given);
      fetchAside(session, window);
    }
  }

  /** A session is gone; its outstanding deliveries were reported before. Event loop. */
  public void unbound(BoundSession session) {
    List<Addressed> left = sessions.remove(session, store::cancelMailRequests);
    session.queue.close();
    release(session);
    backToStore(session.account(), left);
  }

  /**
   * What waits for the session's window goes back, and is none the worse for it.
   *
   * @return how many they were
   */
  private int release(BoundSession session) {
    int count = 0;
    MailDelivery delivery;
    while ((delivery = session.queue.poll()) != null) {
      store.mailUnsent(delivery.mail.key());
      count++;
    }
    return count;
  }

  /** Store thread: mail within the credit that was asked for. */
  @Override
  public void mail(Mail mail) {
    if (mail.kind() == MailKind.ADDRESSED) {
      addressed(mail);
      return;
    }
    BoundSession session = sessions.take(mail.account());
    if (session == null) {
      store.mailUnsent(mail.key());
    } else {
      session.channel().lane().answer(new MailDelivery(this, mail, session));
    }
  }

  /** Store thread: a mail waited too long, or too many did. */
  @Override
  public void ended(long mailKey, MailOutcome outcome) {
    if (notes != null) {
      notes.ended(mailKey, outcome);
    }
  }

  // ---- mail for certain binds ----------------------------------------------------------------

  private void addressed(Mail mail) {
    Addressed addressed = Addressed.read(mail);
    AccountBinds binds = sessions.binds(mail.account());
    AccountBinds.Placement placement =
        binds.place(addressed, wallMillis.getAsLong(), store::requestMail);
    switch (placement.verdict()) {
      case SEND -> {
        BoundSession session = Objects.requireNonNull(placement.session());
        session.channel().lane().answer(new MailDelivery(this, addressed.inside(), session));
      }
      case HELD -> counters.held.increment();
      case HELD_UNWATCHED -> {
        counters.held.increment();
        watchHeld(mail.account(), binds, addressed.until());
      }
      case STALLED, NO_ROOM -> store.mailUnsent(mail.key());
    }
  }

  /**
   * Sends held mail that a session has room for. Event loop of the session.
   *
   * @return how much
   */
  private int sendHeld(BoundSession session) {
    AccountBinds binds = sessions.binds(session.account());
    Addressed mail = binds.takeHeld(session);
    if (mail == null) {
      return 0;
    }
    List<MailDelivery> deliveries = new ArrayList<>();
    while (mail != null) {
      deliveries.add(new MailDelivery(this, mail.inside(), session));
      mail = binds.takeHeld(session);
    }
    Lane lane = session.channel().lane();
    // Not from here: what cannot be sent gives its room back, and that leads here again.
    lane.loop()
        .execute(
            () -> {
              deliveries.forEach(this::send);
              lane.flushDirty();
            });
    binds.repay(session.account(), deliveries.size(), store::requestMail);
    return deliveries.size();
  }

  /** So much of what found no place to wait comes again, by way of the store. */
  private void fetchAside(BoundSession session, int most) {
    backToStore(session.account(), sessions.binds(session.account()).takeAside(session, most));
  }

  private void backToStore(String account, List<Addressed> mails) {
    mails.forEach(mail -> store.mailUnsent(mail.inside().key()));
    sessions.binds(account).repay(account, mails.size(), store::requestMail);
  }

  private void watchHeld(String account, AccountBinds binds, long until) {
    BoundSession lender = binds.anyReceiver();
    if (lender != null) {
      // Another one may be late before this one: it came back after an attempt.
      long wait =
          Math.min(Math.max(until - wallMillis.getAsLong(), LEAST_WATCH_MILLIS), MOST_WATCH_MILLIS);
      EventLoop loop = lender.channel().lane().loop();
      try {
        loop.schedule(() -> lookAtHeld(account, binds), wait, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        log.debug("the loops are closed; what {} waits for stays with the journal", account);
      }
    }
  }

  /** Any event loop: mail that waited too long goes to whoever is there. */
  private void lookAtHeld(String account, AccountBinds binds) {
    List<Addressed> late = binds.takeLate(wallMillis.getAsLong());
    counters.late.add(late.size());
    backToStore(account, late);
    binds.nextLate().ifPresent(until -> watchHeld(account, binds, until));
  }

  // ---- delivery ------------------------------------------------------------------------------

  /** Event loop: puts the deliver_sm on the wire when its turn comes. */
  void send(MailDelivery delivery) {
    BoundSession session = delivery.session;
    MailQueue queue = session.queue;
    if (queue.isEmpty() && queue.hasRoom()) {
      sendNow(delivery);
    } else if (queue.add(delivery)) {
      watch(session);
    } else {
      store.mailUnsent(delivery.mail.key());
      session.withheld++;
    }
  }

  private void watch(BoundSession session) {
    if (!session.queue.watched) {
      session.queue.watched = true;
      new Patience(session).again();
    }
  }

  /** The window has room again: what waited for it is sent. */
  private void sendWaiting(BoundSession session) {
    MailQueue queue = session.queue;
    while (queue.hasRoom()) {
      MailDelivery next = queue.poll();
      if (next == null) {
        return;
      }
      sendNow(next);
    }
  }

  /** What cannot be put on the wire is tried again later. */
  private void sendNow(MailDelivery delivery) {
    try {
      write(delivery);
    } catch (RuntimeException e) {
      log.error("Mail {} of {} cannot be sent", delivery.mail.key(), delivery.mail.account(), e);
      retry(delivery.mail);
      giveBack(delivery.session, 1);
    }
  }

  private void write(MailDelivery delivery) {
    BoundSession session = delivery.session;
    Mail mail = delivery.mail;
    byte[] body = mail.body();
    CommandId command = COMMANDS[mail.kind().code()];
    int version = session.channel().interfaceVersion();
    if (version < V3_4) {
      if (command == CommandId.ALERT_NOTIFICATION) {
        // 3.3 has no such PDU, and the account's next bind may well be of the same kind.
        over(session, mail, MailOutcome.REFUSED);
        return;
      }
      body = OldPeers.withoutTlvs(command, body, session.dialect());
      command = CommandId.DELIVER_SM;
    }
    if (session.channel().congested() || !session.channel().request(command, body, delivery)) {
      // Its room must not come back at once, or the same mail would go round and round.
      store.mailUnsent(mail.key());
      session.withheld++;
      return;
    }
    counters.sent.increment();
    if (command.hasResponse()) {
      session.queue.sent();
    } else {
      // Nothing will ever come back for it (34:4.12).
      over(session, mail, MailOutcome.DELIVERED);
    }
  }

  private void over(BoundSession session, Mail mail, MailOutcome outcome) {
    store.mailDone(mail.key(), outcome);
    giveBack(session, 1);
  }

  /** Event loop: the session, which had left too much unread, can be sent to again. */
  public void drained(BoundSession session) {
    int slots = session.withheld;
    session.withheld = 0;
    giveBack(session, slots);
  }

  /** Event loop: the session answered. */
  public void answered(Object context, Packet response) {
    MailDelivery delivery = (MailDelivery) context;
    BoundSession session = delivery.session;
    session.unansweredInRow = 0;
    session.freed++;
    session.queue.answers++;
    session.queue.ended();
    note(session, delivery.mail, response.commandStatus());
    record(session, delivery.mail, response.commandStatus());
    sendWaiting(session);
  }

  private void note(BoundSession session, Mail mail, int status) {
    if (notes != null) {
      notes.answered(mail, session.bindName(), status);
    }
  }

  private void record(BoundSession session, Mail mail, int status) {
    if (status == CommandStatus.ESME_ROK.value()) {
      (mail.kind() == MailKind.MO ? counters.mo : counters.receipts).increment();
      store.mailDone(mail.key(), MailOutcome.DELIVERED);
      return;
    }
    CommandStatus known = CommandStatus.of(status);
    if (known != null && known.temporary()) {
      counters.retried.increment();
      retry(mail);
    } else {
      counters.refused.increment();
      log.info(
          "{} refused a {} for good: {}",
          session.account(),
          mail.kind(),
          CommandStatus.describe(status));
      store.mailDone(mail.key(), MailOutcome.REFUSED);
    }
  }

  /** Event loop: no answer came, in time or before the session ended. */
  public void unanswered(Object context, boolean timedOut) {
    MailDelivery delivery = (MailDelivery) context;
    BoundSession session = delivery.session;
    session.queue.ended();
    if (!timedOut) {
      store.mailReleased(delivery.mail.key());
      return;
    }
    counters.unanswered.increment();
    note(session, delivery.mail, HomeNotes.NO_ANSWER);
    retry(delivery.mail);
    session.unansweredInRow++;
    if (session.unansweredInRow >= settings.unansweredLimit()) {
      session.channel().cut(CloseReason.UNANSWERED);
    } else {
      giveBack(session, 1);
      sendWaiting(session);
    }
  }

  /** Event loop: a read burst ended; the room that answers made goes back by the handful. */
  public void readComplete(BoundSession session) {
    int freed = session.freed;
    MailQueue queue = session.queue;
    if (freed > 0
        && (freed >= queue.handful() || queue.outstanding() == 0 || session.withheld > 0)) {
      session.freed = 0;
      giveBack(session, freed + session.withheld);
      session.withheld = 0;
    }
  }

  private void giveBack(BoundSession session, int slots) {
    int counted = slots > 0 ? sessions.free(session, slots) : 0;
    if (counted > 0) {
      int rest = counted - sendHeld(session);
      if (rest > 0) {
        store.requestMail(session.account(), rest);
      }
      fetchAside(session, counted);
    }
  }

  /** Looks from time to time whether a session that mail waits for answers at all. */
  private final class Patience extends LaneTimer.Delayed {
    private final BoundSession session;
    private long seen;

    Patience(BoundSession session) {
      this.session = session;
    }

    void again() {
      seen = session.queue.answers;
      session.channel().lane().timer().schedule(this, PATIENCE_NANOS);
    }

    @Override
    protected void expired() {
      if (!session.queue.isEmpty() && session.queue.answers != seen) {
        again();
      } else {
        session.queue.watched = false;
        // Their room stays empty until an answer comes.
        session.withheld += release(session);
      }
    }
  }

  private void retry(Mail mail) {
    int attempts = mail.attempts() + 1;
    store.mailRetry(mail.key(), wallMillis.getAsLong() + settings.retryDelayMillis(attempts));
  }
}
