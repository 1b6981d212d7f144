package org.messagecenter.server.manage;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.QuerySm;
import org.messagecenter.protocol.pdu.QuerySmResp;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.submit.GuardedLookup;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoredMessage;

/**
 * Answers query_sm (34:4.8, 50:4.5.2).
 *
 * <p>A submission to several destinations has one id and one state: scheduled or under way while
 * any destination is, then the first one's final state that is not DELIVERED, else DELIVERED.
 */
public final class QueryDesk {
  private static final int ONE_OCTET = 0xFF;

  private final MessageStore store;
  private final LongAdder queries;

  public QueryDesk(MessageStore store, MeterRegistry registry) {
    this.store = store;
    this.queries = HotCounter.in(registry, "mc.manage.queries", "query_sm answered");
  }

  /** A bound session asks. Event loop of the channel. */
  public void query(RequestPort channel, Account account, Packet request) {
    QuerySm query = (QuerySm) request.pdu();
    store.lookup(
        query.messageId(),
        GuardedLookup.of(
            channel,
            request,
            (pending, ended) -> {
              Found found = Found.of(account.systemId(), query.sourceAddr(), pending, ended);
              channel.lane().answer(lane -> answer(channel, request, query, found));
            }));
  }

  private void answer(RequestPort channel, Packet request, QuerySm query, Found found) {
    queries.increment();
    if (found.isEmpty()) {
      channel.respond(request, new QuerySmResp("", "", 0, 0), CommandStatus.ESME_RINVMSGID);
      return;
    }
    QuerySmResp response = found.pending().isEmpty() ? ended(query, found) : pending(query, found);
    MessageState state = MessageState.of(response.messageState());
    int told = state == null ? 0 : state.asIn(channel.interfaceVersion()).value();
    channel.respond(
        request,
        new QuerySmResp(response.messageId(), response.finalDate(), told, response.errorCode()),
        CommandStatus.ESME_ROK);
  }

  private static QuerySmResp pending(QuerySm query, Found found) {
    boolean scheduled = true;
    for (StoredMessage message : found.pending()) {
      scheduled &=
          message.state() == org.messagecenter.store.queue.MessageState.SCHEDULED
              && !message.inFlight();
    }
    MessageState state =
        scheduled && found.ended().isEmpty() ? MessageState.SCHEDULED : MessageState.ENROUTE;
    return new QuerySmResp(query.messageId(), "", state.value(), 0);
  }

  private static QuerySmResp ended(QuerySm query, Found found) {
    EndedMessage telling = found.ended().get(0);
    long last = 0;
    for (EndedMessage message : found.ended()) {
      last = Math.max(last, message.doneAt());
      boolean delivered = telling.state() == org.messagecenter.store.queue.MessageState.DELIVERED;
      if (delivered && message.state() != telling.state()) {
        telling = message;
      }
    }
    return new QuerySmResp(
        query.messageId(),
        SmppTime.formatAbsolute(last),
        telling.state().code(),
        // The codes of receipts are wider than the one octet that stands here (34:6.1).
        telling.error() & ONE_OCTET);
  }
}
