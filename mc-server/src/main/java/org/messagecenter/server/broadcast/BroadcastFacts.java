package org.messagecenter.server.broadcast;

import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.submit.SessionFacts;

/** A broadcast_sm for those checks that it shares with submit_sm: its source and its times. */
final class BroadcastFacts extends SessionFacts {

  BroadcastFacts(Account account, RequestPort channel, BroadcastSm request, long now) {
    super(account, channel, asSubmitSm(request), now, Long.MAX_VALUE);
  }

  private static SubmitSm asSubmitSm(BroadcastSm request) {
    return new SubmitSm(
        request.serviceType(),
        request.sourceAddr(),
        Address.EMPTY,
        0,
        0,
        0,
        request.scheduleDeliveryTime(),
        request.validityPeriod(),
        0,
        0,
        request.dataCoding(),
        request.smDefaultMsgId(),
        Octets.EMPTY,
        request.tlvs());
  }

  @Override
  public CommandId command() {
    return CommandId.BROADCAST_SM;
  }
}
