package org.messagecenter.testkit;

import java.util.function.Function;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.OptionalParameters;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.ServerResponseDeliveryListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/** The carrier's side of jSMPP's callbacks: submit_sm by script, every other request refused. */
final class CarrierDesk implements ServerMessageReceiverListener {

  /** What to do with one submit_sm: the message_id is sent when it is accepted. */
  record Decision(String messageId, Answer answer) {}

  static final ServerResponseDeliveryListener NO_DELIVERY_LISTENER = new NoDeliveryListener();

  private static final int ESME_RINVCMDID = 0x03;
  private static final int ESME_RSYSERR = 0x08;

  private final Function<ReceivedMessage, Decision> decide;
  private final SelectiveSender sender;
  private final int connection;

  CarrierDesk(Function<ReceivedMessage, Decision> decide, SelectiveSender sender, int connection) {
    this.decide = decide;
    this.sender = sender;
    this.connection = connection;
  }

  @Override
  public SubmitSmResult onAcceptSubmitSm(SubmitSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    Decision decision = decide.apply(ReceivedMessage.of(pdu, CarrierBind.name(connection)));
    if (decision.answer.kind() == Answer.Kind.SILENCE) {
      sender.whenAnswered(pdu.getSequenceNumber(), true, () -> {});
    } else if (decision.answer.status() != 0) {
      throw new ProcessRequestException("refused as scripted", decision.answer.status());
    }
    try {
      return new SubmitSmResult(
          new MessageId(decision.messageId), OptionalParameters.EMPTY_OPTIONAL_PARAMETERS);
    } catch (PDUStringException e) {
      throw new ProcessRequestException("bad message_id", ESME_RSYSERR, e);
    }
  }

  @Override
  public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("submit_multi");
  }

  @Override
  public QuerySmResult onAcceptQuerySm(QuerySm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("query_sm");
  }

  @Override
  public void onAcceptReplaceSm(ReplaceSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("replace_sm");
  }

  @Override
  public void onAcceptCancelSm(CancelSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("cancel_sm");
  }

  @Override
  public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("broadcast_sm");
  }

  @Override
  public void onAcceptCancelBroadcastSm(CancelBroadcastSm pdu, SMPPServerSession source)
      throws ProcessRequestException {
    throw unknown("cancel_broadcast_sm");
  }

  @Override
  public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
      QueryBroadcastSm pdu, SMPPServerSession source) throws ProcessRequestException {
    throw unknown("query_broadcast_sm");
  }

  @Override
  public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
    throw unknown("data_sm");
  }

  private static ProcessRequestException unknown(String command) {
    return new ProcessRequestException("this carrier knows no " + command, ESME_RINVCMDID);
  }

  private static final class NoDeliveryListener implements ServerResponseDeliveryListener {
    @Override
    public void onSubmitSmRespSent(SubmitSmResult result, SMPPServerSession source) {}

    @Override
    public void onSubmitSmRespError(
        SubmitSmResult result, Exception cause, SMPPServerSession source) {}

    @Override
    public void onSubmitMultiRespSent(SubmitMultiResult result, SMPPServerSession source) {}

    @Override
    public void onSubmitMultiRespError(
        SubmitMultiResult result, Exception cause, SMPPServerSession source) {}
  }
}
