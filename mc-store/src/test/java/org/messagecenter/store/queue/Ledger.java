package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a store owes, as a few maps, changed by one operation after another. The store works in the
 * order in which it is asked, so after a crash it must hold what the ledger held after some prefix
 * of the operations, the acknowledged ones included: {@link #settle} goes back and forth until it
 * has found which.
 */
final class Ledger {

  /** A pending message, without what only the present life knows. */
  record Message(
      String name,
      String account,
      String destination,
      int tag,
      String body,
      int attempts,
      long nextDueAt,
      long expiresAt,
      @Nullable CarrierId carrierId) {

    Message attempted(int count, long at, @Nullable CarrierId carrier) {
      CarrierId now = carrier == null ? carrierId : carrier;
      return new Message(name, account, destination, tag, body, count, at, expiresAt, now);
    }

    Message noted(@Nullable CarrierId carrier) {
      return new Message(
          name, account, destination, tag, body, attempts, nextDueAt, expiresAt, carrier);
    }

    Message retried(int count, long at) {
      return new Message(name, account, destination, tag, body, count, at, expiresAt, null);
    }
  }

  /** A mail that is not done. */
  record Letter(String name, String account, int attempts, long expiresAt) {}

  /** How a message ended. */
  record End(MessageState state, int error, long doneAt, int tag) {}

  /** One operation; {@code change} is done to the ledger once more when it is gone back over. */
  private record Step(int number, Runnable change) {}

  private record Undo(int step, Map<String, Object> map, String name, @Nullable Object before) {}

  private final Map<String, Object> messages = new HashMap<>();
  private final Map<String, Object> letters = new HashMap<>();
  private final Map<String, Object> ends = new HashMap<>();
  private final ArrayDeque<Undo> undos = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private int step;

  /** Does the operation of that number; numbers grow. */
  void step(int number, Runnable change) {
    step = number;
    steps.add(new Step(number, change));
    change.run();
  }

  /** What was done up to now is durable: nobody goes back behind it. */
  void forgetSteps() {
    undos.clear();
    steps.clear();
  }

  private void put(Map<String, Object> map, String name, @Nullable Object value) {
    Object before = value == null ? map.remove(name) : map.put(name, value);
    undos.push(new Undo(step, map, name, before));
  }

  void put(Message message) {
    put(messages, message.name, message);
  }

  void put(Letter letter) {
    put(letters, letter.name, letter);
  }

  void removeLetter(String name) {
    put(letters, name, null);
  }

  void end(String name, End end) {
    put(messages, name, null);
    put(ends, name, end);
  }

  @Nullable Message message(String name) {
    return (Message) messages.get(name);
  }

  @Nullable Letter letter(String name) {
    return (Letter) letters.get(name);
  }

  @Nullable End end(String name) {
    return (End) ends.get(name);
  }

  void forgetEnd(String name) {
    ends.remove(name);
  }

  List<Message> messages() {
    return messages.values().stream().map(one -> (Message) one).toList();
  }

  List<Letter> letters() {
    return letters.values().stream().map(one -> (Letter) one).toList();
  }

  int pending() {
    return messages.size();
  }

  /**
   * Makes this the ledger of the prefix that leads to exactly these messages and letters.
   *
   * @param durable the number of the last operation known to be durable
   * @param now letters that expired by then are gone
   * @return null when it was found, else what differs where it differs least
   */
  @Nullable String settle(
      Map<String, Message> seenMessages, Map<String, Letter> seenLetters, int durable, long now) {
    int from = 0;
    while (!undos.isEmpty() && undos.peek().step > durable) {
      Undo undo = undos.pop();
      if (undo.before == null) {
        undo.map.remove(undo.name);
      } else {
        undo.map.put(undo.name, undo.before);
      }
    }
    while (from < steps.size() && steps.get(from).number <= durable) {
      from++;
    }
    Set<String> differing = new TreeSet<>();
    Set<String> names = new TreeSet<>(messages.keySet());
    names.addAll(letters.keySet());
    names.addAll(seenMessages.keySet());
    names.addAll(seenLetters.keySet());
    for (String name : names) {
      compare(name, seenMessages, seenLetters, now, differing);
    }
    String least = null;
    int fewest = Integer.MAX_VALUE;
    for (int i = from; !differing.isEmpty(); i++) {
      if (differing.size() < fewest) {
        fewest = differing.size();
        least = describe(i, differing, seenMessages, seenLetters);
      }
      if (i == steps.size()) {
        return least;
      }
      int before = undos.size();
      step = steps.get(i).number;
      steps.get(i).change.run();
      int changed = undos.size() - before;
      for (Undo undo : undos) {
        if (changed-- == 0) {
          break;
        }
        compare(undo.name, seenMessages, seenLetters, now, differing);
      }
    }
    forgetSteps();
    return null;
  }

  private void compare(
      String name,
      Map<String, Message> seenMessages,
      Map<String, Letter> seenLetters,
      long now,
      Set<String> differing) {
    Letter letter = letter(name);
    Letter expected = letter == null || letter.expiresAt <= now ? null : letter;
    boolean same =
        Objects.equals(message(name), seenMessages.get(name))
            && Objects.equals(expected, seenLetters.get(name));
    if (same) {
      differing.remove(name);
    } else {
      differing.add(name);
    }
  }

  private String describe(
      int prefix,
      Set<String> differing,
      Map<String, Message> seenMessages,
      Map<String, Letter> seenLetters) {
    StringBuilder text = new StringBuilder();
    text.append(differing.size()).append(" differ after ").append(prefix).append(" of ");
    text.append(steps.size()).append(" operations");
    for (String name : differing.stream().limit(3).toList()) {
      text.append("\n  owed ").append(message(name)).append(' ').append(letter(name));
      text.append("\n  held ").append(seenMessages.get(name)).append(' ');
      text.append(seenLetters.get(name));
    }
    return text.toString();
  }
}
