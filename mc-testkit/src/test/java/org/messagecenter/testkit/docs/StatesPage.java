package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.messagecenter.protocol.session.OperationMatrix;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.SessionState;
import org.messagecenter.protocol.spec.CommandId;

/** Who may send which request in which state of a session. */
final class StatesPage {
  private StatesPage() {}

  static String text() {
    Markdown page = new Markdown("Session states");
    page.paragraph(
        """
        Each cell says who may send the request in that state. The table is that of 5.0, which
        allows more than 3.4 does. A request in another state is answered by its own response with
        ESME_RINVBNDSTS, a second bind with ESME_RALYBND; the session goes on. A response is legal
        while its request waits for it, generic_nack always.

        "binding" is the moment between a bind and its answer; "unbinding" begins when we have sent
        unbind."""
            .strip());
    List<String> columns = new ArrayList<>(List.of("request"));
    for (SessionState state : SessionState.values()) {
      columns.add(state.name().toLowerCase(Locale.ROOT));
    }
    page.table(columns.toArray(String[]::new));
    Arrays.stream(CommandId.values())
        .filter(id -> !id.isResponse())
        .forEach(id -> page.row(row(id)));
    return page.toString();
  }

  private static String[] row(CommandId id) {
    List<String> cells = new ArrayList<>(List.of(Words.link(id)));
    for (SessionState state : SessionState.values()) {
      boolean esme = OperationMatrix.allows(id, Role.ESME, state);
      boolean center = OperationMatrix.allows(id, Role.MC, state);
      cells.add(esme && center ? "both" : esme ? "ESME" : center ? "MC" : "");
    }
    return cells.toArray(String[]::new);
  }
}
