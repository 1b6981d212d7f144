/**
 * An SMPP session as a calculation: events in, actions out. No socket, clock, thread or log.
 *
 * <p>Times are monotonic nanoseconds that the caller passes in. The same class serves both sides of
 * a connection.
 */
@NullMarked
package org.messagecenter.protocol.session;

import org.jspecify.annotations.NullMarked;
