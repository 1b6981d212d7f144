package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.MessageTable.*;

import java.util.function.LongConsumer;

/**
 * The pending messages: where they are on disk, what they wait for, and who is in line for credit.
 * Changes here follow the records; the same methods serve recovery.
 */
final class Messages {

  /** In place of a hash. */
  private static final long UNKNOWN = 0;

  private static final int MOST_UNADDRESSED = 256;

  final MessageTable table = new MessageTable();
  final TimingWheel waiting = new TimingWheel(table);

  final Lines lines = new Lines(table);

  final AddressIndex byAddress = new AddressIndex(table);
  final Aliases aliases = new Aliases();
  final Repeats repeats;

  private final SlotMap byCarrier = new SlotMap(table, MessageTable.HASH);
  private final LiveBytes live;
  private final ParkedEnds parkedEnds = new ParkedEnds(table, lines);

  /** One list: those in line for credit. */
  private final SlotLists ready = new SlotLists(table, SlotTable.LINKS, 1);

  /** Whether some whose time has come may still be among {@link #waiting}, after a step. */
  boolean isBehind;

  private int inFlight;

  /** Recovered messages in slots below are not in the address index, unless by other ways. */
  private int unindexed;

  /** Of those above, the records of so many are being read back for their addresses. */
  private int unaddressed;

  /** Who is first of those in line that came since the last {@link #indexReady}; -1 for none. */
  private int newlyReady = -1;

  /**
   * @param fingerprints how many submissions with a fingerprint are remembered
   */
  Messages(LiveBytes live, int fingerprints) {
    this.live = live;
    repeats = new Repeats(fingerprints);
  }

  /** A MESSAGE record: new, or moved or replaced if the key is known. */
  int put(
      long key,
      long position,
      int length,
      int attempts,
      long nextDue,
      long expires,
      int tag,
      int alias,
      long addressHash) {
    int slot = table.find(key);
    if (slot < 0) {
      slot = table.add(key);
      if (alias != 0) {
        aliases.retain(alias, key);
      }
    } else {
      live.remove(table.position(slot), table.length(slot));
      byAddress.remove(slot);
    }
    if (!table.marked(slot, HAS_CARRIER_ID)) {
      table.hash(slot, addressHash);
    }
    table.label(slot, tag, alias);
    table.place(slot, position, length);
    table.attempts(slot, attempts);
    table.nextDue(slot, nextDue);
    table.expires(slot, expires);
    live.add(position, length);
    return slot;
  }

  /** The message has been written again, as it is. */
  void moved(int slot, long position, int length) {
    live.remove(table.position(slot), table.length(slot));
    live.add(position, length);
    table.place(slot, position, length);
    if (table.marked(slot, HAS_CARRIER_ID)) {
      table.carrierPosition(slot, position);
    }
  }

  /** The record at {@code position} holds the message's carrier id. */
  void carrier(int slot, long hash, long position) {
    byAddress.remove(slot);
    table.carrierPosition(slot, position);
    if (table.marked(slot, HAS_CARRIER_ID)) {
      if (table.hash(slot) == hash) {
        return;
      }
      byCarrier.remove(slot);
    }
    table.mark(slot, HAS_CARRIER_ID);
    table.hash(slot, hash);
    // Carriers use ids again: the younger message is meant from now on.
    int other = byCarrier.find(hash);
    if (other >= 0) {
      byCarrier.remove(other);
    }
    byCarrier.add(slot);
  }

  /** No carrier has the message any more; {@link #address} is to follow. */
  void dropCarrier(int slot) {
    if (table.marked(slot, HAS_CARRIER_ID)) {
      byCarrier.remove(slot);
      table.unmark(slot, HAS_CARRIER_ID);
      table.carrierPosition(slot, 0);
      // What the carrier id's hash took the place of.
      table.hash(slot, UNKNOWN);
    }
  }

