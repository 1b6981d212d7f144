package org.messagecenter.server.operate;

import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.admin.AdminAnswer;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.route.Explanation;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;

/**
 * {@code route explain}: where a message would go now, by the rules in use and the carriers'
 * health.
 */
final class LiveExplanation {
  private static final int WORDS = 5;
  private static final String NO_DRAW = "-";

  private final Function<RouteRequest, Explanation> routes;

  private LiveExplanation(Function<RouteRequest, Explanation> routes) {
    this.routes = routes;
  }

  /** The command, whose words a program makes: see {@code mc route explain --live}. */
  static AdminCommand command(Function<RouteRequest, Explanation> routes) {
    return new AdminCommand(
        "route explain",
        "ACCOUNT MILLIS FAILURES DRAW|- SUBMIT_SM",
        "What mc route explain --live asks: its words are a time, and a body in hexadecimal.",
        new LiveExplanation(routes)::explain);
  }

  private int explain(List<String> words, AdminAnswer answer) throws Exception {
    if (words.size() != WORDS) {
      return AdminCommand.USAGE;
    }
    RouteRequest request;
    try {
      long at = Long.parseLong(words.get(1));
      request =
          new RouteRequest(
              words.get(0),
              (SubmitSm)
                  PduCodec.decodeBody(CommandId.SUBMIT_SM, HexFormat.of().parseHex(words.get(4))),
              at,
              at,
              Integer.parseInt(words.get(2)),
              words.get(3).equals(NO_DRAW) ? null : Long.valueOf(words.get(3)));
    } catch (IllegalArgumentException | BadBody e) {
      return AdminCommand.USAGE;
    }
    Explanation explanation = routes.apply(request);
    for (String line : explanation.lines()) {
      answer.line(line);
    }
    return explanation.route() instanceof Route.None ? AdminCommand.FAILED : AdminCommand.OK;
  }
}
