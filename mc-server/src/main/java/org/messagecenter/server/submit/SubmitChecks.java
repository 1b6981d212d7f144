package org.messagecenter.server.submit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** The rules about the fields of a submit_sm, in the order of the fields (3.4 §4.4.1). */
public final class SubmitChecks {
  private static final int UDHI = 0x40;
  private static final int TYPE_MASK = 0x3C;
  private static final int TYPE_DELIVERY_ACK = 0x08;
  private static final int TYPE_USER_ACK = 0x10;
  private static final int V5_0 = 0x50;
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int TON_LAST = 6;

  /** The defined numbering plans (3.4 §5.2.6), as a bit set. */
  private static final int NPI_DEFINED =
      1 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 14 | 1 << 18;

  private SubmitChecks() {}

  /** All rules, for these settings. */
  public static List<SubmitCheck> all(SubmitSettings settings) {
    return List.of(
        SubmitChecks::pace,
        SubmitChecks::source,
        SubmitChecks::destination,
        SubmitChecks::esmClass,
        SubmitChecks::priority,
        new TimesCheck(settings),
        SubmitChecks::replaceFlag,
        SubmitChecks::defaultMessage,
        SubmitChecks::userDataHeader);
  }

  /** The rules that a broadcast_sm shares: it has no destination and no esm_class. */
  public static List<SubmitCheck> forBroadcast(SubmitSettings settings) {
    return List.of(
        SubmitChecks::pace,
        SubmitChecks::source,
        new TimesCheck(settings),
        SubmitChecks::defaultMessage);
  }

  private static @Nullable Refusal pace(SubmitFacts s) {
    return s.senderCongested()
        ? new Refusal(CommandStatus.ESME_RTHROTTLED, "the sender does not read its answers")
        : null;
  }

  private static @Nullable Refusal source(SubmitFacts s) {
    Address source = s.message().sourceAddr();
    if (source.ton() > TON_LAST) {
      return new Refusal(CommandStatus.ESME_RINVSRCTON, "source_addr_ton " + source.ton());
    }
    if (!definedPlan(source.npi())) {
      return new Refusal(CommandStatus.ESME_RINVSRCNPI, "source_addr_npi " + source.npi());
    }
    // An empty source is legal: the message center stands in for it (3.4 §4.4.1.1).
    if (source.ton() == TON_INTERNATIONAL && !number(source.digits(), true)) {
      return new Refusal(
          CommandStatus.ESME_RINVSRCADR, "source_addr of TON 1 holds more than digits");
    }
    return null;
  }

  private static @Nullable Refusal destination(SubmitFacts s) {
    Address destination = s.message().destinationAddr();
    if (destination.ton() > TON_LAST) {
      return new Refusal(CommandStatus.ESME_RINVDSTTON, "dest_addr_ton " + destination.ton());
    }
    if (!definedPlan(destination.npi())) {
      return new Refusal(CommandStatus.ESME_RINVDSTNPI, "dest_addr_npi " + destination.npi());
    }
    if (destination.ton() == TON_ALPHANUMERIC
        ? destination.digits().isEmpty()
        : !number(destination.digits(), false)) {
      return new Refusal(
          CommandStatus.ESME_RINVDSTADR,
          destination.digits().isEmpty()
              ? "destination_addr is empty"
              : "destination_addr holds more than digits");
    }
    return null;
  }

  private static @Nullable Refusal esmClass(SubmitFacts s) {
    int esmClass = s.message().esmClass();
    int type = esmClass & TYPE_MASK;
    Mode mode = Mode.of(esmClass, s.interfaceVersion());
    if (!mode.allowed(s.command(), s.interfaceVersion())) {
      return new Refusal(
          CommandStatus.ESME_RINVESMCLASS,
          "esm_class asks for transaction mode, which " + s.command().wireName() + " has not");
    }
    if (mode != Mode.STORE_AND_FORWARD && !s.message().scheduleDeliveryTime().isEmpty()) {
      return new Refusal(
          CommandStatus.ESME_RINVSCHED, "a schedule needs store and forward, not " + mode);
    }
    if (type != 0 && type != TYPE_DELIVERY_ACK && type != TYPE_USER_ACK) {
      return new Refusal(
          CommandStatus.ESME_RINVESMCLASS, "esm_class type 0x" + Integer.toHexString(type));
    }
    return null;
  }

  private static @Nullable Refusal priority(SubmitFacts s) {
    int most = s.interfaceVersion() >= V5_0 ? 4 : 3;
    int priority = s.message().priorityFlag();
    return priority > most
        ? new Refusal(CommandStatus.ESME_RINVPRTFLG, "priority_flag " + priority + " > " + most)
        : null;
  }

  private static @Nullable Refusal replaceFlag(SubmitFacts s) {
    int flag = s.message().replaceIfPresentFlag();
    if (flag == 0) {
      return null;
    }
    if (flag != 1) {
      return new Refusal(CommandStatus.ESME_RINVREPFLAG, "replace_if_present_flag " + flag);
    }
    boolean single = s.command() != CommandId.SUBMIT_MULTI;
    return single && Mode.of(s.message().esmClass(), s.interfaceVersion()) == Mode.STORE_AND_FORWARD
        ? null
        : new Refusal(CommandStatus.ESME_RINVSUBREP, "only one stored message can replace another");
  }

  private static @Nullable Refusal defaultMessage(SubmitFacts s) {
    int id = s.message().smDefaultMsgId();
    return id == 0
        ? null
        : new Refusal(CommandStatus.ESME_RINVDFTMSGID, "sm_default_msg_id " + id + " is unknown");
  }

  private static @Nullable Refusal userDataHeader(SubmitFacts s) {
    SubmitSm sm = s.message();
    if ((sm.esmClass() & UDHI) == 0) {
      return null;
    }
    Octets text = sm.text();
    if (text.length() == 0 || (text.at(0) & 0xFF) + 1 > text.length()) {
      return new Refusal(
          CommandStatus.ESME_RINVESMCLASS, "UDHI is set but the text holds no whole header");
    }
    return null;
  }

  private static boolean definedPlan(int npi) {
    return npi < 32 && (NPI_DEFINED >>> npi & 1) == 1;
  }

  /** Digits, with one leading "+" tolerated; short codes may also use * and #. */
  private static boolean number(String text, boolean emptyAllowed) {
    int from = text.startsWith("+") ? 1 : 0;
    if (from == text.length()) {
      return emptyAllowed && from == 0;
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '*' && c != '#') {
        return false;
      }
    }
    return true;
  }
}
