package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers look-ups: has the bodies read that they ask for, in the batches in which what is due is
 * read. A look-up for several messages becomes one for each, and gathers what they find.
 */
final class Finder {

  private static final Logger log = LoggerFactory.getLogger(Finder.class);

  private final Journal journal;
  private final Messages messages;
  private final MessageNames names;
  private final ArrayDeque<Asked> asked = new ArrayDeque<>();
  private boolean abandoned;
  private int answers;

  /** What waits for its turn. */
  private sealed interface Asked {}

  private record One(long key, @Nullable CarrierId carrierId, FindCallback callback)
      implements Asked {}

  /** A message id; as a key when it is a long one, as an alias when it is short. */
  record ById(String id, long key, int alias) {}

  /** An address, and which and how many of its messages are wanted. */
  record ByAddress(String account, String destination, int tag, long after, int most) {}

  private record Several(Object what, LookupCallback callback) implements Asked {}

  Finder(Journal journal, Messages messages, MessageNames names) {
    this.journal = journal;
    this.messages = messages;
    this.names = names;
  }

  void find(long key, @Nullable CarrierId carrierId, FindCallback callback) {
    asked.add(new One(key, carrierId, callback));
  }

  /**
   * @param what a {@link ById} or {@link ByAddress}
   */
  void lookup(Object what, LookupCallback callback) {
    asked.add(new Several(what, callback));
  }

  boolean isEmpty() {
    return asked.isEmpty();
  }

  /** Adds to the batch what is to be read, and answers what needs no reading. */
  void fill(ReadBatch batch, RecordWriter writer) {
    while (!asked.isEmpty() && !batch.isFull()) {
      Asked next = asked.remove();
      if (next instanceof One one) {
        read(one, batch, writer);
      } else {
        expand((Several) next, writer);
      }
    }
  }

  private void read(One one, ReadBatch batch, RecordWriter writer) {
    MessageTable table = messages.table;
    int slot;
    if (one.carrierId == null) {
      slot = table.find(one.key);
    } else {
      writer.prepare(one.carrierId);
      slot = messages.findByCarrier(writer.carrierHash());
    }
    if (slot < 0) {
      answer(one.callback, null);
      return;
    }
    long position = table.position(slot);
    int i =
        batch.add(
            ReadBatch.FIND,
            table.key(slot),
            journal.segment(Position.segment(position)),
            position,
            table.length(slot));
    batch.callback[i] = one.callback;
    batch.wanted[i] = one.carrierId;
    if (table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      long at = table.carrierPosition(slot);
      if (at != position) {
        batch.addState(i, journal.segment(Position.segment(at)), at);
      }
    }
  }

  private void expand(Several several, RecordWriter writer) {
    List<Long> keys = new ArrayList<>();
    Gathering gathering;
    if (several.what instanceof ByAddress by) {
      writer.prepareAddress(by.account, by.destination);
      messages.byAddress.visit(
          writer.addressHash(by.tag),
          by.after,
          slot -> {
            if (messages.isChangeable(slot) && keys.size() < by.most) {
              keys.add(messages.table.key(slot));
            }
            return keys.size() < by.most;
          });
      gathering = new Gathering(several.callback, keys.size(), by, null);
    } else {
      ById by = (ById) several.what;
      long key = by.alias == 0 ? by.key : messages.aliases.key(by.alias);
      for (int ordinal = 0; key >= 0 && ordinal < MessageStore.MAX_RECIPIENTS; ordinal++) {
        int slot = messages.table.find(key | ordinal);
        if (slot >= 0 && messages.table.alias(slot) == by.alias) {
          keys.add(key | ordinal);
        }
      }
      gathering =
          new Gathering(
              several.callback, keys.size(), null, key < 0 ? null : new ById(by.id, key, by.alias));
    }
    if (keys.isEmpty()) {
      gathering.complete();
    }
    for (int i = keys.size() - 1; i >= 0; i--) {
      asked.addFirst(new One(keys.get(i), null, gathering));
    }
  }

  private static boolean matches(StoredMessage found, ByAddress by) {
    return found.account().equals(by.account)
        && found.destination().equals(by.destination)
        && found.tag() == by.tag;
  }

  /** A message, and where it was read. */
  private record Read(StoredMessage message, long position) {}

