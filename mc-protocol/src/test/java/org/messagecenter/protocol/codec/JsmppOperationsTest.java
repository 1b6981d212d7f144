package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jsmpp.bean.DestinationAddress;
import org.jsmpp.bean.DistributionList;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.UnsuccessDelivery;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.AlertNotification;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.BroadcastSmResp;
import org.messagecenter.protocol.pdu.CancelBroadcastSm;
import org.messagecenter.protocol.pdu.CancelSm;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DataSmResp;
import org.messagecenter.protocol.pdu.Destination;
import org.messagecenter.protocol.pdu.Outbind;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.QueryBroadcastSm;
import org.messagecenter.protocol.pdu.QueryBroadcastSmResp;
import org.messagecenter.protocol.pdu.QuerySm;
import org.messagecenter.protocol.pdu.QuerySmResp;
import org.messagecenter.protocol.pdu.ReplaceSm;
import org.messagecenter.protocol.pdu.SubmitMulti;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.UnsuccessSme;
import org.messagecenter.protocol.spec.CommandId;

/** The commands beside binding and messaging, octet by octet as an independent library has them. */
class JsmppOperationsTest {
  private static final int SEQUENCE = 90;

  private final DefaultComposer composer = new DefaultComposer();
  private final DefaultDecomposer decomposer = new DefaultDecomposer();

  @Test
  void querySm() throws Exception {
    QuerySm query = example(QuerySm.class);
    Address source = query.sourceAddr();
    assertSame(
        query,
        composer.querySm(SEQUENCE, query.messageId(), ton(source), npi(source), source.digits()));
    assertThat(decomposer.querySm(ours(query)).getSourceAddr()).isEqualTo(source.digits());

    QuerySmResp answer = example(QuerySmResp.class);
    assertSame(
        answer,
        composer.querySmResp(
            SEQUENCE,
            answer.messageId(),
            answer.finalDate(),
            (byte) answer.messageState(),
            (byte) answer.errorCode()));
    org.jsmpp.bean.QuerySmResp read = decomposer.querySmResp(ours(answer));
    assertThat(read.getFinalDate()).isEqualTo(answer.finalDate());
    assertThat(read.getMessageState().value()).isEqualTo((byte) answer.messageState());
    assertThat(read.getErrorCode()).isEqualTo((byte) answer.errorCode());
  }

  @Test
  void cancelSm() throws Exception {
    CancelSm cancel = example(CancelSm.class);
    Address source = cancel.sourceAddr();
    Address destination = cancel.destinationAddr();
    assertSame(
        cancel,
        composer.cancelSm(
            SEQUENCE,
            cancel.serviceType(),
            cancel.messageId(),
            ton(source),
            npi(source),
            source.digits(),
            ton(destination),
            npi(destination),
            destination.digits()));
    org.jsmpp.bean.CancelSm read = decomposer.cancelSm(ours(cancel));
    assertThat(read.getMessageId()).isEqualTo(cancel.messageId());
    assertThat(read.getDestinationAddress()).isEqualTo(destination.digits());
    assertSame(example(CommandId.CANCEL_SM_RESP), composer.cancelSmResp(SEQUENCE));
  }

  @Test
  void replaceSm() throws Exception {
    ReplaceSm full = example(ReplaceSm.class);
    // jSMPP knows the 3.4 form, which has no TLVs.
    ReplaceSm replace =
        new ReplaceSm(
            full.messageId(),
            full.sourceAddr(),
            full.scheduleDeliveryTime(),
            full.validityPeriod(),
            full.registeredDelivery(),
            full.smDefaultMsgId(),
            full.shortMessage(),
            Tlvs.EMPTY);
    assertSame(
        replace,
        composer.replaceSm(
            SEQUENCE,
            replace.messageId(),
            ton(replace.sourceAddr()),
            npi(replace.sourceAddr()),
            replace.sourceAddr().digits(),
            replace.scheduleDeliveryTime(),
            replace.validityPeriod(),
            (byte) replace.registeredDelivery(),
            (byte) replace.smDefaultMsgId(),
            replace.shortMessage().toByteArray()));
    assertThat(decomposer.replaceSm(ours(replace)).getShortMessage())
        .isEqualTo(replace.shortMessage().toByteArray());
    assertSame(example(CommandId.REPLACE_SM_RESP), composer.replaceSmResp(SEQUENCE));
  }

