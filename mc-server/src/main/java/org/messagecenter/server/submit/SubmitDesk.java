package org.messagecenter.server.submit;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes submit_sm: checks, stores, answers. The answer leaves from the store's completion, so that
 * no sender ever holds a message_id of something that is not durable.
 */
public final class SubmitDesk implements AcceptCallback {
  private static final Logger log = LoggerFactory.getLogger(SubmitDesk.class);

  /** Entries of {@link #waiting} that lie between two lanes, so that they share no cache line. */
  private static final int STRIDE = 32;

  private final MessageStore store;
  private final List<SubmitCheck> checks;
  private final SubmitCounters counters;
  private final RateLimitedLog refusals;
  private final MessageWords words;
  private final LongSupplier wallMillis;
  private final AtomicIntegerArray waiting;
  private volatile boolean draining;

  /**
   * @param lanes the number of lanes
   */
  public SubmitDesk(
      MessageStore store,
      List<SubmitCheck> checks,
      SubmitCounters counters,
      RateLimitedLog refusals,
      MessageWords words,
      int lanes,
      LongSupplier wallMillis) {
    this.store = store;
    this.checks = checks;
    this.counters = counters;
    this.refusals = refusals;
    this.words = words;
    this.wallMillis = wallMillis;
    this.waiting = new AtomicIntegerArray(lanes * STRIDE);
  }

  /** From now on every submit_sm is answered with ESME_RSYSERR. */
  public void drain() {
    draining = true;
  }

  /** How many submit_sm wait for the store. Any thread. */
  public int waiting() {
    int sum = 0;
    for (int i = 0; i < waiting.length(); i += STRIDE) {
      sum += waiting.get(i);
    }
    return sum;
  }

  /** A bound session submitted. Event loop of the channel. */
  public void submit(SmppChannel channel, Account account, Packet packet) {
    Submission submission =
        new Submission(
            this, account, channel, packet, (SubmitSm) packet.pdu(), wallMillis.getAsLong());
    if (draining) {
      refuse(submission, new Refusal(CommandStatus.ESME_RSYSERR, "shutting down"));
      return;
    }
    Refusal refusal = firstRefusal(submission);
    if (refusal != null) {
      refuse(submission, refusal);
      return;
    }
    waiting.getAndIncrement(channel.lane().index() * STRIDE);
    Octets body = submission.body();
    store.accept(
        new NewMessage(
            account.systemId(),
            submission.message().destinationAddr().digits(),
            MessageKind.MT,
            submission.receivedAt(),
            submission.dueAt(),
            submission.expiresAt(),
            body.array(),
            body.offset(),
            body.length(),
            submission),
        this);
  }

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
    counters.refused(refusal.status());
    refusals.info(
        log,
        "submit_sm of {} refused with {}: {}",
        submission.account().systemId(),
        refusal.status(),
        refusal.reason());
    submission
        .channel()
        .respond(submission.packet(), new SubmitSmResp("", Tlvs.EMPTY), refusal.status());
  }

  /** Store thread: the message is durable. */
  @Override
  public void accepted(long key, String messageId, @Nullable Object attachment) {
    Submission submission = (Submission) java.util.Objects.requireNonNull(attachment);
    submission.messageId = messageId;
    submission.lane().answer(submission);
  }

  /** Store thread: the message is not stored. */
  @Override
  public void refused(StoreFailure failure, @Nullable Object attachment) {
    Submission submission = (Submission) java.util.Objects.requireNonNull(attachment);
    submission.status =
        failure == StoreFailure.FULL ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_RSYSERR;
    submission.lane().answer(submission);
  }

  /** Event loop: the store has answered, now the sender is. */
  void answer(Submission submission) {
    waiting.getAndDecrement(submission.lane().index() * STRIDE);
    String messageId = submission.messageId;
    if (messageId == null) {
      counters.refused(submission.status);
      submission
          .channel()
          .respond(submission.packet(), new SubmitSmResp("", Tlvs.EMPTY), submission.status);
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
            words.text(sm.dataCoding(), sm.text()));
      }
      submission
          .channel()
          .respond(
              submission.packet(), new SubmitSmResp(messageId, Tlvs.EMPTY), CommandStatus.ESME_ROK);
    }
  }
}
