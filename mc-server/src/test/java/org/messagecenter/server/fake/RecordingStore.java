package org.messagecenter.server.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.CommitListener;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.EndedCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.FatalListener;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MailOutcome;
import org.messagecenter.store.queue.MailSink;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreStats;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.WorkSink;

/** A store that keeps nothing and writes down in words what it is asked. */
public final class RecordingStore implements MessageStore {
  /** Everything asked, in order. */
  public final List<String> asked = new ArrayList<>();

  /** The receipts that came with finish. */
  public final List<NewMail> receipts = new ArrayList<>();

  /** The callbacks of finish, for the test to call. */
  public final List<DoneCallback> finishedDone = new ArrayList<>();

  /** What was posted. */
  public final List<NewMail> posted = new ArrayList<>();

  /** The callbacks of what was posted, for the test to call. */
  public final List<DoneCallback> postedDone = new ArrayList<>();

  /** What was asked to be accepted, the recipients of one submission in one list. */
  public final List<List<NewMessage>> accepted = new ArrayList<>();

  /** The callbacks of accept and acceptAll, for the test to call. */
  public final List<AcceptCallback> acceptances = new ArrayList<>();

  /** The content that came with replace. */
  public final List<NewMessage> replacements = new ArrayList<>();

  /** The callbacks of cancel, replace, retry, note and takenLate, for the test to call. */
  public final List<DoneCallback> changes = new ArrayList<>();

  /** What turns keys into ids; null if there is nothing. */
  public @Nullable MessageIds ids;

  /** What look-ups find. */
  public List<StoredMessage> pending = List.of();

  /** What look-ups by id find besides. */
  public List<EndedMessage> ended = List.of();

  /** What look-ups of ended messages by a carrier's id find, whatever the carrier. */
  public final Map<String, EndedMessage> endedByCarrierId = new HashMap<>();

  /** Why look-ups fail; null when they do not. */
  public @Nullable StoreFailure lookupFailure;

  /** Runs before an answer to find or findEndedByCarrierId. */
  public Runnable beforeFound = () -> {};

  /** Whether attempted throws, as no store does. */
  public boolean refusesAttempts;

  /** Credit for work asked so far. */
  public int workCredit;

  /** Credit asked so far, by line. */
  public final Map<Integer, Integer> lineCredit = new TreeMap<>();

  /** Credit for mail asked so far. */
  public int mailCredit;

  /** Runs when credit for mail is being asked for, before it counts. */
  public Runnable beforeMailCredit = () -> {};

  /** Runs when credit for mail is being cancelled, before it is. */
  public Runnable beforeCancel = () -> {};

