package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * A message whose text is the TLV message_payload, in either direction (34:4.7.1, 50:4.2.2).
 *
 * @param sourceAddr up to 64 characters, unlike elsewhere
 * @param destinationAddr up to 64 characters
 */
public record DataSm(
    String serviceType,
    Address sourceAddr,
    Address destinationAddr,
    int esmClass,
    int registeredDelivery,
    int dataCoding,
    Tlvs tlvs)
    implements Pdu {
  /** The wire form. */
  public static final Layout<DataSm> LAYOUT =
      Layout.of(
          CommandId.DATA_SM,
          DataSm.class,
          field(CommonTypes.SERVICE_TYPE, DataSm::serviceType),
          field(CommonTypes.source(CommonTypes.LONG_ADDRESS), DataSm::sourceAddr),
          field(
              CommonTypes.destination(CommonTypes.LONG_ADDRESS).notEmpty(),
              DataSm::destinationAddr),
          field(CommonTypes.ESM_CLASS, DataSm::esmClass),
          field(CommonTypes.REGISTERED_DELIVERY, DataSm::registeredDelivery),
          field(CommonTypes.DATA_CODING, DataSm::dataCoding),
          field(new TlvsType(), DataSm::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.DATA_SM;
  }

  /** The same message in the form of submit_sm; its addresses may be too long for the wire. */
  public SubmitSm asSubmitSm() {
    return new SubmitSm(
        serviceType,
        sourceAddr,
        destinationAddr,
        esmClass,
        0,
        0,
        "",
        "",
        registeredDelivery,
        0,
        dataCoding,
        0,
        Octets.EMPTY,
        tlvs);
  }
}
