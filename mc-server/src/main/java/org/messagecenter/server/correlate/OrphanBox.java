package org.messagecenter.server.correlate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orphans of one carrier. They are messages of the store, under an account that no ESME can
 * have; those of the last minutes are in memory too, for the case that their message is taken after
 * all. Everything here runs on the carrier's lane.
 */
final class OrphanBox {
  private static final Logger log = LoggerFactory.getLogger(OrphanBox.class);

  /** Longer than any system_id, so that it is nobody's. */
  private static final String ACCOUNT_PREFIX = "orphaned-receipts-of:";

  /** The store finds them by an address; this one is as good as any. */
  private static final String NO_DESTINATION = "";

  private static final int TAG = 1;

  /** What is read at once. */
  private static final int PAGE = 200;

  private static final int MOST_RECENT = 1000;
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final CarrierDesk desk;
  private final Means means;
  private final CorrelateCounters counters;
  private final Map<Long, Recent> recent = new LinkedHashMap<>();
  private final Map<String, List<Long>> recentById = new LinkedHashMap<>();
  private long kept;
  private boolean trimming;

  /** An orphan of the last minutes. */
  private record Recent(CarrierReceipt receipt, long since) {}

  OrphanBox(CarrierDesk desk, Means means) {
    this.desk = desk;
    this.means = means;
    this.counters = means.counters();
  }

  static String account(String carrier) {
    return ACCOUNT_PREFIX + carrier;
  }

  /** The carrier whose orphans have this account; null when it is none of theirs. */
  static @Nullable String carrier(String account) {
    return account.startsWith(ACCOUNT_PREFIX) ? account.substring(ACCOUNT_PREFIX.length()) : null;
  }

  /** Counts what an earlier run left. Once, before anything else. */
  void start() {
    long now = means.wallMillis().getAsLong();
    pages(
        0,
        (page, next) -> {
          // What has come since then was counted as it came.
          int older = (int) page.stream().filter(each -> each.acceptedAt() < now).count();
          kept += older;
          counters.orphans.add(older);
          next.run();
        },
        this::trim);
  }

  /** How many there are. */
  long kept() {
    return kept;
  }

  // ---- keeping --------------------------------------------------------------------------------

  /** Keeps a receipt and then acknowledges it. */
  void keep(Arrival arrival, CarrierReceipt receipt, OrphanReason why) {
    if (why != OrphanReason.UNREADABLE && isKept(receipt)) {
      counters.duplicate.increment();
      arrival.answer(CommandStatus.ESME_ROK);
      return;
    }
    long now = means.wallMillis().getAsLong();
    Orphan orphan =
        new Orphan(why, arrival.request().pdu().commandId(), now, arrival.request().body());
    long until = now + means.settings().orphansKept().toMillis();
    means
        .troubles()
        .info(
            log,
            "Carrier {} sent over {} a receipt that is kept as an orphan: {}",
            desk.name(),
            arrival.bind(),
            why.word());
    means
        .store()
        .accept(
            message(orphan, now, until),
            new AcceptCallback() {
              @Override
              public void accepted(long key, String messageId, @Nullable Object attachment) {
                onLane(() -> kept(key, arrival, receipt, why));
              }

              @Override
              public void refused(StoreFailure failure, @Nullable Object attachment) {
                onLane(
                    () -> {
                      counters.postponed.increment();
                      arrival.answer(CommandStatus.ESME_RSYSERR);
                    });
              }
            });
  }

  private NewMessage message(Orphan orphan, long now, long until) {
    byte[] octets = orphan.octets();
    return new NewMessage(
        account(desk.name()),
        NO_DESTINATION,
        MessageKind.ORPHAN,
        now,
        until,
        until,
        octets,
        0,
        octets.length,
        TAG,
        false,
        null);
  }

  private void kept(long key, Arrival arrival, CarrierReceipt receipt, OrphanReason why) {
    arrival.answer(CommandStatus.ESME_ROK);
    kept++;
    counters.orphans.increment();
    if (why != OrphanReason.UNREADABLE) {
      remember(key, receipt);
      if (why == OrphanReason.UNKNOWN) {
        // A message taken since the store was asked last is found now; one taken from now on finds
        // the orphan.
        replay(key, receipt, matched -> {});
      }
    }
    trim();
  }

  // ---- those of the last minutes --------------------------------------------------------------

