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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.ArchiveStats;
import org.messagecenter.store.journal.FaultyDisk;

/**
 * Lives of a store on a {@link FaultyDisk}, by a seed, and a {@link Ledger} that knows every answer
 * beforehand. Credit is given only for what is due, and all pushes are awaited before the next
 * operations: so nothing races, and each answer is exactly predictable. After each opening all that
 * the store holds is drained, and must be what the ledger held after some prefix of the operations
 * that includes the acknowledged ones.
 */
final class StoreSimulation {

  private static final List<String> ACCOUNTS = List.of("a", "b", "c");
  private static final String CAPPED = "capped";
  private static final int CAP = 150;
  private static final int MOST_PENDING = 400;
  private static final long LIMIT_SECONDS = 60;
  private static final List<MessageState> FINAL =
      List.of(MessageState.DELIVERED, MessageState.UNDELIVERABLE, MessageState.EXPIRED);

  /** So long an end is looked for in the archive; it is kept for longer. */
  private static final Duration SURELY_ARCHIVED = Duration.ofHours(20);

  /** What is known of a message besides the ledger's word. */
  private static final class Known {
    final List<String> submission;
    long key;
    String id = "";
    boolean inFlight;

    /** It is in flight, and its dispatcher may have sent it: not for its validity to be over. */
    boolean attempting;

    boolean everPushed;
    boolean mayBeTwice;
    int endedInLife = -1;
    long endedAt;

    /** It waits in that line; below 0 it was in that one when its validity ended; 0 for neither. */
    int line;

    /** It was pushed as expired, and not replaced since. */
    boolean pushedExpired;

    /** A carrier had it, and its record may not have been read back yet. */
    boolean unaddressed;

    Known(List<String> submission) {
      this.submission = submission;
    }
  }

  private static final class KnownLetter {
    long key;
    long notBefore;
    boolean inFlight;
    boolean everPushed;
    boolean mayBeTwice;
  }

  private final Random random;
  private final TestClock clock = new TestClock();
  private final StoreSettings settings;
  private final Ledger ledger = new Ledger();
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, KnownLetter> knownLetters = new HashMap<>();
  private final List<String> ended = new ArrayList<>();
  private final List<String> cappedPosts = new ArrayList<>();
  private final Map<String, Integer> boxes = new HashMap<>();

  /** Who is in each line, the first first. */
  private final Map<Integer, List<String>> lines = new TreeMap<>();

  /** How many left each line, and what was not used, as it must be and as it was told. */
  private final Map<String, Integer> lineEvents = new TreeMap<>();

  private final Map<String, Integer> toldEvents = new ConcurrentSkipListMap<>();
  private final BlockingQueue<DueMessage> due = new LinkedBlockingQueue<>();
  private final BlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
  private final AtomicInteger lookups = new AtomicInteger();
  private final List<String> complaints = new ArrayList<>();

  private FaultyDisk disk;
  private JournalStore store;
  private StoreProbe probe;
  private List<String> pending = List.of();
  private List<String> letters = List.of();
  private long horizon = TestClock.START;

  /** Of this life: what was due then is due, even if the clock was set back since. */
  private long latest;

  private long greatestKey;
  private int life;
  private int names;
  private int issued;
  private int questions;
  private volatile int acknowledged;
  private volatile int acknowledgedAtCrash;
  private volatile int cappedAcknowledged;
  private volatile int cappedAtCrash;
  private volatile boolean broken;
  private boolean endedInOrder;

  /** In an earlier life the archive could not be written. */
  private boolean endsLost;

  @SuppressWarnings("NullAway.Init") // the store is there as soon as a life begins
  StoreSimulation(long seed, int segmentBytes, int spares) {
    random = new Random(seed);
    disk = new FaultyDisk(new Random(seed + 1));
    settings =
        StoreSettings.defaults(Path.of("memory"))
            .withSegmentBytes(segmentBytes)
            .withSpareSegments(spares)
            .withCommits(0, 1)
            .withSpace(0, 64 << 20)
            .withMailbox(CAP, Long.MAX_VALUE, Duration.ofDays(30).toMillis())
            .withCheckpoints(2L * segmentBytes, Long.MAX_VALUE)
            .withClock(clock);
  }

  FaultyDisk disk() {
    return disk;
  }

  /** How many operations were asked for, look-ups included. */
  int operations() {
    return issued + questions;
  }

  /** Whether the store stopped because its disk failed. */
  boolean broken() {
    return broken;
  }

  /** Why the store stopped; null when it did not. */
  @Nullable String failure() {
    return store.stats().failure();
  }

