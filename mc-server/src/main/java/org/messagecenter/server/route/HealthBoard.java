package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;

/** The health of the carriers. Safe for concurrent use, and cheap. */
@FunctionalInterface
public interface HealthBoard {
  /** Null for a carrier that does not exist. */
  @Nullable CarrierHealth of(String carrier);
}
