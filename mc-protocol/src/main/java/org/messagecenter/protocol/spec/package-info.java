/**
 * The tables of SMPP: which commands, statuses and TLVs exist, and how a PDU body is laid out.
 *
 * <p>{@link org.messagecenter.protocol.spec.CommandId}, {@link
 * org.messagecenter.protocol.spec.CommandStatus} and {@link org.messagecenter.protocol.spec.TlvTag}
 * hold the numbers of SMPP 3.4 and 5.0. A {@link org.messagecenter.protocol.spec.Layout} is an
 * ordered list of fields; it is declared once per command, beside the record of that command, and
 * the codec, the legality check, the documentation and the edge cases of the tests all read that
 * one declaration.
 *
 * <p>Section numbers in this module: "34:" is SMPP 3.4 Issue 1.2, "50:" is SMPP 5.0. Nothing here
 * depends on another package of this project.
 */
@NullMarked
package org.messagecenter.protocol.spec;

import org.jspecify.annotations.NullMarked;
