package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.MailTable.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The mailboxes of all accounts. Changes here follow the records; the same methods serve recovery.
 */
final class Mailboxes {

  final MailTable table = new MailTable();

  /** Of all mails in line or kept back: until they expire, or until their next attempt. */
  final TimingWheel times = new TimingWheel(table);

  /** By the number of the box, who is in line for a first attempt. */
  private final SlotLists queued = new SlotLists(table, MailTable.LINE, 16);

  private static final int MOST_RECENT = 1 << 16;
  private static final long MOST_RECENT_OCTETS = 16L << 20;

  /** Of one box: who takes no mail for long leaves room for others. */
  private static final int MOST_OF_BOX = MOST_RECENT / 2;

  /** Of a box that has fewer in memory, more are read ahead. */
  private static final int FEW = 512;

  /**
   * Of those in line for a first attempt, in boxes that somebody is there for: what nobody asks for
   * would only take the room of what is under way.
   */
  private final RecentMail recent = new RecentMail(MOST_RECENT, MOST_RECENT_OCTETS);

  private final ArrayDeque<Mailbox> runningShort = new ArrayDeque<>();

  private final LiveBytes live;
  private final ArrayList<Mailbox> boxes = new ArrayList<>();
  private final ConcurrentHashMap<String, Mailbox> byAccount = new ConcurrentHashMap<>();
  private final ArrayDeque<Mailbox> servable = new ArrayDeque<>();

  Mailboxes(LiveBytes live) {
    this.live = live;
  }

  Mailbox box(String account) {
    Mailbox box = byAccount.get(account);
    if (box == null) {
      box = new Mailbox(account, boxes.size(), queued);
      queued.make(box.number);
      boxes.add(box);
      byAccount.put(account, box);
    }
    return box;
  }

  /** How many boxes there are; their numbers are below. */
  int boxCount() {
    return boxes.size();
  }

  /** The box of a number. */
  Mailbox box(int number) {
    return boxes.get(number);
  }

  Mailbox boxOf(int slot) {
    return boxes.get(table.box(slot));
  }

  /** A MAIL record: new, or moved if the key is known. */
  int put(Mailbox box, long key, long position, int length, int attempts, long next, long expires) {
    int slot = table.find(key);
    if (slot < 0) {
      slot = table.add(key);
      box.count(1);
    } else {
      live.remove(table.position(slot), table.length(slot));
      box.bytes -= table.length(slot);
    }
    table.box(slot, box.number);
    table.place(slot, position, length);
    table.attempts(slot, attempts);
    table.nextDue(slot, next);
    table.expires(slot, expires);
    live.add(position, length);
    box.bytes += length;
    return slot;
  }

  void moved(int slot, long position) {
    int length = table.length(slot);
    live.remove(table.position(slot), length);
    live.add(position, length);
    table.place(slot, position, length);
  }

  void remove(int slot) {
    Mailbox box = boxOf(slot);
    times.remove(slot);
    leaveLine(slot);
    live.remove(table.position(slot), table.length(slot));
    box.count(-1);
    box.bytes -= table.length(slot);
    table.remove(slot);
  }

  /** Gets in line for its first attempt. */
  void queue(int slot) {
    Mailbox box = boxOf(slot);
    leaveLine(slot);
    table.state(slot, QUEUED);
    times.put(slot);
    queued.add(box.number, slot);
    list(box);
  }

  /** Out of the line for first attempts, if it is there; what was in memory of it, or null. */
  private @Nullable Mail leaveLine(int slot) {
    Mail mail = recent.take(slot);
    if (mail != null) {
      Mailbox box = boxOf(slot);
      box.inMemory--;
      if (box.lastInMemory == slot) {
        box.lastInMemory = queued.previous(slot);
      }
    }
    queued.remove(slot);
    return mail;
  }

  /** Keeps in memory what just got in line, if all before it are in memory and there is room. */
  void keepRecent(int slot, NewMail mail, long about, long queuedAt) {
    Mailbox box = boxOf(slot);
    if (canKeep(box, slot, mail.length())) {
      keep(box, slot, mail(slot, mail, about, queuedAt));
    }
  }

  /** The same with what was read ahead; it may have left the line meanwhile. */
  void keepRead(Mailbox box, int slot, Mail mail) {
    if (table.state(slot) == QUEUED && canKeep(box, slot, mail.body().length)) {
      keep(box, slot, mail);
    }
  }

  private boolean canKeep(Mailbox box, int slot, int length) {
    return box.wanted
        && box.inMemory < MOST_OF_BOX
        && recent.hasRoom(1, length)
        && firstOnDisk(box) == slot;
  }

