/**
 * Lanes: one per event loop, the only threads that run business code.
 *
 * <p>The store completes work on its own thread. What it completes is collected per lane during a
 * commit and handed over once, so that a commit costs each event loop one wake-up and each
 * connection one write, however many messages it carried.
 */
@NullMarked
package org.messagecenter.server.lane;

import org.jspecify.annotations.NullMarked;
