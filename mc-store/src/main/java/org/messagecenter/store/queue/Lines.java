package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines in which parked messages wait: lists through the rows of the table. Beside the rows it
 * takes four octets for each message that is, or was, in a line. A line exists as long as somebody
 * waits in it, is being read for it, or its caller is to be told something.
 *
 * <p>The order of a line is that of arrival. Who returns to it gets before the first whose key is
 * greater than its own. As credit goes to the first in line, that is its old place, but for those
 * that are being read: they come back behind it, before they are pushed.
 */
final class Lines {

  /**
   * Who returns passes over so many at most: those with smaller keys that returned before it. That
   * many are seldom under way; beyond, who comes out of turn stays before some of them.
   */
  private static final int LONGEST_WALK = 4096;

  private final MessageTable table;
  private final SlotLists lists;

  /** By slot the line it is in or being read for, minus the line it was in when its end came, 0. */
  private int[][] lineOf = new int[16][];

  // By number: open addressing with linear probing.
  private @Nullable Line[] places = new Line[16];
  private int size;

  private int[] freeLists = new int[16];
  private int freeCount;
  private int listCount;

  private int waiting;
  private final ArrayDeque<Line> servable = new ArrayDeque<>();
  private final ArrayDeque<Line> telling = new ArrayDeque<>();

  Lines(MessageTable table) {
    this.table = table;
    lists = new SlotLists(table, SlotTable.LINKS, 16);
  }

  /** How many messages wait in lines. */
  int waiting() {
    return waiting;
  }

  /** How many lines there are. */
  int size() {
    return size;
  }

  /** Puts in a message that is in no list. */
  void park(int slot, int number, boolean again) {
    Line line = line(number);
    lineOf(slot, number);
    if (again) {
      if (line.reading > 0) {
        line.leastReturned = Math.min(line.leastReturned, table.key(slot));
      }
      putBack(line, slot);
    } else {
      lists.add(line.list, slot);
    }
    line.waiting++;
    waiting++;
  }

  /** Puts a slot before the first with a greater key. */
  private void putBack(Line line, int slot) {
    long key = table.key(slot);
    int next = lists.first(line.list);
    int last = line.lastReturned;
    if (last >= 0 && table.key(last) < key) {
      // Those who return in their order need not walk: all before the last one are smaller.
      next = lists.next(last);
    }
    for (int n = 0; n < LONGEST_WALK && next >= 0 && table.key(next) < key; n++) {
      next = lists.next(next);
    }
    if (next < 0) {
      lists.add(line.list, slot);
    } else {
      lists.addBefore(slot, next);
    }
    line.lastReturned = slot;
  }

  /** Allows so many more pushes of a line, as far as it has messages. */
  void request(int number, int n) {
    Line line = line(number);
    int granted = Math.min(n, line.waiting - line.credits);
    line.grant(granted);
    if (granted < n) {
      line.lack(n - granted);
    }
    list(line);
    tell(line);
  }

  /** A waiting message goes without a push. */
  void leave(int slot) {
    Line line = take(slot);
    lineOf(slot, 0);
    left(line);
  }

  /** The end of a waiting message's validity came: {@link #cameFrom} tells of the line now. */
  void expire(int slot) {
    Line line = take(slot);
    lineOf(slot, -line.number);
    left(line);
  }

  private Line take(int slot) {
    Line line = line(lineOf(slot));
    unlink(line, slot);
    if (line.credits > line.waiting) {
      line.credits--;
      line.settle();
      line.lack(1);
    }
    return line;
  }

  private void unlink(Line line, int slot) {
    if (line.lastReturned == slot) {
      line.lastReturned = -1;
    }
    lists.remove(slot);
    line.waiting--;
    waiting--;
  }

  private void left(Line line) {
    line.left++;
    tell(line);
  }

  /** The line from which the end of its validity took a message that is due now; 0 for none. */
  int cameFrom(int slot) {
    return Math.max(0, -lineOf(slot));
  }

  /** A message that does not wait in a line is replaced, ended, or with the dispatcher. */
  void forget(int slot) {
    int number = lineOf(slot);
    if (number == 0) {
      return;
    }
    lineOf(slot, 0);
    if (number > 0) {
      // It is being read; what becomes of the credit is seen then.
      left(line(number));
    }
  }

  boolean hasServable() {
    return !servable.isEmpty();
  }

  /** The line whose turn it is; {@link #list} it again if it has more. */
  Line nextServable() {
    Line line = servable.remove();
    line.listed = false;
    return line;
  }

