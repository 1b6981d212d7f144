package org.messagecenter.protocol.spec;

/** How to take what a peer sends that the specification does not allow but that does no harm. */
public enum Strictness {
  /** As it is meant: deviations that deployed peers show are accepted or ignored. */
  TOLERANT,
  /** As it is written: whatever is not allowed is refused. */
  STRICT
}
