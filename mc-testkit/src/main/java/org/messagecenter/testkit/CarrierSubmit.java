package org.messagecenter.testkit;

/**
 * A submit_sm that a carrier took.
 *
 * @param id the carrier's message_id; it was in the response, if there was one
 * @param receiptId the same as the carrier's receipts write it
 * @param bind the bind it came over
 */
public record CarrierSubmit(
    String id, String receiptId, ReceivedMessage message, CarrierBind bind) {

  /** Whether the message asks for a receipt of its end, whatever that is. */
  public boolean wantsReceipt() {
    return (message.registeredDelivery() & 3) != 0;
  }

  @Override
  public String toString() {
    return id + ": " + message;
  }
}
