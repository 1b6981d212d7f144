package org.messagecenter.server.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.Masked;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.admin.AdminAnswer;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** {@code message show}: what the store knows of a message, and what happened to it so far. */
public final class MessageShow {

  /** The word behind the id that asks for whole addresses. */
  public static final String UNMASKED = "unmasked";

  /** What a message waits for instead of a carrier has such a name: its parts. */
  private static final String NO_CARRIER = "=";

  /** Behind the id that such a one has. */
  private static final Pattern OWN_ID = Pattern.compile("[/:]");

  private final MessageStore store;
  private final MessageHistory history;
  private final Predicate<CarrierId> note;

  private MessageShow(MessageStore store, MessageHistory history, Predicate<CarrierId> note) {
    this.store = store;
    this.history = history;
    this.note = note;
  }

  /**
   * The command, to be given to the admin desk.
   *
   * @param note which of what stands in the place of a carrier's id tells nothing to anybody
   */
  public static AdminCommand command(
      MessageStore store, MessageHistory history, Predicate<CarrierId> note) {
    return new AdminCommand(
        "message show",
        "ID [" + UNMASKED + "]",
        "What is known of a message and what happened to it.",
        new MessageShow(store, history, note)::show);
  }

  private record Known(List<StoredMessage> pending, List<EndedMessage> ended) {}

  private int show(List<String> words, AdminAnswer answer) throws Exception {
    boolean unmasked = words.size() == 2 && words.get(1).equals(UNMASKED);
    if (words.size() != 1 && !unmasked) {
      return AdminCommand.USAGE;
    }
    String id = words.get(0);
    UnaryOperator<String> number = unmasked ? UnaryOperator.identity() : Masked::number;
    Known known;
    try {
      known = lookup(id);
    } catch (ExecutionException | TimeoutException e) {
      answer.line("the store does not tell now (" + MessageHistory.why(e) + "); try again");
      return AdminCommand.FAILED;
    }
    int recipients = known.pending.size() + known.ended.size();
    if (recipients == 0) {
      return forgotten(id, answer);
    }
    List<Shown> all = new ArrayList<>();
    known.pending.forEach(message -> all.add(new Shown(message.key(), message, null)));
    known.ended.forEach(message -> all.add(new Shown(message.key(), null, message)));
    all.sort(Comparator.comparingLong(Shown::key));
    for (int i = 0; i < recipients; i++) {
      if (i > 0) {
        answer.line("");
      }
      row(answer, "message", id.toLowerCase(Locale.ROOT));
      if (recipients > 1) {
        row(answer, "recipient", (i + 1) + " of " + recipients);
      }
      show(all.get(i), number, answer);
    }
    return AdminCommand.OK;
  }

  /** One recipient; either pending or ended. */
  private record Shown(long key, @Nullable StoredMessage pending, @Nullable EndedMessage ended) {}

  private void show(Shown shown, UnaryOperator<String> number, AdminAnswer answer)
      throws Exception {
    List<String> lines = new ArrayList<>();
    StoredMessage pending = shown.pending;
    if (pending != null) {
      pending(pending, number, answer);
      lines.add(Timeline.line(pending.acceptedAt(), "accepted", "from " + pending.account()));
    }
    try {
      lines.addAll(history.timeline(shown.key));
    } catch (ExecutionException | TimeoutException e) {
      lines.add("no history: " + MessageHistory.why(e));
    }
    EndedMessage ended = shown.ended;
    if (ended != null) {
      ended(ended, answer);
      String end =
          Timeline.line(
              ended.doneAt(), "ended", ended.state() + ", " + Timeline.error(ended.error()));
      lines.add(place(lines, end), end);
    }
    answer.line("");
    for (String line : lines) {
      answer.line(line);
    }
  }

  /** Where a line belongs by its time, with which all begin: behind those of the same moment. */
  private static int place(List<String> lines, String line) {
    int length = Timeline.time(0).length();
    String time = line.substring(0, length);
    int place = lines.size();
    while (place > 0 && lines.get(place - 1).compareTo(time + '\uffff') > 0) {
      place--;
    }
    return place;
  }

