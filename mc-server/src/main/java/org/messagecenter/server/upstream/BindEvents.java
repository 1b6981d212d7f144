package org.messagecenter.server.upstream;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.server.listen.SmppChannel;

/** What a bind tells its carrier. On the lane. */
interface BindEvents {
  /** The bind stands, or does so no longer. */
  void turned(CarrierBind bind, boolean up);

  /** How many more requests the bind would take now. */
  void free(CarrierBind bind, int requests);

  /** The moment to make use of what became free. */
  void settled();

  void answered(CarrierBind bind, Sent sent, Packet answer);

  void unanswered(Sent sent);

  /** The answer came after all, when {@link #unanswered} had been told. */
  void answeredLate(Sent sent, Packet answer);

  /** A deliver_sm or data_sm, to be answered once over the channel. */
  void arrived(CarrierBind bind, SmppChannel channel, Packet request);

  /** The bind is given up for good. */
  void stopped(CarrierBind bind);
}
