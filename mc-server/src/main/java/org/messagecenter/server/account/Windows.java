package org.messagecenter.server.account;

import java.util.Optional;
import java.util.OptionalInt;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.server.config.Section;

/**
 * What an account's sessions have otherwise than the rest; empty where they have it alike.
 *
 * @param window requests (deliver_sm) that may wait for the peer's responses, 1 to 100,000
 * @param inboundWindow the peer's requests that may wait for ours, 0 for no limit
 * @param inboundExcess what becomes of the peer's requests beyond that
 */
public record Windows(
    OptionalInt window, OptionalInt inboundWindow, Optional<InboundExcess> inboundExcess) {

  /** The same windows as everybody. */
  public static final Windows USUAL =
      new Windows(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

  private static final int LARGEST = 100_000;

  static Windows from(Section section) {
    return new Windows(
        section.optionalInteger("window", 1, LARGEST),
        section.optionalInteger("inbound-window", 0, LARGEST),
        section.has("inbound-excess")
            ? Optional.of(section.oneOf("inbound-excess", InboundExcess.class))
            : Optional.empty());
  }

  /** The limits of a session of this account. */
  public SessionLimits over(SessionLimits usual) {
    return new SessionLimits(
        window.orElse(usual.window()),
        inboundWindow.orElse(usual.inboundWindow()),
        inboundExcess.orElse(usual.excess()));
  }
}
