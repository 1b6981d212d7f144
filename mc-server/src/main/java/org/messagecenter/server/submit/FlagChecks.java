package org.messagecenter.server.submit;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;

/** The rules about single small fields whose legal values depend on the version. */
final class FlagChecks {
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  private static final int RECEIPT = 0x03;
  private static final int RESERVED_REGISTERED_DELIVERY = 0xE0;

  /** The service types of 34:5.2.11; 5.0 has two more. */
  private static final Set<String> SERVICE_TYPES =
      Set.of("CMT", "CPT", "VMN", "VMA", "WAP", "USSD");

  private static final Set<String> SERVICE_TYPES_SINCE_5_0 = Set.of("CBS", "GUTS");

  private FlagChecks() {}

  /** A sender that leaves its answers unread is to slow down. */
  static @Nullable Refusal pace(SubmitFacts s) {
    return s.senderCongested()
        ? new Refusal(CommandStatus.ESME_RTHROTTLED, "the sender does not read its answers")
        : null;
  }

  /** Nothing may follow the fields that belongs to none of them. */
  static @Nullable Refusal end(SubmitFacts s) {
    return s.account().policy().accepts(Deviation.TRAILING_NUL) || s.wholeBody()
        ? null
        : new Refusal(CommandStatus.ESME_RINVTLVSTREAM, "a NUL follows the text uncounted");
  }

  static @Nullable Refusal serviceType(SubmitFacts s) {
    Policy policy = s.account().policy();
    String type = s.message().serviceType();
    if (type.isEmpty() || policy.accepts(Deviation.UNKNOWN_SERVICE_TYPE)) {
      return null;
    }
    boolean known =
        policy.serviceTypes().isEmpty()
            ? SERVICE_TYPES.contains(type)
                || (s.interfaceVersion() >= V5_0 && SERVICE_TYPES_SINCE_5_0.contains(type))
            : policy.serviceTypes().contains(type);
    return known
        ? null
        : new Refusal(CommandStatus.ESME_RINVSERTYP, "service_type is not a known one");
  }

  /** 3.3 has no esm_class: whatever stands there means nothing (3.3 table 6-4). */
  static @Nullable Refusal noEsmClass(SubmitFacts s) {
    if (s.interfaceVersion() < V3_4 && s.message().esmClass() != 0) {
      s.message(Amended.of(s.message()).esmClass(0).message());
    }
    return null;
  }

  /** priority_flag (34:5.2.14, 50:4.7.19). */
  static @Nullable Refusal priority(SubmitFacts s) {
    int most = s.interfaceVersion() >= V5_0 ? 4 : s.interfaceVersion() >= V3_4 ? 3 : 1;
    int priority = s.message().priorityFlag();
    if (priority <= most) {
      return null;
    }
    if (!s.account().policy().accepts(Deviation.PRIORITY_ABOVE)) {
      return new Refusal(CommandStatus.ESME_RINVPRTFLG, "priority_flag " + priority + " > " + most);
    }
    s.message(Amended.of(s.message()).priority(most).message());
    return null;
  }

  /** registered_delivery (34:5.2.17, 50:4.7.21). */
  static @Nullable Refusal registeredDelivery(SubmitFacts s) {
    int value = s.message().registeredDelivery();
    int version = s.interfaceVersion();
    boolean reserved =
        version < V3_4
            ? value > 1
            : (value & RESERVED_REGISTERED_DELIVERY) != 0
                || (version < V5_0 && (value & RECEIPT) == RECEIPT);
    return reserved && !s.account().policy().accepts(Deviation.RESERVED_REGISTERED_DELIVERY)
        ? new Refusal(
            CommandStatus.ESME_RINVREGDLVFLG, "registered_delivery 0x" + Integer.toHexString(value))
        : null;
  }

  /** data_coding (34:5.2.19, 50:4.7.7); in 3.3 it is the data coding scheme of GSM. */
  static @Nullable Refusal dataCoding(SubmitFacts s) {
    int value = s.message().dataCoding();
    Policy policy = s.account().policy();
    if (value == DataCoding.DEFAULT || policy.accepts(Deviation.RESERVED_DATA_CODING)) {
      return null;
    }
    return DataCoding.of(value, policy.dialects().in(s.interfaceVersion())).reserved()
        ? new Refusal(
            CommandStatus.ESME_RINVDCS,
            "data_coding 0x" + Integer.toHexString(value) + " is reserved")
        : null;
  }
}