  private void keep(Mailbox box, int slot, Mail mail) {
    recent.keep(slot, mail);
    box.inMemory++;
    box.lastInMemory = slot;
  }

  /** Who comes first of those in line that are on disk alone, or -1. */
  int firstOnDisk(Mailbox box) {
    return box.inMemory == 0 ? queued.first(box.number) : queued.next(box.lastInMemory);
  }

  /** Who is behind a slot in line, or -1. */
  int behind(int slot) {
    return queued.next(slot);
  }

  /** Whether there would be room in memory for so many with bodies of so many octets. */
  boolean hasRoom(int mails, long octets) {
    return recent.hasRoom(mails, octets);
  }

  /** Nobody is there for the mail any more: it need not be in memory. */
  void unwanted(Mailbox box) {
    box.wanted = false;
    for (int slot = queued.first(box.number); box.inMemory > 0; slot = queued.next(slot)) {
      recent.take(slot);
      box.inMemory--;
    }
    box.lastInMemory = -1;
  }

  /** Has more of the box read ahead, if what is in memory will not last. */
  void checkAhead(Mailbox box) {
    if (!box.listedShort && runsShort(box)) {
      box.listedShort = true;
      runningShort.add(box);
    }
  }

  private boolean runsShort(Mailbox box) {
    return box.wanted && box.inMemory < FEW && firstOnDisk(box) >= 0;
  }

  /** A box of which more is to be read ahead, taken off the list; null when there is none. */
  @Nullable Mailbox nextShort() {
    Mailbox box = runningShort.poll();
    while (box != null) {
      box.listedShort = false;
      if (runsShort(box)) {
        return box;
      }
      box = runningShort.poll();
    }
    return null;
  }

  /** What is pushed of a new mail. */
  Mail mail(int slot, NewMail mail, long about, long queuedAt) {
    return new Mail(
        table.key(slot),
        boxOf(slot).account,
        mail.kind(),
        0,
        queuedAt,
        table.expires(slot),
        mail.exactBody(),
        mail.attachment(),
        false,
        about);
  }

  /** Gets in line again. */
  void giveBack(int slot) {
    Mailbox box = boxOf(slot);
    leaveLine(slot);
    table.state(slot, RETURNED);
    times.put(slot);
    box.returned.add(table.key(slot));
    list(box);
  }

  /** Is kept back until its next time. */
  void delay(int slot) {
    leaveLine(slot);
    table.state(slot, DELAYED);
    times.put(slot);
  }

  /** The box may have something to push from now on. */
  void list(Mailbox box) {
    if (!box.listed && box.credits > 0 && box.hasLine()) {
      box.listed = true;
      servable.add(box);
    }
  }

  /** The box whose turn it is, taken off the list; null when there is none. */
  @Nullable Mailbox nextServable() {
    Mailbox box = servable.poll();
    if (box != null) {
      box.listed = false;
    }
    return box;
  }

  boolean hasServable() {
    return !servable.isEmpty();
  }

  int servableBoxes() {
    return servable.size();
  }

  /** Whether the mail that comes first in line is still in memory. */
  boolean isRecentFirst(Mailbox box) {
    return box.returned.isEmpty() && box.inMemory > 0;
  }

  /** Takes the mail out of line that comes first, if it is still in memory; else null. */
  @Nullable Mail pollRecent(Mailbox box) {
    if (!isRecentFirst(box)) {
      return null;
    }
    int slot = queued.first(box.number);
    times.remove(slot);
    table.state(slot, IN_FLIGHT);
    return leaveLine(slot);
  }

  /** Takes the mail out of line that comes first; -1 when the line is empty. */
  int pollLine(Mailbox box) {
    while (!box.returned.isEmpty()) {
      int slot = table.find(box.returned.poll());
      if (slot >= 0 && table.state(slot) == RETURNED) {
        times.remove(slot);
        return slot;
      }
    }
    int slot = queued.first(box.number);
    if (slot >= 0) {
      leaveLine(slot);
      times.remove(slot);
    }
    return slot;
  }

  /** An account that is never bound must not keep the keys of mail that is gone. */
  void forgetGone(Mailbox box) {
    while (!box.returned.isEmpty() && table.find(box.returned.peek()) < 0) {
      box.returned.poll();
    }
  }

  /** How many mails each account has; from any thread. */
  Map<String, Integer> counts() {
    var counts = new java.util.TreeMap<String, Integer>();
    for (Mailbox box : byAccount.values()) {
      if (box.count() > 0) {
        counts.put(box.account, box.count());
      }
    }
    return counts;
  }
}
