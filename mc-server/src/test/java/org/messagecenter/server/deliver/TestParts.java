package org.messagecenter.server.deliver;

import org.messagecenter.protocol.pdu.SubmitSm;

/** Makes what the store keeps of parts, for tests outside this package. */
public final class TestParts {
  private TestParts() {}

  /** The body of a part. */
  public static byte[] body(long whole, String carrier, SubmitSm message) {
    return new PartBody(whole, carrier, message).write();
  }
}
