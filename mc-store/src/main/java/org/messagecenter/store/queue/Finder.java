package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.archive.Search;
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
  private final Ended ended;
  private final Inbox inbox;
  private final ArrayDeque<Asked> asked = new ArrayDeque<>();
  private final Set<Searching> searching = new LinkedHashSet<>();

  /** By address, asked for before all that was recovered is in that index. */
  private final ArrayDeque<Asked> early = new ArrayDeque<>();

  private int answers;

  /** What waits for its turn. */
  private sealed interface Asked {}

  private record One(long key, @Nullable CarrierId carrierId, FindCallback callback)
      implements Asked {}

  /** A message id; as a key when it is a long one, as an alias when it is short. */
  record ById(String id, long key, int alias) {}

  /** An address, and which and how many of its messages are wanted. */
  record ByAddress(String account, String destination, int tag, long after, int most) {}

  /**
   * @param searched what the archive's runs have for a {@link ById}, once they were searched
   */
  private record Several(Object what, LookupCallback callback, @Nullable Search searched)
      implements Asked {}

  private record Late(CarrierId carrierId, EndedCallback callback, @Nullable Search searched)
      implements Asked {}

  /** A question that the archive's runs are searched for. */
  record Searching(Object asked, Search search) {}

  Finder(Journal journal, Messages messages, MessageNames names, Ended ended, Inbox inbox) {
    this.journal = journal;
    this.messages = messages;
    this.names = names;
    this.ended = ended;
    this.inbox = inbox;
  }

  void find(long key, @Nullable CarrierId carrierId, FindCallback callback) {
    asked.add(new One(key, carrierId, callback));
  }

  /**
   * @param what a {@link ById} or {@link ByAddress}
   */
  void lookup(Object what, LookupCallback callback) {
    asked.add(new Several(what, callback, null));
  }

  void findEnded(CarrierId carrierId, EndedCallback callback) {
    asked.add(new Late(carrierId, callback, null));
  }

  /**
   * Has the archive's runs searched, if one may have what is asked; else it can be answered now.
   *
   * @return whether an answer comes, through {@link #searched}
   */
  private boolean search(Asked what, Search search) {
    if (!ended.archive.mayHave(search)) {
      return false;
    }
    Searching begun = new Searching(what, search);
    searching.add(begun);
    ended.archive.search(search, done -> inbox.put(Ops.SEARCHED, 0, 0, 0, 0, begun, null));
    return true;
  }

  /** The archive's runs were searched: the question is asked again, with what they have. */
  void searched(Searching done) {
    searching.remove(done);
    Search search = done.search;
    if (search.failure() != null) {
      fail((Asked) done.asked, StoreFailure.UNREADABLE);
    } else if (done.asked instanceof Several several) {
      asked.add(new Several(several.what, several.callback, search));
    } else if (done.asked instanceof Late late) {
      asked.add(new Late(late.carrierId, late.callback, search));
    }
  }

  /** Whether nothing has left the archive's memory since it had that version. */
  private boolean isCurrent(int archiveVersion) {
    return archiveVersion == ended.archive.version();
  }

  /** Some more of what was recovered is in the index of addresses: who waited for all may go on. */
  void indexed() {
    if (!early.isEmpty() && !messages.hasUnindexed()) {
      asked.addAll(early);
      early.clear();
    }
  }

  /** Whether nothing is to be answered now. */
  boolean isEmpty() {
    return asked.isEmpty();
  }

  /** Adds to the batch what is to be read, and answers what needs no reading. */
  void fill(ReadBatch batch, RecordWriter writer) {
    while (!asked.isEmpty() && !batch.isFull()) {
      Asked next = asked.remove();
      if (next instanceof One one) {
        read(one, batch, writer);
      } else if (next instanceof Several several) {
        expand(several, writer);
      } else {
        late((Late) next, writer);
      }
    }
  }

  private void late(Late late, RecordWriter writer) {
    writer.prepare(late.carrierId);
    long hash = writer.carrierHash(ended.hash);
    End end = ended.archive.byCarrier(hash);
    if (end == null) {
      Search searched = late.searched;
      if (searched != null && isCurrent(searched.version())) {
        end =
            searched.found().stream().max(Comparator.comparingLong(one -> one.doneAt)).orElse(null);
      } else if (search(late, Search.byCarrier(hash))) {
        return;
      }
    }
    answers++;
    try {
      late.callback.found(
          end == null ? null : Ended.message(end, end.alias == 0 ? "" : ShortIds.text(end.alias)));
    } catch (RuntimeException e) {
      log.error("a find callback failed", e);
    }
  }

  private void read(One one, ReadBatch batch, RecordWriter writer) {
    MessageTable table = messages.table;
    int slot;
    if (one.carrierId == null) {
      slot = table.find(one.key);
    } else {
      writer.prepare(one.carrierId);
      slot = messages.findByCarrier(writer.carrierHash(ended.hash));
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
    if (several.what instanceof ByAddress && messages.hasUnindexed()) {
      // To index millions takes more than a second, in which nobody else would be served.
      early.add(several);
      return;
    }
    Search searched = several.searched;
    int archiveVersion = searched == null ? ended.archive.version() : searched.version();
    List<Long> keys = new ArrayList<>();
    Gathering gathering;
    if (several.what instanceof ByAddress by) {
      writer.prepareAddress(by.account, by.destination);
      messages.byAddress.visit(
          writer.addressHash(ended.hash, by.tag),
          by.after,
          slot -> {
            if (messages.isChangeable(slot) && keys.size() < by.most) {
              keys.add(messages.table.key(slot));
            }
            return keys.size() < by.most;
          });
      gathering = new Gathering(several, archiveVersion, keys.size(), by, -1);
    } else {
      ById by = (ById) several.what;
      long key = by.alias == 0 ? by.key : messages.aliases.key(by.alias);
      if (searched == null && search(several, question(by, key))) {
        return;
      }
      for (int ordinal = 0; key >= 0 && ordinal < MessageStore.MAX_RECIPIENTS; ordinal++) {
        int slot = messages.table.find(key | ordinal);
        if (slot >= 0 && messages.table.alias(slot) == by.alias) {
          keys.add(key | ordinal);
        }
      }
      gathering = new Gathering(several, archiveVersion, keys.size(), null, key);
    }
    if (keys.isEmpty()) {
      gathering.complete();
    }
    for (int i = keys.size() - 1; i >= 0; i--) {
      asked.addFirst(new One(keys.get(i), null, gathering));
    }
  }

  /**
   * @param key of the first recipient; -1 when it is not known
   */
  private static Search question(ById by, long key) {
    return key < 0 && by.alias != 0 ? Search.byAlias(by.alias) : Search.byKey(key);
  }

  private static boolean matches(StoredMessage found, ByAddress by) {
    return found.account().equals(by.account)
        && found.destination().equals(by.destination)
        && found.tag() == by.tag;
  }

  /** No carrier has that message any more: reads back what it is to be found by. */
  void address(long key) {
    asked.add(new One(key, null, new Addressing(false)));
  }

  /** The same for one that {@link Messages#indexSome} has shown. */
  void addressRecovered(long key) {
    asked.add(new One(key, null, new Addressing(true)));
  }

  /** A question of our own. */
  private interface Own extends FindCallback {}

  private final class Addressing implements Own {
    private final boolean recovered;

    Addressing(boolean recovered) {
      this.recovered = recovered;
    }

    @Override
    public void found(@Nullable StoredMessage message) {
      if (recovered) {
        messages.addressedRecovered();
      }
      if (message != null) {
        byte[] octets = new byte[2 * Utf8.LONGEST];
        int first = Utf8.encode(message.account(), octets, 0);
        int second = Utf8.encode(message.destination(), octets, first);
        messages.address(
            messages.table.find(message.key()),
            ended.hash.of(octets, first, second, message.tag()));
      }
    }

    /** The store is broken or closed; nobody looks for it. */
    @Override
    public void failed(StoreFailure why) {}
  }

  /** A message, and where it was read. */
  private record Read(StoredMessage message, long position) {}

  /**
   * Takes what each of several look-ups finds. They may be answered over several rounds, so the end
   * looks at all of them once more: what is told is true of one moment.
   */
  private final class Gathering implements Own {
    private final Several several;
    private final @Nullable ByAddress address;
    private final long firstKey;
    private final int archiveVersion;
    private final List<Read> reads = new ArrayList<>();
    private int awaited;

    /**
     * @param archiveVersion when the runs had what the look-up knows of them
     * @param firstKey of the submission that is looked for; -1 when no pending one has the id
     */
    Gathering(
        Several several,
        int archiveVersion,
        int awaited,
        @Nullable ByAddress address,
        long firstKey) {
      this.several = several;
      this.archiveVersion = archiveVersion;
      this.awaited = awaited;
      this.address = address;
      this.firstKey = firstKey;
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
      // First what is in memory: what leaves it after that is in both, before it shows here.
      List<EndedMessage> ends = ends();
      if (!isCurrent(archiveVersion)) {
        asked.add(new Several(several.what, several.callback, null));
        return;
      }
      List<StoredMessage> pending = new ArrayList<>();
      reads.forEach(read -> pending.add(read.message));
      pending.sort(Comparator.comparingLong(StoredMessage::key));
      answers++;
      try {
        several.callback.found(pending, ends);
      } catch (RuntimeException e) {
        log.error("a look-up callback failed", e);
      }
    }

    /** What was written again meanwhile, perhaps with other content, is read again. */
    private boolean stillWanted(Read read) {
      long key = read.message.key();
      int slot = messages.table.find(key);
      if (slot < 0 || (address != null && !messages.isChangeable(slot))) {
        return false;
      }
      if (messages.table.position(slot) == read.position) {
        return true;
      }
      awaited++;
      asked.addFirst(new One(key, null, this));
      return false;
    }

    private List<EndedMessage> ends() {
      if (!(several.what instanceof ById by) || (firstKey < 0 && by.alias == 0)) {
        return List.of();
      }
      Search searched = several.searched;
      return Ended.messages(
          firstKey < 0 ? ended.archive.byAlias(by.alias) : ended.archive.byKey(firstKey),
          searched == null ? List.of() : searched.found(),
          by.alias,
          by.id);
    }

    /** The store is broken or closed. */
    @Override
    public void failed(StoreFailure why) {
      reads.clear();
      if (--awaited == 0) {
        fail(several, why);
      }
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
    if (slot >= 0 && !table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      // The record may be from before it was taken off.
      carrierId = null;
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
    if (!(callback instanceof Own)) {
      answers++;
    }
    try {
      callback.found(message);
    } catch (RuntimeException e) {
      log.error("a find callback failed", e);
    }
  }

  /** The store is broken or closed: nothing is found any more. */
  void abandon(ReadBatch batch, StoreFailure why) {
    for (int i = 0; i < batch.count; i++) {
      FindCallback callback = batch.callback[i];
      if (callback != null) {
        batch.callback[i] = null;
        fail(callback, why);
      }
    }
    asked.addAll(early);
    early.clear();
    while (!asked.isEmpty()) {
      fail(asked.remove(), why);
    }
    searching.forEach(one -> fail((Asked) one.asked, why));
    searching.clear();
  }

  /** Whatever a callback throws: there are others to be told. */
  private void fail(Asked question, StoreFailure why) {
    if (question instanceof One one) {
      fail(one.callback, why);
      return;
    }
    answers++;
    try {
      if (question instanceof Several several) {
        several.callback.failed(why);
      } else {
        ((Late) question).callback.failed(why);
      }
    } catch (RuntimeException | Error e) {
      log.error("a look-up callback failed", e);
    }
  }

  private void fail(FindCallback callback, StoreFailure why) {
    if (!(callback instanceof Own)) {
      answers++;
    }
    try {
      callback.failed(why);
    } catch (RuntimeException | Error e) {
      log.error("a find callback failed", e);
    }
  }

  /** How many answers there were since the last call. */
  int takeAnswers() {
    int count = answers;
    answers = 0;
    return count;
  }
}
