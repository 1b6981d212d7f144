package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers what became of their rows of {@link Ops}, and has what is new pushed. */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private final Counters counters;
  private final MessageIds.Batch ids;
  private final Pusher pusher;
  private final MailRecorder mails;
  private final Consumer<Listeners> starter;

  private Ops ops = new Ops();

  Answers(
      Counters counters,
      MessageIds.Batch ids,
      Pusher pusher,
      MailRecorder mails,
      Consumer<Listeners> starter) {
    this.counters = counters;
    this.ids = ids;
    this.pusher = pusher;
    this.mails = mails;
    this.starter = starter;
  }

  /**
   * Runs the callbacks of rows that are done, then makes their pushes.
   *
   * @return how many of them were forced
   */
  int answer(Ops rows, int from, int to, long now) throws IOException {
    ops = rows;
    ids.encrypt();
    int accepts = 0;
    int forced = 0;
    for (int i = from; i < to; i++) {
      switch (ops.type[i]) {
        case Ops.ACCEPT, Ops.ACCEPT_ALL -> {
          forced++;
          accepts += accepted(i, accepts);
        }
        case Ops.REFUSE -> refused(i, StoreFailure.FULL);
        case Ops.REPEAT -> repeated(i);
        case Ops.FINISH, Ops.POST, Ops.CANCEL, Ops.REPLACE, Ops.RETRY, Ops.NOTE, Ops.TAKEN_LATE -> {
          forced++;
          done(i);
        }
        default -> {}
      }
    }
    ids.clear();
    for (int i = from; i < to; i++) {
      switch (ops.type[i]) {
        case Ops.ACCEPT ->
            pusher.accepted(
                ops.slot[i],
                ops.key[i],
                (NewMessage) subject(i),
                Objects.requireNonNull(ops.id[i]),
                now);
        case Ops.ACCEPT_ALL -> push(i, (Recipients) subject(i), now);
        case Ops.FINISH, Ops.POST, Ops.CANCEL -> {
          if (ops.slot[i] >= 0) {
            NewMail mail = (NewMail) subject(i);
            long about = ops.type[i] == Ops.POST ? mail.about() : ops.key[i];
            Mailbox box = pusher.posted(ops.slot[i], mail, about, now);
            if (box != null) {
              mails.checkCap(box);
            }
          }
        }
        case Ops.READ_DONE -> pusher.readDone(now);
        case Ops.START -> starter.accept((Listeners) subject(i));
        default -> {}
      }
    }
    return forced;
  }

  /** Tells the id; it is a short one, or that of the block: returns how many blocks it took. */
  private int accepted(int i, int block) {
    String id = ops.id[i];
    int blocks = 0;
    if (id == null) {
      id = ids.id(block);
      ops.id[i] = id;
      blocks = 1;
    }
    try {
      ((AcceptCallback) Objects.requireNonNull(ops.callback[i]))
          .accepted(ops.key[i], id, attachment(i));
    } catch (RuntimeException e) {
      log.error("an accept callback failed", e);
    }
    return blocks;
  }

  private void repeated(int i) {
    String id = Objects.requireNonNull(ops.id[i]);
    try {
      ((AcceptCallback) Objects.requireNonNull(ops.callback[i]))
          .repeated(ops.key[i], id, attachment(i));
    } catch (RuntimeException e) {
      log.error("an accept callback failed", e);
    }
  }

  private void push(int i, Recipients all, long now) {
    String id = Objects.requireNonNull(ops.id[i]);
    for (int ordinal = 0; ordinal < all.slots().length; ordinal++) {
      pusher.accepted(
          all.slots()[ordinal], ops.key[i] | ordinal, all.messages().get(ordinal), id, now);
    }
  }

  private @Nullable Object attachment(int i) {
    return ops.subject[i] instanceof Recipients all
        ? all.first().attachment()
        : ((NewMessage) subject(i)).attachment();
  }

  private void done(int i) {
    if (ops.callback[i] instanceof DoneCallback callback) {
      try {
        if (ops.subject[i] instanceof NewMail && ops.slot[i] >= 0) {
          callback.queued(mails.key(ops.slot[i]));
        }
        callback.done(ops.changed[i]);
      } catch (RuntimeException e) {
        log.error("a done callback failed", e);
      }
    }
  }

  /** A submission, or a replacement that was treated like one. */
  private void refused(int i, StoreFailure why) {
    counters.refused.add(1);
    if (!(ops.callback[i] instanceof AcceptCallback callback)) {
      failed(i, why);
      return;
    }
    try {
      callback.refused(why, attachment(i));
    } catch (RuntimeException | Error e) {
      log.error("an accept callback failed", e);
    }
  }

  private Object subject(int i) {
    return Objects.requireNonNull(ops.subject[i]);
  }

  /**
   * Tells the callers of rows that nothing is done for them. What one throws, be it an Error, keeps
   * none of the others from hearing it: they would wait for ever.
   *
   * @param doubtful rows before this one were being written
   */
  void refuse(Ops rows, int from, int doubtful) {
    ops = rows;
    for (int i = from; i < ops.count; i++) {
      StoreFailure why = i < doubtful ? StoreFailure.UNKNOWN : StoreFailure.BROKEN;
      switch (ops.type[i]) {
        case Ops.ACCEPT, Ops.ACCEPT_ALL, Ops.REFUSE, Ops.REPEAT -> refused(i, why);
        case Ops.FINISH, Ops.POST, Ops.CANCEL, Ops.REPLACE, Ops.RETRY, Ops.NOTE, Ops.TAKEN_LATE ->
            failed(i, why);
        case Ops.FIND, Ops.FIND_BY_CARRIER, Ops.LOOKUP, Ops.FIND_ENDED -> {
          // The finder has those before this row, and answers them when it is abandoned.
          if (i >= doubtful) {
            notFound(i, why);
          }
        }
        case Ops.START -> starter.accept((Listeners) subject(i));
        default -> {}
      }
    }
  }

  private void failed(int i, StoreFailure why) {
    if (ops.callback[i] instanceof DoneCallback callback) {
      try {
        callback.failed(why);
      } catch (RuntimeException | Error e) {
        log.error("a done callback failed", e);
      }
    }
  }

  private void notFound(int i, StoreFailure why) {
    try {
      if (ops.callback[i] instanceof FindCallback callback) {
        callback.failed(why);
      } else if (ops.callback[i] instanceof LookupCallback callback) {
        callback.failed(why);
      } else if (ops.callback[i] instanceof EndedCallback callback) {
        callback.failed(why);
      }
    } catch (RuntimeException | Error e) {
      log.error("a find callback failed", e);
    }
  }
}
