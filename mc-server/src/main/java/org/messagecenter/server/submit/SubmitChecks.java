package org.messagecenter.server.submit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;

/** The rules about the fields of a submit_sm, in the order of the fields (3.4 §4.4.1). */
public final class SubmitChecks {
  private static final int MODE_MASK = 0x03;
  private static final int STORE_AND_FORWARD = 0x03;
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

  private static @Nullable Refusal esmClass(SubmitFacts s) {
    int esmClass = s.message().esmClass();
    int mode = esmClass & MODE_MASK;
    int type = esmClass & TYPE_MASK;
    if (mode != 0 && mode != STORE_AND_FORWARD) {
      return new Refusal(
          CommandStatus.ESME_RINVESMCLASS, "esm_class mode " + mode + " is not supported");
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
    return flag == 1
        ? new Refusal(CommandStatus.ESME_RINVSUBREP, "replace_if_present is not supported")
        : new Refusal(CommandStatus.ESME_RINVREPFLAG, "replace_if_present_flag " + flag);
  }
}
