package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store with its sinks, as sentences of a test: what is asked is waited for, up to a limit. */
public final class StoreProbe implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  /** What {@link MessageStore#accept} answered. */
  public record Accepted(
      long key,
      @Nullable String messageId,
      @Nullable StoreFailure failure,
      @Nullable Object attachment) {

    /** The id; fails the test when the message was refused. */
    public String id() {
      assertThat(failure).isNull();
      return java.util.Objects.requireNonNull(messageId);
    }
  }

  public final MessageStore store;
  public final TestClock clock;
  private final BlockingQueue<DueMessage> due = new LinkedBlockingQueue<>();
  private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> fatal = new LinkedBlockingQueue<>();
  private final List<CommitInfo> commits = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final Map<Integer, Integer> pushed = new ConcurrentHashMap<>();

  public StoreProbe(MessageStore store, TestClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Starts the store; nothing is pushed without credit. */
  public StoreProbe start() {
    WorkSink work =
        new WorkSink() {
          @Override
          public void due(DueMessage message) {
            pushed.merge(message.line(), 1, Integer::sum);
            due.add(message);
          }

          @Override
          public void left(int line) {
            told("left " + line);
          }

          @Override
          public void unused(int line, int n) {
            told("unused " + line + ": " + n + " after " + pushed.getOrDefault(line, 0));
          }
        };
    store.start(
        work,
        new MailSink() {
          @Override
          public void mail(Mail mail) {
            mails.add(mail);
          }

          @Override
          public void ended(long mailKey, MailOutcome outcome) {
            synchronized (lost) {
              lost.add(outcome.name());
            }
          }
        },
        info -> {
          synchronized (commits) {
            commits.add(info);
          }
        },
        (cause, what) -> fatal.add(what));
    return this;
  }

  /** How mails ended that nobody took, up to now. */
  public List<String> takeLost() {
    settle();
    synchronized (lost) {
      List<String> all = List.copyOf(lost);
      lost.clear();
      return all;
    }
  }

  private void told(String what) {
    synchronized (told) {
      told.add(what);
    }
  }

  /**
   * What was told of lines up to now: "left LINE", and "unused LINE: N after M" where M were pushed
   * of the line before.
   */
  public List<String> takeTold() {
    settle();
    synchronized (told) {
      List<String> all = List.copyOf(told);
      told.clear();
      return all;
    }
  }

  /** A message due now, valid for a day. */
  public NewMessage message(String account, String destination, String body) {
    long now = clock.getAsLong();
    return message(account, destination, body, now, now + 86_400_000L);
  }

  public NewMessage message(
      String account, String destination, String body, long dueAt, long expiresAt) {
    return new NewMessage(
        account,
        destination,
        MessageKind.MT,
        clock.getAsLong(),
        dueAt,
        expiresAt,
        body.getBytes(StandardCharsets.UTF_8),
        "attached to " + body);
  }

  public NewMail mail(String account, String body) {
    return new NewMail(
        account,
        MailKind.RECEIPT,
        Long.MAX_VALUE,
        body.getBytes(StandardCharsets.UTF_8),
        "attached to " + body);
  }

  /** A message due now, valid for a day, with a tag. */
  public NewMessage tagged(String destination, String body, int tag, boolean shortId) {
    NewMessage plain = message("acme", destination, body);
    return new NewMessage(
        plain.account(),
        destination,
        plain.kind(),
        plain.acceptedAt(),
        plain.dueAt(),
        plain.expiresAt(),
        plain.body(),
        0,
        plain.length(),
        tag,
        shortId,
        plain.attachment());
  }

  public CompletableFuture<Accepted> acceptLater(NewMessage message) {
    CompletableFuture<Accepted> answer = new CompletableFuture<>();
    store.accept(message, accepting(answer));
    return answer;
  }

  private static AcceptCallback accepting(CompletableFuture<Accepted> answer) {
    return new AcceptCallback() {
      @Override
      public void accepted(long key, String messageId, @Nullable Object attachment) {
        answer.complete(new Accepted(key, messageId, null, attachment));
      }

      @Override
      public void repeated(long key, String messageId, @Nullable Object attachment) {
        answer.complete(new Accepted(key, messageId, null, "again " + attachment));
      }

      @Override
      public void refused(StoreFailure why, @Nullable Object attachment) {
        answer.complete(new Accepted(-1, null, why, attachment));
      }
    };
  }

  /** Accepts a message unless one with the fingerprint was accepted since. */
  public CompletableFuture<Accepted> acceptOnce(NewMessage message, long fingerprint, long since) {
    CompletableFuture<Accepted> answer = new CompletableFuture<>();
    store.acceptOnce(message, fingerprint, since, accepting(answer));
    return answer;
  }

  /** Accepts a submission for several unless one with the fingerprint was accepted since. */
  public CompletableFuture<Accepted> acceptAllOnce(
      List<NewMessage> recipients, long fingerprint, long since) {
    CompletableFuture<Accepted> answer = new CompletableFuture<>();
    store.acceptAllOnce(recipients, fingerprint, since, accepting(answer));
    return answer;
  }

  /** Accepts one submission for several. */
  public Accepted acceptAll(List<NewMessage> recipients) {
    CompletableFuture<Accepted> answer = new CompletableFuture<>();
    store.acceptAll(recipients, accepting(answer));
    return await(answer);
  }

  public CompletableFuture<Object> cancelLater(long key, @Nullable NewMail receipt) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.cancel(key, 0, clock.getAsLong(), receipt, completing(answer));
    return answer;
  }

  /** Whether it was cancelled; the failure when the store refused. */
  public Object cancel(long key, @Nullable NewMail receipt) {
    return await(cancelLater(key, receipt));
  }

  public CompletableFuture<Object> replaceLater(long key, NewMessage content) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.replace(key, content, completing(answer));
    return answer;
  }

  /** Whether it was replaced; the failure when the store refused. */
  public Object replace(long key, NewMessage content) {
    return await(replaceLater(key, content));
  }

  /** What a look-up found. */
  public record Found(List<StoredMessage> pending, List<EndedMessage> ended) {

    public List<String> bodies() {
      return pending.stream().map(message -> text(message.body())).toList();
    }
  }

  public Found lookup(String messageId) {
    CompletableFuture<Found> answer = new CompletableFuture<>();
    store.lookup(messageId, (pending, ended) -> answer.complete(new Found(pending, ended)));
    return await(answer);
  }

  /** Why a look-up failed; null when it did not. */
  public @Nullable StoreFailure lookupFailure(String messageId) {
    CompletableFuture<@Nullable StoreFailure> answer = new CompletableFuture<>();
    store.lookup(messageId, failing(answer));
    return await(answer);
  }

  /** Why a look-up by address failed; null when it did not. */
  public @Nullable StoreFailure findByAddressFailure(String account, String destination) {
    CompletableFuture<@Nullable StoreFailure> answer = new CompletableFuture<>();
    store.findByAddress(account, destination, 0, 0, 1, failing(answer));
    return await(answer);
  }

  private static LookupCallback failing(CompletableFuture<@Nullable StoreFailure> answer) {
    return new LookupCallback() {
      @Override
      public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
        answer.complete(null);
      }

      @Override
      public void failed(StoreFailure why) {
        answer.complete(why);
      }
    };
  }

  /** Why finding a message failed; null when it did not. */
  public @Nullable StoreFailure findFailure(long key) {
    CompletableFuture<@Nullable StoreFailure> answer = new CompletableFuture<>();
    store.find(
        key,
        new FindCallback() {
          @Override
          public void found(@Nullable StoredMessage message) {
            answer.complete(null);
          }

          @Override
          public void failed(StoreFailure why) {
            answer.complete(why);
          }
        });
    return await(answer);
  }

  public Found findByAddress(String account, String destination, int tag, int most) {
    return findByAddress(account, destination, tag, 0, most);
  }

  public Found findByAddress(String account, String destination, int tag, long after, int most) {
    CompletableFuture<Found> answer = new CompletableFuture<>();
    store.findByAddress(
        account,
        destination,
        tag,
        after,
        most,
        (pending, ended) -> answer.complete(new Found(pending, ended)));
    return await(answer);
  }

  public Accepted accept(NewMessage message) {
    return await(acceptLater(message));
  }

  /** Accepts a message due now; returns its key. */
  public long accept(String account, String body) {
    Accepted accepted = accept(message(account, "4917000", body));
    assertThat(accepted.failure()).isNull();
    return accepted.key();
  }

  public CompletableFuture<Object> finishLater(long key, @Nullable NewMail receipt) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.finish(key, MessageState.DELIVERED, 0, clock.getAsLong(), receipt, completing(answer));
    return answer;
  }

  /** Whether anything changed; the failure when the store refused. */
  public Object finish(long key, @Nullable NewMail receipt) {
    return await(finishLater(key, receipt));
  }

  /** Whether it is going to be attempted again; the failure when the store refused. */
  public Object retry(long key, int attempts, long nextDueAt) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.retry(key, attempts, nextDueAt, completing(answer));
    return await(answer);
  }

  /** Whether it was under way; the failure when the store refused. */
  public Object note(long key, @Nullable CarrierId carrierId) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.note(key, carrierId, completing(answer));
    return await(answer);
  }

  /** Whether the carrier has it from now on; the failure when the store refused. */
  public Object takenLate(long key, int attempts, long nextDueAt, CarrierId carrierId) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.takenLate(key, attempts, nextDueAt, carrierId, completing(answer));
    return await(answer);
  }

  /** Queues mail and waits until it is durable. */
  public Object post(NewMail mail) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    store.post(mail, completing(answer));
    return await(answer);
  }

  private static DoneCallback completing(CompletableFuture<Object> answer) {
    return new DoneCallback() {
      @Override
      public void done(boolean changed) {
        answer.complete(changed);
      }

      @Override
      public void failed(StoreFailure why) {
        answer.complete(why);
      }
    };
  }

  public @Nullable StoredMessage find(long key) {
    CompletableFuture<@Nullable StoredMessage> answer = new CompletableFuture<>();
    store.find(key, answer::complete);
    return await(answer);
  }

  public @Nullable StoredMessage findByCarrierId(String carrier, String id) {
    CompletableFuture<@Nullable StoredMessage> answer = new CompletableFuture<>();
    store.findByCarrierId(carrier, id, answer::complete);
    return await(answer);
  }

  /** The ended message that a carrier id leads to, or null, or the failure. */
  public @Nullable Object findEndedByCarrierId(String carrier, String id) {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    store.findEndedByCarrierId(
        carrier,
        id,
        new EndedCallback() {
          @Override
          public void found(@Nullable EndedMessage message) {
            answer.complete(message);
          }

          @Override
          public void failed(StoreFailure why) {
            answer.complete(why);
          }
        });
    return await(answer);
  }

  /** The next message pushed. */
  public DueMessage takeDue() {
    return take(due, "a due message");
  }

  /** The next mail pushed. */
  public Mail takeMail() {
    return take(mails, "a mail");
  }

  /** What the fatal listener heard. */
  public String takeFatal() {
    return take(fatal, "a fatal failure");
  }

  /** Everything asked before has had its effect; nothing is pushed that was not taken. */
  public void assertQuiet() {
    settle();
    assertThat(due).extracting(message -> text(message.body())).isEmpty();
    assertThat(mails).extracting(mail -> text(mail.body())).isEmpty();
  }

  /** Waits until everything asked before has had its effect. */
  public void settle() {
    // A look-up is answered only when the bodies asked for before it have been read and pushed.
    for (int i = 0; i < 4; i++) {
      find(1);
    }
  }

  /** Takes what was pushed up to now. */
  public List<DueMessage> drainDue() {
    List<DueMessage> all = new ArrayList<>();
    do {
      settle();
    } while (due.drainTo(all) > 0);
    return all;
  }

  /** Takes what was pushed up to now. */
  public List<Mail> drainMail() {
    List<Mail> all = new ArrayList<>();
    do {
      settle();
    } while (mails.drainTo(all) > 0);
    return all;
  }

  public List<CommitInfo> commits() {
    synchronized (commits) {
      return List.copyOf(commits);
    }
  }

  public static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static <T> T take(BlockingQueue<T> queue, String what) {
    try {
      T taken = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError("no " + what + " within " + LIMIT_SECONDS + " s");
      }
      return taken;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer within " + LIMIT_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