  /**
   * Opens the store and looks at all it holds.
   *
   * @throws IOException when it cannot be opened
   */
  void open() throws IOException {
    clock.advance(Duration.ofMillis(Math.max(0, horizon + 1 - clock.getAsLong())));
    if (life > 0) {
      ArchiveStats before = store.stats().archive();
      endsLost |= before.lost() + before.failures() > 0;
    }
    store = JournalStore.open(settings, disk);
    latest = clock.getAsLong();
    life++;
    broken = false;
    lookups.set(0);
    due.clear();
    mails.clear();
    probe = new StoreProbe(store, clock);
    for (Known one : known.values()) {
      one.line = 0;
      one.pushedExpired = false;
      one.unaddressed = false;
    }
    lines.clear();
    lineEvents.clear();
    toldEvents.clear();
    WorkSink work =
        new WorkSink() {
          @Override
          public void due(DueMessage message) {
            due.add(message);
          }

          @Override
          public void left(int line) {
            toldEvents.merge("left " + line, 1, Integer::sum);
          }

          @Override
          public void unused(int line, int n) {
            toldEvents.merge("unused " + line, n, Integer::sum);
          }
        };
    store.start(work, mails::add, info -> {}, (cause, what) -> broken = true);
    examine();
  }

  /** Some operations, and time passes. */
  void batch(int operations) {
    if (disk.crashed() == null) {
      ledger.forgetSteps();
    }
    passTime();
    takeWork();
    takeLines();
    takeMail();
    pending = ledger.messages().stream().map(Ledger.Message::name).filter(this::isTold).toList();
    letters =
        ledger.letters().stream()
            .map(Ledger.Letter::name)
            .filter(name -> knownLetters.containsKey(name))
            .toList();
    boxes.clear();
    ledger.letters().forEach(letter -> boxes.merge(letter.account(), 1, Integer::sum));
    for (int i = 0; i < operations; i++) {
      operate();
      if (random.nextInt(40) == 0) {
        probe.settle();
      }
    }
    post();
    probe.settle();
    known.values().forEach(one -> one.unaddressed = false);
    lookAround(operations / 10);
    assertNoComplaints();
  }

  /** The power fails at that operation of the disk, counted from now. */
  void crashSoon(int operations) {
    disk.crashAt(
        disk.operations() + operations,
        () -> {
          acknowledgedAtCrash = acknowledged;
          cappedAtCrash = cappedAcknowledged;
        });
  }

  /** Ends this life: in order, by the crash that was asked for, or by one that comes now. */
  void end(boolean inOrder) {
    FaultyDisk left = disk.crashed();
    endedInOrder = inOrder && left == null && !broken;
    if (left == null) {
      acknowledgedAtCrash = acknowledged;
      cappedAtCrash = cappedAcknowledged;
      if (!inOrder) {
        left = random.nextBoolean() ? disk.crash() : disk.copy();
      }
    }
    store.close();
    disk = left == null ? disk.copy() : left;
    for (Known one : known.values()) {
      one.mayBeTwice |= one.inFlight && one.attempting;
      one.inFlight = false;
    }
    for (KnownLetter one : knownLetters.values()) {
      one.mayBeTwice |= one.inFlight;
      one.inFlight = false;
    }
    assertNoComplaints();
  }

  /** The store could not be opened: its disk goes on as the failure left it. */
  void endUnopened() {
    disk = random.nextBoolean() ? disk.crash() : disk.copy();
  }

  private boolean isTold(String name) {
    Known one = known.get(name);
    return one != null && one.key != 0;
  }

  private void complain(String what) {
    synchronized (complaints) {
      complaints.add(what);
    }
  }

  private void assertNoComplaints() {
    synchronized (complaints) {
      assertThat(complaints).as("life %d", life).isEmpty();
    }
  }

  // What the store holds.

  private void examine() {
    probe.settle();
    Map<String, Ledger.Message> seen = new HashMap<>();
    int count = (int) store.stats().pending();
    store.requestWork(count);
    List<DueMessage> pushes = take(due, count);
    for (DueMessage one : pushes) {
      String name = name(one.body());
      store.find(one.key(), found -> seen.put(name, seen(name, found)));
    }
    Map<String, Ledger.Letter> seenLetters = new HashMap<>();
    List<Mail> taken = new ArrayList<>();
    for (String account : ACCOUNTS) {
      int waiting = store.stats().mailboxes().getOrDefault(account, 0);
      store.requestMail(account, waiting);
      taken.addAll(take(mails, waiting));
    }
    for (Mail mail : taken) {
      String name = name(mail.body());
      Ledger.Letter letter =
          new Ledger.Letter(name, mail.account(), mail.attempts(), mail.expiresAt());
      assertThat(seenLetters.put(name, letter)).as("two mails %s", name).isNull();
    }
    probe.settle();
    if (broken) {
      return;
    }
    assertThat(seen).hasSize(count);
    String difference = ledger.settle(seen, seenLetters, acknowledgedAtCrash, clock.getAsLong());
    assertThat(difference).as("life %d, %d acknowledged", life, acknowledgedAtCrash).isNull();
    pushes.forEach(this::recovered);
    known.entrySet().removeIf(one -> isForgotten(one.getKey(), one.getValue()));
    taken.forEach(this::recovered);
    knownLetters.keySet().removeIf(name -> !seenLetters.containsKey(name));
    ledger.letters().stream()
        .map(Ledger.Letter::name)
        .filter(name -> !seenLetters.containsKey(name))
        .forEach(ledger::removeLetter);
    ledger.forgetSteps();
    examineCapped();
    for (int i = 0; i < 20 && !ended.isEmpty(); i++) {
      lookup(ended.get(random.nextInt(ended.size())));
    }
    pushes.stream().limit(50).forEach(one -> lookup(name(one.body())));
    awaitLookups();
    assertNoComplaints();
  }

