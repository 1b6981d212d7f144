package org.messagecenter.server.broadcast;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.BroadcastSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.broadcast.StoredBroadcasts.Kept;
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
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves broadcast_sm, query_broadcast_sm and cancel_broadcast_sm (50:4.4, 50:4.6). */
public final class BroadcastDesk implements WorkSink {
  private static final Logger log = LoggerFactory.getLogger(BroadcastDesk.class);

  private final MessageStore store;
  private final BroadcastSettings settings;
  private final List<SubmitCheck> checks;
  private final LongSupplier wallMillis;
  private final RateLimitedLog refusals;
  private final KeptBroadcasts keptBySource;
  private final StoredBroadcasts broadcasts;
  private final BroadcastQueries queries;
  private final BroadcastCancels cancels;
  private final LongAdder accepted;

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
    broadcasts = new StoredBroadcasts(store, settings);
    queries = new BroadcastQueries(broadcasts, settings, wallMillis);
    cancels =
        new BroadcastCancels(
            store,
            broadcasts,
            wallMillis,
            HotCounter.in(registry, "mc.broadcast.cancelled", "broadcasts cancelled"));
  }

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
    String owner = account.systemId();
    NewMessage message =
        broadcasts.message(owner, SourceTag.of(owner, request.sourceAddr()), broadcast, now);
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
        StoredBroadcasts.NO_DESTINATION,
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
                channel.respondLater(packet, failure(), full().status());
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
    broadcasts.find(
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
            channel.respondLater(
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
                    channel.respondLater(
                        packet,
                        new BroadcastSmResp(old.stored().messageId(), refused),
                        CommandStatus.ESME_ROK);
                  } else {
                    channel.respondLater(packet, failure(), CommandStatus.ESME_RBCASTFAIL);
                  }
                }

                @Override
                public void failed(StoreFailure why) {
                  channel.respondLater(packet, failure(), status(why));
                }
              });
        });
  }

  private static CommandStatus status(StoreFailure why) {
    return why == StoreFailure.FULL ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_RSYSERR;
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

  /** A bound session asks for a broadcast's state. Event loop of the channel. */
  public void query(RequestPort channel, Account account, Packet packet) {
    queries.query(channel, account, packet);
  }

  /** A bound session withdraws broadcasts. Event loop of the channel. */
  public void cancel(RequestPort channel, Account account, Packet packet) {
    cancels.cancel(channel, account, packet);
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
      channel.respondLater(
          packet, new BroadcastSmResp(messageId, refusedAreas), CommandStatus.ESME_ROK);
    }

    @Override
    public void refused(StoreFailure why, @Nullable Object attachment) {
      keptBySource.remove(account, tag);
      channel.respondLater(packet, failure(), status(why));
    }
  }
}
