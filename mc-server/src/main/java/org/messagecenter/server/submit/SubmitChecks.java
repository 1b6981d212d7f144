package org.messagecenter.server.submit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** The rules about the fields of a submit_sm, in the order of the fields (3.4 §4.4.1). */
public final class SubmitChecks {
  private static final int TYPE_MASK = 0x3C;
  private static final int TYPE_DELIVERY_ACK = 0x08;
  private static final int TYPE_USER_ACK = 0x10;

  private SubmitChecks() {}

  /** All rules, for these settings. */
  public static List<SubmitCheck> all(SubmitSettings settings) {
    return List.of(
        FlagChecks::pace,
        FlagChecks::end,
        FlagChecks::serviceType,
        new SourceCheck(),
        new DestinationCheck(),
        FlagChecks::noEsmClass,
        SubmitChecks::esmClass,
        FlagChecks::priority,
        new TimesCheck(settings),
        FlagChecks::registeredDelivery,
        SubmitChecks::replaceFlag,
        FlagChecks::dataCoding,
        settings.defaultMessages(),
        new TlvsCheck(),
        new TextCheck());
  }

  /** All rules, and after them whether the message's route refuses it. */
  public static List<SubmitCheck> all(SubmitSettings settings, RouteCheck route) {
    List<SubmitCheck> checks = new ArrayList<>(all(settings));
    checks.add(route);
    return List.copyOf(checks);
  }

  /** The rules that a broadcast_sm shares: it has no destination and no esm_class. */
  public static List<SubmitCheck> forBroadcast(SubmitSettings settings) {
    return List.of(
        FlagChecks::pace,
        FlagChecks::serviceType,
        new SourceCheck(),
        new TimesCheck(settings),
        FlagChecks::dataCoding,
        settings.defaultMessages(),
        new TlvsCheck());
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
}
