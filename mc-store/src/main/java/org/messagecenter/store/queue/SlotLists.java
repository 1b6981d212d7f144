package org.messagecenter.store.queue;

import java.util.Arrays;

/**
 * Numbered lists of slots, first in, first out, and everyone may leave at any time. The links are a
 * word of the slots' rows: a slot is in at most one of all lists that use the same word, and being
 * in one costs nothing.
 */
final class SlotLists {

  private final SlotTable table;
  private final int word;

  // The upper half of a slot's word is who is before it, the lower who is behind it: 0 in no list;
  // above 0 a slot, plus one; below 0 the end of the list that is minus that, minus one.
  private int[] first;
  private int[] last;

  /**
   * @param word of the slots' rows; 0 there is a slot in no list
   * @param lists how many there are to begin with
   */
  SlotLists(SlotTable table, int word, int lists) {
    this.table = table;
    this.word = word;
    first = new int[lists];
    last = new int[lists];
  }

  /** Makes sure that the list of this number, and all below, exist. */
  void make(int list) {
    if (list >= first.length) {
      int lists = Math.max(list + 1, 2 * first.length);
      first = Arrays.copyOf(first, lists);
      last = Arrays.copyOf(last, lists);
    }
  }

  boolean isEmpty(int list) {
    return first[list] == 0;
  }

  /** Who is first, or -1. */
  int first(int list) {
    return first[list] - 1;
  }

  /** Who is behind a slot that is in a list, or -1. */
  int next(int slot) {
    return Math.max((int) table.word(slot, word), 0) - 1;
  }

  /** Who is before a slot that is in a list, or -1. */
  int previous(int slot) {
    return Math.max((int) (table.word(slot, word) >> 32), 0) - 1;
  }

  private void before(int slot, int before) {
    table.word(slot, word, (long) before << 32 | (table.word(slot, word) & 0xFFFF_FFFFL));
  }

  private void behind(int slot, int behind) {
    table.word(slot, word, (table.word(slot, word) & ~0xFFFF_FFFFL) | (behind & 0xFFFF_FFFFL));
  }

  /** Puts a slot that is in no list at the end of one. */
  void add(int list, int slot) {
    int end = -1 - list;
    int before = last[list];
    table.word(slot, word, (long) (before == 0 ? end : before) << 32 | (end & 0xFFFF_FFFFL));
    if (before == 0) {
      first[list] = slot + 1;
    } else {
      behind(before - 1, slot + 1);
    }
    last[list] = slot + 1;
  }

  /** Puts a slot that is in no list before one that is in one. */
  void addBefore(int slot, int next) {
    int before = (int) (table.word(next, word) >> 32);
    table.word(slot, word, (long) before << 32 | (next + 1));
    before(next, slot + 1);
    if (before > 0) {
      behind(before - 1, slot + 1);
    } else {
      first[-1 - before] = slot + 1;
    }
  }

  /**
   * Takes a slot out of its list, if it is in one; tells the list when it is empty now, else -1.
   */
  int remove(int slot) {
    long links = table.word(slot, word);
    if (links == 0) {
      return -1;
    }
    table.word(slot, word, 0);
    int before = (int) (links >> 32);
    int behind = (int) links;
    if (before > 0) {
      behind(before - 1, behind);
    } else {
      first[-1 - before] = Math.max(behind, 0);
    }
    if (behind > 0) {
      before(behind - 1, before);
    } else {
      last[-1 - behind] = Math.max(before, 0);
    }
    return before < 0 && behind < 0 ? -1 - before : -1;
  }

  /** Moves all of one list to the end of another; takes no longer for many than for one. */
  void moveAll(int from, int to) {
    int head = first[from];
    int tail = last[from];
    if (head == 0) {
      return;
    }
    if (first[to] == 0) {
      first[to] = head;
      before(head - 1, -1 - to);
    } else {
      behind(last[to] - 1, head);
      before(head - 1, last[to]);
    }
    behind(tail - 1, -1 - to);
    last[to] = tail;
    first[from] = 0;
    last[from] = 0;
  }
}
