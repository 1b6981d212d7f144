package org.messagecenter.server.submit;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.Destination;
import org.messagecenter.protocol.pdu.SubmitMulti;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.DuplicateRule;
import org.messagecenter.server.deliver.DirectDesk;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submit_sm, data_sm and submit_multi: checks, stores, answers. The answer leaves from the
 * store's completion, so that no sender ever holds a message_id of something that is not durable.
 *
 * <p>Datagram and transaction mode (34:2.10) go past the store: a datagram is answered once it is
 * handed over, a transaction when its one attempt has ended.
 */
public final class SubmitDesk implements AcceptCallback {
  private static final Logger log = LoggerFactory.getLogger(SubmitDesk.class);

  /** Entries of {@link #waiting} that lie between two lanes, so that they share no cache line. */
  private static final int STRIDE = 32;

  private static final Refusal SHUTTING_DOWN =
      new Refusal(CommandStatus.ESME_RSYSERR, "shutting down");
  private static final Refusal TOO_MANY_DIRECT =
      new Refusal(CommandStatus.ESME_RTHROTTLED, "too many datagrams or transactions under way");

  private final MessageStore store;
  private final List<SubmitCheck> checks;
  private final DistributionLists lists;
  private final Admission admission;
  private final DirectDesk direct;
  private final ReplaceIfPresent replace;
  private final Fingerprints fingerprints;
  private final SubmitSettings settings;
  private final SubmitCounters counters;
  private final RateLimitedLog refusals;
  private final MessageWords words;
  private final LongSupplier wallMillis;
  private final AtomicIntegerArray waiting;
  private volatile boolean draining;

  /**
   * @param admission asked last, for what is to be stored
   * @param lanes the number of lanes
   */
  public SubmitDesk(
      MessageStore store,
      List<SubmitCheck> checks,
      DistributionLists lists,
      Fingerprints fingerprints,
      Admission admission,
      DirectDesk direct,
      SubmitSettings settings,
      SubmitCounters counters,
      RateLimitedLog refusals,
      MessageWords words,
      int lanes,
      LongSupplier wallMillis) {
    this.store = store;
    this.checks = checks;
    this.lists = lists;
    this.admission = admission;
    this.direct = direct;
    this.replace = new ReplaceIfPresent(store, this);
    this.fingerprints = fingerprints;
    this.settings = settings;
    this.counters = counters;
    this.refusals = refusals;
    this.words = words;
    this.wallMillis = wallMillis;
    this.waiting = new AtomicIntegerArray(lanes * STRIDE);
  }

  /** From now on every submission is answered with ESME_RSYSERR. */
  public void drain() {
    draining = true;
  }

  /** How many submissions wait for the store. Any thread. */
  public int waiting() {
    int sum = 0;
    for (int i = 0; i < waiting.length(); i += STRIDE) {
      sum += waiting.get(i);
    }
    return sum;
  }

  /** A bound session sent submit_sm or data_sm. Event loop of the channel. */
  public void submit(RequestPort channel, Account account, Packet packet) {
    SubmitSm message =
        packet.pdu() instanceof DataSm data ? data.asSubmitSm() : (SubmitSm) packet.pdu();
    Submission submission =
        new Submission(this, account, channel, packet, message, wallMillis.getAsLong());
    Refusal refusal = draining ? SHUTTING_DOWN : firstRefusal(submission);
    if (refusal != null) {
      refuse(submission, refusal);
      return;
    }
    switch (Mode.of(message.esmClass(), channel.interfaceVersion())) {
      case DATAGRAM -> datagram(submission);
      case TRANSACTION -> transaction(submission);
      case STORE_AND_FORWARD -> {
        Refusal full = admission.admit(account, 1);
        if (full != null) {
          refuse(submission, full);
        } else if (message.replaceIfPresentFlag() == 0) {
          NewMessage kept = submission.newMessage();
          DuplicateRule rule = account.policy().duplicates();
          if (rule.applies()) {
            long fingerprint = fingerprints.of(account, submission.message());
            oneMoreWaits(channel);
            store.acceptOnce(kept, fingerprint, since(rule, submission.receivedAt()), this);
          } else {
            oneMoreWaits(channel);
            store.accept(kept, this);
          }
        } else {
          oneMoreWaits(channel);
          replace.submit(submission);
        }
      }
    }
  }

