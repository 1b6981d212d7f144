package org.messagecenter.server.route;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.config.Section;

/**
 * The settings of routing.
 *
 * @param file the rules
 * @param networks the table of networks
 * @param homeCountry the ISO 3166 code of the country that national numbers belong to
 * @param reloadCheck how often the files are looked at; zero for never
 * @param carriers the names of all carriers, of which rules may name some
 * @param isAccount whether a system_id is that of an account, of which rules may name some
 * @param table the rules as they were read first
 */
public record RouteSettings(
    Path file,
    Path networks,
    Optional<String> homeCountry,
    Duration reloadCheck,
    Set<String> carriers,
    Predicate<String> isAccount,
    RouteTable table) {

  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
  private static final String COUNTRY_RULE = "a country code of two letters (ISO 3166), or null";

  /** As below; rules may name any account. */
  public static RouteSettings from(Section s, Set<String> carriers) {
    return from(s, carriers, account -> true);
  }

  /**
   * Reads the section {@code routes} and the files that it names. The shipped name's file need not
   * exist; without it, or when a file has no rules, everything goes to the simulated network.
   *
   * @param carriers the names of all carriers
   * @param isAccount whether a system_id is that of an account
   */
  public static RouteSettings from(Section s, Set<String> carriers, Predicate<String> isAccount) {
    Path file = s.readableFileOrShipped("file");
    Path networks = s.file("networks");
    Optional<String> home = home(s);
    List<FileStamp> files = new ArrayList<>();
    Optional<Section> rules = included(s, file, files);
    Optional<Section> table = included(s, networks, files);
    return new RouteSettings(
        file,
        networks,
        home,
        s.duration("reload-check", Duration.ZERO, Duration.ofDays(1)),
        Set.copyOf(carriers),
        isAccount,
        table(
            rules,
            table,
            home,
            carriers,
            (account, rule, when) -> {
              if (!isAccount.test(account)) {
                when.problem("account", "must name accounts of the accounts file: " + account);
              }
            },
            files));
  }

  /**
   * Reads the files again.
   *
   * @param files where each file is added before it is read, also when that goes wrong
   * @param warnings told of accounts that nobody knows: the accounts file is read at the next start
   *     only, and may name them by now
   * @throws ConfigException if anything is wrong in them, or the rules are gone
   */
  RouteTable readAgain(List<FileStamp> files, Consumer<String> warnings) throws ConfigException {
    files.add(FileStamp.of(file));
    Section rules = ConfigSource.alone(file);
    if (!rules.has("rules")) {
      // A file that is just being written may look like this.
      rules.problem("rules", "is missing");
    }
    Optional<Section> table = included(rules, networks, files);
    RouteTable read =
        table(
            Optional.of(rules),
            table,
            homeCountry,
            carriers,
            (account, rule, when) -> {
              if (!isAccount.test(account)) {
                warnings.accept(when.place() + ": rule " + rule + " is for account " + account);
              }
            },
            files);
    rules.verify();
    return read;
  }

  private static Optional<Section> included(Section s, Path file, List<FileStamp> files) {
    FileStamp stamp = FileStamp.of(file);
    files.add(stamp);
    return stamp.exists() ? ConfigSource.include(s, file) : Optional.empty();
  }

  private static RouteTable table(
      Optional<Section> file,
      Optional<Section> networksFile,
      Optional<String> home,
      Set<String> carriers,
      RouteReader.Strangers strangers,
      List<FileStamp> files) {
    Networks networks = networksFile.map(Networks::from).orElseGet(Networks::none);
    NumberPlan plan =
        new NumberPlan(home.map(PhoneBook::home).orElse(null), new PhoneBook(), networks);
    if (file.isEmpty() || !file.get().has("rules")) {
      return RouteTable.simulated(plan, files);
    }
    RouteReader reader = new RouteReader(carriers, strangers, networks, files);
    List<Rule> rules = reader.rules(file.get());
    return new RouteTable(rules, plan, files, reader.asksPlans());
  }

  private static Optional<String> home(Section s) {
    Optional<String> country =
        s.optionalString("home-country", COUNTRY, COUNTRY_RULE)
            .filter(code -> !code.isEmpty())
            .map(code -> code.toUpperCase(Locale.ROOT));
    if (country.isPresent() && !PhoneBook.knows(country.get())) {
      s.problem("home-country", "must be " + COUNTRY_RULE);
      return Optional.empty();
    }
    return country;
  }
}
