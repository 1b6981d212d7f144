package org.messagecenter.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.config.Section;

/**
 * How a route was found. It names numbers in full: it is for who asked about this very message.
 *
 * @param lines what to print, one below the other
 */
public record Explanation(Route route, List<String> lines) {

  /** Takes down what the routing does. */
  static final class Writer implements Trace {
    private final List<String> lines = new ArrayList<>();

    Writer(RouteRequest request) {
      SubmitSm m = request.message();
      lines.add(
          "message of "
              + request.account()
              + " from "
              + Facts.words(m.sourceAddr())
              + " to "
              + Facts.words(m.destinationAddr())
              + ", "
              + m.text().length()
              + " octets");
    }

    @Override
    public boolean isWanted() {
      return true;
    }

    @Override
    public void unmet(Rule rule, Condition condition, Facts facts) {
      lines.add(
          "rule " + rule.name() + " (" + rule.place() + "): no, " + condition.otherwise(facts));
    }

    @Override
    public void met(Rule rule) {
      lines.add(
          "rule "
              + rule.name()
              + " ("
              + rule.place()
              + "): yes"
              + (rule.action() == null ? ", and on to the next" : ""));
    }

    @Override
    public void rewritten(SubmitSm before, SubmitSm after) {
      if (!before.sourceAddr().equals(after.sourceAddr())) {
        lines.add("  source becomes " + Facts.words(after.sourceAddr()));
      }
      if (!before.destinationAddr().equals(after.destinationAddr())) {
        lines.add("  destination becomes " + Facts.words(after.destinationAddr()));
      }
    }

    @Override
    public void ranked(Ranking ranking) {
      Group group = ranking.group();
      lines.add(
          group.isOne()
              ? "carrier " + group.name()
              : "group " + group.name() + ", " + Section.spelling(group.method()));
      for (int i = 0; i < ranking.entries().size(); i++) {
        lines.add(entry(group, ranking.entries().get(i), i == ranking.chosen()));
      }
    }

    private static String entry(Group group, Ranking.Entry entry, boolean chosen) {
      StringBuilder line = new StringBuilder(chosen ? "  > " : "    ").append(entry.carrier());
      switch (group.method()) {
        case WEIGHTED, STICKY -> line.append(", weight ").append(Prices.plain(entry.weight()));
        case LEAST_COST -> line.append(", price ").append(Prices.plain(entry.price()));
        case FAILOVER, ROUND_ROBIN -> {}
      }
      line.append(": ").append(entry.health());
      return entry.fitness() == Fitness.UNWELL
          ? line.append(", beyond a limit").toString()
          : line.toString();
    }

    Explanation done(Route route) {
      lines.add("route: " + words(route));
      return new Explanation(route, List.copyOf(lines));
    }

    private static String words(Route route) {
      if (route instanceof Route.Via via) {
        return "carrier " + via.carrier() + " (" + via.why() + ")";
      }
      if (route instanceof Route.Simulated) {
        return "the simulated network";
      }
      if (route instanceof Route.Refused refused) {
        return String.format(
            Locale.ROOT, "refused with %s, err %03X", refused.status(), refused.error());
      }
      if (route instanceof Route.Dropped dropped) {
        return "dropped as " + (dropped.delivered() ? "delivered" : "rejected");
      }
      return "none: " + ((Route.None) route).why();
    }
  }
}
