package org.messagecenter.server.broadcast;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.BroadcastSmResp;
import org.messagecenter.protocol.pdu.CancelBroadcastSm;
import org.messagecenter.protocol.pdu.CancelBroadcastSmResp;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.QueryBroadcastSm;
import org.messagecenter.protocol.pdu.QueryBroadcastSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.submit.GuardedLookup;
import org.messagecenter.server.submit.Refusal;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.server.submit.SubmitCheck;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves broadcast_sm, query_broadcast_sm and cancel_broadcast_sm (50:4.4, 50:4.6). */
public final class BroadcastDesk implements WorkSink {
  private static final Logger log = LoggerFactory.getLogger(BroadcastDesk.class);

  /** A broadcast has no destination; the store finds those of a sender under this one. */
  private static final String NO_DESTINATION = "";

  /** broadcast_area_success of an area where nothing was sent yet (50:4.8.4.5). */
  private static final int NOT_AVAILABLE = 255;

  private final MessageStore store;
  private final BroadcastSettings settings;
  private final List<SubmitCheck> checks;
  private final LongSupplier wallMillis;
  private final RateLimitedLog refusals;
  private final KeptBroadcasts keptBySource;
  private final LongAdder accepted;
  private final LongAdder cancelled;

  /**
   * @param checks those of submit_sm that a broadcast must pass too
   */
  public BroadcastDesk(
      MessageStore store,
      BroadcastSettings settings,
      List<SubmitCheck> checks,
      LongSupplier wallMillis,
      RateLimitedLog refusals,
      MeterRegistry registry) {
    this.store = store;
    this.settings = settings;
    this.checks = checks;
    this.wallMillis = wallMillis;
    this.refusals = refusals;
    this.keptBySource = new KeptBroadcasts(settings.mostPerSource());
    this.accepted = HotCounter.in(registry, "mc.broadcast.accepted", "broadcast_sm stored");
    this.cancelled = HotCounter.in(registry, "mc.broadcast.cancelled", "broadcasts cancelled");
  }

  // ---- broadcast_sm ---------------------------------------------------------------------------

  /** A bound session broadcasts. Event loop of the channel. */
  public void broadcast(RequestPort channel, Account account, Packet packet) {
    BroadcastSm request = (BroadcastSm) packet.pdu();
    long now = wallMillis.getAsLong();
    BroadcastFacts facts = new BroadcastFacts(account, channel, request, now);
    Refusal refusal = firstRefusal(facts, request);
    if (refusal != null) {
      note(account, refusal);
      channel.respond(packet, failure(), refusal.status());
      return;
    }
    Tlvs refused = refusedAreas(request);
    boolean noValidity = request.validityPeriod().isEmpty();
    Broadcast broadcast =
        new Broadcast(request, facts.dueAt(), noValidity ? Long.MAX_VALUE : facts.expiresAt(), 0);
    NewMessage message = message(account, request.sourceAddr(), broadcast, now);
    if (request.replaceIfPresentFlag() == 1) {
      replace(channel, account, packet, message, refused);
    } else {
      accept(channel, account, packet, message, refused);
    }
  }

  private void note(Account account, Refusal refusal) {
    refusals.info(
        log,
        "broadcast_sm of {} refused with {}: {}",
        account.systemId(),
        refusal.status(),
        refusal.reason());
  }

  /** Keeps a broadcast if its source does not have all it may; how many it has may be to learn. */
  private void accept(
      RequestPort channel, Account account, Packet packet, NewMessage message, Tlvs refused) {
    String owner = message.account();
    int tag = message.tag();
    Stored stored = new Stored(channel, packet, refused, owner, tag);
    if (keptBySource.knows(owner, tag)) {
      if (keptBySource.add(owner, tag)) {
        store.accept(message, stored);
      } else {
        note(account, full());
        channel.respond(packet, failure(), full().status());
      }
      return;
    }
    store.findByAddress(
        owner,
        NO_DESTINATION,
        tag,
        0,
        settings.mostPerSource(),
        GuardedLookup.of(
            channel,
            packet,
            (pending, ended) -> {
              keptBySource.found(owner, tag, pending.size());
              if (keptBySource.add(owner, tag)) {
                store.accept(message, stored);
              } else {
                note(account, full());
                later(channel, packet, failure(), full().status());
              }
            }));
  }

