package org.messagecenter.server.inbound;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.server.history.History;
import org.messagecenter.server.history.Senders;
import org.messagecenter.store.queue.MessageIds;

/**
 * Notes what becomes of mobile-originated messages: in the history of each, under the key of its
 * mail or, for a part that waits, its own; and in that of the mobile, which leads to them. Notes
 * nothing where no history is kept.
 */
final class MoNotes {
  private final History history;
  private final @Nullable MessageIds ids;
  private final @Nullable Senders senders;

  private MoNotes(History history, @Nullable MessageIds ids) {
    this.history = history;
    this.ids = ids;
    this.senders = ids == null ? null : new Senders(ids);
  }

  /**
   * @param history one that is kept
   * @param ids of the store that gives the keys
   */
  static MoNotes in(History history, MessageIds ids) {
    return new MoNotes(history, ids);
  }

  static final MoNotes NONE = new MoNotes(History.NONE, null);

  /**
   * A message that came in.
   *
   * @param carrier empty for the simulated network
   * @param bind empty for none
   * @param source its sender's number
   * @param at when, epoch milliseconds
   */
  record Coming(String carrier, String bind, String source, long at) {
    static Coming of(String carrier, String bind, DeliverSm message, long at) {
      return new Coming(carrier, bind, message.sourceAddr().digits(), at);
    }

    String from() {
      return MoNotes.from(carrier);
    }
  }

  private static String from(String carrier) {
    return carrier.isEmpty() ? "from the simulated network" : "from carrier " + carrier;
  }

  /** A message of its own is in its owner's mailbox. */
  void stored(Coming in, Ownership owner, long mailKey, long expiresAt) {
    if (ids != null) {
      history.received(mailKey, in.at, in.carrier, in.bind);
      mailed(mailKey, owner, expiresAt);
      ofSender(in.source, message(mailKey) + to(owner) + ", " + in.from());
    }
  }

  /** A part is kept and waits for the others. */
  void waits(Coming in, Concatenation which, long key, String messageId) {
    if (ids != null) {
      String part = part(which);
      history.received(key, in.at, in.carrier, in.bind);
      history.note(key, part + ", waits for the others");
      ofSender(in.source, "message " + messageId + ", " + part + ", " + in.from());
    }
  }

  /** A part that is kept came again. */
  void repeated(long key) {
    history.note(key, "came again");
  }

  /** Parts are in their owner's mailbox as one message. */
  void joined(
      String carrier, Ownership owner, List<StoredPart> parts, long mailKey, long expiresAt) {
    if (ids != null) {
      StoredPart first = parts.get(0);
      history.note(
          mailKey,
          "joined of " + parts.size() + " parts, the first of which is " + part(carrier, first));
      mailed(mailKey, owner, expiresAt);
      for (StoredPart part : parts) {
        history.note(part.key(), "joined into " + message(mailKey));
      }
      ofSender(
          first.message().sourceAddr().digits(),
          message(mailKey) + to(owner) + ", joined of " + parts.size() + ", " + from(carrier));
    }
  }

  /** A part is in its owner's mailbox without the others. */
  void alone(String carrier, Ownership owner, StoredPart part, long mailKey, long expiresAt) {
    if (ids != null) {
      history.note(mailKey, part(part.which()) + " alone, kept before as " + part(carrier, part));
      mailed(mailKey, owner, expiresAt);
      history.note(part.key(), "goes out alone as " + message(mailKey));
      ofSender(
          part.message().sourceAddr().digits(),
          message(mailKey) + to(owner) + ", " + part(part.which()) + " alone, " + from(carrier));
    }
  }

  /** A part was kept, and then nobody wanted it. */
  void unowned(long key) {
    history.note(key, "nobody owns the number");
  }

  /** A message is not taken. */
  void refused(Coming in, String why) {
    if (ids != null) {
      ofSender(in.source, "refused, " + why + ", " + in.from());
    }
  }

  private void mailed(long mailKey, Ownership owner, long expiresAt) {
    history.owned(mailKey, owner.account().systemId(), owner.how());
    history.kept(mailKey, expiresAt);
  }

  private void ofSender(String number, String words) {
    if (senders != null) {
      history.note(senders.key(number), words);
    }
  }

  /** Which shard an id tells plays no part in finding its key. */
  private String message(long key) {
    return ids == null ? "" : "message " + ids.encode(0, key);
  }

  /** A part's shard is told all the same: its id is to be the one that the store gave it. */
  private String part(String carrier, StoredPart part) {
    int shard = PartDesk.shard(carrier, part.message());
    return ids == null ? "" : "message " + ids.encode(shard, part.key());
  }

  private static String to(Ownership owner) {
    return " for " + owner.account().systemId();
  }

  private static String part(Concatenation which) {
    return "part " + which.number() + " of " + which.total();
  }
}
