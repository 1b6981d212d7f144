package org.messagecenter.server.correlate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.TakenListener;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.upstream.CarrierSink;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MessageKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what carriers send, receipts and mobile-originated messages, and sees to it that each is
 * answered once, when what follows from it is durable.
 */
public final class CarrierInbox implements CarrierSink, TakenListener {
  private static final Logger log = LoggerFactory.getLogger(CarrierInbox.class);

  private final InboundDesk inbound;
  private final Means means;
  private final OrphanDesk orphans;
  private final Map<String, CarrierDesk> desks = new ConcurrentHashMap<>();

  /** */
  public CarrierInbox(InboundDesk inbound, Means means) {
    this.inbound = inbound;
    this.means = means;
    this.orphans = new OrphanDesk(desks::get, means);
  }

  /** Makes a carrier known. Before its first bind, and after the store was started. */
  public void serve(CarrierPort carrier) {
    CarrierDesk desk = new CarrierDesk(carrier, means);
    if (desks.putIfAbsent(carrier.name(), desk) == null) {
      carrier.lane().loop().execute(desk.orphans()::start);
    }
  }

  /** What is done with receipts that belong to no message. */
  public OrphanDesk orphans() {
    return orphans;
  }

  @Override
  public void arrived(CarrierPort carrier, String bind, RequestPort port, Packet request) {
    Arrival arrival = new Arrival(port, request, bind);
    try {
      CarrierDesk desk = desks.get(carrier.name());
      if (desk == null) {
        throw new IllegalStateException("carrier " + carrier.name() + " was never made known");
      }
      Pdu pdu = request.pdu();
      CarrierReceipt receipt = carrier.dialect().receipt(pdu).orElse(null);
      if (receipt != null) {
        desk.look(new WireCase(receipt, arrival, means, desk.orphans()));
      } else {
        inbound.receive(
            carrier.name(),
            bind,
            asDeliverSm(pdu),
            result -> arrival.answerLater(inbound.status(result)));
      }
    } catch (RuntimeException e) {
      means
          .troubles()
          .info(log, "What carrier {} sent over {} cannot be served", carrier.name(), bind, e);
      arrival.answer(CommandStatus.ESME_RX_T_APPN);
    }
  }

  /** Ids of carriers that are not served, such as the simulated one, are nobody's here. */
  @Override
  public void taken(Attempt attempt, CarrierId id) {
    taken(attempt, id, (desk, taken) -> desk.taken(id.id(), taken));
  }

  @Override
  public void takenToo(Attempt attempt, CarrierId id) {
    taken(attempt, id, (desk, taken) -> desk.takenToo(id.id(), taken));
  }

  private void taken(Attempt attempt, CarrierId id, BiConsumer<CarrierDesk, Taken> told) {
    CarrierDesk desk = desks.get(id.carrier());
    if (desk == null) {
      return;
    }
    Taken taken =
        new Taken(
            attempt.key(),
            attempt.kind() == MessageKind.PART ? null : attempt.submitted(),
            attempt.account(),
            attempt.messageId(),
            attempt.acceptedAt());
    if (desk.lane() == attempt.lane()) {
      told.accept(desk, taken);
    } else {
      desk.lane().loop().execute(() -> told.accept(desk, taken));
    }
  }

  private static DeliverSm asDeliverSm(Pdu pdu) {
    if (pdu instanceof DeliverSm deliver) {
      return deliver;
    }
    if (!(pdu instanceof DataSm data)) {
      throw new IllegalArgumentException(pdu.commandId() + " is no message");
    }
    // Its text stays where it is, in message_payload.
    return new DeliverSm(
        data.serviceType(),
        data.sourceAddr(),
        data.destinationAddr(),
        data.esmClass(),
        0,
        0,
        "",
        "",
        data.registeredDelivery(),
        0,
        data.dataCoding(),
        0,
        Octets.EMPTY,
        data.tlvs());
  }
}