  private Refusal full() {
    return new Refusal(
        CommandStatus.ESME_RMSGQFUL,
        "its source has " + settings.mostPerSource() + " broadcasts that are kept");
  }

  private @Nullable Refusal firstRefusal(BroadcastFacts facts, BroadcastSm request) {
    for (SubmitCheck check : checks) {
      Refusal refusal = check.check(facts);
      if (refusal != null) {
        return refusal;
      }
    }
    Refusal refusal = BroadcastChecks.check(request, settings);
    return refusal != null ? refusal : allRefused(request);
  }

  /** What all areas are refused with, if they are; null when one can be served. */
  private @Nullable Refusal allRefused(BroadcastSm request) {
    CommandStatus common = null;
    for (Area area : Broadcast.areas(request)) {
      CommandStatus status = area.status(settings);
      if (status == CommandStatus.ESME_ROK) {
        return null;
      }
      common = common == null || common == status ? status : CommandStatus.ESME_RBCASTFAIL;
    }
    return common == null ? null : new Refusal(common, "no area can be served");
  }

  private Tlvs refusedAreas(BroadcastSm request) {
    Tlvs.Builder tlvs = Tlvs.builder();
    for (Area area : Broadcast.areas(request)) {
      CommandStatus status = area.status(settings);
      if (status != CommandStatus.ESME_ROK) {
        // In this response the tag is called failed_broadcast_area_identifier (50:4.4.3).
        tlvs.put(TlvTag.BROADCAST_AREA_IDENTIFIER.tag(), area.identifier());
        tlvs.put(TlvTag.BROADCAST_ERROR_STATUS, status.value());
      }
    }
    return tlvs.build();
  }

