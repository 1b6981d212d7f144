/**
 * Counters, gauges and timers of the process, and the log line that shows them.
 *
 * <p>Features register their own meters on the registry handed to their constructors; nothing here
 * knows what they count.
 */
@NullMarked
package org.messagecenter.server.metric;

import org.jspecify.annotations.NullMarked;
