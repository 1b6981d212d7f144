package org.messagecenter.store.queue;

/**
 * The fingerprints of submissions that were accepted lately, so that one that comes again is known.
 * Each leads to the key of the submission's first message and to its short id. In the order of
 * acceptance: when there are too many, or when the oldest is older than {@link #LONGEST_MILLIS},
 * that one is forgotten. Submissions without a fingerprint are not in here and cost nothing.
 */
final class Repeats {

  /** Nobody asks for what is longer ago. */
  static final long LONGEST_MILLIS = 24L * 3600 * 1000;

  // What the words of a row mean here.
  private static final int FINGERPRINT = SlotTable.POSITION;
  private static final int ACCEPTED_AT = SlotTable.NEXT_DUE;
  private static final int ALIAS = SlotTable.EXPIRES;

  private static final int ALL = 0;

  private final int most;
  final SlotTable table = new SlotTable();
  private final SlotMap byFingerprint = new SlotMap(table, FINGERPRINT);
  private final SlotLists order = new SlotLists(table, SlotTable.LINKS, 1);
  private long forgotten;

  /** Is shown the entries. */
  @FunctionalInterface
  interface Visitor {
    void entry(long fingerprint, long key, long acceptedAt, int alias);
  }

  /**
   * @param most how many are remembered; 0 for none
   */
  Repeats(int most) {
    this.most = most;
  }

  /**
   * Where the submission with that fingerprint is, or -1.
   *
   * @param since epoch milliseconds; one that was accepted before does not count
   */
  int find(long fingerprint, long since) {
    int slot = byFingerprint.find(fingerprint);
    return slot >= 0 && acceptedAt(slot) >= since ? slot : -1;
  }

  /** Where the submission is whose first message has that key, or -1. */
  int findByKey(long key) {
    return table.find(key);
  }

  long key(int slot) {
    return table.key(slot);
  }

  long fingerprint(int slot) {
    return table.word(slot, FINGERPRINT);
  }

  long acceptedAt(int slot) {
    return table.word(slot, ACCEPTED_AT);
  }

  int alias(int slot) {
    return (int) table.word(slot, ALIAS);
  }

  /**
   * A submission was accepted, or is met again while the journal is read. It takes the place of an
   * earlier one with the same fingerprint.
   */
  void put(long fingerprint, long key, long acceptedAt, int alias) {
    int known = byFingerprint.find(fingerprint);
    if (most == 0 || (known >= 0 && key(known) >= key)) {
      return;
    }
    if (known >= 0) {
      drop(known);
    }
    forget(key);
    int first;
    while ((first = order.first(ALL)) >= 0 && acceptedAt(first) < acceptedAt - LONGEST_MILLIS) {
      drop(first);
    }
    if (table.size() == most) {
      forgotten++;
      drop(first);
    }
    int slot = table.add(key);
    table.word(slot, FINGERPRINT, fingerprint);
    table.word(slot, ACCEPTED_AT, acceptedAt);
    table.word(slot, ALIAS, alias);
    byFingerprint.add(slot);
    order.add(ALL, slot);
  }

  private void drop(int slot) {
    order.remove(slot);
    byFingerprint.remove(slot);
    table.remove(slot);
  }

  /** The submission has another content now: its fingerprint means nothing any more. */
  void forget(long key) {
    int slot = table.find(key);
    if (slot >= 0) {
      drop(slot);
    }
  }

  /** How many were forgotten before their time, because there was no room. */
  long forgotten() {
    return forgotten;
  }

  int size() {
    return table.size();
  }

  /** After entries were put in out of their order. */
  void sort() {
    for (long key : table.keys()) {
      int slot = table.find(key);
      order.remove(slot);
      order.add(ALL, slot);
    }
  }

  /** Shows all entries, the oldest first. */
  void visit(Visitor visitor) {
    for (int slot = order.first(ALL); slot >= 0; slot = order.next(slot)) {
      visitor.entry(fingerprint(slot), key(slot), acceptedAt(slot), alias(slot));
    }
  }
}