  /** What was asked since the last look. */
  public List<String> take() {
    List<String> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  @Override
  public void start(WorkSink work, MailSink mail, CommitListener commits, FatalListener fatal) {}

  @Override
  public void accept(NewMessage message, AcceptCallback done) {
    asked.add("accept");
    accepted.add(List.of(message));
    acceptances.add(done);
  }

  @Override
  public void acceptOnce(NewMessage message, long fingerprint, long since, AcceptCallback done) {
    asked.add("acceptOnce " + Long.toHexString(fingerprint) + " since " + since);
    accepted.add(List.of(message));
    acceptances.add(done);
  }

  @Override
  public void acceptAllOnce(
      List<NewMessage> recipients, long fingerprint, long since, AcceptCallback done) {
    asked.add("acceptAllOnce " + recipients.size() + " since " + since);
    accepted.add(List.copyOf(recipients));
    acceptances.add(done);
  }

  @Override
  public void acceptAll(List<NewMessage> recipients, AcceptCallback done) {
    asked.add("acceptAll " + recipients.size());
    accepted.add(List.copyOf(recipients));
    acceptances.add(done);
  }

  @Override
  public void cancel(
      long key, int error, long doneAt, @Nullable NewMail receipt, @Nullable DoneCallback done) {
    asked.add("cancel " + key + " " + Integer.toHexString(error));
    if (receipt != null) {
      receipts.add(receipt);
    }
    if (done != null) {
      changes.add(done);
    }
  }

  @Override
  public void replace(long key, NewMessage content, @Nullable DoneCallback done) {
    asked.add("replace " + key);
    replacements.add(content);
    if (done != null) {
      changes.add(done);
    }
  }

  @Override
  public void finish(
      long key,
      MessageState finalState,
      int error,
      long doneAt,
      @Nullable NewMail receipt,
      @Nullable DoneCallback done) {
    asked.add("finish " + key + " " + finalState + " " + Integer.toHexString(error));
    if (receipt != null) {
      receipts.add(receipt);
    }
    if (done != null) {
      finishedDone.add(done);
    }
  }

  @Override
  public void post(NewMail mail, @Nullable DoneCallback done) {
    asked.add("post " + mail.kind() + " to " + mail.account());
    posted.add(mail);
    if (done != null) {
      postedDone.add(done);
    }
  }

  @Override
  public void attempted(long key, int attempts, long nextDueAt, @Nullable CarrierId carrierId) {
    if (refusesAttempts) {
      throw new IllegalStateException("meant to fail");
    }
    asked.add(
        "attempted "
            + key
            + " "
            + attempts
            + " "
            + (nextDueAt == Long.MAX_VALUE ? "never" : nextDueAt)
            + (carrierId == null ? "" : " " + carrierId.carrier()));
  }

  @Override
  public void retry(long key, int attempts, long nextDueAt, @Nullable DoneCallback done) {
    asked.add(
        "retry "
            + key
            + " "
            + attempts
            + " "
            + (nextDueAt == Long.MAX_VALUE ? "never" : nextDueAt));
    if (done != null) {
      changes.add(done);
    }
  }

  @Override
  public void note(long key, @Nullable CarrierId carrierId, @Nullable DoneCallback done) {
    asked.add("note " + key + " " + (carrierId == null ? "nothing" : carrierId.carrier()));
    if (done != null) {
      changes.add(done);
    }
  }

  @Override
  public void takenLate(
      long key, int attempts, long nextDueAt, CarrierId carrierId, @Nullable DoneCallback done) {
    asked.add(
        "takenLate "
            + key
            + " "
            + attempts
            + " "
            + nextDueAt
            + " "
            + carrierId.carrier()
            + " "
            + carrierId.id());
    if (done != null) {
      changes.add(done);
    }
  }

  @Override
  public void mailDone(long mailKey, MailOutcome outcome) {
    asked.add("mailDone " + mailKey + " " + outcome);
  }

  @Override
  public void mailRetry(long mailKey, long nextDueAt) {
    asked.add("mailRetry " + mailKey + " " + nextDueAt);
  }

  @Override
  public void mailReleased(long mailKey) {
    asked.add("mailReleased " + mailKey);
  }

  @Override
  public void mailUnsent(long mailKey) {
    asked.add("mailUnsent " + mailKey);
  }

  @Override
  public void find(long key, FindCallback done) {
    if (lookupFailure != null) {
      done.failed(lookupFailure);
      return;
    }
    beforeFound.run();
    done.found(pending.stream().filter(message -> message.key() == key).findFirst().orElse(null));
  }

  @Override
  public void lookup(String messageId, LookupCallback done) {
    asked.add("lookup " + messageId);
    if (lookupFailure == null) {
      done.found(pending, ended);
    } else {
      done.failed(lookupFailure);
    }
  }

  @Override
  public void findByAddress(
      String account, String destination, int tag, long after, int most, LookupCallback done) {
    asked.add("findByAddress " + account + " " + destination + " " + tag);
    if (lookupFailure != null) {
      done.failed(lookupFailure);
      return;
    }
    done.found(
        pending.stream().filter(message -> message.key() > after).limit(most).toList(), List.of());
  }

  @Override
  public void findByCarrierId(String carrier, String id, FindCallback done) {
    asked.add("findByCarrierId " + carrier + " " + id);
    if (lookupFailure != null) {
      done.failed(lookupFailure);
      return;
    }
    CarrierId wanted = new CarrierId(carrier, id);
    done.found(
        pending.stream()
            .filter(message -> wanted.equals(message.carrierId()))
            .findFirst()
            .orElse(null));
  }

  @Override
  public void findEndedByCarrierId(String carrier, String id, EndedCallback done) {
    asked.add("findEndedByCarrierId " + carrier + " " + id);
    beforeFound.run();
    done.found(endedByCarrierId.get(id));
  }

  @Override
  public void requestWork(int n) {
    workCredit += n;
  }

  @Override
  public void requestMail(String account, int n) {
    beforeMailCredit.run();
    mailCredit += n;
  }

  @Override
  public void park(long key, int line, boolean again) {
    asked.add("park " + key + " in " + line + (again ? " again" : ""));
  }

  @Override
  public void requestLine(int line, int n) {
    asked.add("requestLine " + line + " " + n);
    lineCredit.merge(line, n, Integer::sum);
  }

  @Override
  public void cancelMailRequests(String account) {
    beforeCancel.run();
    mailCredit = 0;
    asked.add("cancel " + account);
  }

  @Override
  public MessageIds messageIds() {
    if (ids == null) {
      throw new UnsupportedOperationException();
    }
    return ids;
  }

  @Override
  public StoreStats stats() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
