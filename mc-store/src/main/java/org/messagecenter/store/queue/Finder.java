package org.messagecenter.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.archive.Search;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.queue.Question.ByAddress;
import org.messagecenter.store.queue.Question.ById;
import org.messagecenter.store.queue.Question.Late;
import org.messagecenter.store.queue.Question.One;
import org.messagecenter.store.queue.Question.Several;
import org.messagecenter.store.queue.Question.Wanted;

/**
 * Answers look-ups: has the bodies read that they ask for, in the batches in which what is due is
 * read. A look-up for several messages becomes one for each, and gathers what they find.
 */
final class Finder {

  private final Journal journal;
  private final Messages messages;
  private final MessageNames names;
  private final Ended ended;
  private final EndSearches searches;
  private final FindAnswers answers = new FindAnswers();
  private final ArrayDeque<Question> asked = new ArrayDeque<>();

  /** By address, asked for before all that was recovered is in that index. */
  private final ArrayDeque<Question> early = new ArrayDeque<>();

  Finder(Journal journal, Messages messages, MessageNames names, Ended ended, Inbox inbox) {
    this.journal = journal;
    this.messages = messages;
    this.names = names;
    this.ended = ended;
    this.searches = new EndSearches(ended, inbox);
  }

  void find(long key, @Nullable CarrierId carrierId, FindCallback callback) {
    asked.add(new One(key, carrierId, callback));
  }

  void lookup(Wanted what, LookupCallback callback) {
    asked.add(new Several(what, callback, null));
  }

  void findEnded(CarrierId carrierId, EndedCallback callback) {
    asked.add(new Late(carrierId, callback, null));
  }

  /** The archive's runs were searched: the question is asked again, with what they have. */
  void searched(EndSearches.Searching done) {
    Question again = searches.end(done);
    if (again == null) {
      answers.fail(done.asked(), StoreFailure.UNREADABLE);
    } else {
      asked.add(again);
    }
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
      Question next = asked.remove();
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
    writer.prepare(late.carrierId());
    long hash = writer.carrierHash(ended.hash);
    End end = ended.archive.byCarrier(hash);
    if (end == null) {
      Search searched = late.searched();
      if (searched != null && searched.version() == ended.archive.version()) {
        end =
            searched.found().stream().max(Comparator.comparingLong(one -> one.doneAt)).orElse(null);
      } else if (searches.begin(late, Search.byCarrier(hash))) {
        return;
      }
    }
    answers.found(
        late.callback(),
        end == null ? null : Ended.message(end, end.alias == 0 ? "" : ShortIds.text(end.alias)));
  }

  private void read(One one, ReadBatch batch, RecordWriter writer) {
    MessageTable table = messages.table;
    int slot;
    if (one.carrierId() == null) {
      slot = table.find(one.key());
    } else {
      writer.prepare(one.carrierId());
      slot = messages.findByCarrier(writer.carrierHash(ended.hash));
    }
    if (slot < 0) {
      answers.found(one.callback(), null);
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
    batch.callback[i] = one.callback();
    batch.wanted[i] = one.carrierId();
    if (table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      long at = table.carrierPosition(slot);
      if (at != position) {
        batch.addState(i, journal.segment(Position.segment(at)), at);
      }
    }
  }

  private void expand(Several several, RecordWriter writer) {
    if (several.what() instanceof ByAddress && messages.hasUnindexed()) {
      // To index millions takes more than a second, in which nobody else would be served.
      early.add(several);
      return;
    }
    Search searched = several.searched();
    int archiveVersion = searched == null ? ended.archive.version() : searched.version();
    List<Long> keys = new ArrayList<>();
    Gathering gathering;
    if (several.what() instanceof ByAddress by) {
      writer.prepareAddress(by.account(), by.destination());
      messages.byAddress.visit(
          writer.addressHash(ended.hash, by.tag()),
          by.after(),
          slot -> {
            if (messages.isChangeable(slot) && keys.size() < by.most()) {
              keys.add(messages.table.key(slot));
            }
            return keys.size() < by.most();
          });
      gathering = gathering(several, archiveVersion, keys.size(), -1);
    } else {
      ById by = (ById) several.what();
      long key = by.alias() == 0 ? by.key() : messages.aliases.key(by.alias());
      if (searched == null && searches.begin(several, question(by, key))) {
        return;
      }
      for (int ordinal = 0; key >= 0 && ordinal < MessageStore.MAX_RECIPIENTS; ordinal++) {
        int slot = messages.table.find(key | ordinal);
        if (slot >= 0 && messages.table.alias(slot) == by.alias()) {
          keys.add(key | ordinal);
        }
      }
      gathering = gathering(several, archiveVersion, keys.size(), key);
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
    return key < 0 && by.alias() != 0 ? Search.byAlias(by.alias()) : Search.byKey(key);
  }

  private Gathering gathering(Several several, int archiveVersion, int awaited, long firstKey) {
    return new Gathering(
        this, answers, messages, ended, several, archiveVersion, awaited, firstKey);
  }

  /** Looks for one message before all that wait. */
  void findFirst(long key, FindCallback callback) {
    asked.addFirst(new One(key, null, callback));
  }

  /** No carrier has that message any more: reads back what it is to be found by. */
  void address(long key) {
    asked.add(new One(key, null, new Addressing(messages, ended.hash, false)));
  }

  /** The same for one that {@link Messages#indexSome} has shown. */
  void addressRecovered(long key) {
    asked.add(new One(key, null, new Addressing(messages, ended.hash, true)));
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
      answers.found(callback, null);
      return;
    }
    boolean scheduled = table.attempts(slot) == 0 && table.nextDue(slot) > now;
    answers.found(
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

  /** The store is broken or closed: nothing is found any more. */
  void abandon(ReadBatch batch, StoreFailure why) {
    for (int i = 0; i < batch.count; i++) {
      FindCallback callback = batch.callback[i];
      if (callback != null) {
        batch.callback[i] = null;
        answers.fail(callback, why);
      }
    }
    asked.addAll(early);
    early.clear();
    while (!asked.isEmpty()) {
      answers.fail(asked.remove(), why);
    }
    searches.abandon(question -> answers.fail(question, why));
  }

  /** How many answers there were since the last call. */
  int takeAnswers() {
    return answers.take();
  }
}