  @Test
  void submitMulti() throws Exception {
    SubmitMulti multi = example(SubmitMulti.class);
    DestinationAddress[] destinations =
        multi.destAddress().stream()
            .map(JsmppOperationsTest::theirs)
            .toArray(DestinationAddress[]::new);
    assertSame(
        multi,
        composer.submitMulti(
            SEQUENCE,
            multi.serviceType(),
            ton(multi.sourceAddr()),
            npi(multi.sourceAddr()),
            multi.sourceAddr().digits(),
            destinations,
            (byte) multi.esmClass(),
            (byte) multi.protocolId(),
            (byte) multi.priorityFlag(),
            multi.scheduleDeliveryTime(),
            multi.validityPeriod(),
            (byte) multi.registeredDelivery(),
            (byte) multi.replaceIfPresentFlag(),
            (byte) multi.dataCoding(),
            (byte) multi.smDefaultMsgId(),
            multi.shortMessage().toByteArray(),
            new OptionalParameter.Sar_msg_ref_num((short) 7),
            new OptionalParameter.Sar_total_segments((byte) 2),
            new OptionalParameter.Sar_segment_seqnum((byte) 1)));
    org.jsmpp.bean.SubmitMulti read = decomposer.submitMulti(ours(multi));
    assertThat(read.getDestAddresses()).hasSize(3);
    assertThat(((DistributionList) read.getDestAddresses()[1]).getName()).isEqualTo("friends");
    assertThat(read.getOptionalParameters()).hasSize(3);
  }

  @Test
  void submitMultiResp() throws Exception {
    SubmitMultiResp full = example(SubmitMultiResp.class);
    for (List<UnsuccessSme> failed : List.of(List.<UnsuccessSme>of(), full.unsuccessSme())) {
      SubmitMultiResp answer = new SubmitMultiResp(full.messageId(), failed, Tlvs.EMPTY);
      UnsuccessDelivery[] theirs =
          failed.stream()
              .map(
                  one ->
                      new UnsuccessDelivery(
                          ton(one.address()),
                          npi(one.address()),
                          one.address().digits(),
                          one.errorStatusCode()))
              .toArray(UnsuccessDelivery[]::new);
      assertSame(answer, composer.submitMultiResp(SEQUENCE, answer.messageId(), theirs));
      assertThat(decomposer.submitMultiResp(ours(answer)).getUnsuccessSmes())
          .extracting(UnsuccessDelivery::getErrorStatusCode)
          .isEqualTo(failed.stream().map(UnsuccessSme::errorStatusCode).toList());
    }
  }

  @Test
  void dataSm() throws Exception {
    DataSm data = example(DataSm.class);
    assertSame(
        data,
        composer.dataSm(
            SEQUENCE,
            data.serviceType(),
            ton(data.sourceAddr()),
            npi(data.sourceAddr()),
            data.sourceAddr().digits(),
            ton(data.destinationAddr()),
            npi(data.destinationAddr()),
            data.destinationAddr().digits(),
            (byte) data.esmClass(),
            (byte) data.registeredDelivery(),
            (byte) data.dataCoding(),
            theirs(data.tlvs())));
    assertThat(decomposer.dataSm(ours(data)).getOptionalParameters()).hasSize(3);

    DataSmResp answer = example(DataSmResp.class);
    assertSame(answer, composer.dataSmResp(SEQUENCE, answer.messageId(), theirs(answer.tlvs())));
  }

