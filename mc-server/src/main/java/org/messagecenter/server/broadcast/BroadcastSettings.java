package org.messagecenter.server.broadcast;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/**
 * The simulated cells, and how long broadcasts are remembered.
 *
 * @param kept how long a broadcast can be queried after its end
 * @param mostPerSource broadcasts of one account and source address that are kept at once
 * @param mostAreas areas that one broadcast may name
 * @param success percent of handsets reached in an area that is not listed
 * @param aliases areas known by name, with the percent of handsets reached there; empty lets every
 *     name pass
 */
public record BroadcastSettings(
    Duration kept, int mostPerSource, int mostAreas, int success, Map<String, Integer> aliases) {

  private static final int ALL = 100;

  public BroadcastSettings {
    aliases = Map.copyOf(aliases);
  }

  public static BroadcastSettings from(Section s) {
    Map<String, Integer> aliases = new HashMap<>();
    for (Section area : s.sections("areas")) {
      String name = area.string("name");
      if (aliases.put(name, area.integer("success", 0, ALL)) != null) {
        area.problem("name", "must differ from the names of all earlier areas");
      }
    }
    return new BroadcastSettings(
        s.duration("kept", Duration.ZERO, Duration.ofDays(365)),
        s.integer("most-per-source", 1, 1_000_000),
        s.integer("most-areas", 1, 255),
        s.integer("success", 0, ALL),
        aliases);
  }

  /** Percent reached in the area of that name, or null when there is no such area. */
  @Nullable Integer successOf(String alias) {
    return aliases.isEmpty() ? Integer.valueOf(success) : aliases.get(alias);
  }
}
