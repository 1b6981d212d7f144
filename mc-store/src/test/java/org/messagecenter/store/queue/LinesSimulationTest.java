package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines while their batches are being read: whoever is in one leaves, ends, comes back or is
 * replaced between the moment it is taken out to be read and that in which its octets are there.
 * Nobody and no push that was asked for may get lost by that, and no line may stand still. More
 * steps than in each build: {@code -Dlines.steps=1000000}.
 */
class LinesSimulationTest {

  private static final int STEPS = Integer.getInteger("lines.steps", 30_000);
  private static final int LINES = 5;
  private static final int BATCH = 40;

  /** Lines whose numbers are multiples of it get into each other's way in the map. */
  private static final int APART = 1024;

  private enum State {
    WITH_DISPATCHER,
    WAITING,
    READING,
    /** The end of its validity took it out of its line; it waits for the credit of all. */
    EXPIRED
  }

  private static final class Message {
    final long key;
    State state = State.WITH_DISPATCHER;
    int line;
    boolean returned;
    boolean expired;

    Message(long key) {
      this.key = key;
    }
  }

  /** What was asked of a line and what was told of it. */
  private static final class Sums {
    int parked;
    int pushed;
    int left;
    long asked;
    long unused;

    long outstanding() {
      return asked - pushed - unused;
    }
  }

  private record Row(Line line, long key) {}

  private final MessageTable table = new MessageTable();
  private final Lines lines = new Lines(table);
  private final Map<Long, Message> messages = new TreeMap<>();
  private final Map<Integer, Sums> sums = new HashMap<>();
  private final List<Row> batch = new ArrayList<>();
  private Random random = new Random(0);
  private long keys;

  /** How many went back to their line, since somebody had returned before them. */
  private int givenBack;

  /** How often nobody waited in a line of which somebody was being read. */
  private int emptied;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nobodyAndNoPushIsLost(long seed) {
    random = new Random(seed);
    for (int number = 1; number <= LINES; number++) {
      sums.put(number * APART, new Sums());
    }
    for (int step = 0; step < STEPS; step++) {
      step();
      tell();
      check();
    }
    finishBatch();
    sums.keySet().forEach(number -> request(number, 1_000_000));
    for (int n = 0; n < STEPS && lines.hasServable(); n++) {
      gather();
      finishBatch();
    }
    tell();
    check();
    sums.forEach(
        (number, sum) -> {
          assertThat(sum.outstanding()).as("asked of line %d", number).isZero();
          assertThat(sum.pushed + sum.left).as("parked in %d", number).isEqualTo(sum.parked);
          assertThat(sum.pushed).isGreaterThan(STEPS / 100);
          assertThat(sum.left).isGreaterThan(STEPS / 100);
        });
    assertThat(lines.size()).as("lines that nobody would miss").isZero();
    assertThat(givenBack).isGreaterThan(STEPS / 1000);
    assertThat(emptied).as("how often a line was empty while it was read").isGreaterThan(9);
  }

  private void step() {
    switch (random.nextInt(13)) {
      case 0, 1 -> park(accepted(), anyLine(), false);
      case 2 -> end(any(State.WITH_DISPATCHER));
      case 3, 4, 5, 6 -> {
        Message message = any(State.WITH_DISPATCHER);
        if (message != null && message.line != 0 && random.nextInt(4) > 0) {
          park(message, message.line, true);
        } else if (message != null) {
          park(message, anyLine(), false);
        }
      }
      case 7, 8 -> request(anyLine(), random.nextInt(random.nextInt(4) == 0 ? 60 : 6));
      case 9 -> gather();
      case 10 -> finishBatch();
      case 11 -> leave(any(State.WAITING));
      default -> {
        leave(any(State.READING));
        pushExpired(any(State.EXPIRED));
      }
    }
  }

  private int anyLine() {
    return APART * (1 + random.nextInt(LINES));
  }

  /** Accepted, and pushed by the credit of all. */
  private Message accepted() {
    Message message = new Message(++keys);
    int slot = table.add(message.key);
    assertThat(lines.cameFrom(slot)).as("of who had the row before").isZero();
    lines.forget(slot);
    messages.put(message.key, message);
    return message;
  }

