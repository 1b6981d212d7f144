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

  /** Of those in line for a first attempt. */
  private final RecentMail recent = new RecentMail(MOST_RECENT, MOST_RECENT_OCTETS);

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
    queued.remove(slot);
    recent.take(slot);
    live.remove(table.position(slot), table.length(slot));
    box.count(-1);
    box.bytes -= table.length(slot);
    table.remove(slot);
  }

  /** Gets in line for its first attempt. */
  void queue(int slot) {
    Mailbox box = boxOf(slot);
    queued.remove(slot);
    recent.take(slot);
    table.state(slot, QUEUED);
    times.put(slot);
    queued.add(box.number, slot);
    list(box);
  }

  /** Keeps in memory what just got in line, if there is room. */
  void keepRecent(int slot, NewMail mail, long about, long queuedAt) {
    if (recent.hasRoom(mail.length())) {
      recent.keep(slot, mail(slot, mail, about, queuedAt));
    }
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
    queued.remove(slot);
    recent.take(slot);
    table.state(slot, RETURNED);
    times.put(slot);
    box.returned.add(table.key(slot));
    list(box);
  }

  /** Is kept back until its next time. */
  void delay(int slot) {
    queued.remove(slot);
    recent.take(slot);
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
    int slot = queued.first(box.number);
    return box.returned.isEmpty() && slot >= 0 && recent.has(slot);
  }

  /** Takes the mail out of line that comes first, if it is still in memory; else null. */
  @Nullable Mail pollRecent(Mailbox box) {
    int slot = queued.first(box.number);
    Mail mail = slot >= 0 && box.returned.isEmpty() ? recent.take(slot) : null;
    if (mail != null) {
      queued.remove(slot);
      times.remove(slot);
      table.state(slot, IN_FLIGHT);
    }
    return mail;
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
      queued.remove(slot);
      times.remove(slot);
      recent.take(slot);
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
