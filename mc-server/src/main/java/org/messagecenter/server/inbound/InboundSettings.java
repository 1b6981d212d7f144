package org.messagecenter.server.inbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.config.Section;

/**
 * How mobile-originated messages find their accounts.
 *
 * @param numbers who owns which number, as it was read first
 * @param noOwner what a carrier is answered when nobody does
 * @param joinTime how long the parts of a longer message wait for the others
 * @param source what the numbers are read from again; null for nothing
 */
public record InboundSettings(
    NumberTable numbers, CommandStatus noOwner, Duration joinTime, @Nullable NumbersSource source) {
  private enum Refusal {
    INVALID_DESTINATION(CommandStatus.ESME_RINVDSTADR),
    PERMANENT(CommandStatus.ESME_RX_P_APPN),
    REJECTED(CommandStatus.ESME_RX_R_APPN),
    TEMPORARY(CommandStatus.ESME_RX_T_APPN);

    private final CommandStatus status;

    Refusal(CommandStatus status) {
      this.status = status;
    }
  }

  /** Numbers that stay as they are. */
  InboundSettings(NumberTable numbers, CommandStatus noOwner, Duration joinTime) {
    this(numbers, noOwner, joinTime, null);
  }

  /** No numbers but those that the accounts list themselves, and each part on its own. */
  public static InboundSettings of(AccountBook accounts) {
    return new InboundSettings(
        new NumberTable(List.of(), accounts, null, Parts.SEPARATE),
        CommandStatus.ESME_RINVDSTADR,
        Duration.ofMinutes(5));
  }

  /**
   * Reads the section {@code inbound} and the numbers file that it names.
   *
   * @param carriers the names of all carriers
   */
  public static InboundSettings from(Section section, AccountBook accounts, Set<String> carriers) {
    Parts usual = section.oneOf("parts", Parts.class);
    Optional<String> name = section.optionalString("default-account");
    Optional<Account> otherwise = name.flatMap(accounts::find);
    if (name.isPresent() && otherwise.isEmpty()) {
      section.problem("default-account", "no account has this system-id");
    }
    NumbersSource source =
        new NumbersSource(
            FileStamp.of(section.file("numbers-file")),
            accounts,
            carriers,
            usual,
            otherwise
                .map(account -> new Ownership(account, usual, "inbound.default-account"))
                .orElse(null),
            section.duration("reload-check", Duration.ZERO, Duration.ofDays(1)));
    return new InboundSettings(
        source.read(section),
        section.oneOf("no-owner", Refusal.class).status,
        section.duration("join-time", Duration.ofSeconds(1), Duration.ofDays(1)),
        source);
  }
}
