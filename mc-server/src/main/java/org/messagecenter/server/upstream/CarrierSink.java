package org.messagecenter.server.upstream;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.listen.RequestPort;

/** Takes what carriers send: receipts and mobile-originated messages. */
@FunctionalInterface
public interface CarrierSink {
  /**
   * A deliver_sm or data_sm came. On the lane of the carrier, which is that of its binds.
   *
   * @param bind what the log calls the bind
   * @param port where the answer goes, once: {@link RequestPort#respond} on the lane, {@link
   *     RequestPort#respondLater} from the store's thread
   */
  void arrived(CarrierPort carrier, String bind, RequestPort port, Packet request);
}
