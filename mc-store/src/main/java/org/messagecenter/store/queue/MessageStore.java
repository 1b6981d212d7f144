package org.messagecenter.store.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Durable queue of accepted messages and of the mail (receipts, mobile-originated messages) that
 * waits for accounts.
 *
 * <p><b>Asynchronous.</b> Every method may be called from any thread, returns at once and never
 * throws for a reason of the store's; results arrive through callbacks on the store's own thread,
 * in commit order; only what is read back from disk comes later. A callback or sink must not block.
 * It may call back into the store; what it asks joins the next commit. After {@link #close} a
 * callback runs on the caller's thread with {@link StoreFailure#CLOSED}.
 *
 * <p><b>Durability.</b> {@link #accept}, {@link #acceptAll}, {@link #finish}, {@link #cancel},
 * {@link #replace}, {@link #retry}, {@link #note}, {@link #takenLate} and {@link #post} are
 * <em>forced</em>: their callback runs only after the record was synced. {@link #attempted}, {@link
 * #mailDone} and {@link #mailRetry} are <em>lazy</em>: they ride with the next commit, at the
 * latest after {@link StoreSettings#lazyDelayMillis}; a crash in between repeats work, it never
 * loses a message.
 *
 * <p><b>Ownership.</b> A message is either the store's (waiting for its due time, or due and
 * waiting for credit, its line's or that of all) or, from {@link WorkSink#due} on, the
 * dispatcher's, until the dispatcher calls {@link #attempted}, {@link #retry}, {@link #park} or
 * {@link #finish}. Mail likewise, until {@link #mailDone}, {@link #mailRetry}, {@link
 * #mailReleased} or {@link #mailUnsent}. The store sets no timer on what the dispatcher holds.
 *
 * <p><b>One round.</b> The store gathers what was asked, writes and syncs it as one group, runs the
 * callbacks in order, pushes due work and then mail within the credits, and calls {@link
 * CommitListener#committed} last.
 */
public interface MessageStore extends AutoCloseable {

  /** Grows by one whenever a method or a promise of this interface changes. */
  int INTERFACE_VERSION = 8;

  /** The most recipients one submission can have: their ordinals are one octet. */
  int MAX_RECIPIENTS = 256;

  /**
   * Begins pushing. Recovery was done when the store was opened; nothing is pushed before this
   * call. To be called exactly once.
   *
   * @throws IllegalStateException when called a second time
   */
  void start(WorkSink work, MailSink mail, CommitListener commits, FatalListener fatal);

  /** Keeps a message for ever (forced); answers with its key and message id. */
  void accept(NewMessage message, AcceptCallback done);

  /**
   * Like {@link #accept}, unless a submission with the same fingerprint was accepted since: then
   * nothing is kept, and {@link AcceptCallback#repeated} hears of that one, ended or not, once it
   * is durable. A message that is replaced loses its fingerprint.
   *
   * <p>The store remembers {@link StoreSettings#fingerprints} of them, at most 24 hours, beyond
   * restarts.
   *
   * @param fingerprint tells submissions apart, whatever the account: a hash that nobody can make
   *     up, see {@link MessageIds#derivedKey}; 0 for none
   * @param since epoch milliseconds of {@link NewMessage#acceptedAt}; earlier ones do not count
   */
  void acceptOnce(NewMessage message, long fingerprint, long since, AcceptCallback done);

  /**
   * Ends a message and queues its receipt, as one record (forced): a crash leaves both or neither.
   * Idempotent: for a key that is unknown or already finished nothing is written, no receipt is
   * queued, and {@code done} hears {@code false}.
   *
   * @param finalState any but {@link MessageState#SCHEDULED} and {@link MessageState#ENROUTE}
   * @param error the error code kept with the end, as the caller counts them; 0 for none
   * @param doneAt wall clock, epoch milliseconds
   */
  void finish(
      long key,
      MessageState finalState,
      int error,
      long doneAt,
      @Nullable NewMail receipt,
      @Nullable DoneCallback done);

  /** Queues mail that ends no message: a mobile-originated one or an intermediate notification. */
  void post(NewMail mail, @Nullable DoneCallback done);

  /**
   * An attempt ended without ending the message, or was handed to a carrier (lazy).
   *
   * <p>The message waits until {@code nextDueAt}, or until its validity passes if that is earlier;
   * in the latter case it is pushed as {@link DueReason#EXPIRED}. A message that was already pushed
   * as expired is not pushed before {@code nextDueAt} again (with reason expired). A message with a
   * carrier id waits for {@code nextDueAt} alone, and is pushed then as {@link DueReason#SILENT}.
   * Unknown keys are ignored.
   *
   * @param attempts how many attempts were made so far, 0 to 65535
   * @param nextDueAt epoch milliseconds; {@link Long#MAX_VALUE}: waits for its validity only
   * @param carrierId the carrier's id for it, replacing an earlier one; null leaves that as it is
   */
  void attempted(long key, int attempts, long nextDueAt, @Nullable CarrierId carrierId);

  /**
   * A carrier that took the message did not bring it to an end: another attempt is to be made
   * (forced). Like {@link #attempted}, but the message has no carrier id any more. It is pushed as
   * {@link DueReason#RETRY} when it is due, and can be cancelled before. Some milliseconds later,
   * when its record has been read back, it is found by its address too and can be replaced.
   *
   * @param attempts how many attempts were made so far, 1 to 65535
   * @param nextDueAt epoch milliseconds; {@link Long#MAX_VALUE}: waits for its validity only
   * @param done hears {@code false} for a key that is unknown or ended; then nothing is written
   */
  void retry(long key, int attempts, long nextDueAt, @Nullable DoneCallback done);

  /** The same, and nobody waits for it to be durable. */
  default void retry(long key, int attempts, long nextDueAt) {
    retry(key, attempts, nextDueAt, null);
  }

  /**
   * Keeps a carrier id with a message that is under way, and changes nothing else (forced): it
   * stays the dispatcher's. What a crash leaves of it is a message that a carrier has, and that is
   * pushed again at once, as {@link DueReason#SILENT}: so a note tells those who come after what
   * was about to be done. {@link #attempted} with another carrier id takes its place; {@link
   * #retry} takes it off.
   *
   * @param carrierId replaces an earlier one; null takes that off, the message being under way as
   *     before
   * @param done hears {@code false} for a key that is unknown, or that is not under way; then
   *     nothing is written
   */
  void note(long key, @Nullable CarrierId carrierId, @Nullable DoneCallback done);

  /**
   * A carrier has a message after all, of which {@link #attempted} was told that it is to be tried
   * again (forced). If no other attempt is under way and no carrier is known to have it, the
   * message has this carrier id and waits for {@code nextDueAt} from now on, as with {@link
   * #attempted}; an attempt that was due but not yet pushed does not happen any more. {@code done}
   * hears {@code false} otherwise, and nothing is written: the message is unknown or has ended, it
   * was pushed again, a carrier has it, or it was replaced since.
   *
   * @param attempts how many were made when it was sent to that carrier, 1 to 65535: a message with
   *     fewer was replaced
   * @param nextDueAt epoch milliseconds
   */
  void takenLate(
      long key, int attempts, long nextDueAt, CarrierId carrierId, @Nullable DoneCallback done);

  /** Takes mail off its mailbox (lazy). Unknown keys are ignored. */
  void mailDone(long mailKey, MailOutcome outcome);

  /**
   * An attempt failed: counts it and keeps the mail back until {@code nextDueAt} (lazy). When the
   * mailbox is over its cap the mail is dropped instead.
   */
  void mailRetry(long mailKey, long nextDueAt);

  /**
   * The bind went away before an answer: no attempt is counted, the mail is due again at once,
   * ahead of later mail, as a possible duplicate. Nothing is written.
   */
  void mailReleased(long mailKey);

  /**
   * The mail never left: as {@link #mailReleased}, but it becomes no possible duplicate. One that
   * was one before stays one.
   */
  void mailUnsent(long mailKey);

  /** Looks up a pending message; null when there is none. */
  void find(long key, FindCallback done);

  /**
   * Keeps one submission for several recipients under one message id, all or none (forced). Their
   * keys differ in the recipient ordinal only, in the order given. The callback hears the key and
   * the attachment of the first; each is pushed on its own, with its own attachment.
   *
   * @param recipients 1 to {@link #MAX_RECIPIENTS}, all of one account and kind; the first decides
   *     the shard, and whether the id is a short one
   */
  void acceptAll(List<NewMessage> recipients, AcceptCallback done);

  /** Like {@link #acceptAll}, once, in the way of {@link #acceptOnce}. */
  void acceptAllOnce(
      List<NewMessage> recipients, long fingerprint, long since, AcceptCallback done);

  /**
   * Ends a message as {@link MessageState#DELETED} and queues its receipt, as one record (forced),
   * unless an attempt is under way or a carrier has it. {@code done} hears {@code false} then, and
   * for a key that is unknown or ended; nothing is written and no receipt queued.
   *
   * <p>An attempt that was due but not yet pushed does not happen any more: whoever hears {@code
   * true} may be sure that no push of the message follows.
   *
   * @param error as for {@link #finish}
   * @param doneAt wall clock, epoch milliseconds
   */
  void cancel(
      long key, int error, long doneAt, @Nullable NewMail receipt, @Nullable DoneCallback done);

  /**
   * Puts new content in the place of a pending message's (forced), under the same conditions as
   * {@link #cancel}. Key and message id stay; the times, the tag and the body are those of {@code
   * content}, and the attempts made count no longer. Its attachment is not kept. Account,
   * destination and kind must be the same, else nothing is written and {@code done} hears {@code
   * false}. Refused as {@link StoreFailure#FULL} when a new message would be.
   */
  void replace(long key, NewMessage content, @Nullable DoneCallback done);

  /**
   * Everything kept of a message id: its pending recipients and those that ended lately, in the
   * order of their ordinals. Both are empty for an id that this store never gave or has forgotten.
   * Ends are remembered as long as {@link StoreSettings#archiveMillis} and {@link
   * StoreSettings#archiveBytes} say, across restarts and crashes.
   *
   * @param messageId as {@link AcceptCallback} told it; case is not distinguished
   */
  void lookup(String messageId, LookupCallback done);

  /**
   * The pending messages of an account with this destination and tag, oldest first, that {@link
   * #cancel} and {@link #replace} could act on at the moment.
   *
   * @param after only messages accepted after the one of this key, which may be gone; 0 for all
   * @param most no more than these are read
   */
  void findByAddress(
      String account, String destination, int tag, long after, int most, LookupCallback done);

  /** Looks up a pending message by what {@link #attempted} told; may miss, then null. */
  void findByCarrierId(String carrier, String id, FindCallback done);

  /**
   * Looks up an ended message by the last carrier id it had, for receipts that come late; the one
   * that ended last where several had it.
   */
  void findEndedByCarrierId(String carrier, String id, EndedCallback done);

  /**
   * Allows the {@link WorkSink} {@code n} more messages. One credit is used by each push, whatever
   * its reason.
   */
  void requestWork(int n);

  /**
   * Puts a message that was pushed into a line, where it waits for the line's credit, or for the
   * end of its validity; then it is pushed with reason expired, some seconds late at most, within
   * the credit of {@link #requestWork}, never within the line's. It is the store's again and can be
   * cancelled or replaced. Nothing is written: after a restart it is due once more. Ignored for a
   * key that is unknown or not under way.
   *
   * <p>What was pushed as expired before, or as {@link DueReason#SILENT}, waits for the line's
   * credit alone.
   *
   * @param line the caller's own number, from 1; lines come into being as they are used
   * @param again it was in the line before and returns to its place: before all with a later key,
   *     those included that were asked for but not yet pushed; otherwise it goes to the end
   */
  void park(long key, int line, boolean again);

  /**
   * Allows the {@link WorkSink} {@code n} more messages of this line, from its beginning. What the
   * line does not have is not kept: {@link WorkSink#unused} tells of it. So each of the {@code n}
   * is answered by a push or is part of an {@code unused}.
   */
  void requestLine(int line, int n);

  /** Allows the {@link MailSink} {@code n} more mails of this account. */
  void requestMail(String account, int n);

  /** No bind is left: the account's outstanding credits fall to 0. */
  void cancelMailRequests(String account);

  /**
   * Runs a task on the store's own thread, in its turn among the callbacks, for those whose state
   * is that thread's as what a {@link WorkSink} decides by mostly is. Nothing is written. A store
   * that is broken or closed does not run it.
   */
  default void onStoreThread(Runnable task) {
    // No message has this key: all that is to be found is the thread.
    find(
        0,
        new FindCallback() {
          @Override
          public void found(@Nullable StoredMessage nothing) {
            task.run();
          }

          @Override
          public void failed(StoreFailure why) {
            // This may be any thread.
          }
        });
  }

  /** Turns keys into message ids and back. */
  MessageIds messageIds();

  /** A snapshot of the counters; cheap enough to call every second. */
  StoreStats stats();

  /**
   * Commits what was asked before, then closes. Blocks until done; not to be called from a
   * callback.
   */
  @Override
  void close();
}
