package org.messagecenter.server.dialect;

import java.util.List;
import java.util.Optional;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;

/** The dialect of one carrier. Safe for concurrent use. */
public interface CarrierDialect {

  /** What a command_status of its submit_sm_resp means, other than ESME_ROK. */
  StatusMeaning meaning(int commandStatus);

  /**
   * The form in which ids of this carrier are compared, made of what a submit_sm_resp says.
   *
   * @param messageId as the carrier wrote it
   */
  String idOfResponse(String messageId);

  /**
   * Reads a deliver_sm or data_sm as a receipt.
   *
   * @return empty when it is none, but a mobile-originated message
   */
  Optional<CarrierReceipt> receipt(Pdu arrived);

  /**
   * A message as this carrier wants it: addresses, alphabet, TLVs, and in several parts when it is
   * longer than one and the carrier does not split by itself.
   *
   * @param reference the concatenation reference where parts need one, 0 to 65535
   * @return at least one
   */
  List<SubmitSm> outgoing(SubmitSm message, int reference);
}
