/**
 * Calls to ESMEs that are not there while mail waits for them: the message center connects and
 * sends outbind, the ESME binds on the same connection (34:2.2.1, 50:2.3.7). From the bind on the
 * session is served like any other.
 */
@NullMarked
package org.messagecenter.server.outbind;

import org.jspecify.annotations.NullMarked;
