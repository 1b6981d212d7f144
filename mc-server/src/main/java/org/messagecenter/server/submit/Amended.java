package org.messagecenter.server.submit;

import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;

/** A message with some of its fields changed; the others stay as they are. */
final class Amended {
  private final SubmitSm from;
  private Address source;
  private Address destination;
  private int esmClass;
  private int priority;
  private int dataCoding;
  private Octets shortMessage;
  private Tlvs tlvs;

  private Amended(SubmitSm from) {
    this.from = from;
    this.source = from.sourceAddr();
    this.destination = from.destinationAddr();
    this.esmClass = from.esmClass();
    this.priority = from.priorityFlag();
    this.dataCoding = from.dataCoding();
    this.shortMessage = from.shortMessage();
    this.tlvs = from.tlvs();
  }

  static Amended of(SubmitSm message) {
    return new Amended(message);
  }

  Amended source(Address address) {
    source = address;
    return this;
  }

  Amended destination(Address address) {
    destination = address;
    return this;
  }

  Amended esmClass(int value) {
    esmClass = value;
    return this;
  }

  Amended priority(int value) {
    priority = value;
    return this;
  }

  /** A text of at most 255 octets in short_message. */
  Amended text(int coding, Octets text) {
    dataCoding = coding;
    shortMessage = text;
    return this;
  }

  Amended tlvs(Tlvs value) {
    tlvs = value;
    return this;
  }

  SubmitSm message() {
    return new SubmitSm(
        from.serviceType(),
        source,
        destination,
        esmClass,
        from.protocolId(),
        priority,
        from.scheduleDeliveryTime(),
        from.validityPeriod(),
        from.registeredDelivery(),
        from.replaceIfPresentFlag(),
        dataCoding,
        from.smDefaultMsgId(),
        shortMessage,
        tlvs);
  }
}