  private static Ledger.Message seen(String name, @Nullable StoredMessage found) {
    StoredMessage one = Objects.requireNonNull(found, name);
    return new Ledger.Message(
        name,
        one.account(),
        one.destination(),
        one.tag(),
        text(one.body()),
        one.attempts(),
        one.nextDueAt(),
        one.expiresAt(),
        one.carrierId());
  }

  private void recovered(DueMessage push) {
    Known one = Objects.requireNonNull(known.get(name(push.body())));
    if (one.key != 0) {
      checkEqual("key of " + name(push.body()), one.key, push.key());
    }
    one.key = push.key();
    one.id = push.messageId();
    greatestKey = Math.max(greatestKey, one.key);
    one.endedInLife = -1;
    checkPush(push, one);
  }

  private boolean isForgotten(String name, Known one) {
    return ledger.message(name) == null && (ledger.end(name) == null || one.key == 0);
  }

  private void recovered(Mail mail) {
    KnownLetter letter = knownLetters.computeIfAbsent(name(mail.body()), name -> new KnownLetter());
    letter.notBefore = 0;
    checkMail(mail, letter);
  }

  /** Of a box over its cap the oldest go. The drops are lazy, so that a crash may undo some. */
  private void examineCapped() {
    int count = store.stats().mailboxes().getOrDefault(CAPPED, 0);
    store.requestMail(CAPPED, count);
    List<String> held = new ArrayList<>();
    for (Mail mail : take(mails, count)) {
      held.add(name(mail.body()));
      store.mailReleased(mail.key());
    }
    if (broken) {
      return;
    }
    assertThat(count)
        .as("of the capped mailbox")
        .isGreaterThanOrEqualTo(Math.min(CAP, cappedAtCrash));
    int last = count == 0 ? -1 : cappedPosts.indexOf(held.get(count - 1));
    assertThat(last).isGreaterThanOrEqualTo(cappedAtCrash - 1);
    assertThat(held).isEqualTo(cappedPosts.subList(last + 1 - count, last + 1));
    cappedPosts.clear();
    cappedPosts.addAll(held);
    cappedAcknowledged = held.size();
    cappedAtCrash = held.size();
  }

  // Time, pushes.

  private void passTime() {
    // What is at its end by this clock may have left its line, even if the clock is set back.
    endParked();
    forgetExpired();
    if (random.nextInt(50) == 0) {
      clock.advance(Duration.ofMinutes(-random.nextInt(30)));
    } else {
      clock.advance(Duration.ofMillis(random.nextInt(2000)));
    }
    store.wake();
    probe.settle();
    endParked();
    latest = Math.max(latest, clock.getAsLong());
    forgetExpired();
  }

  /** Lets so much time pass that whoever is at its end has left its line. */
  private void endParked() {
    if (lines.values().stream().flatMap(List::stream).noneMatch(this::isAtItsEnd)) {
      return;
    }
    clock.advance(Duration.ofMillis(ParkedEnds.PAUSE_MILLIS));
    store.wake();
    probe.settle();
    latest = Math.max(latest, clock.getAsLong());
    for (List<String> line : lines.values()) {
      for (String name : line.stream().filter(this::isAtItsEnd).toList()) {
        Known one = Objects.requireNonNull(known.get(name));
        int number = one.line;
        leaveLine(name, one);
        one.line = -number;
      }
    }
  }

  private boolean isAtItsEnd(String name) {
    Ledger.Message one = Objects.requireNonNull(ledger.message(name));
    Known told = Objects.requireNonNull(known.get(name));
    return !told.pushedExpired && one.carrierId() == null && one.expiresAt() <= clock.getAsLong();
  }

  /** It is in no line any more, and that is told if it was. */
  private void leaveLine(String name, Known one) {
    if (one.line > 0) {
      Objects.requireNonNull(lines.get(one.line)).remove(name);
      lineEvents.merge("left " + one.line, 1, Integer::sum);
    }
    one.line = 0;
  }

