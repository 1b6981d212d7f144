package org.messagecenter.server.inbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.config.Section;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a table of numbers is made of.
 *
 * @param file the numbers file, as it was before it was read first
 * @param carriers the names of all carriers, of which entries may name some
 * @param usual how parts are delivered where an entry says nothing
 * @param otherwise who gets what nobody owns; null for nobody
 * @param reloadCheck how often the file is looked at; zero for never
 */
record NumbersSource(
    FileStamp file,
    AccountBook accounts,
    Set<String> carriers,
    Parts usual,
    @Nullable Ownership otherwise,
    Duration reloadCheck) {
  private static final Logger log = LoggerFactory.getLogger(NumbersSource.class);

  /** Lines about entries within others: who has more of them means it so. */
  private static final int MOST_TOLD = 20;

  NumbersSource {
    carriers = Set.copyOf(carriers);
  }

  Path path() {
    return file.path();
  }

  /** The table as the file is at the start; problems are noted in the section that names it. */
  NumberTable read(Section section) {
    List<NumberEntry> entries = new ArrayList<>();
    ConfigSource.include(section, path()).ifPresent(numbers -> tell(index(numbers, entries)));
    return table(entries);
  }

  /**
   * The table as the file is now.
   *
   * @throws ConfigException if anything is wrong in it, or it is gone
   */
  NumberTable readAgain() throws ConfigException {
    Section numbers = ConfigSource.alone(path());
    List<NumberEntry> entries = new ArrayList<>();
    NumberIndex index = index(numbers, entries);
    numbers.verify();
    tell(index);
    return table(entries);
  }

  private NumberTable table(List<NumberEntry> entries) {
    return new NumberTable(entries, accounts, otherwise, usual);
  }

  private NumberIndex index(Section numbers, List<NumberEntry> entries) {
    NumberIndex index = new NumberIndex();
    for (Section each : numbers.sections("numbers")) {
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
            .ifPresent(
                other -> numbers.problem("numbers", taken(listed) + ", not " + other.place()));
        index.add(listed);
      }
    }
    return index;
  }

  private static void tell(NumberIndex index) {
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