  /** The line may have something to read from now on, or be gone. */
  void list(Line line) {
    if (!line.listed && line.credits > 0) {
      line.listed = true;
      servable.add(line);
    }
    drop(line);
  }

  /** Takes out who is first in a line that has credit; its body is read next. */
  int poll(Line line) {
    int slot = lists.first(line.list);
    unlink(line, slot);
    line.credits--;
    line.reading++;
    return slot;
  }

  /** What was read for a line is pushed. */
  void pushed(Line line, int slot) {
    lineOf(slot, 0);
    line.reading--;
    line.settle();
    tell(line);
  }

  /** What was read for a line was gone; its credit is the next one's, if there is one. */
  void lost(Line line) {
    line.reading--;
    if (line.waiting > line.credits) {
      line.credits++;
    } else {
      line.settle();
      line.lack(1);
      tell(line);
    }
  }

  /** What was read for a line is at its end. */
  void expire(Line line, int slot) {
    lineOf(slot, -line.number);
    left(line);
    lost(line);
  }

  /** Whether who was read for a line has to wait for one that has returned meanwhile. */
  static boolean isOvertaking(Line line, long key) {
    return line.leastReturned < key;
  }

  /** Who was read for a line goes back to it, and its credit too. */
  void returnRead(Line line, int slot) {
    line.reading--;
    putBack(line, slot);
    line.waiting++;
    waiting++;
    line.credits++;
  }

  /** All that was being read for a line is pushed or gone. */
  void readDone(Line line) {
    line.leastReturned = Long.MAX_VALUE;
    list(line);
  }

  private void tell(Line line) {
    if (!line.telling && (line.left > 0 || line.unused > 0)) {
      line.telling = true;
      telling.add(line);
    }
  }

  /** The next line that has something to tell; {@link #told} is to follow. */
  @Nullable Line nextTelling() {
    return telling.poll();
  }

  /** The caller has been told. */
  void told(Line line) {
    line.telling = false;
    line.left = 0;
    line.unused = 0;
    drop(line);
  }

  private int lineOf(int slot) {
    int chunk = slot >> SlotTable.CHUNK_BITS;
    return chunk >= lineOf.length || lineOf[chunk] == null
        ? 0
        : lineOf[chunk][slot & SlotTable.IN_CHUNK];
  }

  private void lineOf(int slot, int number) {
    int chunk = slot >> SlotTable.CHUNK_BITS;
    if (chunk >= lineOf.length) {
      lineOf = Arrays.copyOf(lineOf, Math.max(chunk + 1, 2 * lineOf.length));
    }
    if (lineOf[chunk] == null) {
      lineOf[chunk] = new int[SlotTable.CHUNK];
    }
    lineOf[chunk][slot & SlotTable.IN_CHUNK] = number;
  }

  private static int home(int number, int length) {
    return ((number * 0x9E3779B1) >>> 1) & (length - 1);
  }

  /** The line of that number, made if there is none. */
  private Line line(int number) {
    int i = home(number, places.length);
    for (Line line; (line = places[i]) != null; i = (i + 1) & (places.length - 1)) {
      if (line.number == number) {
        return line;
      }
    }
    Line made = new Line(number, freeCount > 0 ? freeLists[--freeCount] : listCount++);
    lists.make(made.list);
    if (++size * 2 > places.length) {
      resize(2 * places.length);
    }
    place(made);
    return made;
  }

  private void place(Line line) {
    int i = home(line.number, places.length);
    while (places[i] != null) {
      i = (i + 1) & (places.length - 1);
    }
    places[i] = line;
  }

  private void resize(int length) {
    @Nullable Line[] old = places;
    places = new Line[length];
    for (Line line : old) {
      if (line != null) {
        place(line);
      }
    }
  }

  private void drop(Line line) {
    if (!line.isGone()) {
      return;
    }
    line.dropped = true;
    int mask = places.length - 1;
    int hole = home(line.number, places.length);
    while (places[hole] != line) {
      hole = (hole + 1) & mask;
    }
    places[hole] = null;
    for (int i = (hole + 1) & mask; places[i] != null; i = (i + 1) & mask) {
      Line other = places[i];
      // Whoever stands at least as far from home as from the hole moves into it.
      if (((i - home(other.number, places.length)) & mask) >= ((i - hole) & mask)) {
        places[hole] = other;
        places[i] = null;
        hole = i;
      }
    }
    size--;
    if (freeCount == freeLists.length) {
      freeLists = Arrays.copyOf(freeLists, 2 * freeCount);
    }
    freeLists[freeCount++] = line.list;
  }
}