  /** Asks for some of each line, and checks what it is told of lines. */
  private void takeLines() {
    for (Map.Entry<Integer, List<String>> entry : lines.entrySet()) {
      int line = entry.getKey();
      List<String> waiting = entry.getValue();
      int asked = random.nextInt(waiting.size() + 2);
      List<String> expected = List.copyOf(waiting.subList(0, Math.min(asked, waiting.size())));
      store.requestLine(line, asked);
      List<DueMessage> pushes = take(due, expected.size());
      List<String> names = pushes.stream().map(push -> name(push.body())).toList();
      checkEqual("pushed of line " + line, expected, names);
      if (broken || !names.equals(expected)) {
        return;
      }
      waiting.subList(0, expected.size()).clear();
      for (DueMessage push : pushes) {
        String name = name(push.body());
        Known one = Objects.requireNonNull(known.get(name));
        Ledger.Message owed = Objects.requireNonNull(ledger.message(name));
        checkEqual("body of " + name, owed.body(), text(push.body()));
        checkEqual("attempts of " + name, owed.attempts(), push.attempts());
        checkEqual("line of " + name, line, push.line());
        checkEqual(
            "reason of " + name, true, one.pushedExpired || push.reason() != DueReason.EXPIRED);
        one.line = 0;
        checkPush(push, one);
      }
      if (asked > expected.size()) {
        lineEvents.merge("unused " + line, asked - expected.size(), Integer::sum);
      }
    }
    probe.settle();
    checkEqual("told of lines", lineEvents, Map.copyOf(toldEvents));
    checkEqual(
        "parked",
        (long) lines.values().stream().mapToInt(List::size).sum(),
        store.stats().parked());
  }

  private void park(String name, Known told) {
    int line = 1 + random.nextInt(3);
    boolean again = random.nextBoolean();
    List<String> waiting = lines.computeIfAbsent(line, number -> new ArrayList<>());
    int place = again ? 0 : waiting.size();
    while (place < waiting.size()
        && Objects.requireNonNull(known.get(waiting.get(place))).key < told.key) {
      place++;
    }
    waiting.add(place, name);
    told.inFlight = false;
    told.line = line;
    store.park(told.key, line, again);
  }

  /** Out of both: even if its record is lost, it will have expired after any crash. */
  private void forgetExpired() {
    for (Ledger.Letter letter : ledger.letters()) {
      KnownLetter one = knownLetters.get(letter.name());
      if (letter.expiresAt() <= clock.getAsLong() && one != null && !one.inFlight) {
        ledger.removeLetter(letter.name());
        knownLetters.remove(letter.name());
      }
    }
  }

  private void takeWork() {
    long now = clock.getAsLong();
    int ready = 0;
    for (Ledger.Message one : ledger.messages()) {
      ready += !flying(one.name()) && !parked(one.name()) && one.nextDueAt() <= now ? 1 : 0;
    }
    if (ready == 0) {
      return;
    }
    int count = random.nextInt(ready + 1);
    store.requestWork(count);
    for (DueMessage push : take(due, count)) {
      String name = name(push.body());
      Ledger.Message owed = ledger.message(name);
      Known one = known.get(name);
      if (owed == null || one == null) {
        complain("pushed, but not pending: " + name);
        continue;
      }
      checkEqual("body of " + name, owed.body(), text(push.body()));
      checkEqual("attempts of " + name, owed.attempts(), push.attempts());
      checkEqual("in flight " + name, false, one.inFlight);
      boolean expired = owed.carrierId() == null && owed.expiresAt() <= latest;
      boolean isDue = owed.nextDueAt() <= latest || expired;
      checkEqual("due " + name, true, isDue);
      checkEqual("expired " + name, true, expired || push.reason() != DueReason.EXPIRED);
      checkEqual("line of " + name, Math.max(0, -one.line), push.line());
      checkEqual("at its end " + name, true, one.line == 0 || push.reason() == DueReason.EXPIRED);
      one.line = 0;
      checkPush(push, one);
    }
  }

  private boolean flying(String name) {
    Known one = known.get(name);
    return one == null || one.inFlight;
  }

  private boolean parked(String name) {
    return Objects.requireNonNull(known.get(name)).line > 0;
  }

  private void checkPush(DueMessage push, Known one) {
    checkEqual("key", one.key, push.key());
    checkEqual("id", one.id, push.messageId());
    if (one.mayBeTwice && push.reason() != DueReason.EXPIRED) {
      checkEqual("possible duplicate " + name(push.body()), true, push.possibleDuplicate());
    }
    if (!one.everPushed && push.attempts() == 0 && endedInOrder) {
      checkEqual("no duplicate " + name(push.body()), false, push.possibleDuplicate());
    }
    one.mayBeTwice = false;
    one.everPushed = true;
    one.inFlight = true;
    one.attempting = push.reason() != DueReason.EXPIRED;
    one.pushedExpired |= push.reason() == DueReason.EXPIRED;
  }

