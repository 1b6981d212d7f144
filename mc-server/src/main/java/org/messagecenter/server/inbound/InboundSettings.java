package org.messagecenter.server.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How mobile-originated messages find their accounts.
 *
 * @param numbers who owns which number
 * @param noOwner what a carrier is answered when nobody does
 * @param joinTime how long the parts of a longer message wait for the others
 */
public record InboundSettings(NumberTable numbers, CommandStatus noOwner, Duration joinTime) {
  private static final Logger log = LoggerFactory.getLogger(InboundSettings.class);

  /** Lines about entries within others: who has more of them means it so. */
  private static final int MOST_TOLD = 20;

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
    List<NumberEntry> entries = new ArrayList<>();
    ConfigSource.include(section, section.file("numbers-file"))
        .ifPresent(file -> read(file, accounts, carriers, usual, entries));
    Optional<String> name = section.optionalString("default-account");
    Optional<Account> otherwise = name.flatMap(accounts::find);
    if (name.isPresent() && otherwise.isEmpty()) {
      section.problem("default-account", "no account has this system-id");
    }
    return new InboundSettings(
        new NumberTable(
            entries,
            accounts,
            otherwise
                .map(account -> new Ownership(account, usual, "inbound.default-account"))
                .orElse(null),
            usual),
        section.oneOf("no-owner", Refusal.class).status,
        section.duration("join-time", Duration.ofSeconds(1), Duration.ofDays(1)));
  }

  private static void read(
      Section file,
      AccountBook accounts,
      Set<String> carriers,
      Parts usual,
      List<NumberEntry> entries) {
    NumberIndex index = new NumberIndex();
    for (Section each : file.sections("numbers")) {
      NumberEntry.from(each, accounts, carriers, usual)
          .ifPresent(
              entry -> {
                index.clash(entry).ifPresent(other -> each.problem("number", taken(other)));
                index.add(entry);
                entries.add(entry);
              });
    }
    for (Account account : accounts.accounts()) {
      for (String number : account.numbers()) {
        NumberEntry listed = NumberEntry.listed(account, number, usual);
        index
            .clash(listed)
            // The file may say more of an account's own number, but not give it away.
            .filter(other -> !other.owner().account().equals(account))
            .ifPresent(other -> file.problem("numbers", taken(listed) + ", not " + other.place()));
        index.add(listed);
      }
    }
    index.within(MOST_TOLD).forEach(line -> log.info("{}", line));
  }

  private static String taken(NumberEntry owner) {
    return owner.words()
        + " belongs to "
        + owner.owner().account().systemId()
        + " already: "
        + owner.place();
  }
}
