package org.messagecenter.server.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.FileStamp;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.receipt.DeliveryError;

/** Reads a routes file. Problems are noted in its section, each at its line. */
final class RouteReader {
  private static final Pattern NAME =
      Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]{0,38}[\\x21-\\x7E])?");
  private static final String NAME_RULE = "a name of 1 to 40 printable characters";
  private static final Pattern ERROR = Pattern.compile("[0-9A-Fa-f]{1,3}");
  private static final int HEAVIEST = 1_000_000;
  private static final int HEX = 16;
  private static final Duration LONGEST_LATENCY = Duration.ofHours(1);

  private final Set<String> carriers;
  private final Strangers strangers;
  private final Networks networks;
  private final List<FileStamp> files;
  private final Map<String, Group> groups = new HashMap<>();
  private boolean asksPlans;

  /**
   * @param carriers the names of all carriers
   * @param strangers what follows when a rule names an account that nobody knows
   * @param files where the files are added that the routes file names
   */
  RouteReader(Set<String> carriers, Strangers strangers, Networks networks, List<FileStamp> files) {
    this.carriers = carriers;
    this.strangers = strangers;
    this.networks = networks;
    this.files = files;
  }

  /** Judges the accounts that rules name. */
  @FunctionalInterface
  interface Strangers {
    /**
     * A rule is for the messages of this account.
     *
     * @param when the section of its conditions
     */
    void named(String account, String rule, Section when);
  }

  /** What a drop ends as. */
  private enum DropAs {
    DELIVERED,
    REJECTED
  }

  List<Rule> rules(Section file) {
    if (file.has("groups")) {
      file.named("groups").forEach((name, s) -> groups.put(name, group(file, name, s)));
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section s : file.sections("rules")) {
      Rule rule = rule(s);
      if (!names.add(rule.name())) {
        s.problem("name", "must differ from the names of all earlier rules");
      }
      rules.add(rule);
    }
    return rules;
  }

  /** Whether some rule or group that was read asks for the numbering plans. */
  boolean asksPlans() {
    return asksPlans;
  }

  private Rule rule(Section s) {
    String name = s.string("name", NAME, NAME_RULE);
    Optional<Conditions> when =
        s.optionalSection("when")
            .map(
                w ->
                    new Conditions(
                        w, networks, Draw.of(name), account -> strangers.named(account, name, w)));
    asksPlans |= when.map(Conditions::asksPlans).orElse(false);
    Rewrite rewrite = s.optionalSection("rewrite").map(Rewrite::from).orElse(Rewrite.NOTHING);
    return new Rule(
        name,
        s.place(),
        when.map(Conditions::all).orElse(List.of()),
        when.map(Conditions::accounts).orElse(null),
        when.map(Conditions::prefixes).orElse(null),
        rewrite,
        action(s, rewrite));
  }

  private @Nullable Action action(Section s, Rewrite rewrite) {
    List<Action> actions = new ArrayList<>();
    if (s.has("to")) {
      actions.add(new Action.To(target(s)));
    }
    s.optionalSection("reject").ifPresent(reject -> actions.add(reject(reject)));
    s.optionalSection("drop")
        .ifPresent(
            drop ->
                actions.add(new Action.Drop(drop.oneOf("as", DropAs.class) == DropAs.DELIVERED)));
    if (s.has("simulate") && s.bool("simulate")) {
      actions.add(new Action.Simulate());
    }
    boolean goesOn = s.has("continue") && s.bool("continue");
    if (goesOn && !actions.isEmpty()) {
      s.problem("continue", "must not stand beside to, reject, drop or simulate: these decide");
    } else if (goesOn && rewrite.changesNothing()) {
      s.problem("continue", "needs a rewrite: else the rule does nothing");
    } else if (!goesOn && actions.size() != 1) {
      s.problem("name", "the rule must have one of to, reject, drop, simulate and continue");
    }
    return goesOn || actions.isEmpty() ? null : actions.get(0);
  }

  private Group target(Section s) {
    String name = s.string("to");
    Group group = groups.get(name);
    if (group != null) {
      return group;
    }
    if (!carriers.contains(name)) {
      s.problem("to", "must be a group or a carrier: " + known());
    }
    return Group.only(name);
  }

  private String known() {
    Set<String> all = new TreeSet<>(groups.keySet());
    all.addAll(carriers);
    return all.isEmpty() ? "there is none" : String.join(", ", all);
  }

  private static Action reject(Section s) {
    CommandStatus status = CommandStatus.ESME_RINVDSTADR;
    if (s.has("status")) {
      CommandStatus found = status(s.string("status"));
      if (found == null || found == CommandStatus.ESME_ROK) {
        s.problem("status", "must be a command_status that refuses, such as ESME_RINVDSTADR");
      } else {
        status = found;
      }
    }
    int error =
        s.optionalString("err", ERROR, "one to three hexadecimal digits")
            .filter(digits -> !digits.isEmpty())
            .map(digits -> Integer.parseInt(digits, HEX))
            .orElse(DeliveryError.NO_ROUTE);
    return new Action.Reject(status, error);
  }

  private static @Nullable CommandStatus status(String name) {
    for (CommandStatus status : CommandStatus.values()) {
      if (status.name().equals(name)) {
        return status;
      }
    }
    return null;
  }

  private Group group(Section file, String name, Section s) {
    if (carriers.contains(name)) {
      file.section("groups").problem(name, "is the name of a carrier already");
    }
    Choose method = s.has("choose") ? s.oneOf("choose", Choose.class) : Choose.FAILOVER;
    List<String> members = members(s);
    return new Group(
        name,
        method,
        stickyBy(s, method),
        members,
        weights(s, members, method),
        prices(s, members, method),
        new Group.Limits(
            s.has("max-error-rate") ? s.decimal("max-error-rate", 0, 1) : 1,
            s.has("max-latency")
                ? s.duration("max-latency", Duration.ofMillis(1), LONGEST_LATENCY).toMillis()
                : Long.MAX_VALUE),
        !s.has("retry-elsewhere") || s.bool("retry-elsewhere"));
  }

  private List<String> members(Section s) {
    List<String> members = new ArrayList<>();
    List<String> named = s.strings("carriers");
    for (String member : named) {
      if (!carriers.contains(member)) {
        s.problem(
            "carriers",
            member
                + " is no carrier; there are "
                + (carriers.isEmpty() ? "none" : String.join(", ", new TreeSet<>(carriers))));
      } else if (members.contains(member)) {
        s.problem("carriers", "must name each carrier once: " + member);
      } else {
        members.add(member);
      }
    }
    if (named.isEmpty()) {
      s.problem("carriers", "must name a carrier at least");
    }
    return members;
  }

  private static StickyBy stickyBy(Section s, Choose method) {
    onlyFor(s, "sticky-by", method == Choose.STICKY, "a sticky group");
    return s.has("sticky-by") ? s.oneOf("sticky-by", StickyBy.class) : StickyBy.DESTINATION;
  }

  private static void onlyFor(Section s, String key, boolean allowed, String whom) {
    if (!allowed && s.has(key)) {
      s.problem(key, "is for " + whom + " only");
    }
  }

  private static double[] weights(Section s, List<String> members, Choose method) {
    onlyFor(
        s,
        "weights",
        method == Choose.WEIGHTED || method == Choose.STICKY,
        "a weighted or sticky group");
    double[] weights = new double[members.size()];
    Arrays.fill(weights, 1);
    s.optionalSection("weights")
        .ifPresent(
            section -> {
              for (int i = 0; i < weights.length; i++) {
                if (section.has(members.get(i))) {
                  weights[i] = section.integer(members.get(i), 0, HEAVIEST);
                }
              }
            });
    return weights;
  }

  private @Nullable Prices prices(Section s, List<String> members, Choose method) {
    boolean asks = method == Choose.LEAST_COST;
    onlyFor(s, "prices", asks, "a least-cost group");
    onlyFor(s, "prices-file", asks, "a least-cost group");
    if (!asks) {
      return null;
    }
    Prices prices = new Prices(members);
    if (!s.has("prices") && !s.has("prices-file")) {
      s.problem("prices", "must be given here, or in a prices-file");
    }
    if (s.has("prices")) {
      prices.add(s.section("prices"), s.named("prices"));
    }
    s.optionalFile("prices-file")
        .ifPresent(
            path -> {
              files.add(FileStamp.of(path));
              ConfigSource.include(s, path)
                  .ifPresent(file -> prices.add(file.section("prices"), file.named("prices")));
            });
    asksPlans |= prices.asksPlans();
    return prices;
  }
}
