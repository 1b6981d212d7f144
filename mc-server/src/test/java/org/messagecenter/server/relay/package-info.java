/** The relay as a whole, in virtual time: from the store over the queues to carriers and back. */
@NullMarked
package org.messagecenter.server.relay;

import org.jspecify.annotations.NullMarked;