  /** Whether the hash is known by which it is to be found. */
  boolean isAddressed(int slot) {
    return table.hash(slot) != UNKNOWN || table.marked(slot, HAS_CARRIER_ID);
  }

  /** The record of a message was read back that had a carrier id: this is its address. */
  void address(int slot, long hash) {
    if (!isAddressed(slot)) {
      table.hash(slot, hash);
      if (table.state(slot) != FRESH && table.state(slot) != IN_FLIGHT) {
        index(slot);
      }
    }
  }

  /** The same while the journal is read; {@link #indexCarrier} is to follow in the end. */
  void recoverCarrier(int slot, long hash, long position) {
    table.carrierPosition(slot, position);
    table.mark(slot, HAS_CARRIER_ID);
    table.hash(slot, hash);
  }

  /**
   * Makes the carrier id of a recovered message lead to it, if it has one; of several with the same
   * to the youngest, in whatever order they come.
   */
  void indexCarrier(int slot) {
    if (!table.marked(slot, HAS_CARRIER_ID)) {
      return;
    }
    int holder = byCarrier.find(table.hash(slot));
    if (holder < 0) {
      byCarrier.add(slot);
    } else if (table.key(holder) < table.key(slot)) {
      byCarrier.replace(holder, slot);
    }
  }

  /** The slot of the message with that carrier id, or -1; the texts are still to be compared. */
  int findByCarrier(long hash) {
    return byCarrier.find(hash);
  }

  /** Whether its end may still be decided by others than who has it: no attempt is under way. */
  boolean isChangeable(int slot) {
    return slot >= 0 && table.state(slot) != IN_FLIGHT && !table.marked(slot, HAS_CARRIER_ID);
  }

  void remove(int slot) {
    byAddress.remove(slot);
    int alias = table.alias(slot);
    if (alias != 0) {
      aliases.release(alias);
    }
    if (table.state(slot) == IN_FLIGHT) {
      inFlight--;
    }
    leave(slot);
    if (table.marked(slot, HAS_CARRIER_ID)) {
      byCarrier.remove(slot);
    }
    live.remove(table.position(slot), table.length(slot));
    table.remove(slot);
  }

  /** Takes the message out of where it waits, if it does. */
  private void leave(int slot) {
    switch (table.state(slot)) {
      case WAITING -> waiting.remove(slot);
      case READY -> {
        leaveReady(slot);
        lines.forget(slot);
      }
      case PARKED -> lines.leave(slot);
      case READING -> lines.forget(slot);
      default -> {
        // In no list.
      }
    }
  }

  private void leaveReady(int slot) {
    if (slot == newlyReady) {
      newlyReady = ready.next(slot);
    }
    ready.remove(slot);
  }

  /** From now on the store waits for the message's next time. */
  void await(int slot) {
    leave(slot);
    state(slot, WAITING);
    index(slot);
    waiting.put(slot);
  }

  /** The message is due and gets in line. */
  void ready(int slot) {
    leave(slot);
    getReady(slot);
  }

  private void getReady(int slot) {
    state(slot, READY);
    ready.add(0, slot);
    if (newlyReady < 0) {
      newlyReady = slot;
    }
  }

  boolean hasReady() {
    return !ready.isEmpty(0);
  }

  /** Takes out who is first in line, which there must be; its body is read next. */
  int pollReady() {
    int slot = ready.first(0);
    leaveReady(slot);
    state(slot, READING);
    return slot;
  }

  /** The dispatcher has it from now on, by the credit of all. */
  void push(int slot) {
    lines.forget(slot);
    state(slot, IN_FLIGHT);
  }

  /** The dispatcher has it from now on, by the credit of its line. */
  void push(Line line, int slot) {
    lines.pushed(line, slot);
    state(slot, IN_FLIGHT);
  }

  /** The dispatcher, who has the message, gives it back: it waits in a line. */
  void park(int slot, int line, boolean again) {
    state(slot, PARKED);
    lines.park(slot, line, again);
    parkedEnds.add(slot);
    index(slot);
  }

