package org.messagecenter.protocol.spec;

/**
 * A value that can be written and read but that the specification does not allow.
 *
 * @param field the name on the wire
 * @param status what a request with this value is refused with
 * @param reason what is legal; carries numbers of integer fields but never text, ids or addresses
 */
public record Violation(String field, CommandStatus status, String reason) {}
