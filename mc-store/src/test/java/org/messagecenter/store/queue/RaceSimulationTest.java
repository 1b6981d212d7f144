package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.MemoryDisk;

/**
 * Cancel, replace, several recipients and look-ups, at random moments among pushes, retries,
 * expiries, ends, cleaning and crashes. The driver asks without waiting, so that everything races;
 * what the store tells on its own thread is compared with a model at once, since callbacks and
 * pushes come in the order in which they count. After each opening the store is drained and must
 * hold what was answered, and nothing else. More lives than in each build: {@code
 * -Drace.lives=100}.
 */
class RaceSimulationTest {

  private static final int LIVES = Integer.getInteger("race.lives", 8);
  private static final int STEPS = 3000;
  private static final String ACCOUNT = "a";

  /** One message; its name begins its body and its receipts. */
  private static final class Tracked {
    final String name;
    final String destination;
    final List<Tracked> submission;

    /** Whole bodies: as answered last, then those asked for since. */
    final List<String> contents = new ArrayList<>();

    /** The receipt of each end that was asked for, "" for none. */
    final List<String> endsAsked = new ArrayList<>();

    final Set<String> receiptsSeen = new HashSet<>();
    long key;
    String id = "";
    boolean ended;
    boolean inFlight;
    boolean atCarrier;
    boolean receiptDone;
    int pushes;
    int versions;

    Tracked(String name, String destination, List<Tracked> submission) {
      this.name = name;
      this.destination = destination;
      this.submission = submission;
      submission.add(this);
    }

    boolean mustBeChangeable() {
      return key != 0 && !ended && !inFlight && !atCarrier && endsAsked.isEmpty();
    }
  }

  /** What happened to a line in one life. */
  private static final class Told {
    int parked;
    int asked;
    int pushed;
    int left;
    int unused;
  }

  private static final int LINES = 3;

  private final Map<Integer, Told> lines = new HashMap<>();
  private final TestClock clock = new TestClock();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Tracked> model = new LinkedHashMap<>();
  private final Queue<DueMessage> pushed = new ConcurrentLinkedQueue<>();
  private final Queue<Mail> mailed = new ConcurrentLinkedQueue<>();
  private MemoryDisk disk = new MemoryDisk();
  private Random random = new Random(0);
  private int life;
  private int names;
  private int operations;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noChangeRacesAnAttempt(long seed) throws IOException {
    random = new Random(seed);
    StoreSettings settings =
        StoreSettings.defaults(Path.of("memory"))
            .withSegmentBytes(8192)
            .withSpareSegments((int) seed % 2 * 2)
            .withCommits(0, 1)
            .withMailbox(Integer.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(3).toMillis())
            .withClock(clock);
    for (int i = 0; i <= LIVES; i++) {
      JournalStore store = JournalStore.open(settings, disk);
      int now = life;
      synchronized (this) {
        lines.clear();
      }
      WorkSink sink =
          new WorkSink() {
            @Override
            public void due(DueMessage message) {
              pushed(now, message);
            }

            @Override
            public void left(int line) {
              told(now, line, 1, 0);
            }

            @Override
            public void unused(int line, int n) {
              told(now, line, 0, n);
            }
          };
      store.start(sink, mail -> mailed(now, mail), info -> {}, (cause, what) -> {});
      StoreProbe probe = new StoreProbe(store, clock);
      compare(probe, store);
      assertNoViolations(seed);
      if (i < LIVES) {
        work(probe, store);
        emptyLines(probe, store);
        end(probe, store);
        assertNoViolations(seed);
      } else {
        store.close();
      }
    }
    assertThat(operations).isGreaterThan(LIVES * STEPS / 2);
  }

  private synchronized void assertNoViolations(long seed) {
    assertThat(violations).as("seed %d, life %d", seed, life).isEmpty();
  }

