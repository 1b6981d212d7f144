package org.messagecenter.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;

/**
 * Carriers of which one is chosen for a message.
 *
 * <p>The method puts them in order. Those that are bound and well come before those that are bound
 * but beyond a limit, and these before those that are not bound, each in the order of the method;
 * the first is chosen. When none is bound, the first waits for it: its queue keeps the message.
 * After failed attempts the choice moves on by as many places among those that are bound.
 */
final class Group {
  private static final String NEXT = "the next one: those before it are not bound, or not well";
  private static final String NONE_BOUND = "none of the group is bound; the message waits there";
  private static final String AFTER_FAILURES = "another one after failed attempts";
  private static final String NAMED = "the rule names it";

  private final String name;
  private final Choose method;
  private final StickyBy stickyBy;
  private final String[] carriers;
  private final double[] weights;
  private final @Nullable Prices prices;
  private final Limits limits;
  private final boolean elsewhere;
  private final String why;
  private final long[] salts;
  private final int[] asListed;

  /**
   * What a carrier may do before others are preferred.
   *
   * @param errorRate 0 to 1
   */
  record Limits(double errorRate, long latencyMillis) {
    static final Limits NONE = new Limits(1, Long.MAX_VALUE);
  }

  /**
   * A group as it is configured.
   *
   * @param carriers at least one
   * @param weights one for each
   * @param prices null for a method that does not ask for them
   * @param elsewhere whether failed attempts lead to other carriers
   */
  Group(
      String name,
      Choose method,
      StickyBy stickyBy,
      List<String> carriers,
      double[] weights,
      @Nullable Prices prices,
      Limits limits,
      boolean elsewhere) {
    this(name, method, stickyBy, carriers, weights, prices, limits, elsewhere, method.why());
  }

  private Group(
      String name,
      Choose method,
      StickyBy stickyBy,
      List<String> carriers,
      double[] weights,
      @Nullable Prices prices,
      Limits limits,
      boolean elsewhere,
      String why) {
    this.name = name;
    this.method = method;
    this.stickyBy = stickyBy;
    this.carriers = carriers.toArray(new String[0]);
    this.weights = weights.clone();
    this.prices = prices;
    this.limits = limits;
    this.elsewhere = elsewhere;
    this.why = why;
    this.salts = new long[carriers.size()];
    this.asListed = new int[carriers.size()];
    for (int i = 0; i < salts.length; i++) {
      // By name: a carrier that comes or goes does not shuffle the others.
      salts[i] = Draw.of(name + '\n' + carriers.get(i));
      asListed[i] = i;
    }
  }

  /** The group of one carrier that a rule names. */
  static Group only(String carrier) {
    return new Group(
        carrier,
        Choose.FAILOVER,
        StickyBy.BOTH,
        List.of(carrier),
        new double[] {1},
        null,
        Limits.NONE,
        false,
        NAMED);
  }

  String name() {
    return name;
  }

  Choose method() {
    return method;
  }

  /** Whether it is one carrier that a rule names. */
  boolean isOne() {
    return why.equals(NAMED);
  }

  /** Chooses a carrier and makes the route to it. */
  Route.Via choose(Rule rule, Facts facts, SubmitSm outgoing, HealthBoard health, Trace trace) {
    int failures = elsewhere ? facts.request().failures() : 0;
    if (method == Choose.FAILOVER
        && failures <= 0
        && !trace.isWanted()
        && fitness(health.of(carriers[0])) == Fitness.WELL) {
      return new Route.Via(rule.name(), carriers[0], why, outgoing);
    }
    double @Nullable [] price = prices == null ? null : prices.of(facts);
    int[] order = order(facts, price);
    Fitness[] fitness = new Fitness[carriers.length];
    int bound = 0;
    for (int i = 0; i < carriers.length; i++) {
      fitness[i] = fitness(health.of(carriers[i]));
      bound += fitness[i] == Fitness.NOT_BOUND ? 0 : 1;
    }
    int[] ranked = ranked(order, fitness);
    int place = Math.floorMod(Math.max(failures, 0), bound == 0 ? carriers.length : bound);
    int chosen = ranked[place];
    String reason = reason(bound, place, chosen == order[0]);
    if (trace.isWanted()) {
      trace.ranked(new Ranking(this, entries(ranked, price, health), place, reason));
    }
    return new Route.Via(rule.name(), carriers[chosen], reason, outgoing);
  }

  private String reason(int bound, int place, boolean first) {
    if (bound == 0) {
      return NONE_BOUND;
    }
    if (place > 0) {
      return AFTER_FAILURES;
    }
    return first ? why : NEXT;
  }

  private Fitness fitness(@Nullable CarrierHealth health) {
    if (health == null || !health.bound()) {
      return Fitness.NOT_BOUND;
    }
    return health.errorRate() > limits.errorRate || health.latencyMillis() > limits.latencyMillis
        ? Fitness.UNWELL
        : Fitness.WELL;
  }

  /** The method's order. */
  private int[] order(Facts facts, double @Nullable [] price) {
    return switch (method) {
      case FAILOVER -> asListed;
      case WEIGHTED, ROUND_ROBIN -> drawn(facts.draw());
      case STICKY -> drawn(stickyBy.draw(facts));
      case LEAST_COST -> sorted(price == null ? new double[carriers.length] : price);
    };
  }

  /**
   * Draws them one after the other, each time by weight among those that are left: the one with the
   * least exponential waiting time comes first. So a carrier that is out leaves its share to the
   * others by their weights, and nothing else changes.
   */
  private int[] drawn(long draw) {
    double[] wait = new double[carriers.length];
    for (int i = 0; i < wait.length; i++) {
      wait[i] =
          weights[i] == 0 ? Double.MAX_VALUE : -Math.log(Draw.unit(draw ^ salts[i])) / weights[i];
    }
    return sorted(wait);
  }

  /** Their indexes, the least value first, those that are no number last, else as listed. */
  private static int[] sorted(double[] values) {
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      int at = i;
      while (at > 0 && Double.compare(values[i], values[order[at - 1]]) < 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
    return order;
  }

  private static int[] ranked(int[] order, Fitness[] fitness) {
    int[] ranked = new int[order.length];
    int n = 0;
    for (Fitness level : LEVELS) {
      for (int index : order) {
        if (fitness[index] == level) {
          ranked[n++] = index;
        }
      }
    }
    return ranked;
  }

  private static final Fitness[] LEVELS = Fitness.values();

  private List<Ranking.Entry> entries(int[] ranked, double @Nullable [] price, HealthBoard health) {
    List<Ranking.Entry> entries = new ArrayList<>();
    for (int index : ranked) {
      CarrierHealth state = health.of(carriers[index]);
      entries.add(
          new Ranking.Entry(
              carriers[index],
              weights[index],
              price == null ? Double.NaN : price[index],
              fitness(state),
              words(state)));
    }
    return entries;
  }

  private static String words(@Nullable CarrierHealth health) {
    if (health == null) {
      return "not known";
    }
    if (!health.bound()) {
      return "not bound";
    }
    return String.format(
        Locale.ROOT,
        "bound, %.1f %% errors, %d ms",
        100 * health.errorRate(),
        health.latencyMillis());
  }
}
