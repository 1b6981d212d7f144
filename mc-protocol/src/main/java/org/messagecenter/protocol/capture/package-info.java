/**
 * Looking at SMPP from outside: PDUs printed field by field, and captures written and read.
 *
 * <p>{@link org.messagecenter.protocol.capture.PduPrinter} prints the octets of any PDU, broken
 * ones as far as they can be read; it follows the layouts and needs no word about a single command.
 * {@link org.messagecenter.protocol.capture.PcapngWriter} and {@link
 * org.messagecenter.protocol.capture.TcpConversation} write what two sides said as if it had been
 * taken from the wire, always on port 2775 and in the clear, so that common tools open and dissect
 * it. {@link org.messagecenter.protocol.capture.CaptureDecoder} reads such files and those of other
 * tools back into PDUs.
 *
 * <p>A password is never shown, nor written to a capture: {@link
 * org.messagecenter.protocol.capture.PasswordMask} covers it with asterisks of the same length.
 * Nothing here throws because of what a peer sent or a file holds, except {@link
 * org.messagecenter.protocol.capture.BadCapture} for a file that cannot be read on.
 */
@NullMarked
package org.messagecenter.protocol.capture;

import org.jspecify.annotations.NullMarked;