  /** Answers that come after the crash told nobody anything. */
  private void end(StoreProbe probe, JournalStore store) {
    if (random.nextInt(4) == 0) {
      probe.settle();
      probe.settle();
      store.close();
      synchronized (this) {
        life++;
        disk = disk.copy();
      }
      return;
    }
    synchronized (this) {
      life++;
      disk = random.nextBoolean() ? disk.crash(random) : disk.copy();
    }
    store.close();
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      violations.add(what);
    }
  }

  private @Nullable Tracked of(String body) {
    return model.get(body.substring(0, body.indexOf('/')));
  }

  private synchronized void pushed(int when, DueMessage due) {
    if (when != life) {
      return;
    }
    String body = text(due.body());
    Tracked tracked = of(body);
    if (tracked == null) {
      violations.add("pushed but long gone: " + body);
      return;
    }
    check(!tracked.ended, "pushed after its end: " + body);
    check(!tracked.inFlight, "pushed while in flight: " + body);
    if (tracked.key != 0) {
      check(due.key() == tracked.key, "another key: " + body);
      check(due.messageId().equals(tracked.id), "another id: " + body);
    }
    if (due.line() != 0 && due.reason() != DueReason.EXPIRED) {
      line(due.line()).pushed++;
    }
    tracked.inFlight = true;
    tracked.pushes++;
    if (comparing) {
      drained.put(tracked.name, due);
      check(tracked.contents.contains(body), "never asked: " + body);
    } else {
      check(tracked.contents.get(0).equals(body), "old content: " + body);
      pushed.add(due);
    }
  }

  private Told line(int number) {
    return lines.computeIfAbsent(number, one -> new Told());
  }

  private synchronized void told(int when, int number, int left, int unused) {
    if (when == life) {
      line(number).left += left;
      line(number).unused += unused;
    }
  }

  private void requestLine(JournalStore store, int number, int n) {
    synchronized (this) {
      line(number).asked += n;
    }
    store.requestLine(number, n);
  }

  /** Each that was parked is pushed once, or told of; and so is each push that was asked for. */
  private void emptyLines(StoreProbe probe, JournalStore store) {
    for (int number = 1; number <= LINES; number++) {
      requestLine(store, number, 1_000_000);
    }
    for (int n = 0; n < 1000 && (n < 3 || store.stats().parked() > 0); n++) {
      probe.settle();
    }
    // Who is being read is not counted as parked any more.
    probe.settle();
    synchronized (this) {
      lines.forEach(
          (number, told) -> {
            String what = "line " + number + " of life " + life;
            assertThat(told.pushed + told.left).as("parked in " + what).isEqualTo(told.parked);
            assertThat(told.pushed + told.unused).as("asked of " + what).isEqualTo(told.asked);
          });
    }
  }

  private synchronized void mailed(int when, Mail mail) {
    if (when != life) {
      return;
    }
    String body = text(mail.body());
    Tracked tracked = of(body);
    if (tracked == null) {
      violations.add("mail of nobody: " + body);
      return;
    }
    tracked.receiptsSeen.add(body);
    check(tracked.receiptsSeen.size() == 1, "two receipts: " + tracked.receiptsSeen);
    check(tracked.endsAsked.contains(body), "a receipt nobody asked for: " + body);
    mailed.add(mail);
  }

  private void work(StoreProbe probe, JournalStore store) {
    List<Tracked> known = new ArrayList<>();
    synchronized (this) {
      known.addAll(model.values());
    }
    int steps = STEPS / 2 + random.nextInt(STEPS);
    for (int step = 0; step < steps; step++) {
      operations++;
      int action = random.nextInt(100);
      if (action < 22 || known.isEmpty()) {
        accept(store, known, random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1);
      } else if (action < 30) {
        store.requestWork(1 + random.nextInt(12));
      } else if (action < 50) {
        answerPushed(store);
      } else if (action < 56) {
        answerMail(store);
      } else if (action < 57) {
        requestLine(store, 1 + random.nextInt(LINES), random.nextInt(6));
      } else if (action < 60) {
        clock.advance(Duration.ofMillis(random.nextInt(400)));
        store.wake();
      } else {
        change(probe, store, known, action);
      }
      if (step % 200 == 0) {
        probe.settle();
      }
      if (step % 250 == 249) {
        changeWhatIsRead(probe, store, known);
      }
    }
  }

  /**
   * Has everything read that waits, and replaced or cancelled meanwhile, by so much that a group
   * takes only few: to make room for the next one then pushes what has been read. The store's
   * thread is held up until all is asked, so that the reader's answer comes between two
   * replacements.
   */
  private void changeWhatIsRead(StoreProbe probe, JournalStore store, List<Tracked> known) {
    probe.settle();
    List<Tracked> changeable;
    synchronized (this) {
      changeable = known.stream().filter(Tracked::mustBeChangeable).toList();
    }
    store.requestWork(changeable.size());
    for (int number = 1; number <= LINES; number++) {
      requestLine(store, number, random.nextInt(40));
    }
    clock.advance(Duration.ofSeconds(5));
    store.wake();
    // Answered in the round in which all these become due, or in a later one.
    probe.cancel(1, null);
    CountDownLatch asked = new CountDownLatch(1);
    store.cancel(1, 0, 0, null, changed -> await(asked));
    for (Tracked tracked : changeable) {
      if (random.nextInt(8) == 0) {
        cancel(probe, store, tracked);
      } else {
        replace(store, tracked, 3000);
      }
    }
    asked.countDown();
    probe.settle();
    while (!pushed.isEmpty()) {
      answerPushed(store);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(StoreProbe probe, JournalStore store, List<Tracked> known, int action) {
    int which = random.nextInt(known.size());
    Tracked tracked = known.get(which);
    synchronized (this) {
      if (tracked.ended) {
        known.set(which, known.get(known.size() - 1));
        known.remove(known.size() - 1);
      }
      if (tracked.key == 0) {
        return;
      }
    }
    if (action < 74) {
      cancel(probe, store, tracked);
    } else if (action < 88) {
      replace(store, tracked, 200);
    } else if (action < 90) {
      finish(probe, store, tracked);
    } else if (action < 97) {
      lookup(store, tracked);
    } else {
      findByAddress(store, tracked);
    }
  }

  /** The body tells the tag, so that the model need not. */
  private String content(Tracked tracked, int longest) {
    return tracked.name
        + "/"
        + random.nextInt(3)
        + "/"
        + tracked.versions++
        + "x".repeat(random.nextInt(longest));
  }

  private static int tag(String body) {
    int at = body.indexOf('/') + 1;
    return body.charAt(at) - '0';
  }

  private NewMessage message(String destination, String body, boolean shortId) {
    long now = clock.getAsLong();
    byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
    return new NewMessage(
        ACCOUNT,
        destination,
        MessageKind.MT,
        now,
        random.nextBoolean() ? now : now + random.nextInt(5000),
        random.nextInt(4) == 0 ? now + random.nextInt(5000) : Long.MAX_VALUE,
        octets,
        0,
        octets.length,
        tag(body),
        shortId,
        null);
  }

  private void accept(JournalStore store, List<Tracked> known, int count) {
    boolean shortId = random.nextInt(3) == 0;
    List<Tracked> submission = new ArrayList<>();
    List<NewMessage> recipients = new ArrayList<>();
    int when;
    synchronized (this) {
      when = life;
      for (int i = 0; i < count; i++) {
        Tracked tracked = new Tracked("m" + names++, "49" + random.nextInt(3), submission);
        tracked.contents.add(content(tracked, 200));
        model.put(tracked.name, tracked);
        recipients.add(message(tracked.destination, tracked.contents.get(0), shortId));
      }
    }
    known.addAll(submission);
    AcceptCallback callback =
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            synchronized (RaceSimulationTest.this) {
              if (when == life) {
                for (int i = 0; i < count; i++) {
                  submission.get(i).key = key | i;
                  submission.get(i).id = messageId;
                }
              }
            }
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {}
        };
    if (count == 1) {
      store.accept(recipients.get(0), callback);
    } else {
      store.acceptAll(recipients, callback);
    }
  }

  /** An end is asked for; the receipt is "" for none. */
  private synchronized String askEnd(Tracked tracked, String how) {
    String receipt =
        random.nextInt(3) == 0 ? "" : tracked.name + "/" + how + tracked.endsAsked.size();
    tracked.endsAsked.add(receipt);
    return receipt;
  }

  private @Nullable NewMail mail(StoreProbe probe, String receipt) {
    return receipt.isEmpty() ? null : probe.mail(ACCOUNT, receipt);
  }

  private synchronized DoneCallback ending(Tracked tracked, boolean surely) {
    int when = life;
    int pushes = tracked.pushes;
    int asked = tracked.endsAsked.size();
    return changed -> {
      synchronized (this) {
        if (when != life) {
          return;
        }
        if (changed) {
          check(!tracked.ended, "ended twice: " + tracked.name);
          tracked.ended = true;
        } else {
          boolean excused = tracked.pushes > pushes || tracked.endsAsked.size() > asked;
          check(
              !surely || excused, "not ended: " + tracked.name + ", in flight " + tracked.inFlight);
        }
      }
    };
  }

  private void cancel(StoreProbe probe, JournalStore store, Tracked tracked) {
    String receipt;
    DoneCallback end;
    synchronized (this) {
      // In one go: a push between what is expected and the pushes counted would excuse nothing.
      boolean surely = tracked.mustBeChangeable();
      receipt = askEnd(tracked, "cancel");
      end = ending(tracked, surely);
    }
    store.cancel(
        tracked.key,
        0,
        clock.getAsLong(),
        mail(probe, receipt),
        changed -> {
          synchronized (this) {
            check(!changed || !tracked.inFlight, "cancelled in flight: " + tracked.name);
          }
          end.done(changed);
        });
  }

  private void finish(StoreProbe probe, JournalStore store, Tracked tracked) {
    String receipt = askEnd(tracked, "finish");
    DoneCallback end = ending(tracked, false);
    store.finish(
        tracked.key, MessageState.DELIVERED, 0, clock.getAsLong(), mail(probe, receipt), end);
  }

  private void replace(JournalStore store, Tracked tracked, int longest) {
    String body;
    int when;
    boolean surely;
    int pushes;
    synchronized (this) {
      body = content(tracked, longest);
      tracked.contents.add(body);
      when = life;
      surely = tracked.mustBeChangeable();
      pushes = tracked.pushes;
    }
    store.replace(
        tracked.key,
        message(tracked.destination, body, false),
        changed -> {
          synchronized (this) {
            if (when != life) {
              return;
            }
            if (changed) {
              check(!tracked.inFlight && !tracked.ended, "replaced too late: " + body);
              // What was asked before was answered before.
              tracked.contents.subList(0, tracked.contents.indexOf(body)).clear();
            } else {
              boolean excused = tracked.pushes > pushes || !tracked.endsAsked.isEmpty();
              check(!surely || excused, "not replaced: " + body);
              tracked.contents.remove(body);
            }
          }
        });
  }

  private void lookup(JournalStore store, Tracked tracked) {
    int when;
    Set<Tracked> alreadyEnded = new HashSet<>();
    synchronized (this) {
      when = life;
      tracked.submission.stream().filter(one -> one.ended).forEach(alreadyEnded::add);
    }
    store.lookup(
        tracked.id,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            synchronized (RaceSimulationTest.this) {
              if (when == life) {
                compareLookup(tracked, alreadyEnded, pending, ended);
              }
            }
          }

          @Override
          public void failed(StoreFailure why) {
            synchronized (RaceSimulationTest.this) {
              check(why == StoreFailure.CLOSED, "look-up failed: " + why);
            }
          }
        });
  }

  private void compareLookup(
      Tracked tracked,
      Set<Tracked> alreadyEnded,
      List<StoredMessage> pending,
      List<EndedMessage> ended) {
    Set<Long> endedKeys = new HashSet<>();
    ended.forEach(one -> endedKeys.add(one.key()));
    Map<Long, String> pendingKeys = new HashMap<>();
    pending.forEach(one -> pendingKeys.put(one.key(), text(one.body())));
    for (Tracked one : tracked.submission) {
      String body = pendingKeys.remove(one.key);
      boolean isEnded = endedKeys.remove(one.key);
      check(body == null || !isEnded, "both pending and ended: " + one.name);
      check(body == null || !alreadyEnded.contains(one), "ended yet pending: " + one.name);
      check(!isEnded || !one.endsAsked.isEmpty(), "ended by nobody: " + one.name);
      if (one.endsAsked.isEmpty()) {
        check(body != null, "not found: " + one.name);
      }
      if (body != null && !one.ended) {
        check(one.contents.get(0).equals(body), "old content found: " + body);
      }
    }
    check(pendingKeys.isEmpty() && endedKeys.isEmpty(), "strangers found by " + tracked.id);
  }

  private void findByAddress(JournalStore store, Tracked tracked) {
    int when;
    int tag = random.nextInt(3);
    Set<String> alreadyEnded = new HashSet<>();
    synchronized (this) {
      when = life;
      model.values().stream().filter(one -> one.ended).forEach(one -> alreadyEnded.add(one.name));
    }
    store.findByAddress(
        ACCOUNT,
        tracked.destination,
        tag,
        0,
        5,
        (pending, ended) -> {
          synchronized (this) {
            if (when != life) {
              return;
            }
            check(pending.size() <= 5 && ended.isEmpty(), "too much found");
            long last = 0;
            for (StoredMessage one : pending) {
              Tracked found = Objects.requireNonNull(of(text(one.body())));
              check(!alreadyEnded.contains(found.name), "found after its end: " + found.name);
              check(!found.inFlight || found.ended, "found in flight: " + found.name);
              check(
                  one.tag() == tag && found.destination.equals(tracked.destination), "a stranger");
              check(one.key() > last, "not the oldest first");
              last = one.key();
            }
          }
        });
  }

  private void answerPushed(JournalStore store) {
    DueMessage due = pushed.poll();
    if (due == null) {
      return;
    }
    Tracked tracked;
    synchronized (this) {
      tracked = Objects.requireNonNull(of(text(due.body())));
      tracked.inFlight = false;
    }
    int action = random.nextInt(10);
    if (action < 4 && !tracked.ended) {
      finish(new StoreProbe(store, clock), store, tracked);
      return;
    }
    if (action >= 6 && action <= 8 && isParkable(tracked, due)) {
      int number = 1 + random.nextInt(LINES);
      synchronized (this) {
        line(number).parked++;
      }
      store.park(due.key(), number, due.line() != 0);
      return;
    }
    CarrierId carrierId = action == 9 ? new CarrierId("c", "id " + names++) : null;
    synchronized (this) {
      tracked.atCarrier |= carrierId != null;
    }
    long next = random.nextInt(4) == 0 ? clock.getAsLong() : clock.getAsLong() + 3000;
    store.attempted(due.key(), due.attempts() + 1, next, carrierId);
  }

  /** What may have ended, or is at its end, leaves it open whether it gets into a line. */
  private synchronized boolean isParkable(Tracked tracked, DueMessage due) {
    return tracked.endsAsked.isEmpty() && due.reason() != DueReason.EXPIRED;
  }

  private void answerMail(JournalStore store) {
    store.requestMail(ACCOUNT, 5);
    for (int i = 0; i < 5; i++) {
      Mail mail = mailed.poll();
      if (mail != null) {
        answer(store, mail);
      }
    }
  }

  private void answer(JournalStore store, Mail mail) {
    if (random.nextInt(4) == 0) {
      store.mailReleased(mail.key());
      return;
    }
    synchronized (this) {
      Objects.requireNonNull(of(text(mail.body()))).receiptDone = true;
    }
    store.mailDone(mail.key(), MailOutcome.DELIVERED);
  }

  private boolean comparing;
  private final Map<String, DueMessage> drained = new HashMap<>();

  /** Drains the store and looks whether it holds what it answered for. */
  private void compare(StoreProbe probe, JournalStore store) {
    synchronized (this) {
      comparing = true;
      drained.clear();
      pushed.clear();
      mailed.clear();
      model.values().forEach(tracked -> tracked.inFlight = false);
    }
    clock.advance(Duration.ofSeconds(20));
    store.wake();
    store.requestWork((int) store.stats().pending());
    store.requestMail(ACCOUNT, 1_000_000);
    for (int i = 0; i < 10_000 && !isDrained(store.stats()); i++) {
      probe.settle();
    }
    probe.settle();
    store.cancelMailRequests(ACCOUNT);
    probe.settle();
    List<Tracked> left;
    synchronized (this) {
      comparing = false;
      Set<String> mails = new HashSet<>();
      mailed.forEach(mail -> mails.add(text(mail.body())));
      left = List.copyOf(model.values());
      left.forEach(tracked -> compare(tracked, mails));
    }
    for (Tracked tracked : left) {
      if (model.containsKey(tracked.name) && !tracked.ended) {
        store.find(
            tracked.key,
            found -> {
              synchronized (this) {
                check(found != null, "not found by its key: " + tracked.name);
                tracked.atCarrier = found != null && found.carrierId() != null;
              }
            });
        lookup(store, tracked);
      }
    }
    // Whoever is asked next is answered after all these.
    probe.find(1);
    for (Tracked tracked : left) {
      if (model.containsKey(tracked.name) && !tracked.ended) {
        synchronized (this) {
          tracked.inFlight = false;
        }
        store.attempted(tracked.key, 1, clock.getAsLong() + random.nextInt(5000), null);
      }
    }
    compareAddresses(probe);
  }

  private boolean isDrained(StoreStats stats) {
    return stats.inFlight() == stats.pending()
        && mailed.size() == stats.mailboxes().getOrDefault(ACCOUNT, 0);
  }

  private void compare(Tracked tracked, Set<String> mails) {
    DueMessage due = drained.get(tracked.name);
    boolean groupKept =
        tracked.submission.stream().anyMatch(one -> drained.containsKey(one.name) || one.key != 0);
    if (due != null) {
      check(!tracked.ended, "there after its end: " + tracked.name);
      tracked.key = due.key();
      tracked.id = due.messageId();
      tracked.contents.clear();
      tracked.contents.add(text(due.body()));
      tracked.endsAsked.clear();
      return;
    }
    if (tracked.key == 0) {
      check(!groupKept, "a part of a submission is lost: " + tracked.name);
      model.remove(tracked.name);
      return;
    }
    check(tracked.ended || !tracked.endsAsked.isEmpty(), "lost: " + tracked.name);
    tracked.ended = true;
    boolean hasReceipt = tracked.endsAsked.stream().anyMatch(mails::contains);
    boolean mayLackReceipt = tracked.receiptDone || tracked.endsAsked.contains("");
    check(hasReceipt || mayLackReceipt, "the receipt is lost: " + tracked.name);
    if (!hasReceipt) {
      // Nothing of it is left that could come again, but what has the id of others.
      if (tracked.submission.stream().allMatch(one -> one.ended)) {
        model.remove(tracked.name);
      }
    }
  }

  /** All wait, without credit: each is found by its address, if no carrier has it. */
  private void compareAddresses(StoreProbe probe) {
    Set<String> found = new HashSet<>();
    for (int destination = 0; destination < 3; destination++) {
      for (int tag = 0; tag < 3; tag++) {
        for (StoredMessage one :
            probe.findByAddress(ACCOUNT, "49" + destination, tag, 1_000_000).pending()) {
          found.add(text(one.body()));
        }
      }
    }
    synchronized (this) {
      Set<String> expected = new HashSet<>();
      for (Tracked tracked : model.values()) {
        if (!tracked.ended && !tracked.atCarrier) {
          expected.add(tracked.contents.get(0));
        }
      }
      assertThat(found).isEqualTo(expected);
    }
  }
}
