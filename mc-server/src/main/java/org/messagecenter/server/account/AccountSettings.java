package org.messagecenter.server.account;

import java.nio.file.Path;
import java.util.List;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/**
 * The settings of the accounts.
 *
 * @param file where the accounts are kept
 * @param book the accounts read from it
 * @param authentication limits of the checks at bind
 */
public record AccountSettings(Path file, AccountBook book, AuthenticationSettings authentication) {

  /** Reads the section {@code accounts} and the accounts file it names. */
  public static AccountSettings from(Section section) {
    Path file = section.file("file");
    AccountBook book =
        ConfigSource.include(section, file)
            .map(AccountBook::from)
            .orElseGet(() -> AccountBook.of(List.of()));
    return new AccountSettings(
        file, book, AuthenticationSettings.from(section.section("authentication")));
  }
}
