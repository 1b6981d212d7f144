package org.messagecenter.protocol.pdu;

/** One entry of a submit_multi (34:4.5.1.1, 50:4.2.3.1). */
public sealed interface Destination {
  /** One mobile station or ESME; dest_flag 1. */
  record Sme(Address address) implements Destination {}

  /** A list that the message center knows; dest_flag 2. */
  record DistributionList(String name) implements Destination {}
}
