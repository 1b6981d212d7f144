package org.messagecenter.server.dialect;

import org.messagecenter.protocol.receipt.MessageState;

/**
 * What a command_status other than ESME_ROK, or an error of a receipt, stands for.
 *
 * @param failure what follows from it
 * @param state the final state of a message that ends with it
 * @param error the code for our receipt's err and network_error_code
 */
public record StatusMeaning(FailureClass failure, MessageState state, int error) {}
