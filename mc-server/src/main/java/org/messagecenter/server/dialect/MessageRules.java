package org.messagecenter.server.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.config.Section;

/**
 * What a carrier wants in the small fields of a submit_sm.
 *
 * @param serviceType for all messages; null to keep each one's
 * @param protocolId for all messages; -1 to keep each one's
 * @param priority for all messages; -1 to keep each one's
 * @param registeredDelivery for all messages; one of the two constants to say otherwise
 * @param keepValidity whether validity_period goes, or the carrier uses its own
 * @param clearEsm the bits of esm_class that never go
 * @param setEsm the bits of esm_class that always go
 */
record MessageRules(
    @Nullable String serviceType,
    int protocolId,
    int priority,
    int registeredDelivery,
    boolean keepValidity,
    int clearEsm,
    int setEsm) {

  /** As the ESME wants it: without a receipt nobody hears how the message ended. */
  static final int AS_SUBMITTED = -1;

  /** A receipt in any case, and the notifications that the ESME wants. */
  static final int ALWAYS = -2;

  /** The modes of esm_class were between the ESME and us: what we hand on is stored here. */
  private static final int MODE = 0x03;

  static final MessageRules BOOK = new MessageRules(null, -1, -1, ALWAYS, true, MODE, 0);

  private static final int RECEIPT = 0x01;
  private static final int NOTIFICATIONS = 0x10;

  private static final Pattern SERVICE_TYPE = Pattern.compile("[\\x21-\\x7e]{0,5}");
  private static final Pattern OCTET = Pattern.compile("0x[0-9A-Fa-f]{1,2}");
  private static final Pattern REGISTERED = Pattern.compile("always|keep|0x[0-9A-Fa-f]{1,2}");

  private enum Validity {
    KEEP,
    DROP
  }

  /** What the section {@code message} says, and this where it says nothing. */
  MessageRules with(Section s) {
    return new MessageRules(
        s.has("service-type")
            ? s.string("service-type", SERVICE_TYPE, "at most 5 ASCII characters")
            : serviceType,
        s.optionalInteger("protocol-id", 0, 0xFF).orElse(protocolId),
        s.optionalInteger("priority", 0, 0xFF).orElse(priority),
        s.has("registered-delivery") ? registered(s) : registeredDelivery,
        s.has("validity") ? s.oneOf("validity", Validity.class) == Validity.KEEP : keepValidity,
        octet(s, "esm-class-clear", clearEsm),
        octet(s, "esm-class-set", setEsm));
  }

  private static int registered(Section s) {
    String text =
        s.string("registered-delivery", REGISTERED, "always, keep, or an octet such as 0x01");
    return switch (text) {
      case "always", "" -> ALWAYS;
      case "keep" -> AS_SUBMITTED;
      default -> Integer.parseInt(text.substring(2), 16);
    };
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
    return protocolId < 0 ? message.protocolId() : protocolId;
  }

  int priority(SubmitSm message) {
    return priority < 0 ? message.priorityFlag() : priority;
  }

  int registeredDelivery(SubmitSm message) {
    return switch (registeredDelivery) {
      case AS_SUBMITTED -> message.registeredDelivery();
      case ALWAYS -> (message.registeredDelivery() & NOTIFICATIONS) | RECEIPT;
      default -> registeredDelivery;
    };
  }

  String validity(SubmitSm message) {
    return keepValidity ? message.validityPeriod() : "";
  }

  int esmClass(int esmClass) {
    return (esmClass & ~clearEsm) | setEsm;
  }
}