  /** An explicit match is asked for: without one nothing is broadcast (50:4.4.4). */
  private void replace(
      RequestPort channel, Account account, Packet packet, NewMessage message, Tlvs refused) {
    BroadcastSm request = (BroadcastSm) packet.pdu();
    boolean byReference = request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE);
    if (byReference != request.messageId().isEmpty()) {
      channel.respond(packet, failure(), CommandStatus.ESME_RINVMSGID);
      return;
    }
    find(
        channel,
        packet,
        account.systemId(),
        request.sourceAddr(),
        request.messageId(),
        request.tlvs(),
        found -> {
          Kept old = found.isEmpty() ? null : found.get(found.size() - 1);
          long now = wallMillis.getAsLong();
          if (old == null || old.broadcast().state(now).isFinal()) {
            later(
                channel,
                packet,
                failure(),
                old == null ? CommandStatus.ESME_RINVMSGID : CommandStatus.ESME_RBCASTFAIL);
            return;
          }
          store.replace(
              old.stored().key(),
              message,
              new DoneCallback() {
                @Override
                public void done(boolean changed) {
                  if (changed) {
                    accepted.increment();
                    later(
                        channel,
                        packet,
                        new BroadcastSmResp(old.stored().messageId(), refused),
                        CommandStatus.ESME_ROK);
                  } else {
                    later(channel, packet, failure(), CommandStatus.ESME_RBCASTFAIL);
                  }
                }

                @Override
                public void failed(StoreFailure why) {
                  later(channel, packet, failure(), status(why));
                }
              });
        });
  }

  private static CommandStatus status(StoreFailure why) {
    return why == StoreFailure.FULL ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_RSYSERR;
  }

  private NewMessage message(Account account, Address source, Broadcast broadcast, long now) {
    return message(account.systemId(), SourceTag.of(account.systemId(), source), broadcast, now);
  }

  private NewMessage message(String account, int tag, Broadcast broadcast, long now) {
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

  private static BroadcastSmResp failure() {
    return new BroadcastSmResp("", Tlvs.EMPTY);
  }

  /** Store thread: a broadcast that ended a while ago is forgotten. */
  @Override
  public void due(DueMessage due) {
    long now = wallMillis.getAsLong();
    MessageState state = MessageState.UNDELIVERABLE;
    long end = now;
    try {
      Broadcast broadcast = Broadcast.read(due.body());
      state = broadcast.state(now);
      end = broadcast.end();
      keptBySource.remove(
          due.account(), SourceTag.of(due.account(), broadcast.request().sourceAddr()));
    } catch (RuntimeException e) {
      log.error("Broadcast {} cannot be read from the store", due.messageId(), e);
    }
    store.finish(
        due.key(),
        org.messagecenter.store.queue.MessageState.of(state.value()),
        0,
        end,
        null,
        null);
    store.requestWork(1);
  }

  // ---- query_broadcast_sm ---------------------------------------------------------------------

  /** A bound session asks for a broadcast's state. Event loop of the channel. */
  public void query(RequestPort channel, Account account, Packet packet) {
    QueryBroadcastSm request = (QueryBroadcastSm) packet.pdu();
    QueryBroadcastSmResp none = new QueryBroadcastSmResp("", Tlvs.EMPTY);
    if (request.messageId().isEmpty() && !request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE)) {
      channel.respond(packet, none, CommandStatus.ESME_RINVMSGID);
      return;
    }
    find(
        channel,
        packet,
        account.systemId(),
        request.sourceAddr(),
        request.messageId(),
        request.tlvs(),
        found -> {
          if (found.isEmpty()) {
            later(channel, packet, none, CommandStatus.ESME_RINVMSGID);
          } else {
            // Of several with one reference the newest is meant (50:4.6.1).
            Kept newest = found.get(found.size() - 1);
            later(channel, packet, answer(newest), CommandStatus.ESME_ROK);
          }
        });
  }

  private QueryBroadcastSmResp answer(Kept kept) {
    Broadcast broadcast = kept.broadcast();
    long now = wallMillis.getAsLong();
    MessageState state = broadcast.state(now);
    Tlvs.Builder tlvs = Tlvs.builder().put(TlvTag.MESSAGE_STATE, state.value());
    boolean onAir = now >= broadcast.start();
    for (Area area : broadcast.areas()) {
      tlvs.put(TlvTag.BROADCAST_AREA_IDENTIFIER, area.identifier());
      tlvs.put(TlvTag.BROADCAST_AREA_SUCCESS, onAir ? area.success(settings) : NOT_AVAILABLE);
    }
    if (state.isFinal()) {
      tlvs.put(TlvTag.BROADCAST_END_TIME, SmppTime.formatAbsolute(broadcast.end()));
    }
    Integer reference = broadcast.reference();
    if (reference != null) {
      tlvs.put(TlvTag.USER_MESSAGE_REFERENCE, reference);
    }
    return new QueryBroadcastSmResp(kept.stored().messageId(), tlvs.build());
  }

  // ---- cancel_broadcast_sm --------------------------------------------------------------------

  /** A bound session withdraws broadcasts. Event loop of the channel. */
  public void cancel(RequestPort channel, Account account, Packet packet) {
    CancelBroadcastSm request = (CancelBroadcastSm) packet.pdu();
    find(
        channel,
        packet,
        account.systemId(),
        request.sourceAddr(),
        request.messageId(),
        request.tlvs(),
        found -> {
          if (found.isEmpty() && !request.messageId().isEmpty()) {
            later(channel, packet, new CancelBroadcastSmResp(), CommandStatus.ESME_RINVMSGID);
          } else {
            new Cancelling(channel, packet).all(meant(request, found));
          }
        });
  }

  private List<Kept> meant(CancelBroadcastSm request, List<Kept> found) {
    boolean group =
        request.messageId().isEmpty() && !request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE);
    Octets type = request.tlvs().find(TlvTag.BROADCAST_CONTENT_TYPE);
    long now = wallMillis.getAsLong();
    List<Kept> meant = new ArrayList<>();
    for (Kept kept : found) {
      BroadcastSm other = kept.broadcast().request();
      boolean ofGroup =
          !group
              || request.serviceType().isEmpty()
              || request.serviceType().equals(other.serviceType());
      boolean ofType =
          type == null || Objects.equals(type, other.tlvs().find(TlvTag.BROADCAST_CONTENT_TYPE));
      if (ofGroup && ofType && !kept.broadcast().state(now).isFinal()) {
        meant.add(kept);
      }
    }
    return meant;
  }

  /** One cancel_broadcast_sm; on the store's thread. */
  private final class Cancelling implements DoneCallback {
    private final RequestPort channel;
    private final Packet packet;
    private int open;
    private CommandStatus status = CommandStatus.ESME_ROK;

    Cancelling(RequestPort channel, Packet packet) {
      this.channel = channel;
      this.packet = packet;
    }

    void all(List<Kept> meant) {
      if (meant.isEmpty()) {
        later(channel, packet, new CancelBroadcastSmResp(), CommandStatus.ESME_RBCASTCANCELFAIL);
        return;
      }
      open = meant.size();
      long now = wallMillis.getAsLong();
      // What could throw comes before the first change: an answer waits for all of them.
      List<NewMessage> contents = new ArrayList<>();
      for (Kept kept : meant) {
        StoredMessage stored = kept.stored();
        contents.add(message(stored.account(), stored.tag(), kept.broadcast().cancelled(now), now));
      }
      for (int i = 0; i < contents.size(); i++) {
        store.replace(meant.get(i).stored().key(), contents.get(i), this);
      }
    }

    @Override
    public void done(boolean changed) {
      if (changed) {
        cancelled.increment();
      } else {
        status = CommandStatus.ESME_RBCASTCANCELFAIL;
      }
      one();
    }

    @Override
    public void failed(StoreFailure why) {
      status = CommandStatus.ESME_RSYSERR;
      one();
    }

    private void one() {
      if (--open == 0) {
        later(channel, packet, new CancelBroadcastSmResp(), status);
      }
    }
  }

  // ---- all three ------------------------------------------------------------------------------

  /** A broadcast with what the store knows of it. */
  private record Kept(StoredMessage stored, Broadcast broadcast) {}

  /**
   * Finds broadcasts of an account and source: by id, else by reference, else all. The oldest comes
   * first. The consumer runs on the store's thread.
   */
  private void find(
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

  /** Store thread: answers from the channel's event loop. */
  private static void later(
      RequestPort channel, Packet packet, Pdu response, CommandStatus status) {
    channel.lane().answer(lane -> channel.respond(packet, response, status));
  }

  /** A broadcast_sm on its way through the store. */
  private final class Stored implements AcceptCallback {
    private final RequestPort channel;
    private final Packet packet;
    private final Tlvs refusedAreas;
    private final String account;
    private final int tag;

    Stored(RequestPort channel, Packet packet, Tlvs refusedAreas, String account, int tag) {
      this.account = account;
      this.tag = tag;
      this.channel = channel;
      this.packet = packet;
      this.refusedAreas = refusedAreas;
    }

    @Override
    public void accepted(long key, String messageId, @Nullable Object attachment) {
      BroadcastDesk.this.accepted.increment();
      later(channel, packet, new BroadcastSmResp(messageId, refusedAreas), CommandStatus.ESME_ROK);
    }

    @Override
    public void refused(StoreFailure why, @Nullable Object attachment) {
      keptBySource.remove(account, tag);
      later(channel, packet, failure(), status(why));
    }
  }
}