  private @Nullable Message any(State state) {
    List<Message> all = messages.values().stream().filter(one -> one.state == state).toList();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private Sums sums(int line) {
    return Objects.requireNonNull(sums.get(line));
  }

  private void park(Message message, int line, boolean again) {
    lines.park(table.find(message.key), line, again);
    message.state = State.WAITING;
    message.line = line;
    message.returned = again;
    sums(line).parked++;
  }

  private void request(int line, int n) {
    sums(line).asked += n;
    lines.request(line, n);
  }

  /** Takes out who is to be read, unless some are being read. */
  private void gather() {
    while (batch.isEmpty() && lines.hasServable()) {
      int left = 1 + random.nextInt(BATCH);
      while (left > 0 && lines.hasServable()) {
        Line line = lines.nextServable();
        int turn = 1 + random.nextInt(4);
        for (; turn > 0 && left > 0 && line.credits > 0; turn--, left--) {
          long key = table.key(lines.poll(line));
          Message message = Objects.requireNonNull(messages.get(key));
          assertThat(message.state).isEqualTo(State.WAITING);
          assertThat(message.line).isEqualTo(line.number);
          message.state = State.READING;
          batch.add(new Row(line, key));
        }
        lines.list(line);
        emptied += line.waiting == 0 ? 1 : 0;
      }
    }
  }

  private void finishBatch() {
    for (Row row : batch) {
      Message message = messages.get(row.key);
      if (message == null || message.state != State.READING) {
        lines.lost(row.line);
      } else if (!message.expired && random.nextInt(8) == 0) {
        lines.expire(row.line, table.find(row.key));
        message.state = State.EXPIRED;
      } else if (Lines.isOvertaking(row.line, row.key)) {
        lines.returnRead(row.line, table.find(row.key));
        message.state = State.WAITING;
        givenBack++;
      } else {
        push(row.line, message);
      }
    }
    batch.forEach(row -> lines.readDone(row.line));
    batch.clear();
  }

  private void push(Line line, Message message) {
    for (Message other : messages.values()) {
      boolean isBefore = other.key < message.key && other.returned && other.line == message.line;
      assertThat(isBefore && other.state == State.WAITING).as("overtaken").isFalse();
    }
    lines.pushed(line, table.find(message.key));
    message.state = State.WITH_DISPATCHER;
    sums(line.number).pushed++;
  }

  /** It is cancelled, or its end takes it out of its line. */
  private void leave(@Nullable Message message) {
    if (message == null) {
      return;
    }
    int slot = table.find(message.key);
    if (message.state == State.WAITING && !message.expired && random.nextBoolean()) {
      lines.expire(slot);
      message.state = State.EXPIRED;
      return;
    }
    if (message.state == State.WAITING) {
      lines.leave(slot);
    } else {
      lines.forget(slot);
    }
    end(message);
  }

  /** The next one that is accepted has its row. */
  private void end(@Nullable Message message) {
    if (message != null) {
      table.remove(table.find(message.key));
      messages.remove(message.key);
    }
  }

  private void pushExpired(@Nullable Message message) {
    if (message != null) {
      int slot = table.find(message.key);
      assertThat(lines.cameFrom(slot)).isEqualTo(message.line);
      lines.forget(slot);
      message.state = State.WITH_DISPATCHER;
      message.expired = true;
    }
  }

  private void tell() {
    for (Line line; (line = lines.nextTelling()) != null; ) {
      sums(line.number).left += line.left;
      sums(line.number).unused += line.unused;
      lines.told(line);
    }
  }

  private void check() {
    Set<Integer> waitedIn = new HashSet<>();
    int waiting = 0;
    for (Message message : messages.values()) {
      if (message.state == State.WAITING) {
        waiting++;
        waitedIn.add(message.line);
      }
    }
    assertThat(lines.waiting()).isEqualTo(waiting);
    sums.forEach(
        (number, sum) -> {
          assertThat(sum.outstanding()).as("line %d has too much", number).isNotNegative();
          if (batch.isEmpty() && sum.outstanding() > 0) {
            assertThat(waitedIn).as("who is to be pushed").contains(number);
            assertThat(lines.hasServable()).as("line %d gets on", number).isTrue();
          }
        });
  }
}
