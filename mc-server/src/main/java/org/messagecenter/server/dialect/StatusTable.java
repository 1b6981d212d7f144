package org.messagecenter.server.dialect;

import static org.messagecenter.protocol.spec.CommandStatus.*;
import static org.messagecenter.server.dialect.FailureClass.FATAL;
import static org.messagecenter.server.dialect.FailureClass.PERMANENT;
import static org.messagecenter.server.dialect.FailureClass.TEMPORARY;
import static org.messagecenter.server.dialect.FailureClass.THROTTLED;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.receipt.DeliveryError;

/** What each command_status of a submit_sm_resp means (34:5.1.3, 50:4.7.6). */
final class StatusTable {
  private static final int SOURCE_ERROR = 0x00A;
  private static final int QUEUE_FULL = 0x014;
  private static final int TEMPORARY_ERROR = 0x4B1;
  private static final int LOW_CREDIT = 0x4B7;
  private static final int DECIMAL = 10;

  private static final String RULE =
      "one of permanent, temporary, throttled, billing, fatal, and a state and an err code where"
          + " they are to differ; or delivered";

  /**
   * The book's: all the rest is permanent, vendors' numbers as well. What the carrier could not do
   * is tried again; what says that this bind may not submit ends the bind and not the message.
   */
  static final StatusTable BOOK =
      new StatusTable(
          CodeTable.EMPTY.with(
              Stream.of(
                      rows(THROTTLED, TEMPORARY_ERROR, ESME_RTHROTTLED),
                      rows(THROTTLED, QUEUE_FULL, ESME_RMSGQFUL),
                      rows(TEMPORARY, DeliveryError.SYSTEM_ERROR, ESME_RSYSERR),
                      rows(
                          TEMPORARY,
                          TEMPORARY_ERROR,
                          ESME_RSUBMITFAIL,
                          ESME_RX_T_APPN,
                          ESME_RDELIVERYFAILURE,
                          ESME_RUNKNOWNERR,
                          ESME_RSERTYPUNAVAIL),
                      rows(
                          FATAL,
                          TEMPORARY_ERROR,
                          ESME_RINVBNDSTS,
                          ESME_RALYBND,
                          ESME_RBINDFAIL,
                          ESME_RINVPASWD,
                          ESME_RINVSYSID,
                          ESME_RINVSYSTYP),
                      rows(
                          PERMANENT,
                          SOURCE_ERROR,
                          ESME_RINVSRCADR,
                          ESME_RINVSRCTON,
                          ESME_RINVSRCNPI),
                      rows(
                          PERMANENT,
                          DeliveryError.INVALID_DESTINATION,
                          ESME_RINVDSTADR,
                          ESME_RINVDSTTON,
                          ESME_RINVDSTNPI))
                  .flatMap(rows -> rows)
                  .toList()));

  private static final Meaning OTHERWISE = Meaning.of(PERMANENT, DeliveryError.CARRIER_REJECTED);

  private final CodeTable table;

  private StatusTable(CodeTable table) {
    this.table = table;
  }

  private static Stream<CodeTable.Entry> rows(
      FailureClass failure, int error, CommandStatus... statuses) {
    Meaning meaning = Meaning.of(failure, error);
    return Stream.of(statuses).map(s -> new CodeTable.Entry(s.value(), s.value(), meaning));
  }

  /** What the section {@code statuses} says, and this where it says nothing. */
  StatusTable with(Section section) {
    List<CodeTable.Entry> more = new ArrayList<>();
    Meaning.read(
        section,
        StatusTable::isLegal,
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

  /** A message that is delivered needs no class: nothing has failed. */
  private static boolean isLegal(Meaning meaning) {
    return meaning.failure() != null
        ? meaning.failure() == PERMANENT || meaning.state() != MessageState.DELIVERED
        : meaning.state() == MessageState.DELIVERED && meaning.error() == Meaning.NONE;
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
    FailureClass known = failure == null ? PERMANENT : failure;
    if (state == MessageState.DELIVERED) {
      return new StatusMeaning(known, state, DeliveryError.NONE);
    }
    return new StatusMeaning(
        known,
        state == null ? MessageState.REJECTED : state,
        meaning.error() == Meaning.NONE ? error(known) : meaning.error());
  }

  private static int error(FailureClass failure) {
    return switch (failure) {
      case PERMANENT -> DeliveryError.CARRIER_REJECTED;
      case BILLING -> LOW_CREDIT;
      case TEMPORARY, THROTTLED, FATAL -> TEMPORARY_ERROR;
    };
  }
}
