package org.messagecenter.bench;

import java.time.Duration;

/**
 * What a run does, checked.
 *
 * @param binds connections that submit, 1–10,000; in {@link Kind#PAIR} each has a receiver beside
 *     it
 * @param window submit_sm outstanding on each bind, 1–100,000
 * @param count messages to send at most; {@link Long#MAX_VALUE} for no limit
 * @param sendFor how long to send at most
 * @param rate messages a second over all binds, from an open loop; 0 for the closed loop
 * @param length octets of text, 0–65,535; above 254 they travel in message_payload
 * @param registeredDelivery the registered_delivery octet of each message
 * @param destination the leading digits of each destination; {@link SubmitTemplate#VARIED_DIGITS}
 *     more follow
 * @param drain how long to wait for responses and receipts after the last message
 * @param verify whether every message_id is kept and compared
 * @param lanes event loops, 1–64
 */
record LoadPlan(
    String host,
    int port,
    String systemId,
    String password,
    Kind kind,
    int interfaceVersion,
    int binds,
    int window,
    long count,
    Duration sendFor,
    double rate,
    int length,
    int registeredDelivery,
    String source,
    String destination,
    Duration drain,
    boolean verify,
    int lanes) {

  /** How each of the binds is made. */
  enum Kind {
    /** One bind_transceiver. */
    TRANSCEIVER,
    /** One bind_transmitter; receipts stay with the server. */
    TRANSMITTER,
    /** A bind_transmitter, and a bind_receiver that takes the receipts. */
    PAIR
  }

  /** Whether the run waits for one receipt for each accepted message. */
  boolean expectsReceipts() {
    // 2 and 3 ask for some outcomes only: how many receipts come is the server's secret.
    return (registeredDelivery & 0x03) == 1 && kind != Kind.TRANSMITTER;
  }

  /** The system_id of one of the binds: "%d" stands for its number, from 0. */
  String systemId(int number) {
    return systemId.replace("%d", Integer.toString(number));
  }
}