  @Test
  void outbindAndAlertNotification() throws Exception {
    Outbind outbind = example(Outbind.class);
    assertSame(outbind, composer.outbind(SEQUENCE, outbind.systemId(), outbind.password()));
    assertThat(decomposer.outbind(ours(outbind)).getPassword()).isEqualTo(outbind.password());

    AlertNotification alert = example(AlertNotification.class);
    assertSame(
        alert,
        composer.alertNotification(
            SEQUENCE,
            ton(alert.sourceAddr()),
            npi(alert.sourceAddr()),
            alert.sourceAddr().digits(),
            ton(alert.esmeAddr()),
            npi(alert.esmeAddr()),
            alert.esmeAddr().digits(),
            theirs(alert.tlvs())));
    assertThat(decomposer.alertNotification(ours(alert)).getEsmeAddr())
        .isEqualTo(alert.esmeAddr().digits());
  }

  @Test
  void broadcastSm() throws Exception {
    BroadcastSm broadcast = example(BroadcastSm.class);
    assertSame(
        broadcast,
        composer.broadcastSm(
            SEQUENCE,
            broadcast.serviceType(),
            ton(broadcast.sourceAddr()),
            npi(broadcast.sourceAddr()),
            broadcast.sourceAddr().digits(),
            broadcast.messageId(),
            (byte) broadcast.priorityFlag(),
            broadcast.scheduleDeliveryTime(),
            broadcast.validityPeriod(),
            (byte) broadcast.replaceIfPresentFlag(),
            (byte) broadcast.dataCoding(),
            (byte) broadcast.smDefaultMsgId(),
            theirs(broadcast.tlvs())));
    BroadcastSmResp answer = example(BroadcastSmResp.class);
    assertSame(
        answer, composer.broadcastSmResp(SEQUENCE, answer.messageId(), theirs(answer.tlvs())));
  }

  @Test
  void broadcastsAreQueriedAndCancelled() throws Exception {
    QueryBroadcastSm query = example(QueryBroadcastSm.class);
    Address source = query.sourceAddr();
    assertSame(
        query,
        composer.queryBroadcastSm(
            SEQUENCE,
            query.messageId(),
            ton(source),
            npi(source),
            source.digits(),
            theirs(query.tlvs())));
    QueryBroadcastSmResp answer = example(QueryBroadcastSmResp.class);
    assertSame(
        answer, composer.queryBroadcastSmResp(SEQUENCE, answer.messageId(), theirs(answer.tlvs())));
    CancelBroadcastSm cancel = example(CancelBroadcastSm.class);
    assertSame(
        cancel,
        composer.cancelBroadcastSm(
            SEQUENCE,
            cancel.serviceType(),
            cancel.messageId(),
            ton(source),
            npi(source),
            source.digits(),
            theirs(cancel.tlvs())));
    assertSame(
        example(CommandId.CANCEL_BROADCAST_SM_RESP), composer.cancelBroadcastSmResp(SEQUENCE));
  }

  private static void assertSame(Pdu pdu, byte[] theirs) {
    assertThat(ours(pdu)).isEqualTo(theirs);
    assertThat(Wire.packet(theirs).pdu()).isEqualTo(pdu);
  }

  private static byte[] ours(Pdu pdu) {
    return Wire.encode(pdu, 0, SEQUENCE);
  }

  private static <T extends Pdu> T example(Class<T> type) {
    return PduExamples.all().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Pdu example(CommandId id) {
    return PduExamples.all().stream()
        .filter(pdu -> pdu.commandId() == id)
        .findFirst()
        .orElseThrow();
  }

  private static DestinationAddress theirs(Destination destination) {
    return destination instanceof Destination.Sme sme
        ? new org.jsmpp.bean.Address(ton(sme.address()), npi(sme.address()), sme.address().digits())
        : new DistributionList(((Destination.DistributionList) destination).name());
  }

  private static OptionalParameter[] theirs(Tlvs tlvs) {
    List<OptionalParameter> list = new ArrayList<>();
    tlvs.forEach(
        (tag, value) ->
            list.add(new OptionalParameter.OctetString((short) tag, value.toByteArray())));
    return list.toArray(OptionalParameter[]::new);
  }

  private static byte ton(Address address) {
    return (byte) address.ton();
  }

  private static byte npi(Address address) {
    return (byte) address.npi();
  }
}