  /** Takes out who is first in a line that has credit; its body is read next. */
  int poll(Line line) {
    int slot = lines.poll(line);
    state(slot, READING);
    return slot;
  }

  /**
   * Who was read for a line may not be pushed by its credit after all: it is at its end, or one
   * returned that comes before it.
   *
   * @return whether it is so, and the message waits again
   */
  boolean holdBack(Line line, int slot, long now) {
    if (table.hasEnd(slot) && table.expires(slot) <= now) {
      lines.expire(line, slot);
      getReady(slot);
      return true;
    }
    if (Lines.isOvertaking(line, table.key(slot))) {
      state(slot, PARKED);
      lines.returnRead(line, slot);
      parkedEnds.add(slot);
      return true;
    }
    return false;
  }

  /** Has parked messages pushed whose validity has ended, some at a time. */
  void endParked(long now) {
    parkedEnds.step(
        now,
        slot -> {
          lines.expire(slot);
          getReady(slot);
        });
  }

  /** Before this time there is nothing to do for {@link #endParked}. */
  long firstParkedEnd() {
    return parkedEnds.firstTime();
  }

  /** Who is still in line now is to be found by its address: no credit may come for long. */
  void indexReady() {
    for (; newlyReady >= 0; newlyReady = ready.next(newlyReady)) {
      index(newlyReady);
    }
  }

  /** The same for a message that was recovered; {@link #indexSome} is to follow. */
  void recovered(int slot) {
    state(slot, WAITING);
    waiting.put(slot);
    unindexed = Math.max(unindexed, slot + 1);
  }

  /** Whether some recovered messages cannot be found by their address yet. */
  boolean hasUnindexed() {
    return unindexed > 0 || unaddressed > 0;
  }

  /** Whether {@link #indexSome} would get on, though nothing else happens. */
  boolean canIndex() {
    return unindexed > 0 && unaddressed < MOST_UNADDRESSED;
  }

  /** The record was read back of a message that {@link #indexSome} had shown. */
  void addressedRecovered() {
    unaddressed--;
  }

  /**
   * Makes recovered messages known to the address index, which takes longer than all else that
   * opening does for them: so it is done little by little, when the store is at work already.
   *
   * @param slots how many are looked at
   * @param unknown is shown the keys of those whose record is to be read before
   */
  void indexSome(int slots, LongConsumer unknown) {
    int stop = Math.max(0, unindexed - slots);
    while (unindexed > stop && unaddressed < MOST_UNADDRESSED) {
      unindexed--;
      if (table.key(unindexed) == 0) {
        continue;
      }
      if (!isAddressed(unindexed)) {
        unaddressed++;
        unknown.accept(table.key(unindexed));
      } else if (table.state(unindexed) == WAITING || table.state(unindexed) == READY) {
        index(unindexed);
      }
    }
  }

  private void index(int slot) {
    if (!table.marked(slot, HAS_CARRIER_ID | INDEXED) && isAddressed(slot)) {
      byAddress.add(slot);
    }
  }

  void state(int slot, int state) {
    if (table.state(slot) == IN_FLIGHT) {
      inFlight--;
    }
    if (state == IN_FLIGHT) {
      inFlight++;
    }
    table.state(slot, state);
  }

  /** Why the message is pushed now. */
  DueReason reason(int slot, long now) {
    if (table.marked(slot, HAS_CARRIER_ID)) {
      return DueReason.SILENT;
    }
    // It may have come due by its end alone, and the clock been set back while it was in line.
    if (now >= table.expires(slot)
        || table.expires(slot) <= table.nextDue(slot)
        || lines.cameFrom(slot) != 0) {
      table.mark(slot, PUSHED_EXPIRED);
      return DueReason.EXPIRED;
    }
    return table.attempts(slot) > 0 || table.marked(slot, POSSIBLE_DUPLICATE)
        ? DueReason.RETRY
        : DueReason.FIRST;
  }

  int inFlight() {
    return inFlight;
  }
}
