package org.messagecenter.server.dialect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.Section;

/** What each command_status of a submit_sm_resp means (34:5.1.3, 50:4.7.6). */
final class StatusTable {
  private static final int SOURCE_ERROR = 0x00A;
  private static final int DESTINATION_ERROR = 0x00B;
  private static final int SYSTEM_ERROR = 0x008;
  private static final int QUEUE_FULL = 0x014;
  private static final int TEMPORARY_ERROR = 0x4B1;
  private static final int PERMANENT_ERROR = 0x4B2;
  private static final int LOW_CREDIT = 0x4B7;
  private static final int DECIMAL = 10;

  private static final String RULE =
      "one of permanent, temporary, throttled, billing, fatal, and a state and an err code where"
          + " they are to differ";

  /**
   * The book's: all the rest is permanent, vendors' numbers as well. What the carrier could not do
   * is tried again; what says that this bind may not submit ends the bind and not the message.
   */
  static final StatusTable BOOK =
      new StatusTable(
          CodeTable.EMPTY.with(
              List.of(
                  row(CommandStatus.ESME_RTHROTTLED, FailureClass.THROTTLED, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RMSGQFUL, FailureClass.THROTTLED, QUEUE_FULL),
                  row(CommandStatus.ESME_RSYSERR, FailureClass.TEMPORARY, SYSTEM_ERROR),
                  row(CommandStatus.ESME_RSUBMITFAIL, FailureClass.TEMPORARY, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RX_T_APPN, FailureClass.TEMPORARY, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RDELIVERYFAILURE, FailureClass.TEMPORARY, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RUNKNOWNERR, FailureClass.TEMPORARY, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RSERTYPUNAVAIL, FailureClass.TEMPORARY, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RINVBNDSTS, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RALYBND, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RBINDFAIL, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RINVPASWD, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RINVSYSID, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RINVSYSTYP, FailureClass.FATAL, TEMPORARY_ERROR),
                  row(CommandStatus.ESME_RINVSRCADR, FailureClass.PERMANENT, SOURCE_ERROR),
                  row(CommandStatus.ESME_RINVSRCTON, FailureClass.PERMANENT, SOURCE_ERROR),
                  row(CommandStatus.ESME_RINVSRCNPI, FailureClass.PERMANENT, SOURCE_ERROR),
                  row(CommandStatus.ESME_RINVDSTADR, FailureClass.PERMANENT, DESTINATION_ERROR),
                  row(CommandStatus.ESME_RINVDSTTON, FailureClass.PERMANENT, DESTINATION_ERROR),
                  row(CommandStatus.ESME_RINVDSTNPI, FailureClass.PERMANENT, DESTINATION_ERROR))));

  private static final Meaning OTHERWISE = Meaning.of(FailureClass.PERMANENT, PERMANENT_ERROR);

  private final CodeTable table;

  private StatusTable(CodeTable table) {
    this.table = table;
  }

  private static CodeTable.Entry row(CommandStatus status, FailureClass failure, int error) {
    return new CodeTable.Entry(status.value(), status.value(), Meaning.of(failure, error));
  }

  /** What the section {@code statuses} says, and this where it says nothing. */
  StatusTable with(Section section) {
    List<CodeTable.Entry> more = new ArrayList<>();
    Meaning.read(
        section,
        meaning -> meaning.failure() != null,
        RULE,
        (key, meaning) -> {
          CodeTable.Entry entry = entry(key, meaning);
          if (entry == null || entry.first() == 0 || entry.last() > 0xFFFF_FFFFL) {
            section.problem(
                key, "must stand under the name of a status, a number such as 0x40B, or a range");
          } else {
            more.add(entry);
          }
        });
    return new StatusTable(table.with(more));
  }

  private static CodeTable.@Nullable Entry entry(String key, Meaning meaning) {
    for (CommandStatus status : CommandStatus.values()) {
      if (status.name().equals(key)) {
        return new CodeTable.Entry(status.value(), status.value(), meaning);
      }
    }
    return CodeTable.entry(key, DECIMAL, meaning);
  }

  StatusMeaning of(int commandStatus) {
    Meaning found = table.find(Integer.toUnsignedLong(commandStatus));
    Meaning meaning = found == null ? OTHERWISE : found;
    FailureClass failure = meaning.failure();
    MessageState state = meaning.state();
    FailureClass known = failure == null ? FailureClass.PERMANENT : failure;
    return new StatusMeaning(
        known,
        state == null ? MessageState.REJECTED : state,
        meaning.error() == Meaning.NONE ? error(known) : meaning.error());
  }

  private static int error(FailureClass failure) {
    return switch (failure) {
      case PERMANENT -> PERMANENT_ERROR;
      case BILLING -> LOW_CREDIT;
      case TEMPORARY, THROTTLED, FATAL -> TEMPORARY_ERROR;
    };
  }
}
