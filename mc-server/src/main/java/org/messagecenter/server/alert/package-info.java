/**
 * Telling an ESME that a mobile station is reachable again (34:4.12, 50:4.1.3), after a message to
 * it failed that asked for it.
 */
@NullMarked
package org.messagecenter.server.alert;

import org.jspecify.annotations.NullMarked;
