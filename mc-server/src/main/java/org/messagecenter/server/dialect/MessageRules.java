package org.messagecenter.server.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.config.Section;

/**
 * What a carrier wants in the small fields of a submit_sm. Which receipts are asked for, and what
 * is said of the validity, is no matter of dialect but of the carrier's entry.
 *
 * @param serviceType for all messages; null to keep each one's
 * @param protocolId for all messages; {@value #KEEP} to keep each one's
 * @param priority for all messages; {@value #KEEP} to keep each one's
 * @param registeredDelivery for all messages; {@value #KEEP} to keep each one's
 * @param clearEsm the bits of esm_class that never go
 * @param setEsm the bits of esm_class that always go
 */
record MessageRules(
    @Nullable String serviceType,
    int protocolId,
    int priority,
    int registeredDelivery,
    int clearEsm,
    int setEsm) {

  private static final int KEEP = -1;

  /** The modes of esm_class were between the ESME and us: what we hand on is stored here. */
  private static final int MODE = 0x03;

  static final MessageRules BOOK = new MessageRules(null, KEEP, KEEP, KEEP, MODE, 0);

  private static final Pattern SERVICE_TYPE = Pattern.compile("[\\x21-\\x7e]{0,5}");
  private static final Pattern OCTET = Pattern.compile("0x[0-9A-Fa-f]{1,2}");

  /** What the section {@code message} says, and this where it says nothing. */
  MessageRules with(Section s) {
    return new MessageRules(
        s.has("service-type")
            ? s.string("service-type", SERVICE_TYPE, "at most 5 ASCII characters")
            : serviceType,
        s.optionalInteger("protocol-id", 0, 0xFF).orElse(protocolId),
        s.optionalInteger("priority", 0, 0xFF).orElse(priority),
        octet(s, "registered-delivery", registeredDelivery),
        octet(s, "esm-class-clear", clearEsm),
        octet(s, "esm-class-set", setEsm));
  }

  private static int octet(Section s, String key, int otherwise) {
    return s.optionalString(key, OCTET, "an octet such as 0x03")
        .filter(text -> !text.isEmpty())
        .map(text -> Integer.parseInt(text.substring(2), 16))
        .orElse(otherwise);
  }

  String serviceType(SubmitSm message) {
    return serviceType == null ? message.serviceType() : serviceType;
  }

  int protocolId(SubmitSm message) {
    return protocolId == KEEP ? message.protocolId() : protocolId;
  }

  int priority(SubmitSm message) {
    return priority == KEEP ? message.priorityFlag() : priority;
  }

  int registeredDelivery(SubmitSm message) {
    return registeredDelivery == KEEP ? message.registeredDelivery() : registeredDelivery;
  }

  int esmClass(int esmClass) {
    return (esmClass & ~clearEsm) | setEsm;
  }
}