  private void takeMail() {
    long now = clock.getAsLong();
    for (String account : ACCOUNTS) {
      int ready = 0;
      for (Ledger.Letter letter : ledger.letters()) {
        KnownLetter one = knownLetters.get(letter.name());
        if (one != null && letter.account().equals(account)) {
          ready += !one.inFlight && one.notBefore <= now ? 1 : 0;
        }
      }
      int count = ready == 0 ? 0 : random.nextInt(ready + 1);
      store.requestMail(account, count);
      for (Mail mail : take(mails, count)) {
        String name = name(mail.body());
        Ledger.Letter owed = ledger.letter(name);
        KnownLetter one = knownLetters.get(name);
        if (owed == null || one == null) {
          complain("a mail that is done: " + name);
          continue;
        }
        checkEqual("box of " + name, account, mail.account());
        checkEqual("attempts of " + name, owed.attempts(), mail.attempts());
        checkEqual("in flight " + name, false, one.inFlight);
        checkMail(mail, one);
      }
    }
  }

  private void checkMail(Mail mail, KnownLetter one) {
    if (one.mayBeTwice) {
      checkEqual("possible duplicate " + name(mail.body()), true, mail.possibleDuplicate());
    }
    if (!one.everPushed && mail.attempts() == 0 && endedInOrder) {
      checkEqual("no duplicate " + name(mail.body()), false, mail.possibleDuplicate());
    }
    one.key = mail.key();
    one.mayBeTwice = false;
    one.everPushed = true;
    one.inFlight = true;
  }

  private void checkEqual(String what, Object expected, Object actual) {
    if (!expected.equals(actual) && !broken) {
      complain(what + ": expected " + expected + ", was " + actual);
    }
  }

