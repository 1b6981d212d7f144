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
 * @param policy how accounts are served that have no policy of their own
 * @param authentication limits of the checks at bind
 */
public record AccountSettings(
    Path file, AccountBook book, Policy policy, AuthenticationSettings authentication) {

  /**
   * Reads the section {@code accounts}, the section {@code policy} and the accounts file that the
   * former names.
   */
  public static AccountSettings from(Section section, Section policies) {
    Policy usual = Policy.USUAL.with(policies);
    Path file = section.file("file");
    AccountBook book =
        ConfigSource.include(section, file)
            .map(accounts -> AccountBook.from(accounts, usual))
            .orElseGet(() -> AccountBook.of(List.of()));
    return new AccountSettings(
        file, book, usual, AuthenticationSettings.from(section.section("authentication")));
  }
}
