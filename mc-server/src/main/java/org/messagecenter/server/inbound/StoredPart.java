package org.messagecenter.server.inbound;

import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.UserData;

/**
 * A part of a longer message, in the store.
 *
 * @param key names it there
 * @param message as the carrier brought it
 * @param which its place
 * @param data its octets
 */
record StoredPart(long key, DeliverSm message, Concatenation which, UserData.Whole data) {}