  /**
   * Takes what each of several look-ups finds. They may be answered over several rounds, so the end
   * looks at all of them once more: what is told is true of one moment.
   */
  private final class Gathering implements FindCallback {
    private final LookupCallback callback;
    private final @Nullable ByAddress address;
    private final @Nullable ById id;
    private final List<Read> reads = new ArrayList<>();
    private int awaited;

    Gathering(
        LookupCallback callback, int awaited, @Nullable ByAddress address, @Nullable ById id) {
      this.callback = callback;
      this.awaited = awaited;
      this.address = address;
      this.id = id;
    }

    @Override
    public void found(@Nullable StoredMessage message) {
      if (message != null && (address == null || matches(message, address))) {
        int slot = messages.table.find(message.key());
        reads.add(new Read(message, messages.table.position(slot)));
      }
      if (--awaited == 0) {
        complete();
      }
    }

    void complete() {
      reads.removeIf(read -> !stillWanted(read));
      if (awaited > 0) {
        return;
      }
      List<StoredMessage> pending = new ArrayList<>();
      reads.forEach(read -> pending.add(read.message));
      pending.sort(Comparator.comparingLong(StoredMessage::key));
      answers++;
      try {
        callback.found(pending, ended());
      } catch (RuntimeException e) {
        log.error("a look-up callback failed", e);
      }
    }

    /** What was written again meanwhile, perhaps with other content, is read again. */
    private boolean stillWanted(Read read) {
      long key = read.message.key();
      int slot = messages.table.find(key);
      if (abandoned || slot < 0 || (address != null && !messages.isChangeable(slot))) {
        return false;
      }
      if (messages.table.position(slot) == read.position) {
        return true;
      }
      awaited++;
      asked.addFirst(new One(key, null, this));
      return false;
    }

    private List<EndedMessage> ended() {
      List<EndedMessage> ended = new ArrayList<>();
      ById by = id;
      for (int ordinal = 0; by != null && ordinal < MessageStore.MAX_RECIPIENTS; ordinal++) {
        EndedMessage message =
            abandoned ? null : messages.ended.find(by.key | ordinal, by.alias, by.id);
        if (message != null) {
          ended.add(message);
        }
      }
      return ended;
    }
  }

  /** Row {@code i} of the batch was read. */
  void found(ReadBatch batch, int i, RecordReader.Message message, long now) {
    FindCallback callback = Objects.requireNonNull(batch.callback[i]);
    batch.callback[i] = null;
    MessageTable table = messages.table;
    int slot = table.find(message.key());
    CarrierId wanted = batch.wanted[i];
    if (slot >= 0 && table.position(slot) != batch.position[i]) {
      // Written again meanwhile, perhaps with other content.
      asked.addFirst(new One(message.key(), wanted, callback));
      return;
    }
    CarrierId carrierId = message.carrierId();
    if (batch.stateSegment[i] != null) {
      carrierId = batch.stateCarrier[i];
    }
    if (slot < 0 || (wanted != null && !wanted.equals(carrierId))) {
      answer(callback, null);
      return;
    }
    boolean scheduled = table.attempts(slot) == 0 && table.nextDue(slot) > now;
    answer(
        callback,
        new StoredMessage(
            message.key(),
            names.of(message),
            message.account(),
            message.destination(),
            message.kind(),
            scheduled ? MessageState.SCHEDULED : MessageState.ENROUTE,
            table.attempts(slot),
            message.acceptedAt(),
            table.nextDue(slot),
            table.expires(slot),
            table.state(slot) == MessageTable.IN_FLIGHT,
            carrierId,
            message.tag(),
            message.body()));
  }

  private void answer(FindCallback callback, @Nullable StoredMessage message) {
    if (!(callback instanceof Gathering)) {
      answers++;
    }
    try {
      callback.found(message);
    } catch (RuntimeException e) {
      log.error("a find callback failed", e);
    }
  }

  /** The store is broken or closed: nothing is found any more. */
  void abandon(ReadBatch batch) {
    abandoned = true;
    for (int i = 0; i < batch.count; i++) {
      FindCallback callback = batch.callback[i];
      if (callback != null) {
        batch.callback[i] = null;
        answer(callback, null);
      }
    }
    while (!asked.isEmpty()) {
      Asked next = asked.remove();
      if (next instanceof One one) {
        answer(one.callback, null);
      } else {
        new Gathering(((Several) next).callback, 0, null, null).complete();
      }
    }
  }

  /** How many answers there were since the last call. */
  int takeAnswers() {
    int count = answers;
    answers = 0;
    return count;
  }
}
