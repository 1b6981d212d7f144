/**
 * Message text: what data_coding says, the alphabets, user data headers, and long messages cut and
 * joined. Everything is a calculation: no clock, no log, no I/O.
 *
 * <ul>
 *   <li>{@link org.messagecenter.protocol.text.DataCoding} reads data_coding, as a {@link
 *       org.messagecenter.protocol.text.Dialect} of the account has it, and finds the value for an
 *       {@link org.messagecenter.protocol.text.Alphabet}.
 *   <li>{@link org.messagecenter.protocol.text.UserData} takes short_message or message_payload
 *       apart into {@link org.messagecenter.protocol.text.Udh} and text.
 *   <li>{@link org.messagecenter.protocol.text.MessageText} turns octets into text and back; {@link
 *       org.messagecenter.protocol.text.Gsm7Set} and {@link org.messagecenter.protocol.text.Gsm7}
 *       do so for GSM 7-bit with its national tables, unpacked and packed.
 *   <li>{@link org.messagecenter.protocol.text.Segmenter} cuts a text by {@link
 *       org.messagecenter.protocol.text.SegmentRules} into {@link
 *       org.messagecenter.protocol.text.Part}s, or says why not.
 *   <li>{@link org.messagecenter.protocol.text.Concatenation} tells what a received message is a
 *       part of, and {@link org.messagecenter.protocol.text.Reassembler} joins the parts.
 * </ul>
 */
@NullMarked
package org.messagecenter.protocol.text;

import org.jspecify.annotations.NullMarked;
