package org.messagecenter.store.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Search;

/**
 * Takes what each of several look-ups finds. They may be answered over several rounds, so the end
 * looks at all of them once more: what is told is true of one moment.
 */
final class Gathering implements FindAnswers.Own {
  private final Finder finder;
  private final FindAnswers answers;
  private final Messages messages;
  private final Ended ended;
  private final Question.Several several;
  private final Question.@Nullable ByAddress address;
  private final long firstKey;
  private final int archiveVersion;
  private final List<Read> reads = new ArrayList<>();
  private int awaited;

  /** A message, and where it was read. */
  private record Read(StoredMessage message, long position) {}

  /**
   * @param archiveVersion when the runs had what the look-up knows of them
   * @param firstKey of the submission that is looked for; -1 when no pending one has the id
   */
  Gathering(
      Finder finder,
      FindAnswers answers,
      Messages messages,
      Ended ended,
      Question.Several several,
      int archiveVersion,
      int awaited,
      long firstKey) {
    this.finder = finder;
    this.answers = answers;
    this.messages = messages;
    this.ended = ended;
    this.several = several;
    this.archiveVersion = archiveVersion;
    this.awaited = awaited;
    this.address = several.what() instanceof Question.ByAddress by ? by : null;
    this.firstKey = firstKey;
  }

  @Override
  public void found(@Nullable StoredMessage message) {
    if (message != null && (address == null || address.matches(message))) {
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
    if (archiveVersion != ended.archive.version()) {
      finder.lookup(several.what(), several.callback());
      return;
    }
    List<StoredMessage> pending = new ArrayList<>();
    reads.forEach(read -> pending.add(read.message));
    pending.sort(Comparator.comparingLong(StoredMessage::key));
    answers.found(several.callback(), pending, ends);
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
    finder.findFirst(key, this);
    return false;
  }

  private List<EndedMessage> ends() {
    if (!(several.what() instanceof Question.ById by) || (firstKey < 0 && by.alias() == 0)) {
      return List.of();
    }
    Search searched = several.searched();
    return Ended.messages(
        firstKey < 0 ? ended.archive.byAlias(by.alias()) : ended.archive.byKey(firstKey),
        searched == null ? List.of() : searched.found(),
        by.alias(),
        by.id());
  }

  /** The store is broken or closed. */
  @Override
  public void failed(StoreFailure why) {
    reads.clear();
    if (--awaited == 0) {
      answers.fail(several, why);
    }
  }
}
