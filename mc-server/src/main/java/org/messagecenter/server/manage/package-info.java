/**
 * What an ESME does with a message after it was accepted: ask for its state, withdraw it, put
 * another text in its place (34:4.8-4.10, 50:4.5).
 *
 * <p>An ESME reaches its own messages only, and only with the source address they were submitted
 * with. A message whose attempt is under way, or that a carrier has taken, can no longer be
 * withdrawn or replaced; the store decides that at one moment for both sides.
 */
@NullMarked
package org.messagecenter.server.manage;

import org.jspecify.annotations.NullMarked;