  /** That many, or fewer when the store breaks meanwhile. */
  private <T> List<T> take(BlockingQueue<T> queue, int count) {
    List<T> taken = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try {
      while (taken.size() < count && !broken) {
        T one = queue.poll(20, TimeUnit.MILLISECONDS);
        if (one != null) {
          taken.add(one);
        } else if (System.nanoTime() > end) {
          throw new AssertionError(taken.size() + " of " + count + " pushed in life " + life);
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return taken;
  }

  // Operations.

  private void operate() {
    int action = random.nextInt(100);
    boolean many = ledger.pending() > MOST_PENDING;
    if (action < 18 && (!many || action < 4)) {
      accept(1);
    } else if (action < 22 && !many) {
      accept(2 + random.nextInt(4));
    } else if (action < 28) {
      post();
    } else if (action < 48) {
      if (!letters.isEmpty()) {
        answerMail(letters.get(random.nextInt(letters.size())), action);
      }
    } else if (!pending.isEmpty()) {
      String name = pending.get(random.nextInt(pending.size()));
      Known told = Objects.requireNonNull(known.get(name));
      if (action < 56 && told.inFlight && ledger.message(name) != null && !isAtItsEnd(name)) {
        // At its end it would leave the line again at a moment that nobody foresees.
        park(name, told);
      } else if (action < 59) {
        retry(name);
      } else if (action < 62) {
        attempted(name);
      } else if (action < 74) {
        finish(name);
      } else if (action < 82) {
        cancel(name);
      } else if (action < 94) {
        replace(name);
      } else if (action < 97) {
        note(name);
      } else {
        takenLate(name);
      }
    }
  }

  /**
   * A look-up may tell of operations that were asked for after it: so only when nothing goes on.
   */
  private void lookAround(int questions) {
    for (int i = 0; i < questions && !pending.isEmpty(); i++) {
      String name = pending.get(random.nextInt(pending.size()));
      switch (random.nextInt(4)) {
        case 0 -> lookup(name);
        case 1 -> lookup(ended.isEmpty() ? name : ended.get(random.nextInt(ended.size())));
        default -> find(name);
      }
      this.questions++;
    }
    if (!broken && random.nextInt(8) == 0) {
      findByAddress();
    }
    awaitLookups();
  }

  /** What is looked up may have to be read from files, however long that takes. */
  private void awaitLookups() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    do {
      probe.settle();
      assertThat(System.nanoTime()).as("look-ups unanswered in life %d", life).isLessThan(end);
    } while (lookups.get() > 0 && !broken);
  }

  private int ask(Runnable change) {
    int number = ++issued;
    ledger.step(number, change);
    return number;
  }

  private void acknowledge(int number) {
    if (broken) {
      complain("acknowledged after a failure: operation " + number);
    }
    acknowledged = number;
  }

  /** Answers a forced operation: that it changed something or not is known. */
  private DoneCallback answering(int number, String what, boolean expected) {
    return new DoneCallback() {
      @Override
      public void done(boolean changed) {
        if (changed != expected) {
          complain(what + " answered " + changed);
        }
        if (changed) {
          acknowledge(number);
        }
      }

      @Override
      public void failed(StoreFailure why) {
        broken = true;
      }
    };
  }

  private static String name(byte[] body) {
    String text = text(body);
    return text.substring(0, text.indexOf('|'));
  }

  private String body(String name) {
    int longest = random.nextInt(30) == 0 ? 3000 : 120;
    return name + "|" + random.nextInt(1000) + "x".repeat(random.nextInt(longest));
  }

  private long later(int most) {
    long time = clock.getAsLong() + random.nextInt(most);
    horizon = Math.max(horizon, time);
    return time;
  }

  private Ledger.Message content(String name, String destination, int tag) {
    return new Ledger.Message(
        name,
        ACCOUNTS.get(0),
        destination,
        tag,
        body(name),
        0,
        random.nextBoolean() ? clock.getAsLong() : later(3000),
        random.nextInt(3) == 0 ? later(6000) : Long.MAX_VALUE,
        null);
  }

  private NewMessage asked(Ledger.Message one, boolean shortId) {
    byte[] octets = one.body().getBytes(StandardCharsets.US_ASCII);
    return new NewMessage(
        one.account(),
        one.destination(),
        MessageKind.MT,
        clock.getAsLong(),
        one.nextDueAt(),
        one.expiresAt(),
        octets,
        0,
        octets.length,
        one.tag(),
        shortId,
        null);
  }

  private void accept(int count) {
    boolean shortId = random.nextInt(3) == 0;
    List<String> submission = new ArrayList<>();
    List<Ledger.Message> contents = new ArrayList<>();
    List<NewMessage> recipients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "m" + names++;
      Ledger.Message one = content(name, "49" + random.nextInt(3), random.nextInt(3));
      submission.add(name);
      contents.add(one);
      recipients.add(asked(one, shortId));
      known.put(name, new Known(submission));
    }
    int number = ask(() -> contents.forEach(ledger::put));
    List<Known> asked = submission.stream().map(known::get).toList();
    AcceptCallback callback =
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            for (int i = 0; i < count; i++) {
              asked.get(i).key = key | i;
              asked.get(i).id = messageId;
            }
            if (key <= greatestKey) {
              complain("a key that is no greater than one before: " + key);
            }
            greatestKey = key;
            acknowledge(number);
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            broken = true;
          }
        };
    if (count == 1) {
      store.accept(recipients.get(0), callback);
    } else {
      store.acceptAll(recipients, callback);
    }
  }

  private NewMail mail(Ledger.Letter letter) {
    byte[] octets = body(letter.name()).getBytes(StandardCharsets.US_ASCII);
    return new NewMail(letter.account(), MailKind.MO, letter.expiresAt(), octets, null);
  }

  /** A letter to one of the accounts, if its box has room. */
  private Ledger.@Nullable Letter letter(String name) {
    String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    if (boxes.merge(account, 1, Integer::sum) >= CAP) {
      return null;
    }
    long expires =
        random.nextInt(4) == 0 ? later(8000) : clock.getAsLong() + Duration.ofDays(20).toMillis();
    knownLetters.put(name, new KnownLetter());
    return new Ledger.Letter(name, account, 0, expires);
  }

  private void post() {
    if (random.nextInt(4) == 0) {
      String name = "c" + names++;
      int number = ask(() -> {});
      cappedPosts.add(name);
      DoneCallback answer = answering(number, "post", true);
      int position = cappedPosts.size();
      store.post(
          mail(new Ledger.Letter(name, CAPPED, 0, clock.getAsLong() + 86_400_000L * 20)),
          new DoneCallback() {
            @Override
            public void done(boolean changed) {
              answer.done(changed);
              cappedAcknowledged = position;
            }

            @Override
            public void failed(StoreFailure why) {
              answer.failed(why);
            }
          });
      return;
    }
    Ledger.Letter letter = letter("o" + names++);
    if (letter != null) {
      int number = ask(() -> ledger.put(letter));
      store.post(mail(letter), answering(number, "post", true));
    }
  }

  private void answerMail(String name, int action) {
    KnownLetter one = knownLetters.get(name);
    if (one == null || !one.inFlight || ledger.letter(name) == null) {
      return;
    }
    one.inFlight = false;
    if (action < 40) {
      ask(() -> ledger.removeLetter(name));
      store.mailDone(one.key, random.nextBoolean() ? MailOutcome.DELIVERED : MailOutcome.REFUSED);
    } else if (action < 45) {
      one.notBefore = later(3000);
      ask(
          () -> {
            Ledger.Letter letter = ledger.letter(name);
            if (letter != null) {
              ledger.put(
                  new Ledger.Letter(
                      name, letter.account(), letter.attempts() + 1, letter.expiresAt()));
            }
          });
      store.mailRetry(one.key, one.notBefore);
    } else {
      one.notBefore = 0;
      one.mayBeTwice = true;
      store.mailReleased(one.key);
    }
  }

  private void attempted(String name) {
    Ledger.Message one = ledger.message(name);
    Known told = Objects.requireNonNull(known.get(name));
    if (one == null) {
      store.attempted(told.key, 1, 0, null);
      return;
    }
    told.inFlight = false;
    leaveLine(name, told);
    CarrierId carrier = random.nextInt(4) == 0 ? new CarrierId("c", "id " + names++) : null;
    boolean mayWaitForValidity =
        carrier == null
            && one.carrierId() == null
            && one.expiresAt() != Long.MAX_VALUE
            && one.expiresAt() > clock.getAsLong();
    long next = mayWaitForValidity && random.nextInt(4) == 0 ? Long.MAX_VALUE : later(3000);
    int attempts = one.attempts() + random.nextInt(2);
    ask(
        () -> {
          Ledger.Message before = ledger.message(name);
          if (before != null) {
            ledger.put(before.attempted(attempts, next, carrier));
          }
        });
    store.attempted(told.key, attempts, next, carrier);
  }

  private void retry(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message one = ledger.message(name);
    int attempts = one == null ? 1 : Math.max(1, one.attempts());
    long next = later(3000);
    if (one != null) {
      told.inFlight = false;
      told.unaddressed |= one.carrierId() != null;
      leaveLine(name, told);
    }
    int number =
        ask(
            () -> {
              Ledger.Message before = ledger.message(name);
              if (before != null) {
                ledger.put(before.retried(attempts, next));
              }
            });
    store.retry(told.key, attempts, next, answering(number, "retry " + name, one != null));
  }

  private void note(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message one = ledger.message(name);
    if (one != null && one.nextDueAt() == Long.MAX_VALUE) {
      // With a carrier id it would never be due again.
      return;
    }
    boolean may = one != null && told.inFlight;
    // Without a carrier id its validity counts again, which may have ended before it was pushed.
    boolean mayBeOff = one == null || one.expiresAt() > one.nextDueAt();
    CarrierId carrier =
        random.nextInt(3) > 0 || !mayBeOff ? new CarrierId("=", "note " + names++) : null;
    if (one != null && may) {
      told.unaddressed |= one.carrierId() != null;
    }
    int number =
        ask(
            () -> {
              Ledger.Message before = ledger.message(name);
              if (may && before != null) {
                ledger.put(before.noted(carrier));
              }
            });
    store.note(told.key, carrier, answering(number, "note " + name, may));
  }

  private void takenLate(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message one = ledger.message(name);
    int attempts = 1 + random.nextInt(2);
    long next = later(3000);
    CarrierId carrier = new CarrierId("c", "late " + names++);
    boolean may =
        one != null && !told.inFlight && one.carrierId() == null && one.attempts() >= attempts;
    if (may) {
      leaveLine(name, told);
    }
    int number =
        ask(
            () -> {
              Ledger.Message before = ledger.message(name);
              if (may && before != null) {
                ledger.put(before.attempted(before.attempts(), next, carrier));
              }
            });
    DoneCallback answer = answering(number, "late " + name, may);
    store.takenLate(told.key, attempts, next, carrier, answer);
  }

  /** Ends a message, which is pending or not. */
  private int ending(String name, Ledger.End end, Ledger.@Nullable Letter receipt, boolean may) {
    boolean changes = may && ledger.message(name) != null;
    if (changes) {
      Known told = Objects.requireNonNull(known.get(name));
      told.endedInLife = life;
      told.endedAt = clock.getAsLong();
      told.inFlight = false;
      leaveLine(name, told);
      ended.add(name);
      if (ended.size() > 4000) {
        forget(ended.subList(0, 2000));
      }
    }
    return ask(
        () -> {
          if (changes && ledger.message(name) != null) {
            ledger.end(name, end);
            if (receipt != null) {
              ledger.put(receipt);
            }
          }
        });
  }

  /** Whatever has been ended for long: the ledger need not know it any more. */
  private void forget(List<String> old) {
    for (String name : old) {
      Known one = known.get(name);
      if (one != null && one.submission.stream().allMatch(this::isLongGone)) {
        one.submission.forEach(ledger::forgetEnd);
        one.submission.forEach(known::remove);
      }
    }
    Set<String> gone = new HashSet<>(old);
    ended.removeIf(name -> gone.contains(name) && !known.containsKey(name));
  }

  private boolean isLongGone(String name) {
    Known one = known.get(name);
    return ledger.message(name) == null && (one == null || one.endedInLife < life);
  }

  private void finish(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message before = ledger.message(name);
    int tag = before == null ? 0 : before.tag();
    MessageState state = FINAL.get(random.nextInt(FINAL.size()));
    Ledger.End end = new Ledger.End(state, random.nextInt(300), clock.getAsLong(), tag);
    Ledger.Letter receipt = before == null ? null : letter(name + "/r");
    int number = ending(name, end, receipt, true);
    store.finish(
        told.key,
        state,
        end.error(),
        end.doneAt(),
        receipt == null ? null : mail(receipt),
        answering(number, "finish " + name, before != null));
  }

  private void cancel(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message before = ledger.message(name);
    boolean may = before != null && !told.inFlight && before.carrierId() == null;
    int tag = before == null ? 0 : before.tag();
    Ledger.End end =
        new Ledger.End(MessageState.DELETED, random.nextInt(300), clock.getAsLong(), tag);
    Ledger.Letter receipt = may ? letter(name + "/r") : null;
    int number = ending(name, end, receipt, may);
    store.cancel(
        told.key,
        end.error(),
        end.doneAt(),
        receipt == null ? null : mail(receipt),
        answering(number, "cancel " + name, may));
  }

  private void replace(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message before = ledger.message(name);
    if (before == null || told.unaddressed) {
      return;
    }
    boolean alike = random.nextInt(10) > 0;
    boolean may = !told.inFlight && before.carrierId() == null && alike;
    String destination = alike ? before.destination() : "4999";
    Ledger.Message content = content(name, destination, random.nextInt(3));
    if (may) {
      leaveLine(name, told);
      told.pushedExpired = false;
    }
    int number =
        ask(
            () -> {
              if (may && ledger.message(name) != null) {
                ledger.put(content);
              }
            });
    store.replace(told.key, asked(content, false), answering(number, "replace " + name, may));
  }

  private void find(String name) {
    Known told = Objects.requireNonNull(known.get(name));
    Ledger.Message owed = ledger.message(name);
    boolean flies = told.inFlight;
    FindCallback check =
        found -> {
          if (broken) {
            return;
          }
          Ledger.Message held = found == null ? null : seen(name, found);
          if (!Objects.equals(owed, held) || (found != null && found.inFlight() != flies)) {
            complain("found " + held + " instead of " + owed);
          }
        };
    if (owed != null && owed.carrierId() != null && random.nextBoolean()) {
      store.findByCarrierId(owed.carrierId().carrier(), owed.carrierId().id(), check);
    } else {
      store.find(told.key, check);
    }
  }

  /** Whether the archive must know of an end in an earlier life. */
  private boolean isArchived(Known one) {
    return one.endedInLife >= 0
        && !endsLost
        && store.stats().archive().lost() == 0
        && clock.getAsLong() - one.endedAt < SURELY_ARCHIVED.toMillis();
  }

  /** All of a submission: those that wait, and those that ended, with how they did. */
  private void lookup(String name) {
    Known told = known.get(name);
    if (told == null || told.key == 0) {
      return;
    }
    List<String> waiting = new ArrayList<>();
    Map<Long, Ledger.End> gone = new HashMap<>();
    Set<Long> surely = new HashSet<>();
    for (String part : told.submission) {
      Ledger.Message message = ledger.message(part);
      Known one = known.get(part);
      if (message != null) {
        waiting.add(message.body());
      } else if (one != null && ledger.end(part) != null) {
        gone.put(one.key, Objects.requireNonNull(ledger.end(part)));
        if (one.endedInLife == life || isArchived(one)) {
          surely.add(one.key);
        }
      }
    }
    lookups.incrementAndGet();
    store.lookup(
        told.id,
        (found, over) -> {
          lookups.decrementAndGet();
          if (broken || disk.failed()) {
            return;
          }
          List<String> bodies = found.stream().map(one -> text(one.body())).toList();
          if (!bodies.equals(waiting)) {
            complain("look-up of " + name + " found " + bodies + " instead of " + waiting);
          }
          for (EndedMessage one : over) {
            Ledger.End end = new Ledger.End(one.state(), one.error(), one.doneAt(), one.tag());
            if (!end.equals(gone.get(one.key()))) {
              complain("look-up of " + name + " found " + one + ", not " + gone.get(one.key()));
            }
            surely.remove(one.key());
          }
          if (!surely.isEmpty()) {
            complain(
                "look-up of "
                    + name
                    + " "
                    + told.id
                    + told.submission
                    + " did not find its end, but "
                    + over);
          }
        });
  }

  private void findByAddress() {
    String destination = "49" + random.nextInt(3);
    int tag = random.nextInt(3);
    Set<String> expected = new HashSet<>();
    for (Ledger.Message one : ledger.messages()) {
      if (one.destination().equals(destination)
          && one.tag() == tag
          && one.carrierId() == null
          && !flying(one.name())) {
        expected.add(one.name());
      }
    }
    Set<String> found = new HashSet<>();
    probe
        .findByAddress(ACCOUNTS.get(0), destination, tag, Integer.MAX_VALUE)
        .pending()
        .forEach(one -> found.add(name(one.body())));
    if (!found.equals(expected) && !broken) {
      complain("by address " + found + " instead of " + expected);
    }
  }
}
