package org.messagecenter.server.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.deliver.Outlet;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.store.queue.CarrierId;

/** An outlet that does with each message what the scenario says of its destination. */
public final class ScenarioCarrier implements Outlet {
  private static final String CARRIER = "scenario";

  private static final Outcome DELIVERED =
      new Outcome.Final(MessageState.DELIVERED, DeliveryError.NONE);

  private final Scenario scenario;
  private final Scenario.Index index;
  private final InboundDesk inbound;
  private final RandomGenerator[] randoms;

  /**
   * @param lanes each draws its delays from a generator of its own, split from the scenario's seed
   */
  public ScenarioCarrier(Scenario scenario, InboundDesk inbound, List<Lane> lanes) {
    this.scenario = scenario;
    this.index = scenario.index();
    this.inbound = inbound;
    SplittableRandom root =
        scenario.seed() == 0 ? new SplittableRandom() : new SplittableRandom(scenario.seed());
    this.randoms = new RandomGenerator[lanes.size()];
    for (int i = 0; i < randoms.length; i++) {
      randoms[i] = root.split();
    }
  }

  @Override
  public void send(Attempt attempt) {
    Scenario.Rule rule = index.find(attempt.message().destinationAddr().digits());
    if (rule.behaviour() == Behaviour.MOBILE_ORIGINATED) {
      comeBack(attempt);
    } else {
      later(attempt, outcome(attempt, rule));
    }
  }

  private static Outcome outcome(Attempt attempt, Scenario.Rule rule) {
    return switch (rule.behaviour()) {
      case DELIVERED, MOBILE_ORIGINATED -> DELIVERED;
      case UNDELIVERABLE -> new Outcome.Final(MessageState.UNDELIVERABLE, rule.error());
      case REJECTED -> new Outcome.Final(MessageState.REJECTED, rule.error());
      case NO_ANSWER -> new Outcome.NoAnswer(rule.error());
      case NO_RECEIPT -> new Outcome.Taken(new CarrierId(CARRIER, attempt.messageId()));
      case TEMPORARY ->
          attempt.number() > rule.times()
              ? DELIVERED
              : new Outcome.Temporary(rule.error(), rule.retryAfterMillis(attempt.number()));
    };
  }

  private void later(Attempt attempt, Outcome outcome) {
    long delay = scenario.deliveryDelay().drawNanos(randoms[attempt.lane().index()]);
    if (delay == 0) {
      attempt.complete(outcome);
    } else {
      attempt.completeLater(outcome, delay);
    }
  }

  /** The message is delivered once it stands in the owner's mailbox. */
  private void comeBack(Attempt attempt) {
    inbound.receive(
        asMobileOriginated(attempt.message()),
        result -> {
          Outcome outcome =
              switch (result) {
                case STORED -> DELIVERED;
                case NO_OWNER ->
                    new Outcome.Final(MessageState.UNDELIVERABLE, DeliveryError.NO_ROUTE);
                case NOT_STORED -> new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1);
              };
          attempt.lane().loop().execute(() -> later(attempt, outcome));
        });
  }

  /** The text stays octet for octet what it was, with its alphabet and its header. */
  static DeliverSm asMobileOriginated(SubmitSm sm) {
    // Of esm_class only the indications about the text travel on (3.4 §5.2.12).
    int indications = sm.esmClass() & 0xC0;
    return new DeliverSm(
        sm.serviceType(),
        sm.sourceAddr().forDeliverSm(),
        sm.destinationAddr().forDeliverSm(),
        indications,
        sm.protocolId(),
        0,
        "",
        "",
        0,
        0,
        sm.dataCoding(),
        0,
        sm.shortMessage(),
        MobileOriginatedTlvs.from(sm.tlvs()));
  }
}
