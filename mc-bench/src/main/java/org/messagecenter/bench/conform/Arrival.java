package org.messagecenter.bench.conform;

import org.jspecify.annotations.Nullable;

/**
 * What a connection gave: a PDU, or the reason why no more will come.
 *
 * @param pdu the PDU, or null at the end
 * @param end why it ended, empty when there is a PDU
 */
record Arrival(@Nullable WirePdu pdu, String end) {}
