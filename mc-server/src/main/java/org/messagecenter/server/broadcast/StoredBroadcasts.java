package org.messagecenter.server.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.submit.GuardedLookup;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoredMessage;

/** Broadcasts as messages of the store: how they are written, and how they are found again. */
final class StoredBroadcasts {
  /** A broadcast has no destination; the store finds those of a sender under this one. */
  static final String NO_DESTINATION = "";

  private final MessageStore store;
  private final BroadcastSettings settings;

  StoredBroadcasts(MessageStore store, BroadcastSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** A broadcast with what the store knows of it. */
  record Kept(StoredMessage stored, Broadcast broadcast) {}

  /**
   * The message that keeps a broadcast.
   *
   * @param tag of its source, see {@link SourceTag}
   * @param now epoch milliseconds
   */
  NewMessage message(String account, int tag, Broadcast broadcast, long now) {
    byte[] octets = broadcast.octets();
    long end = broadcast.end();
    long kept = settings.kept().toMillis();
    return new NewMessage(
        account,
        NO_DESTINATION,
        MessageKind.BROADCAST,
        now,
        // Pushed when it is to be forgotten: nothing has to be done before.
        end > Long.MAX_VALUE - kept ? Long.MAX_VALUE : end + kept,
        Long.MAX_VALUE,
        octets,
        0,
        octets.length,
        tag,
        false,
        null);
  }

  /**
   * Finds broadcasts of an account and source: by id, else by reference, else all. The oldest comes
   * first. The consumer runs on the store's thread.
   */
  void find(
      RequestPort channel,
      Packet packet,
      String account,
      Address source,
      String id,
      Tlvs tlvs,
      Consumer<List<Kept>> done) {
    int tag = SourceTag.of(account, source);
    if (!id.isEmpty()) {
      store.lookup(
          id,
          GuardedLookup.of(
              channel, packet, (pending, ended) -> done.accept(kept(pending, account, tag, null))));
    } else {
      Integer reference =
          tlvs.has(TlvTag.USER_MESSAGE_REFERENCE)
              ? Integer.valueOf(tlvs.intValue(TlvTag.USER_MESSAGE_REFERENCE, -1))
              : null;
      store.findByAddress(
          account,
          NO_DESTINATION,
          tag,
          0,
          // The newest come last, and more than the settings allow may be left from other ones.
          Integer.MAX_VALUE,
          GuardedLookup.of(
              channel,
              packet,
              (pending, ended) -> done.accept(kept(pending, account, tag, reference))));
    }
  }

  private static List<Kept> kept(
      List<StoredMessage> pending, String account, int tag, @Nullable Integer reference) {
    List<Kept> kept = new ArrayList<>();
    for (StoredMessage stored : pending) {
      if (stored.kind() == MessageKind.BROADCAST
          && stored.account().equals(account)
          && stored.tag() == tag) {
        Broadcast broadcast = Broadcast.read(stored.body());
        if (reference == null || reference.equals(broadcast.reference())) {
          kept.add(new Kept(stored, broadcast));
        }
      }
    }
    return kept;
  }
}
