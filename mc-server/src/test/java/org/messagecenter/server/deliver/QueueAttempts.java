package org.messagecenter.server.deliver;

import java.util.function.BiConsumer;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;

/** Makes attempts for tests outside this package, whose outcomes go to the test. */
public final class QueueAttempts {
  private QueueAttempts() {}

  /** A message of an account. */
  public static SubmitSm message(String source, int priority) {
    return message(source, priority, Tlvs.EMPTY);
  }

  /** The same with TLVs. */
  public static SubmitSm message(String source, int priority, Tlvs tlvs) {
    return new SubmitSm(
        "",
        new Address(1, 1, source),
        new Address(1, 1, "4917"),
        0,
        0,
        priority,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.EMPTY,
        tlvs);
  }

  /**
   * An attempt.
   *
   * @param line the store's line that it came from, 0 for none
   * @param ended hears the outcome
   */
  public static Attempt attempt(
      Lane lane,
      long key,
      String account,
      int line,
      SubmitSm message,
      BiConsumer<Attempt, Outcome> ended) {
    DueMessage due =
        new DueMessage(
            key,
            "id" + key,
            account,
            "4917",
            MessageKind.MT,
            0,
            0,
            0,
            Long.MAX_VALUE,
            new byte[0],
            null,
            false,
            DueReason.FIRST,
            line);
    AttemptKeeper keeper =
        new AttemptKeeper() {
          @Override
          public void begin(Attempt attempt) {}

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
            ended.accept(attempt, outcome);
          }
        };
    Attempt attempt = new Attempt(keeper, lane, due, message, false);
    attempt.routed("carrier", message);
    return attempt;
  }
}
