package org.messagecenter.server.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.config.FileStamp;

/**
 * The rules of one reading of the routes file, ready for use. Immutable but for what it remembers
 * of numbers; safe for concurrent use.
 */
public final class RouteTable {
  private static final Route UNSERVED = new Route.None("", "no rule fits");

  private static final String BUILT_IN = "built in";

  private final List<Rule> rules;
  private final Rule[] inOrder;
  private final RuleIndex index;
  private final NumberPlan plan;
  private final List<FileStamp> files;
  private final boolean refuses;
  private final boolean asksPlans;

  /** The rule that has everything simulated before any other is asked; null when none has. */
  private final @Nullable String simulates;

  /**
   * @param asksPlans whether some rule asks for the numbering plans
   */
  RouteTable(List<Rule> rules, NumberPlan plan, List<FileStamp> files, boolean asksPlans) {
    this.asksPlans = asksPlans;
    this.rules = List.copyOf(rules);
    this.inOrder = rules.toArray(new Rule[0]);
    this.index = new RuleIndex(rules);
    this.plan = plan;
    this.files = List.copyOf(files);
    this.refuses = rules.stream().anyMatch(rule -> rule.action() instanceof Action.Reject);
    this.simulates = simulates(rules);
  }

  private static @Nullable String simulates(List<Rule> rules) {
    Rule first = rules.isEmpty() ? null : rules.get(0);
    return first != null
            && first.conditions().isEmpty()
            && first.rewrite().changesNothing()
            && first.action() instanceof Action.Simulate
        ? first.name()
        : null;
  }

  /** Everything goes to the simulated network: what serves where there is no file of routes. */
  static RouteTable simulated(NumberPlan plan, List<FileStamp> files) {
    Rule everything =
        new Rule(
            "everything", BUILT_IN, List.of(), null, null, Rewrite.NOTHING, new Action.Simulate());
    return new RouteTable(List.of(everything), plan, files, false);
  }

  /** The router that goes by this table alone. */
  public Router with(HealthBoard health) {
    return request -> route(request, health);
  }

  /** Finds the route of a message. */
  public Route route(RouteRequest request, HealthBoard health) {
    if (simulates != null) {
      // As shipped; a message center without carriers pays nothing for routes.
      return new Route.Simulated(simulates, request.message());
    }
    Facts facts = new Facts(request, plan);
    return walk(facts, index.candidates(facts), health, Trace.NONE);
  }

  /** Finds the route of a message in the same way, and says how. */
  public Explanation explain(RouteRequest request, HealthBoard health) {
    Facts facts = new Facts(request, plan);
    Explanation.Writer writer = new Explanation.Writer(request);
    return writer.done(walk(facts, Cursor.through(inOrder.length), health, writer));
  }

  /** Whether some rule refuses messages, so that submissions have to be asked for their route. */
  public boolean refuses() {
    return refuses;
  }

  /** How many rules there are. */
  public int size() {
    return rules.size();
  }

  /**
   * Reads what the rules ask and is not read yet, so that no message waits for that: in up to a
   * second the first time, if they ask for the numbering plans.
   *
   * @return whether they do
   */
  boolean prepare() {
    return asksPlans && PhoneBook.load() > 0;
  }

  /** Whether it stands for rules that are missing. */
  boolean isBuiltIn() {
    return rules.size() == 1 && rules.get(0).place().equals(BUILT_IN);
  }

  /** The files it was read from as they were then, those that did not exist among them. */
  List<FileStamp> files() {
    return files;
  }

  private Route walk(Facts facts, Cursor cursor, HealthBoard health, Trace trace) {
    for (int i = cursor.next(); i >= 0; i = cursor.next()) {
      Rule rule = inOrder[i];
      Condition unmet = rule.unmet(facts);
      if (unmet != null) {
        trace.unmet(rule, unmet, facts);
        continue;
      }
      trace.met(rule);
      SubmitSm outgoing = facts.message();
      if (!rule.rewrite().changesNothing()) {
        outgoing = rule.rewrite().of(facts.message());
        trace.rewritten(facts.message(), outgoing);
        String fault = rule.rewrite().fault(outgoing);
        if (fault != null) {
          return new Route.None(rule.name(), fault);
        }
      }
      Action action = rule.action();
      if (action != null) {
        return action.route(rule, facts, outgoing, health, trace);
      }
      facts.message(outgoing);
      cursor.rewritten(facts);
    }
    return UNSERVED;
  }

  @Override
  public String toString() {
    return rules.size() == 1 ? "1 rule" : rules.size() + " rules";
  }
}
