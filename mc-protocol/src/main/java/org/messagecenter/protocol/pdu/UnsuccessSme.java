package org.messagecenter.protocol.pdu;

/**
 * A destination of a submit_multi that was refused (34:4.5.2.1, 50:4.2.3.2).
 *
 * @param address the destination; a refused list is named in its digits
 * @param errorStatusCode a command_status
 */
public record UnsuccessSme(Address address, int errorStatusCode) {}
