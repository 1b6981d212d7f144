package org.messagecenter.server.dialect;

import java.util.List;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;

/** Both steps that a message goes through on its way to a carrier. */
final class Outgoing {
  private Outgoing() {}

  static List<SubmitSm> of(
      CarrierDialect dialect, SubmitSm message, Dialect sender, int reference) {
    return dialect.parts(message, sender, reference).stream()
        .map(part -> dialect.dressed(part, sender))
        .toList();
  }

  static List<SubmitSm> of(CarrierDialect dialect, SubmitSm message, int reference) {
    return of(dialect, message, Dialect.STANDARD, reference);
  }
}
