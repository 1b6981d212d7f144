package org.messagecenter.server.dialect;

import java.util.List;
import java.util.Optional;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;

/**
 * The dialect of one carrier. Safe for concurrent use.
 *
 * <p>A message goes out in two steps, because the parts of a long one are stored between them: it
 * is cut as this carrier wants it cut ({@link #parts}), still in its sender's terms, so that a part
 * may yet go to another carrier; then each part is put into this carrier's terms ({@link
 * #dressed}), once, when it is sent.
 */
public interface CarrierDialect {

  /** What data_coding means in what the carrier sends. */
  Dialect coding();

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
   * A message in parts that are as long as this carrier takes them, in its sender's terms:
   * addresses, TLVs and the meaning of data_coding are still the account's. A message that is short
   * enough, or that its sender has cut, is its own only part.
   *
   * @param sender what data_coding means in the message: its account's
   * @param reference the concatenation reference where parts need one, 0 to 65535
   * @return at least one
   * @throws UnsendableException if it cannot be cut
   */
  List<SubmitSm> parts(SubmitSm message, Dialect sender, int reference);

  /**
   * A part as this carrier wants it: addresses, alphabet, TLVs, flags.
   *
   * @param sender what data_coding means in the part: its account's
   * @throws UnsendableException if it cannot be had
   */
  SubmitSm dressed(SubmitSm part, Dialect sender);
}
