package org.messagecenter.server.deliver;

import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.lane.Lane;

/**
 * A message that is still in memory when its first attempt is due: it need not be decoded again.
 */
public interface InMemory {
  SubmitSm message();

  /** The lane that answers the submit_sm, so that the answer goes out before the attempt. */
  Lane lane();
}
