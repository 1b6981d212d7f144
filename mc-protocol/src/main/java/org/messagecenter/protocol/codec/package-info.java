/**
 * Octets to PDUs and back, over Netty buffers.
 *
 * <p>{@link org.messagecenter.protocol.codec.PduFrameDecoder} cuts the stream at command_length and
 * {@link org.messagecenter.protocol.codec.PduCodec} reads and writes single PDUs. What comes out is
 * always a value: a {@link org.messagecenter.protocol.codec.Packet}, or a {@link
 * org.messagecenter.protocol.codec.BadPdu} that keeps the header and suggests a status. Nothing
 * here answers, closes or logs; the session decides.
 *
 * <p>The header, four integers of four octets each (34:3.2, 50:3.2.1):
 *
 * <pre>
 *   0  command_length   of the whole PDU, these 16 octets included
 *   4  command_id       bit 31 set in a response
 *   8  command_status   0 in a request
 *  12  sequence_number  a response repeats that of its request
 * </pre>
 *
 * <p>Deviations that are tolerated, because deployed peers show them: an error response with a lone
 * NUL or with a whole body; a NUL after short_message that sm_length does not count; TLV strings
 * without a NUL; octets behind a PDU that has no body; any sequence_number; a request with a
 * non-zero command_status; deliver_sm_resp with a message_id, or without a body.
 */
@NullMarked
package org.messagecenter.protocol.codec;

import org.jspecify.annotations.NullMarked;
