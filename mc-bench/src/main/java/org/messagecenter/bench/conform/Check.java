package org.messagecenter.bench.conform;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.messagecenter.protocol.spec.CommandId;

/**
 * One statement about a message center, and how to find out.
 *
 * @param id short name, unique, of lower-case words with dashes
 * @param title the statement, in words
 * @param spec where the specification makes it
 * @param version the version of the session it is tried on
 * @param feature the row of the statement of features it belongs to, or empty
 * @param needs what must be at hand
 * @param covers the requests it says something about
 * @param action what to do; returns when the statement holds
 */
record Check(
    String id,
    String title,
    String spec,
    Version version,
    String feature,
    Set<Need> needs,
    List<CommandId> covers,
    Action action) {

  /** The code of a check. Ends early with {@link Ended}. */
  @FunctionalInterface
  interface Action {
    void run(Run run) throws IOException;
  }

  static Check of(String id, String title, String spec) {
    return new Check(
        id,
        title,
        spec,
        Version.V3_4,
        "",
        EnumSet.noneOf(Need.class),
        List.of(),
        run -> {
          throw new IllegalStateException("the check does nothing");
        });
  }

  Check on(Version session) {
    return new Check(id, title, spec, session, feature, needs, covers, action);
  }

  /** The same with other sections. */
  Check citing(String sections) {
    return new Check(id, title, sections, version, feature, needs, covers, action);
  }

  Check feature(String name) {
    return new Check(id, title, spec, version, name, needs, covers, action);
  }

  Check needs(Need first, Need... more) {
    return new Check(id, title, spec, version, feature, EnumSet.of(first, more), covers, action);
  }

  Check covers(CommandId... commands) {
    return new Check(id, title, spec, version, feature, needs, List.of(commands), action);
  }

  Check does(Action what) {
    return new Check(id, title, spec, version, feature, needs, covers, what);
  }
}