  private void pending(StoredMessage message, UnaryOperator<String> number, AdminAnswer answer)
      throws IOException {
    row(answer, "account", message.account());
    kind(answer, message.kind());
    String source = source(message);
    if (source != null) {
      row(answer, "source", number.apply(source));
    }
    row(answer, "destination", number.apply(message.destination()));
    row(answer, "state", message.state() + (message.inFlight() ? ", attempt under way" : ""));
    row(answer, "attempts", String.valueOf(message.attempts()));
    row(answer, "accepted", Timeline.time(message.acceptedAt()));
    row(answer, "next due", moment(message.nextDueAt()));
    row(answer, "expires", moment(message.expiresAt()));
    CarrierId carrierId = message.carrierId();
    if (carrierId == null || note.test(carrierId)) {
      return;
    }
    if (carrierId.carrier().startsWith(NO_CARRIER)) {
      row(
          answer,
          carrierId.carrier().substring(1),
          "message " + OWN_ID.split(carrierId.id(), 2)[0]);
    } else {
      row(answer, "carrier id", carrierId.id() + " of carrier " + carrierId.carrier());
    }
  }

  private static void ended(EndedMessage message, AdminAnswer answer) throws IOException {
    kind(answer, message.kind());
    row(answer, "state", message.state().toString());
    row(answer, "error", Timeline.error(message.error()));
    row(answer, "done at", Timeline.time(message.doneAt()));
  }

  private static void kind(AdminAnswer answer, MessageKind kind) throws IOException {
    if (kind != MessageKind.MT) {
      row(answer, "kind", kind.name().toLowerCase(Locale.ROOT));
    }
  }

  private static String moment(long millis) {
    return millis == Long.MAX_VALUE ? "never" : Timeline.time(millis);
  }

  /** The source address; null when the body is of a kind that has none, or is not understood. */
  private static @Nullable String source(StoredMessage message) {
    try {
      MessagePdu pdu =
          switch (message.kind()) {
            case MT, PART -> (MessagePdu) PduCodec.decodeBody(CommandId.SUBMIT_SM, message.body());
            case DATA ->
                ((DataSm) PduCodec.decodeBody(CommandId.DATA_SM, message.body())).asSubmitSm();
            case MO, BROADCAST, ALERT, ORPHAN -> null;
          };
      return pdu == null ? null : pdu.sourceAddr().digits();
    } catch (BadBody e) {
      return null;
    }
  }

  /** The store has nothing; the history may, for it goes by its own age and size. */
  private int forgotten(String id, AdminAnswer answer) throws Exception {
    long key = store.messageIds().decode(id);
    if (key < 0) {
      answer.line("no message " + StepReader.printable(id) + " is known");
      return AdminCommand.FAILED;
    }
    List<String> lines = List.of();
    String but = "";
    try {
      lines = history.timeline(key);
      but = lines.isEmpty() ? ", nor is any history of it" : ", but its history is:";
    } catch (ExecutionException | TimeoutException e) {
      but = ", and there is no history: " + MessageHistory.why(e);
    }
    if (MessageIds.isMail(key)) {
      // The mailbox is not asked: what happened says whether it was delivered.
      row(answer, "message", id.toLowerCase(Locale.ROOT));
      row(answer, "kind", "mo");
      answer.line(lines.isEmpty() ? "nothing is known of it" + but : "");
    } else {
      answer.line(
          "message " + id.toLowerCase(Locale.ROOT) + " is not known to the store any more" + but);
    }
    for (String line : lines) {
      answer.line(line);
    }
    return lines.isEmpty() ? AdminCommand.FAILED : AdminCommand.OK;
  }

  private Known lookup(String id)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Known> answer = new CompletableFuture<>();
    store.lookup(
        id,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            answer.complete(new Known(pending, ended));
          }

          @Override
          public void failed(StoreFailure why) {
            answer.completeExceptionally(new IOException(String.valueOf(why)));
          }
        });
    return answer.get(MessageHistory.ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static void row(AdminAnswer answer, String name, String value) throws IOException {
    answer.line(String.format(Locale.ROOT, "%-12s %s", name, value));
  }
}