  private void remember(long key, CarrierReceipt receipt) {
    long now = means.nanoTime().getAsLong();
    recent.put(key, new Recent(receipt, now));
    recentById.computeIfAbsent(receipt.id(), id -> new ArrayList<>(1)).add(key);
    Iterator<Map.Entry<Long, Recent>> oldest = recent.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Long, Recent> first = oldest.next();
      if (recent.size() <= MOST_RECENT && now - first.getValue().since < RECENT_NANOS) {
        break;
      }
      oldest.remove();
      forgetId(first.getKey(), first.getValue());
    }
  }

  private void forgetId(long key, Recent old) {
    List<Long> keys = recentById.get(old.receipt.id());
    if (keys != null) {
      keys.remove(key);
      if (keys.isEmpty()) {
        recentById.remove(old.receipt.id());
      }
    }
  }

  /** Whether the same is an orphan of the last minutes; what is in memory is durable too. */
  boolean isKept(CarrierReceipt receipt) {
    for (long key : recentById.getOrDefault(receipt.id(), List.of())) {
      Recent orphan = recent.get(key);
      if (orphan != null
          && orphan.receipt.state() == receipt.state()
          && orphan.receipt.error() == receipt.error()) {
        return true;
      }
    }
    return false;
  }

  /** The carrier took a message with this id: what was an orphan may be its receipt. */
  void taken(String id) {
    if (recentById.isEmpty()) {
      return;
    }
    List<Long> keys = recentById.remove(id);
    if (keys == null) {
      return;
    }
    for (long key : keys) {
      Recent orphan = recent.remove(key);
      if (orphan != null) {
        replay(key, orphan.receipt, matched -> {});
      }
    }
  }

  // ---- looking at them again ------------------------------------------------------------------

  /**
   * Looks once more for the message of an orphan, with the dialect as it is now.
   *
   * @param done hears 1 if it found it, on the lane
   */
  void replay(StoredMessage stored, IntConsumer done) {
    Orphan orphan = Orphan.read(stored.body());
    Pdu pdu = orphan == null ? null : orphan.pdu();
    CarrierReceipt receipt = pdu == null ? null : desk.read(pdu);
    if (receipt == null) {
      done.accept(0);
    } else {
      replay(stored.key(), receipt, done);
    }
  }

  private void replay(long key, CarrierReceipt receipt, IntConsumer done) {
    Case again =
        new ReplayCase(
            receipt,
            () -> end(key, MessageState.DELIVERED, ended -> done.accept(1)),
            () -> done.accept(0));
    desk.lookAgain(again);
  }

  /**
   * Looks for the messages of all orphans, page by page.
   *
   * @param done hears how many found it and how many stay, on the lane
   */
  void replayAll(BiConsumer<Integer, Integer> done) {
    int[] matched = new int[1];
    int[] seen = new int[1];
    pages(
        0,
        (page, next) -> {
          seen[0] += page.size();
          int[] open = {page.size()};
          for (StoredMessage each : page) {
            replay(
                each,
                found -> {
                  matched[0] += found;
                  if (--open[0] == 0) {
                    next.run();
                  }
                });
          }
        },
        () -> done.accept(matched[0], seen[0] - matched[0]));
  }

  /** Ends an orphan; {@code done} hears whether it was still there, on the lane. */
  private void end(long key, MessageState state, Consumer<Boolean> done) {
    Recent old = recent.remove(key);
    if (old != null) {
      forgetId(key, old);
    }
    means
        .store()
        .finish(
            key,
            state,
            0,
            means.wallMillis().getAsLong(),
            null,
            new DoneCallback() {
              @Override
              public void done(boolean changed) {
                onLane(
                    () -> {
                      if (changed) {
                        kept--;
                        counters.orphans.decrement();
                        ended(state).increment();
                      }
                      done.accept(changed);
                    });
              }

              @Override
              public void failed(StoreFailure why) {
                onLane(() -> done.accept(false));
              }
            });
  }

  private LongAdder ended(MessageState state) {
    return switch (state) {
      case DELIVERED -> counters.orphansMatched;
      case EXPIRED -> counters.orphansExpired;
      default -> counters.orphansDropped;
    };
  }

  /** Its time is over. */
  void expired(long key) {
    end(key, MessageState.EXPIRED, gone -> {});
  }

  /** Drops the oldest when there are too many. */
  private void trim() {
    long excess = kept - means.settings().orphansMost();
    if (excess <= 0 || trimming) {
      return;
    }
    trimming = true;
    page(
        0,
        (int) Math.min(excess, PAGE),
        oldest -> {
          int[] open = {oldest.size()};
          if (oldest.isEmpty()) {
            trimming = false;
          }
          for (StoredMessage each : oldest) {
            end(
                each.key(),
                MessageState.DELETED,
                gone -> {
                  if (--open[0] == 0) {
                    trimming = false;
                    trim();
                  }
                });
          }
        });
  }

  // ---- reading --------------------------------------------------------------------------------

  /** What is done with a page, and how to go on to the next one. */
  private interface PageWork {
    void page(List<StoredMessage> page, Runnable next);
  }

  private void pages(long after, PageWork work, Runnable end) {
    page(
        after,
        PAGE,
        found -> {
          if (found.isEmpty()) {
            end.run();
          } else {
            long last = found.get(found.size() - 1).key();
            work.page(found, () -> pages(last, work, end));
          }
        });
  }

  /** The oldest after that key; none when the store cannot tell. On the lane. */
  private void page(long after, int most, Consumer<List<StoredMessage>> done) {
    read(means, desk.name(), after, most, found -> onLane(() -> done.accept(found)));
  }

  /** The same for any carrier and on any thread. */
  static void read(
      Means means, String carrier, long after, int most, Consumer<List<StoredMessage>> done) {
    means
        .store()
        .findByAddress(
            account(carrier),
            NO_DESTINATION,
            TAG,
            after,
            most,
            new LookupCallback() {
              @Override
              public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
                done.accept(pending);
              }

              @Override
              public void failed(StoreFailure why) {
                log.warn("The orphans of carrier {} cannot be read: {}", carrier, why);
                done.accept(List.of());
              }
            });
  }

  private void onLane(Runnable next) {
    if (desk.lane().loop().inEventLoop()) {
      next.run();
    } else {
      desk.lane().answer(lane -> next.run());
    }
  }
}
