package org.messagecenter.store.queue;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Search;

/** The questions for which the archive's runs are being searched. */
final class EndSearches {

  private final Ended ended;
  private final Inbox inbox;
  private final Set<Searching> searching = new LinkedHashSet<>();

  /** A question that the archive's runs are searched for. */
  record Searching(Question asked, Search search) {}

  EndSearches(Ended ended, Inbox inbox) {
    this.ended = ended;
    this.inbox = inbox;
  }

  /**
   * Has the archive's runs searched, if one may have what is asked; else it can be answered now.
   *
   * @return whether an answer comes, through {@link Finder#searched}
   */
  boolean begin(Question what, Search search) {
    if (!ended.archive.mayHave(search)) {
      return false;
    }
    Searching begun = new Searching(what, search);
    searching.add(begun);
    ended.archive.search(search, done -> inbox.put(Ops.SEARCHED, 0, 0, 0, 0, begun, null));
    return true;
  }

  /**
   * The archive's runs were searched.
   *
   * @return the question, to be asked again with what they have; null when they failed
   */
  @Nullable Question end(Searching done) {
    searching.remove(done);
    Search search = done.search;
    if (search.failure() != null) {
      return null;
    }
    if (done.asked instanceof Question.Several several) {
      return new Question.Several(several.what(), several.callback(), search);
    }
    Question.Late late = (Question.Late) done.asked;
    return new Question.Late(late.carrierId(), late.callback(), search);
  }

  /** Forgets the questions that are being searched for. */
  void abandon(Consumer<Question> each) {
    searching.forEach(one -> each.accept(one.asked));
    searching.clear();
  }
}
