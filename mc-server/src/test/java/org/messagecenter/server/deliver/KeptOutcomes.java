package org.messagecenter.server.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;

/** Makes attempts that nobody answers for, and keeps their outcomes. */
public final class KeptOutcomes {
  private static final long STORED = 1;

  private final Lane lane;
  private final List<String> outcomes = new ArrayList<>();

  /** To be told whether what was announced may go. */
  public final List<Consumer<Boolean>> announced = new ArrayList<>();

  private Runnable whenCompleted = () -> {};

  public KeptOutcomes(Lane lane) {
    this.lane = lane;
  }

  /** An attempt of this message, which can be told from others by that name. */
  public Attempt of(String messageId, SubmitSm message, long expiresAt) {
    return of(STORED, messageId, message, expiresAt, false);
  }

  /** The same for a message in its carrier's dialect. */
  public Attempt formed(String messageId, SubmitSm message, long expiresAt) {
    return of(STORED, messageId, message, expiresAt, true);
  }

  /** The same for a message that is not stored. */
  public Attempt direct(String messageId, SubmitSm message) {
    return of(0, messageId, message, Long.MAX_VALUE, false);
  }

  private Attempt of(long key, String messageId, SubmitSm message, long expiresAt, boolean formed) {
    return new Attempt(
        new Keeper(),
        lane,
        new DueMessage(
            key,
            messageId,
            "demo",
            message.destinationAddr().digits(),
            MessageKind.MT,
            0,
            0,
            0,
            expiresAt,
            new byte[0],
            null,
            false,
            DueReason.FIRST,
            0),
        message,
        formed);
  }

  /** Done whenever an attempt is over. */
  public void whenCompleted(Runnable task) {
    whenCompleted = task;
  }

  /** The outcomes since the last look, each after the name of its message. */
  public List<String> take() {
    List<String> taken = List.copyOf(outcomes);
    outcomes.clear();
    return taken;
  }

  private final class Keeper implements AttemptKeeper {
    @Override
    public void begin(Attempt attempt) {
      throw new IllegalStateException(attempt.messageId());
    }

    @Override
    public void send(Attempt attempt, Outlet outlet) {
      outlet.send(attempt);
    }

    @Override
    public void queued(Attempt attempt) {}

    @Override
    public Dialect sender(Attempt attempt) {
      return Dialect.STANDARD;
    }

    @Override
    public void completed(Attempt attempt, Outcome outcome) {
      outcomes.add(attempt.messageId() + " " + outcome);
      whenCompleted.run();
    }

    @Override
    public void announced(Attempt attempt, Consumer<Boolean> then) {
      announced.add(then);
    }

    @Override
    public void completedLate(Attempt attempt, Outcome outcome) {
      outcomes.add(attempt.messageId() + " late " + outcome);
    }
  }
}