  /** A bound session sent submit_multi. Event loop of the channel. */
  public void submitMulti(RequestPort channel, Account account, Packet packet) {
    SubmitMulti multi = (SubmitMulti) packet.pdu();
    MultiSubmission all = new MultiSubmission(this, channel, packet);
    Refusal refusal = draining ? SHUTTING_DOWN : null;
    if (multi.destAddress().isEmpty()) {
      refusal = new Refusal(CommandStatus.ESME_RINVNUMDESTS, "number_of_dests 0");
    }
    long now = wallMillis.getAsLong();
    for (Destination destination : multi.destAddress()) {
      if (refusal != null) {
        break;
      }
      if (destination instanceof Destination.Sme sme) {
        refusal = add(all, account, multi, sme.address(), now);
      } else {
        refusal = addList(all, account, multi, (Destination.DistributionList) destination, now);
      }
    }
    if (refusal == null && all.accepted().isEmpty()) {
      refusal = new Refusal(all.commonStatus(), "no destination is valid");
    }
    if (refusal != null) {
      note(account, packet, refusal);
      all.respond(refusal.status());
      return;
    }
    if (Mode.of(multi.esmClass(), channel.interfaceVersion()) == Mode.DATAGRAM) {
      datagrams(all);
      return;
    }
    Refusal full = admission.admit(account, all.accepted().size());
    if (full != null) {
      note(account, packet, full);
      all.respond(full.status());
      return;
    }
    List<NewMessage> kept = all.newMessages();
    DuplicateRule rule = account.policy().duplicates();
    long fingerprint =
        rule.applies()
            ? fingerprints.of(account, all.accepted().get(0).message(), all.destinations())
            : Fingerprints.NONE;
    oneMoreWaits(channel);
    if (fingerprint == Fingerprints.NONE) {
      store.acceptAll(kept, all);
    } else {
      store.acceptAllOnce(kept, fingerprint, since(rule, now), all);
    }
  }

  private static long since(DuplicateRule rule, long now) {
    return now - rule.window().toMillis();
  }

  /** What follows must not throw: only the store's answer takes it off again. */
  private void oneMoreWaits(RequestPort channel) {
    waiting.getAndIncrement(channel.lane().index() * STRIDE);
  }

  private @Nullable Refusal addList(
      MultiSubmission all,
      Account account,
      SubmitMulti multi,
      Destination.DistributionList list,
      long now) {
    List<Address> members = lists.members(account, list.name());
    if (members == null) {
      all.refuse(new Address(0, 0, list.name()), CommandStatus.ESME_RINVDLNAME);
      return null;
    }
    Refusal refusal = null;
    for (int i = 0; i < members.size() && refusal == null; i++) {
      refusal = add(all, account, multi, members.get(i), now);
    }
    return refusal;
  }

  /** Adds one destination; what is wrong with all of them alike is returned. */
  private @Nullable Refusal add(
      MultiSubmission all, Account account, SubmitMulti multi, Address destination, long now) {
    if (all.accepted().size() == MessageStore.MAX_RECIPIENTS) {
      return new Refusal(
          CommandStatus.ESME_RINVNUMDESTS,
          "the lists name more than " + MessageStore.MAX_RECIPIENTS + " destinations");
    }
    Submission one =
        new Submission(this, account, all.channel(), all.packet(), multi.to(destination), now);
    Refusal refusal = firstRefusal(one);
    if (refusal == null) {
      all.accept(one);
    } else if (concernsDestination(refusal.status())) {
      all.refuse(destination, refusal.status());
      return null;
    }
    return refusal;
  }

  private static boolean concernsDestination(CommandStatus status) {
    return switch (status) {
      case ESME_RINVDSTADR, ESME_RINVDSTTON, ESME_RINVDSTNPI -> true;
      default -> false;
    };
  }

  // ---- past the store -------------------------------------------------------------------------

  private void datagram(Submission submission) {
    String id = directId();
    // The answer is written first: a datagram's sender is not told what becomes of it.
    submission.respond(id, Tlvs.EMPTY, CommandStatus.ESME_ROK);
    sendDatagram(submission, id);
  }

  private void datagrams(MultiSubmission all) {
    String id = directId();
    all.respond(id);
    for (Submission one : all.accepted()) {
      sendDatagram(one, id);
    }
  }

