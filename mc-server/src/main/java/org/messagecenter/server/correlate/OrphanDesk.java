package org.messagecenter.server.correlate;

import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.server.dialect.CarrierReceipt;
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
 * {@link MessageKind#ORPHAN}, which are due when they have been kept long enough, the {@link
 * OtherIds} among them.
 *
 * <p>The methods may be called from any thread. What they answer are lines for people; they never
 * fail, and come when the store has answered.
 */
public final class OrphanDesk implements WorkSink {
  private static final int MOST_LISTED = 10_000;

  private final Function<String, @Nullable CarrierDesk> desks;
  private final Means means;

  OrphanDesk(Function<String, @Nullable CarrierDesk> desks, Means means) {
    this.desks = desks;
    this.means = means;
  }

  /** The first orphans of a carrier: {@link #list(String, int, String)} from the beginning. */
  public CompletableFuture<List<String>> list(String carrier, int most) {
    return list(carrier, most, null);
  }

  /**
   * The orphans of a carrier, the oldest first: id, when it came, why it is one, and what the
   * dialect reads in it now. If there are more of them a last line says so, and how to go on.
   *
   * @param most no more than these, 1 to {@value #MOST_LISTED}
   * @param after an id as this has it, which may be an orphan no longer: only those that follow;
   *     null for all
   */
  public CompletableFuture<List<String>> list(String carrier, int most, @Nullable String after) {
    long afterKey = after == null ? 0 : means.store().messageIds().decode(after);
    if (afterKey < 0) {
      return CompletableFuture.completedFuture(List.of(after + " is no id of an orphan"));
    }
    CompletableFuture<List<StoredMessage>> read = new CompletableFuture<>();
    int count = Math.max(1, Math.min(most, MOST_LISTED));
    OrphanBox.read(means, carrier, afterKey, count + 1, read::complete);
    // Not on the store's thread, which has more to do than to write lines.
    return read.thenCombineAsync(
        kept(carrier), (found, kept) -> lines(carrier, count, after, found, kept));
  }

  /** How many there are in all; 0 for a carrier that is configured no longer. */
  private CompletableFuture<Long> kept(String carrier) {
    CarrierDesk desk = desks.apply(carrier);
    CompletableFuture<Long> kept = new CompletableFuture<>();
    if (desk == null) {
      kept.complete(0L);
    } else {
      onLane(desk, () -> kept.complete(desk.orphans().kept()));
    }
    return kept;
  }

  private List<String> lines(
      String carrier, int most, @Nullable String after, List<StoredMessage> found, long kept) {
    if (found.isEmpty()) {
      return List.of(
          after == null
              ? noneOf(carrier)
              : "carrier " + carrier + " has no orphans that came after " + after);
    }
    List<String> lines = new ArrayList<>(found.size());
    found.stream().limit(most).forEach(each -> lines.add(line(carrier, each)));
    if (found.size() > most) {
      lines.add(
          "these are "
              + most
              // Fewer while those of an earlier run are still being counted.
              + (kept > most ? " of " + kept : "")
              + ", more follow; go on with: orphan list "
              + carrier
              + " "
              + most
              + " "
              + found.get(most - 1).messageId());
    }
    return lines;
  }

  /**
   * One orphan with all its octets, numbers and text included, as {@code mc decode} reads them.
   *
   * @param orphan its id, as {@link #list} has it
   */
  public CompletableFuture<List<String>> show(String carrier, String orphan) {
    CompletableFuture<Optional<StoredMessage>> read = new CompletableFuture<>();
    find(carrier, orphan, found -> read.complete(Optional.ofNullable(found)));
    return read.thenApplyAsync(
        found ->
            found
                .map(each -> whole(carrier, each))
                .orElseGet(() -> List.of(notThere(carrier, orphan))));
  }

  private List<String> whole(String carrier, StoredMessage stored) {
    Orphan orphan = Orphan.read(stored.body());
    return orphan == null
        ? List.of(line(carrier, stored))
        : List.of(line(carrier, stored), hex(orphan));
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

  /** Store thread: an orphan was kept long enough, or another id of a message. */
  @Override
  public void due(DueMessage due) {
    String other = OtherIds.carrier(due.account());
    if (other == null) {
      orphanDue(due);
    } else {
      CarrierDesk desk = desks.apply(other);
      if (desk == null) {
        OtherIds.end(means, due.key());
      } else {
        onLane(desk, () -> desk.otherIds().expired(due.key()));
      }
    }
    means.store().requestWork(1);
  }

  private void orphanDue(DueMessage due) {
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
    CarrierReceipt receipt = desk == null || pdu == null ? null : desk.read(pdu);
    return stored.messageId()
        + " "
        + Instant.ofEpochMilli(orphan.arrivedAt())
        + " "
        + orphan.reason().word()
        + " "
        + orphan.command().name().toLowerCase(Locale.ROOT)
        + " "
        + (receipt == null || receipt.id().isEmpty() ? "-" : said(receipt));
  }

  private static String said(CarrierReceipt receipt) {
    return String.format(
        Locale.ROOT,
        "id:%s stat:%s err:%03X",
        receipt.id(),
        receipt.state().stat(),
        receipt.error());
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
