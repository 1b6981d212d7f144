package org.messagecenter.store.queue;

/**
 * Slots by the time at which something is to happen to them ({@link SlotTable#dueAt}), the earliest
 * first, among equals who was put in first. A hierarchical wheel: lists for the next milliseconds,
 * for the next stretches of 64, of 64 times 64, and so on up to any time. To put in and to take out
 * costs a few steps, however many there are, and nothing is done for anyone until its stretch
 * begins. Then the stretch's list is spread over the finer ones, step by step between other work.
 *
 * <p>The clock may jump. What is due by a clock set forward comes in the order of its times; when
 * it is set back by more than {@link #MOST_BACK} everything is spread anew. Set back by less,
 * nothing comes too early, and what falls between the two times comes late by that much at most.
 */
final class TimingWheel {

  /** Nobody is due. */
  static final int NOBODY = -1;

  /** A step was made, nobody is due by it; there is more to do. */
  static final int STEP = -2;

  /** By so many milliseconds the clock may be behind without everything being spread anew. */
  static final long MOST_BACK = 1_000;

  private static final int LEVEL_BITS = 6;
  private static final int IN_LEVEL = (1 << LEVEL_BITS) - 1;
  private static final int LEVELS = 11;

  /** The list of those that are being spread; the lists of the wheel are below. */
  private static final int SPREAD = LEVELS << LEVEL_BITS;

  private final SlotTable table;
  private final SlotLists lists;

  /** A bit for each list of a level that is not empty. */
  private final long[] occupied = new long[LEVELS];

  /**
   * How far the wheel has been turned. A time is in the list of the highest six bits in which it
   * differs from this one; so the first list of the lowest level is always the earliest.
   */
  private long turned;

  TimingWheel(SlotTable table) {
    this.table = table;
    lists = new SlotLists(table, SlotTable.LINKS, SPREAD + 1);
  }

  /**
   * Turns a wheel that is empty, so that what is put in next lies near.
   *
   * @param earliest nobody's time is before it, epoch milliseconds
   */
  void begin(long earliest) {
    turned = Math.max(0, earliest);
  }

  /** Nothing is to be done before this time; {@link Long#MAX_VALUE} when nobody is in. */
  long firstTime() {
    if (!lists.isEmpty(SPREAD)) {
      return 0;
    }
    int list = firstList();
    return list < 0 ? Long.MAX_VALUE : begin(list);
  }

  /** Puts in a slot, or moves one that is in already. A slot without a time stays out. */
  void put(int slot) {
    remove(slot);
    if (lists.isEmpty(SPREAD)) {
      place(slot);
    } else {
      // Behind those of the same time that are not placed yet.
      lists.add(SPREAD, slot);
    }
  }

  /** Takes out a slot, if it is in. */
  void remove(int slot) {
    int emptied = lists.remove(slot);
    if (emptied >= 0 && emptied < SPREAD) {
      occupied[emptied >> LEVEL_BITS] &= ~(1L << emptied);
    }
  }

  /**
   * Turns the wheel a little.
   *
   * @param now the wall clock, epoch milliseconds
   * @return a slot that is due and was taken out, {@link #STEP} or {@link #NOBODY}
   */
  int poll(long now) {
    if (turned - Math.max(0, now) > MOST_BACK) {
      turnBack(Math.max(0, now));
    }
    int next = lists.first(SPREAD);
    if (next >= 0) {
      lists.remove(next);
      place(next);
      return STEP;
    }
    int list = firstList();
    if (list < 0 || begin(list) > now) {
      turned = Math.max(turned, now);
      return NOBODY;
    }
    turned = begin(list);
    if (list <= IN_LEVEL) {
      int slot = lists.first(list);
      remove(slot);
      return slot;
    }
    occupied[list >> LEVEL_BITS] &= ~(1L << list);
    lists.moveAll(list, SPREAD);
    return STEP;
  }

  private void place(int slot) {
    long due = table.dueAt(slot);
    if (due == Long.MAX_VALUE) {
      return;
    }
    // What is past already comes with what is due now.
    long time = Math.max(due, turned);
    int level = (63 - Long.numberOfLeadingZeros((time ^ turned) | 1)) / LEVEL_BITS;
    int list = level << LEVEL_BITS | ((int) (time >>> (level * LEVEL_BITS)) & IN_LEVEL);
    lists.add(list, slot);
    occupied[level] |= 1L << list;
  }

  private int firstList() {
    for (int level = 0; level < LEVELS; level++) {
      if (occupied[level] != 0) {
        return level << LEVEL_BITS | Long.numberOfTrailingZeros(occupied[level]);
      }
    }
    return -1;
  }

  /** When the stretch of a list begins. */
  private long begin(int list) {
    int shift = (list >> LEVEL_BITS) * LEVEL_BITS;
    int above = shift + LEVEL_BITS;
    long begin = (long) (list & IN_LEVEL) << shift;
    return above < Long.SIZE ? begin | turned >>> above << above : begin;
  }

  private void turnBack(long now) {
    for (int level = 0; level < LEVELS; level++) {
      while (occupied[level] != 0) {
        int list = level << LEVEL_BITS | Long.numberOfTrailingZeros(occupied[level]);
        lists.moveAll(list, SPREAD);
        occupied[level] &= occupied[level] - 1;
      }
    }
    turned = now;
  }
}
