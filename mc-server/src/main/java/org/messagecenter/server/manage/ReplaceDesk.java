package org.messagecenter.server.manage;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.ReplaceSm;
import org.messagecenter.protocol.pdu.ReplaceSmResp;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.server.submit.GuardedLookup;
import org.messagecenter.server.submit.Refusal;
import org.messagecenter.server.submit.SubmitCheck;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves replace_sm (34:4.10, 50:4.5.3): a pending message gets another text, receipt wish and, if
 * given, other times. Everything else stays, and the date of its receipt is that of the replacement
 * (34: App. B).
 *
 * <p>Of a submission to several destinations all that are pending are replaced; the answer is
 * ESME_RREPLACEFAIL when one of them could not be.
 */
public final class ReplaceDesk {
  private static final Logger log = LoggerFactory.getLogger(ReplaceDesk.class);

  private final MessageStore store;
  private final List<SubmitCheck> checks;
  private final LongSupplier wallMillis;
  private final RateLimitedLog refusals;
  private final LongAdder replaced;

  /**
   * @param checks what the message must pass as it would be after the replacement
   */
  public ReplaceDesk(
      MessageStore store,
      List<SubmitCheck> checks,
      LongSupplier wallMillis,
      RateLimitedLog refusals,
      MeterRegistry registry) {
    this.store = store;
    this.checks = checks;
    this.wallMillis = wallMillis;
    this.refusals = refusals;
    this.replaced = HotCounter.in(registry, "mc.manage.replaced", "messages replaced");
  }

  /** A bound session replaces. Event loop of the channel. */
  public void replace(RequestPort channel, Account account, Packet request) {
    ReplaceSm wanted = (ReplaceSm) request.pdu();
    store.lookup(
        wanted.messageId(),
        GuardedLookup.of(
            channel,
            request,
            (pending, ended) -> {
              Found found = Found.of(account.systemId(), wanted.sourceAddr(), pending, ended);
              if (found.isEmpty()) {
                answer(channel, request, CommandStatus.ESME_RINVMSGID);
              } else if (found.pending().isEmpty()) {
                answer(channel, request, CommandStatus.ESME_RREPLACEFAIL);
              } else {
                new Replacing(channel, account, request, wanted).all(found.pending());
              }
            }));
  }

  private static void answer(RequestPort channel, Packet request, CommandStatus status) {
    channel.respondLater(request, new ReplaceSmResp(), status);
  }

  /** One replace_sm; on the store's thread. */
  private final class Replacing implements DoneCallback {
    private final RequestPort channel;
    private final Account account;
    private final Packet request;
    private final ReplaceSm wanted;
    private final long now = wallMillis.getAsLong();
    private int open;
    private CommandStatus status = CommandStatus.ESME_ROK;

    Replacing(RequestPort channel, Account account, Packet request, ReplaceSm wanted) {
      this.channel = channel;
      this.account = account;
      this.request = request;
      this.wanted = wanted;
    }

    void all(List<StoredMessage> messages) {
      NewMessage[] contents = new NewMessage[messages.size()];
      for (int i = 0; i < contents.length; i++) {
        NewMessage content = content(messages.get(i));
        if (content == null) {
          answer(channel, request, status);
          return;
        }
        contents[i] = content;
      }
      open = contents.length;
      for (int i = 0; i < contents.length; i++) {
        store.replace(messages.get(i).key(), contents[i], this);
      }
    }

