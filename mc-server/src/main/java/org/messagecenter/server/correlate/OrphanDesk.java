package org.messagecenter.server.correlate;

import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.WorkSink;

/**
 * What operators do with receipts that belong to no message; and the sink for messages of kind
 * {@link MessageKind#ORPHAN}, which are due when they have been kept long enough.
 *
 * <p>The methods may be called from any thread. What they answer are lines for people; they never
 * fail, and come when the store has answered.
 */
public final class OrphanDesk implements WorkSink {
  private final Function<String, @Nullable CarrierDesk> desks;
  private final Means means;

  OrphanDesk(Function<String, @Nullable CarrierDesk> desks, Means means) {
    this.desks = desks;
    this.means = means;
  }

  /**
   * The orphans of a carrier, the oldest first: id, when it came, why it is one, and what the
   * dialect reads in it now.
   *
   * @param most no more than these, from 1
   */
  public CompletableFuture<List<String>> list(String carrier, int most) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    OrphanBox.read(
        means,
        carrier,
        0,
        most,
        found -> {
          List<String> lines = new ArrayList<>();
          for (StoredMessage each : found) {
            lines.add(line(carrier, each));
          }
          answer.complete(lines.isEmpty() ? List.of(noneOf(carrier)) : lines);
        });
    return answer;
  }

  /**
   * One orphan with all its octets, numbers and text included, as {@code mc decode} reads them.
   *
   * @param orphan its id, as {@link #list} has it
   */
  public CompletableFuture<List<String>> show(String carrier, String orphan) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    find(
        carrier,
        orphan,
        found -> {
          if (found == null) {
            answer.complete(List.of(notThere(carrier, orphan)));
            return;
          }
          Orphan kept = Orphan.read(found.body());
          answer.complete(
              kept == null
                  ? List.of(line(carrier, found))
                  : List.of(line(carrier, found), hex(kept)));
        });
    return answer;
  }

  /**
   * Looks once more for the message of an orphan, or of all of a carrier, for example after its
   * dialect was mended. What finds its message is no orphan any more.
   *
   * @param which an id as {@link #list} has it, or {@code all}
   */
  public CompletableFuture<List<String>> replay(String carrier, String which) {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    CarrierDesk desk = desks.apply(carrier);
    if (desk == null) {
      answer.complete(List.of("no carrier " + carrier + " is configured"));
    } else if (which.equals("all")) {
      onLane(
          desk,
          () ->
              desk.orphans()
                  .replayAll(
                      (matched, left) ->
                          answer.complete(
                              List.of(matched + " found their message, " + left + " stay"))));
    } else {
      find(
          carrier,
          which,
          found -> {
            if (found == null) {
              answer.complete(List.of(notThere(carrier, which)));
            } else {
              onLane(
                  desk,
                  () ->
                      desk.orphans()
                          .replay(
                              found,
                              matched ->
                                  answer.complete(
                                      List.of(
                                          matched > 0
                                              ? which + " found its message"
                                              : which + " stays"))));
            }
          });
    }
    return answer;
  }

  /** Store thread: an orphan was kept long enough. */
  @Override
  public void due(DueMessage due) {
    String carrier = OrphanBox.carrier(due.account());
    CarrierDesk desk = carrier == null ? null : desks.apply(carrier);
    if (desk == null) {
      means.counters().orphansExpired.increment();
      means
          .store()
          .finish(due.key(), MessageState.EXPIRED, 0, means.wallMillis().getAsLong(), null, null);
    } else {
      onLane(desk, () -> desk.orphans().expired(due.key()));
    }
    means.store().requestWork(1);
  }

  private void find(String carrier, String orphan, Consumer<@Nullable StoredMessage> done) {
    means
        .store()
        .lookup(
            orphan,
            new LookupCallback() {
              @Override
              public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
                done.accept(
                    pending.stream()
                        .filter(each -> each.kind() == MessageKind.ORPHAN)
                        .filter(each -> each.account().equals(OrphanBox.account(carrier)))
                        .findFirst()
                        .orElse(null));
              }

              @Override
              public void failed(StoreFailure why) {
                done.accept(null);
              }
            });
  }

  private String line(String carrier, StoredMessage stored) {
    Orphan orphan = Orphan.read(stored.body());
    if (orphan == null) {
      return stored.messageId() + " is not to be read: " + stored.body().length + " octets";
    }
    CarrierDesk desk = desks.apply(carrier);
    Pdu pdu = orphan.pdu();
    String said =
        desk == null || pdu == null
            ? "-"
            : desk.carrier()
                .dialect()
                .receipt(pdu)
                .map(
                    r ->
                        "id:"
                            + r.id()
                            + " stat:"
                            + r.state().stat()
                            + " err:"
                            + hexError(r.error()))
                .orElse("-");
    return stored.messageId()
        + " "
        + Instant.ofEpochMilli(orphan.arrivedAt())
        + " "
        + orphan.reason().word()
        + " "
        + orphan.command().name().toLowerCase(Locale.ROOT)
        + " "
        + said;
  }

  private static String hexError(int error) {
    return String.format(Locale.ROOT, "%03X", error);
  }

  /** The whole PDU; nothing but its sequence number is made up. */
  private static String hex(Orphan orphan) {
    byte[] body = orphan.body().toByteArray();
    return String.format(
        Locale.ROOT,
        "%08x%08x%08x%08x%s",
        16 + body.length,
        orphan.command().value(),
        0,
        1,
        ByteBufUtil.hexDump(body));
  }

  private static String noneOf(String carrier) {
    return "carrier " + carrier + " has no orphans";
  }

  private static String notThere(String carrier, String orphan) {
    return "carrier " + carrier + " has no orphan " + orphan;
  }

  private static void onLane(CarrierDesk desk, Runnable work) {
    desk.lane().loop().execute(work);
  }
}
