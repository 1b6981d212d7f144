/**
 * The PDUs as values: one record per command, with its layout declared beside its components.
 *
 * <p>Everything here is immutable. A decoded PDU keeps the one array its body came in; {@link
 * org.messagecenter.protocol.pdu.Octets} and {@link org.messagecenter.protocol.pdu.Tlvs} are slices
 * of it. Equality is by content throughout. {@code toString} is made for logs: it never prints a
 * password, the text of a message or a whole telephone number.
 *
 * <p>{@link org.messagecenter.protocol.pdu.PduTable} finds the layout of a command.
 */
@NullMarked
package org.messagecenter.protocol.pdu;

import org.jspecify.annotations.NullMarked;