    /** What is to stand in the message's place; null with a status when that must not be. */
    private @Nullable NewMessage content(StoredMessage old) {
      if (old.kind() != MessageKind.MT && old.kind() != MessageKind.DATA) {
        status = CommandStatus.ESME_RINVMSGID;
        return null;
      }
      SubmitSm before = read(old);
      // An attempt that was made was due: what is left then is a retry. So is a wait without a
      // schedule in the message, which an earlier replacement has left.
      boolean scheduled = old.attempts() == 0 && !before.scheduleDeliveryTime().isEmpty();
      ReplacementFacts facts =
          new ReplacementFacts(
              Origin.removed(merged(before, old.kind())),
              wanted,
              old,
              account,
              channel,
              scheduled,
              now);
      for (SubmitCheck check : checks) {
        Refusal refusal = check.check(facts);
        if (refusal != null) {
          status = refusal.status();
          refusals.info(
              log,
              "replace_sm of {} refused with {}: {}",
              account.systemId(),
              refusal.status(),
              refusal.reason());
          return null;
        }
      }
      ByteBuf body = Unpooled.buffer(256);
      SubmitSm message = Origin.copied(before, keepingSchedule(facts));
      PduCodec.encodeBody(body, old.kind() == MessageKind.DATA ? data(message) : message);
      return new NewMessage(
          old.account(),
          old.destination(),
          old.kind(),
          now,
          facts.dueAt(),
          facts.expiresAt(),
          body.array(),
          0,
          body.readableBytes(),
          old.tag(),
          false,
          null);
    }

    private static SubmitSm read(StoredMessage old) {
      try {
        return StoredBody.read(old.kind(), old.body());
      } catch (BadBody e) {
        throw new IllegalStateException("the store holds a body that was never decoded", e);
      }
    }

    /** A schedule that stays is written down anew: the next replacement must know of it. */
    private SubmitSm keepingSchedule(ReplacementFacts facts) {
      SubmitSm sm = facts.message();
      if (!facts.scheduled() || !sm.scheduleDeliveryTime().isEmpty()) {
        return sm;
      }
      return new SubmitSm(
          sm.serviceType(),
          sm.sourceAddr(),
          sm.destinationAddr(),
          sm.esmClass(),
          sm.protocolId(),
          sm.priorityFlag(),
          SmppTime.formatAbsolute(facts.dueAt()),
          sm.validityPeriod(),
          sm.registeredDelivery(),
          sm.replaceIfPresentFlag(),
          sm.dataCoding(),
          sm.smDefaultMsgId(),
          sm.shortMessage(),
          sm.tlvs());
    }

    private SubmitSm merged(SubmitSm sm, MessageKind kind) {
      Octets payload =
          Objects.requireNonNullElse(wanted.tlvs().find(TlvTag.MESSAGE_PAYLOAD), Octets.EMPTY);
      // As in a submission, an empty payload leaves the place to short_message.
      Octets text = payload.isEmpty() ? wanted.shortMessage() : payload;
      boolean inPayload = !payload.isEmpty() || kind == MessageKind.DATA;
      Tlvs tlvs = sm.tlvs().without(TlvTag.MESSAGE_PAYLOAD);
      if (!wanted.validityPeriod().isEmpty()) {
        // It would win over the new validity (50:4.8.4.46).
        tlvs = tlvs.without(TlvTag.QOS_TIME_TO_LIVE);
      }
      return new SubmitSm(
          sm.serviceType(),
          sm.sourceAddr(),
          sm.destinationAddr(),
          sm.esmClass(),
          sm.protocolId(),
          sm.priorityFlag(),
          // The times of the store count; these texts are only read by the checks.
          wanted.scheduleDeliveryTime(),
          wanted.validityPeriod(),
          wanted.registeredDelivery(),
          sm.replaceIfPresentFlag(),
          sm.dataCoding(),
          wanted.smDefaultMsgId(),
          inPayload ? Octets.EMPTY : text,
          inPayload ? tlvs.with(TlvTag.MESSAGE_PAYLOAD, text) : tlvs);
    }

    private DataSm data(SubmitSm message) {
      return new DataSm(
          message.serviceType(),
          message.sourceAddr(),
          message.destinationAddr(),
          message.esmClass(),
          message.registeredDelivery(),
          message.dataCoding(),
          message.tlvs());
    }

    @Override
    public void done(boolean changed) {
      if (changed) {
        replaced.increment();
      } else if (status == CommandStatus.ESME_ROK) {
        status = CommandStatus.ESME_RREPLACEFAIL;
      }
      one();
    }

    @Override
    public void failed(StoreFailure why) {
      status = why == StoreFailure.FULL ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_RSYSERR;
      one();
    }

    private void one() {
      if (--open == 0) {
        answer(channel, request, status);
      }
    }
  }
}