  private void sendDatagram(Submission submission, String id) {
    counters.datagrams.increment();
    if (!direct.send(
        submission.lane(), submission.message(), submission.account().systemId(), id, null)) {
      counters.datagramsDropped.increment();
    }
  }

  private void transaction(Submission submission) {
    String id = directId();
    Transaction transaction = new Transaction(this, submission, id);
    boolean sent =
        direct.send(
            submission.lane(),
            submission.message(),
            submission.account().systemId(),
            id,
            transaction);
    if (sent) {
      counters.transactions.increment();
      submission
          .lane()
          .timer()
          .schedule(transaction, TimeUnit.MILLISECONDS.toNanos(settings.transaction().toMillis()));
    } else {
      refuse(submission, TOO_MANY_DIRECT);
    }
  }

  /** Event loop: the attempt of a transaction ended, or its time did. */
  void transactionEnded(Submission submission, String id, Tlvs tlvs, CommandStatus status) {
    submission.respond(id, tlvs, status);
    submission.lane().flushDirty();
  }

  /** An id in the usual form that the store never gave: such a message cannot be asked for. */
  private String directId() {
    MessageIds ids = store.messageIds();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return ids.encode(random.nextInt(256), random.nextLong() | Long.MIN_VALUE);
  }

  // ---- answers --------------------------------------------------------------------------------

  private @Nullable Refusal firstRefusal(Submission submission) {
    for (int i = 0; i < checks.size(); i++) {
      Refusal refusal = checks.get(i).check(submission);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private void refuse(Submission submission, Refusal refusal) {
    note(submission.account(), submission.packet(), refusal);
    submission.respond("", Tlvs.EMPTY, refusal.status());
  }

  private void note(Account account, Packet packet, Refusal refusal) {
    counters.refused(refusal.status());
    refusals.info(
        log,
        "{} of {} refused with {}: {}",
        packet.pdu().commandId().wireName(),
        account.systemId(),
        refusal.status(),
        refusal.reason());
  }

  /** Store thread: the message is durable. */
  @Override
  public void accepted(long key, String messageId, @Nullable Object attachment) {
    Submission submission = (Submission) Objects.requireNonNull(attachment);
    submission.messageId = messageId;
    submission.lane().answer(submission);
  }

  /** Store thread: the message was stored before, and its sender had no answer or lost it. */
  @Override
  public void repeated(long key, String messageId, @Nullable Object attachment) {
    counters.duplicates.increment();
    accepted(key, messageId, attachment);
  }

  /** A submit_multi came again. Any thread. */
  void repeated() {
    counters.duplicates.increment();
  }

  /** Store thread: the message is not stored. */
  @Override
  public void refused(StoreFailure failure, @Nullable Object attachment) {
    Submission submission = (Submission) Objects.requireNonNull(attachment);
    submission.status = status(failure);
    submission.lane().answer(submission);
  }

  /** What a sender is told when the store does not take its message. */
  static CommandStatus status(StoreFailure failure) {
    return failure == StoreFailure.FULL ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_RSYSERR;
  }

  /** Event loop: the store has answered, now the sender is. */
  void answer(Submission submission) {
    waiting.getAndDecrement(submission.lane().index() * STRIDE);
    admission.settled(submission.account(), 1);
    String messageId = submission.messageId;
    if (messageId == null) {
      counters.refused(submission.status);
      submission.respond("", Tlvs.EMPTY, submission.status);
    } else {
      counters.accepted.increment();
      if (log.isDebugEnabled()) {
        SubmitSm sm = submission.message();
        log.debug(
            "{} accepted from {}: {} to {}, {}",
            messageId,
            submission.account().systemId(),
            words.number(sm.sourceAddr()),
            words.number(sm.destinationAddr()),
            words.text(
                sm, submission.account().policy().dialects().in(submission.interfaceVersion())));
      }
      submission.respond(messageId, Tlvs.EMPTY, CommandStatus.ESME_ROK);
    }
  }

  /** Event loop: the store has answered a submit_multi. */
  void answered(MultiSubmission all, CommandStatus status, int recipients) {
    waiting.getAndDecrement(all.lane().index() * STRIDE);
    admission.settled(all.accepted().get(0).account(), all.accepted().size());
    if (status == CommandStatus.ESME_ROK) {
      counters.accepted.add(recipients);
    } else {
      counters.refused(status);
    }
  }
}
