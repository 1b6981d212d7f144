package org.messagecenter.server.submit;

import org.messagecenter.protocol.spec.CommandStatus;

/**
 * Why a submit_sm is not accepted.
 *
 * @param status what the sender is answered
 * @param reason field, value and rule, for the log; never message text or whole numbers
 */
public record Refusal(CommandStatus status, String reason) {}
